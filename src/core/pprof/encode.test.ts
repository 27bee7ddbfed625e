import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { int64ColumnOf } from '../../../test/support/int64-column';
import { WireReader } from '../base/wire';
import { WireWriter } from '../base/wire-writer';
import { collapsedStacks, speedscopeJson } from './collapsed';
import { decodeProfile } from './decode';
import { diffProfiles } from './combine';
import { encodeProfile } from './encode';
import { at, type Profile } from './profile';
import { sampleTypeIndex } from './sample-type';

const load = (version: string, file: string): Profile => expectOk(decodeProfile(captureBytes(version, file)));

describe('WireWriter', () => {
  it('writes what the reader reads', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
        fc.integer({ min: 1, max: 1000 }),
        (value, field) => {
          const out = new WireWriter();
          out.integer(field, value);
          const reader = new WireReader(out.finish());
          expect(reader.next()).toBe(value !== 0n);
          if (value === 0n) return;
          expect(reader.field).toBe(field);
          expect((BigInt(reader.hi) << 32n) | BigInt(reader.lo)).toBe(BigInt.asUintN(64, value));
        },
      ),
    );
  });
});

describe('encodeProfile', () => {
  it.each(allCaptures())('gives back what was read: %s %s', (version, file) => {
    const profile = load(version, file);
    expect(expectOk(decodeProfile(encodeProfile(profile)))).toEqual(profile);
  });

  it('keeps differences, with their negative values and the base’s mark', () => {
    const difference = expectOk(
      diffProfiles(load('go1.26', 'heap-1.pb.gz'), load('go1.26', 'heap-2.pb.gz'), 'diff_base'),
    );
    const again = expectOk(decodeProfile(encodeProfile(difference)));
    expect(again.samples).toEqual(difference.samples);
    expect(again.samples.values.some(({ numbers }) => numbers.some((value) => value < 0))).toBe(true);
    expect(again.labels).toEqual(difference.labels);
  });

  it('keeps which functions the linker has folded', () => {
    const profile = load('go1.26', 'goroutine-2.pb.gz');
    const isFolded = profile.locations.isFolded.map((_, row) => row % 2);
    const folded = { ...profile, locations: { ...profile.locations, isFolded } };
    expect(expectOk(decodeProfile(encodeProfile(folded))).locations.isFolded).toEqual(isFolded);
  });

  it('keeps what no double holds', () => {
    const profile = load('go1.26', 'goroutine-2.pb.gz');
    const values = Array.from({ length: profile.samples.length }, (_, i) => 2n ** 62n + BigInt(i));
    const big = {
      ...profile,
      samples: {
        ...profile.samples,
        values: [{ numbers: Float64Array.from(values, Number), exact: BigInt64Array.from(values) }],
      },
    };
    expect(expectOk(decodeProfile(encodeProfile(big))).samples.values[0]?.exact).toEqual(
      BigInt64Array.from(values),
    );
  });
});

