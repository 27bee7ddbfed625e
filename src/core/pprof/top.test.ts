import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { int64ColumnOf } from '../../../test/support/int64-column';
import { exactAt } from '../base/int64-column';
import { encodeUtf8 } from '../base/utf8-writer';
import { decodeProfile } from './decode';
import { diffProfiles } from './combine';
import { compareAsGo } from './node-order';
import type { Profile } from './profile';
import { sampleTypeIndex } from './sample-type';
import { top, type TopTable } from './top';

const load = (version: string, file: string): Profile => expectOk(decodeProfile(captureBytes(version, file)));
const heap = load('go1.26', 'heap-2.pb.gz');
const goroutines = load('go1.26', 'goroutine-2.pb.gz');
const table = (profile: Profile, sampleType?: string): TopTable =>
  expectOk(top(profile, sampleType === undefined ? {} : { sampleType }));

describe('top', () => {
  it('lists every function with its place, not only those that the text shows', () => {
    const { sampleType, total, rows } = table(goroutines);
    expect(sampleType).toEqual({ type: 'goroutine', unit: 'count' });
    // One goroutine of this capture has no frames at all: it counts in the total and in no row.
    expect(rows.reduce((sum, row) => sum + row.flat, 0)).toBe(total - 1);
    const watch = rows.find((row) => row.function === 'main.(*watcher).watch');
    expect(watch).toMatchObject({ flat: 0, cum: 15 });
    expect(watch?.file).toMatch(/main\.go$/);
    expect(watch?.line).toBeGreaterThan(0);
  });

  it.each(allCaptures())('orders a capture of %s by flat, or by cum: %s', (version, file) => {
    const profile = load(version, file);
    for (const sort of ['flat', 'cum'] as const) {
      const magnitudes = expectOk(top(profile, { sort })).rows.map((row) => Math.abs(row[sort]));
      expect(magnitudes).toEqual([...magnitudes].sort((a, b) => b - a));
    }
  });

  it('sums exactly beyond 2^53, and wraps around as int64 does', () => {
    const big = (values: bigint[]): Profile => {
      const { samples } = goroutines;
      const padded = Array.from({ length: samples.length }, (_, i) => values[i] ?? 0n);
      return { ...goroutines, samples: { ...samples, values: [int64ColumnOf(padded)] } };
    };
    const odd = (1n << 53n) + 1n;
    const { total, rows } = table(big([odd, -odd]));
    expect(total).toBe(2 ** 54);
    // Both stacks end in runtime.gopark or not: cum of the root functions would be 1 off in doubles.
    for (const row of rows) expect([0, Number(odd), -Number(odd)]).toContain(row.cum);
    expect(table(big([(1n << 63n) - 1n, 1n])).total).toBe(-(2 ** 63));
  });

  it('says which sample types there are', () => {
    expect(top(heap, { sampleType: 'cpu' })).toEqual({
      ok: false,
      error: {
        code: 'unsupported',
        message: 'no sample type cpu; there are alloc_objects, alloc_space, inuse_objects, inuse_space',
      },
    });
  });
});

describe('sampleTypeIndex', () => {
  it('takes what -sample_index takes', () => {
    const index = (selector?: string): number => expectOk(sampleTypeIndex(heap, selector));
    expect([index(), index('alloc_space'), index('0'), index('+2'), index('inuse_space')]).toEqual([
      3, 1, 0, 2, 3,
    ]);
    expect(sampleTypeIndex(heap, '4').ok).toBe(false);
    expect(sampleTypeIndex(heap, '-1').ok).toBe(false);
    const allocs = load('go1.26', 'allocs.pb.gz');
    expect(expectOk(sampleTypeIndex(allocs))).toBe(1);
    const old = {
      ...heap,
      sampleTypes: [
        { type: 'objects', unit: 'count' },
        { type: 'space', unit: 'bytes' },
      ],
    };
    expect(expectOk(sampleTypeIndex(old, 'inuse_space'))).toBe(1);
    expect(sampleTypeIndex({ ...heap, sampleTypes: [] }).ok).toBe(false);
  });
});

describe('diffProfiles', () => {
  it('leaves nothing of a profile minus itself', () => {
    for (const [version, file] of allCaptures()) {
      const profile = load(version, file);
      expect(expectOk(diffProfiles(profile, profile)).samples.length).toBe(0);
    }
  });

  it('turns its sign when the two change places', () => {
    const one = load('go1.26', 'heap-1.pb.gz');
    const sums = (profile: Profile): Map<string, number> =>
      new Map(table(profile, 'alloc_space').rows.map((row) => [row.function, row.flat]));
    const there = sums(expectOk(diffProfiles(heap, one)));
    const back = sums(expectOk(diffProfiles(one, heap)));
    expect(there.size).toBeGreaterThan(5);
    for (const [name, flat] of there) expect(back.get(name)).toBe(0 - flat);
  });

  it('takes percentages of the base with diff_base', () => {
    const base = load('go1.26', 'goroutine-1.pb.gz');
    const difference = expectOk(diffProfiles(goroutines, base, 'diff_base'));
    expect(table(difference).total).toBe(table(base).total);
  });

  it('refuses what does not measure the same', () => {
    expect(diffProfiles(heap, goroutines)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    const other = { ...goroutines, periodType: { type: 'space', unit: 'bytes' } };
    expect(diffProfiles(goroutines, other)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    const unit = { ...goroutines, sampleTypes: [{ type: 'goroutine', unit: 'bytes' }] };
    expect(diffProfiles(goroutines, unit)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });

  it('brings both to the finer unit', () => {
    const cpu = load('go1.26', 'profile.pb.gz');
    const micro = (unit: string, factor: bigint): Profile => ({
      ...cpu,
      sampleTypes: [{ type: 'cpu', unit }],
      samples: {
        ...cpu.samples,
        values: [int64ColumnOf(Array.from({ length: cpu.samples.length }, (_, i) => BigInt(i + 1) * factor))],
      },
    });
    const difference = expectOk(diffProfiles(micro('microseconds', 1n), micro('nanoseconds', 999n)));
    expect(difference.sampleTypes).toEqual([{ type: 'cpu', unit: 'nanoseconds' }]);
    const [values] = difference.samples.values;
    expect(values && exactAt(values, 0)).toBe(1n);
  });
});

describe('compareAsGo', () => {
  it('orders as bytes of UTF-8', () => {
    const names = ['', 'a', 'a.b', 'ab', 'b', 'é', '\ue000', '\uffff', '\u{10000}', '\u{1f600}', '\u{1f601}'];
    // No UTF-8, some of it the beginning of what others are: E3, E3 81, F0 9F, FF.
    names.push('\udce3', '\udce3\udc81', '\udce3\udc83', 'あ', '\udcf0\udc9f', '\udcff', 'a\udc80');
    const asBytes = [...names].sort((a, b) => Buffer.compare(encodeUtf8(a), encodeUtf8(b)));
    expect([...names].reverse().sort(compareAsGo)).toEqual(asBytes);
  });
});