describe('stacks for other tools', () => {
  const profile = load('go1.26', 'heap-2.pb.gz');
  const type = expectOk(sampleTypeIndex(profile));
  const total = profile.samples.values[type]?.numbers.reduce((sum, value) => sum + value, 0);

  it('are a line each, outermost first, and add up', () => {
    const lines = collapsedStacks([profile], type).trimEnd().split('\n');
    const values = lines.map((line) => Number(line.slice(line.lastIndexOf(' '))));
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(total);
    expect(new Set(lines.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(lines.length);
    expect(lines.some((line) => /^runtime\.main;main\.main;/.test(line))).toBe(true);
  });

  it('name what has no name', () => {
    const strings = profile.strings.map((text) => (text === 'main.main' ? '' : text));
    expect(collapsedStacks([{ ...profile, strings }], type)).toMatch(/^runtime\.main;<unknown>;/m);
    expect(speedscopeJson({ ...profile, strings }, type, '')).toContain('{"name":"<unknown>"');
  });

  it('name what has no stack, so that it stays in the total', () => {
    const stackStart = new Uint32Array(profile.samples.length + 1);
    const bare = { ...profile, samples: { ...profile.samples, stackStart } };
    expect(collapsedStacks([bare], type)).toBe(`<unknown> ${total}\n`);
  });

  it('cannot be split by a name', () => {
    const strings = profile.strings.map((text) => (text === 'main.main' ? 'a;b\nc' : text));
    const text = collapsedStacks([{ ...profile, strings }], type);
    expect(text).toContain('a:b c');
    expect(
      text
        .trimEnd()
        .split('\n')
        .every((line) => / -?\d+$/.test(line)),
    ).toBe(true);
  });

  it('are summed exactly, and rounded where a format has doubles', () => {
    // All samples of one stack: 2^53 and so many times 1.
    const [stack] = [profile.samples.stackLocation.subarray(0, 1)];
    const values = [2n ** 53n, 1n, 1n, 1n];
    const one = {
      ...profile,
      samples: {
        length: values.length,
        stackStart: Uint32Array.of(0, 1, 2, 3, 4),
        stackLocation: Uint32Array.from(values, () => at(stack, 0)),
        values: [int64ColumnOf(values)],
        labelStart: new Uint32Array(values.length + 1),
      },
    };
    expect(collapsedStacks([one], 0)).toMatch(/ 9007199254740995\n$/);
    expect(speedscopeJson(one, 0, '')).toContain('"endValue":9007199254740996,');
    expect(speedscopeJson(one, 0, '')).toContain('"weights":[9007199254740996]');
  });

  it('are speedscope’s file with as many weights as samples, each frame once', () => {
    const file = JSON.parse(speedscopeJson(profile, type, 'a name')) as {
      name: string;
      shared: { frames: { name: string }[] };
      profiles: { unit: string; endValue: number; samples: number[][]; weights: number[] }[];
    };
    const [one] = file.profiles;
    expect(one?.unit).toBe('bytes');
    expect(one?.weights.length).toBe(one?.samples.length);
    expect(one?.endValue).toBe(total);
    const names = file.shared.frames.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(one?.samples.flat().every((frame) => frame < names.length)).toBe(true);
    expect(file.name).toBe('a name');
  });

  it('have what was before and what is after of two, each whole', () => {
    const before = load('go1.26', 'heap-1.pb.gz');
    const lines = collapsedStacks([before, profile], type)
      .trimEnd()
      .split('\n')
      .map((line) => /^.* (?<a>\d+) (?<b>\d+)$/.exec(line)?.groups ?? {});
    const sum = (side: 'a' | 'b'): number => lines.reduce((all, one) => all + Number(one[side]), 0);
    const totalBefore = before.samples.values[type]?.numbers.reduce((all, value) => all + value, 0);
    expect([sum('a'), sum('b')]).toEqual([totalBefore, total]);
    expect(lines.some(({ a, b }) => Number(a) > Number(b))).toBe(true);
  });

  it('are of a difference what grew and what shrank, nothing left out', () => {
    const difference = expectOk(diffProfiles(profile, load('go1.26', 'heap-1.pb.gz'), 'base'));
    const sidesOf = (one: Profile): (readonly [string, number])[] => {
      const { profiles } = JSON.parse(speedscopeJson(one, type, '')) as {
        profiles: { name: string; endValue: number; weights: number[] }[];
      };
      expect(profiles.every(({ weights }) => weights.every((weight) => weight > 0))).toBe(true);
      return profiles.map(({ name, endValue }) => [name, endValue]);
    };
    const sides = sidesOf(difference);
    expect(sides.map(([name]) => name)).toEqual(['inuse_space, grew', 'inuse_space, shrank']);
    const [grew = 0, shrank = 0] = sides.map(([, sum]) => sum);
    expect(grew - shrank).toBe(
      difference.samples.values[type]?.numbers.reduce((sum, value) => sum + value, 0),
    );
    const less = expectOk(
      diffProfiles({ ...profile, samples: { ...profile.samples, length: 0 } }, profile, 'base'),
    );
    expect(sidesOf(less)).toEqual([['inuse_space, shrank', total]]);
  });
});
