import fc from 'fast-check';
import { Profile as Reference } from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { ALL_INT64, arbitraryProfile } from '../../../test/support/go-pprof-arbitrary';
import { readable, readableReference } from '../../../test/support/go-pprof-readable';
import { decodeProfile } from './decode';
import { DECODE_LIMITS, type DecodeLimits } from './decode-limits';
import type { Profile } from './profile';

function decoded(bytes: Uint8Array): Profile {
  const result = decodeProfile(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Every row that one table names in another is there, and every column has the length its table says. */
function checkIntegrity(profile: Profile): void {
  const { strings, functions, mappings, locations, lines, samples, labels } = profile;
  const within = (column: ArrayLike<number>, length: number, rows: number, least = 0): void => {
    expect(column.length).toBe(length);
    for (let i = 0; i < column.length; i++) {
      const row = column[i] ?? NaN;
      if (!(row >= least && row < rows)) expect.fail(`row ${row} of ${rows}`);
    }
  };
  const offsets = (column: Uint32Array, length: number, rows: number): void => {
    expect(column.length).toBe(length + 1);
    expect([column[0], column.at(-1)]).toEqual([0, rows]);
    for (let i = 1; i < column.length; i++) expect(column[i]).toBeGreaterThanOrEqual(column[i - 1] ?? NaN);
  };
  expect(strings[0]).toBe('');
  for (const column of [functions.name, functions.systemName, functions.filename]) {
    within(column, functions.length, strings.length);
  }
  within(mappings.filename, mappings.length, strings.length);
  within(mappings.buildId, mappings.length, strings.length);
  within(locations.mapping, locations.length, mappings.length, -1);
  offsets(locations.lineStart, locations.length, lines.length);
  within(lines.function, lines.length, functions.length);
  offsets(samples.stackStart, samples.length, samples.stackLocation.length);
  within(samples.stackLocation, samples.stackLocation.length, locations.length);
  offsets(samples.labelStart, samples.length, labels.length);
  for (const column of [labels.key, labels.str, labels.numUnit])
    within(column, labels.length, strings.length);
  expect(samples.values.length).toBe(profile.sampleTypes.length);
  for (const column of [...samples.values, labels.num]) {
    const length = column === labels.num ? labels.length : samples.length;
    expect(column.numbers.length).toBe(length);
    if (column.exact !== null) expect(column.exact.length).toBe(length);
    else expect(column.numbers.every((value) => Number.isSafeInteger(value))).toBe(true);
  }
}

describe('the limits', () => {
  const bytes = captureBytes('go1.26', 'allocs.pb.gz');
  const { samples, ...profile } = decoded(bytes);
  const counts: Omit<DecodeLimits, 'stringBytes' | 'records' | 'textLines'> = {
    sampleTypes: profile.sampleTypes.length,
    comments: profile.comments.length,
    strings: profile.strings.length,
    mappings: profile.mappings.length,
    functions: profile.functions.length,
    locations: profile.locations.length,
    lines: profile.lines.length,
    samples: samples.length,
    values: samples.length * profile.sampleTypes.length,
    frames: samples.stackLocation.length,
    labels: profile.labels.length,
  };

  it('are those of each table: what reaches one is read, and one more is told by its name', () => {
    const exactly = { ...DECODE_LIMITS, ...counts };
    expect(decodeProfile(bytes, undefined, exactly).ok).toBe(true);
    for (const [what, count] of Object.entries(counts)) {
      if (count === 0) continue;
      const refused = decodeProfile(bytes, undefined, { ...exactly, [what]: count - 1 });
      expect(refused.ok ? what : refused.error).toMatchObject({
        code: 'too-large',
        message: expect.stringMatching(`^more than ${(count - 1).toLocaleString('en')} [a-z]`),
      });
    }
    expect(decodeProfile(bytes, undefined, { ...DECODE_LIMITS, stringBytes: 1000 }).ok).toBe(false);
  });

  it('end a reading before it fills the memory', () => {
    const some = Buffer.from([0x0a, 4, 8, 1, 16, 1, 0x32, 0, 0x32, 1, 0x78]);
    const rows = (pair: readonly number[], times: number): Uint8Array =>
      Buffer.concat([some, Buffer.alloc(pair.length * times, Uint8Array.from(pair))]);
    for (const [pair, times, what] of [
      [[0x0a, 0], 1_000, /256 sample types/],
      [[0x32, 0], 4_100_000, /4,000,000 strings/],
      [[0x2a, 0], 2_100_000, /2,000,000 functions/],
      [[0x1a, 0], 210_000, /200,000 mappings/],
      [[0x22, 0], 4_100_000, /4,000,000 locations/],
      [[0x12, 0], 8_100_000, /8,000,000 samples/],
      [[0x68, 1], 1_100_000, /1,000,000 comments/],
    ] as const) {
      const refused = decodeProfile(rows(pair, times));
      expect(refused.ok ? null : refused.error.message).toMatch(what);
    }
  });

  it('leave room for 200,000 comments', () => {
    const profile = Buffer.from([0x0a, 4, 8, 1, 16, 1, 0x32, 0, 0x32, 1, 0x78]);
    const comments = Buffer.alloc(400_000, Uint8Array.from([0x68, 1]));
    expect(decoded(Buffer.concat([profile, comments])).comments.length).toBe(200_000);
  });
});

describe('decodeProfile', () => {
  it.each(allCaptures())('reads a capture of %s as pprof-format does: %s', (version, file) => {
    const bytes = captureBytes(version, file);
    const profile = decoded(bytes);
    checkIntegrity(profile);
    expect(readable(profile)).toEqual(readableReference(Reference.decode(bytes)));
  });

  // A delta is written by pprof's encoder, which puts time, duration and period last: cut right between two of those
  // it is still a profile to any reader. Nothing that was sampled may be lost, though.
  it.each(allCaptures())('refuses a capture of %s that is cut, at any length: %s', (version, file) => {
    const bytes = captureBytes(version, file);
    const whole = readable(decoded(bytes)).samples;
    // Every length near the end, some hundred before.
    const step = Math.max(1, Math.floor(bytes.length / 300));
    for (let length = 0; length < bytes.length; length += length < bytes.length - 100 ? step : 1) {
      const result = decodeProfile(bytes.subarray(0, length));
      if (!result.ok) expect(['empty', 'truncated', 'malformed']).toContain(result.error.code);
      else if (file.includes('-delta')) expect(readable(result.value).samples).toEqual(whole);
      else expect.fail(`${length} of ${bytes.length} bytes were taken for a profile`);
    }
  });

  it('reads back whatever pprof-format writes', () => {
    fc.assert(
      fc.property(arbitraryProfile(ALL_INT64), (profile) => {
        const ours = decoded(profile.encode());
        checkIntegrity(ours);
        expect(readable(ours)).toEqual(readableReference(profile));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('survives any change of a byte', () => {
    const bytes = captureBytes('go1.26', 'goroutine-2.pb.gz');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        const result = decodeProfile(changed);
        if (result.ok) checkIntegrity(result.value);
        else expect(result.error.message).not.toBe('');
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});

// Profiles by hand: fields as [number, value], where a value is a number, text, or fields of its own.
type Field = readonly [number, bigint | number | string | readonly Field[] | Uint8Array];
const varint = (value: bigint | number): number[] => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
};
function encode(fields: readonly Field[]): number[] {
  return fields.flatMap(([field, value]) => {
    if (typeof value === 'number' || typeof value === 'bigint')
      return [...varint(field << 3), ...varint(value)];
    const body =
      typeof value === 'string'
        ? [...new TextEncoder().encode(value)]
        : value instanceof Uint8Array
          ? [...value]
          : encode(value);
    return [...varint((field << 3) | 2), ...varint(body.length), ...body];
  });
}
const packed = (...values: (bigint | number)[]): Uint8Array => Uint8Array.from(values.flatMap(varint));
const bytesOf = (...fields: Field[]): Uint8Array => Uint8Array.from(encode(fields));

const sampleType: Field = [
  1,
  [
    [1, 1],
    [2, 2],
  ],
];
const fn = (id: number | bigint, name = 3): Field => [
  5,
  [
    [1, id],
    [2, name],
  ],
];
const location = (id: number | bigint, functionId: number | bigint): Field => [
  4,
  [
    [1, id],
    [
      4,
      [
        [1, functionId],
        [2, 9],
      ],
    ],
  ],
];
const sample = (locations: number[], ...values: (bigint | number)[]): Field => [
  2,
  [
    [1, packed(...locations)],
    [2, packed(...values)],
  ],
];
const strings: Field[] = ['', 'goroutine', 'count', 'main.main'].map((text) => [6, text]);

function problemOf(...fields: Field[]): string {
  const result = decodeProfile(bytesOf(...fields));
  return result.ok ? 'none' : `${result.error.code}: ${result.error.message}`;
}

describe('decodeProfile on profiles by hand', () => {
  it('reads numbers packed or one by one, in one sample or spread over several fields', () => {
    const spread: Field = [
      2,
      [
        [1, 1],
        [1, packed(2)],
        [2, 5n],
      ],
    ];
    const profile = decoded(
      bytesOf(sampleType, fn(1), location(1, 1), location(2, 1), spread, sample([1, 2], 5), ...strings),
    );
    expect([...profile.samples.stackLocation]).toEqual([0, 1, 0, 1]);
    expect([...(profile.samples.values[0]?.numbers ?? [])]).toEqual([5, 5]);
  });

  it('keeps signed 64-bit values exactly, and −5 is −5', () => {
    const values = [-5n, 3n, (1n << 63n) - 1n, -(1n << 63n), (1n << 53n) + 1n];
    const profile = decoded(bytesOf(sampleType, ...values.map((value) => sample([], value)), ...strings));
    expect(profile.samples.values[0]?.numbers[0]).toBe(-5);
    expect([...(profile.samples.values[0]?.exact ?? [])]).toEqual(values);
    const small = decoded(
      bytesOf(sampleType, sample([], -5), sample([], Number.MAX_SAFE_INTEGER), ...strings),
    );
    expect(small.samples.values[0]?.exact).toBeNull();
  });

  it('takes ids of any size and order', () => {
    const huge = (1n << 64n) - 1n;
    const profile = decoded(
      bytesOf(
        sampleType,
        location(huge, huge - 1n),
        [
          2,
          [
            [1, huge],
            [2, 1],
          ],
        ],
        fn(huge - 1n),
        ...strings,
      ),
    );
    expect([...profile.samples.stackLocation]).toEqual([0]);
  });

  it('says what is wrong with ids, strings and values', () => {
    expect(problemOf(sampleType, fn(1), location(1, 1), sample([2], 1), ...strings)).toBe(
      'malformed: a sample at location 2, which is not in the profile',
    );
    expect(problemOf(sampleType, location(1, 7), ...strings)).toBe(
      'malformed: a line of function 7, which is not in the profile',
    );
    expect(problemOf(sampleType, fn(0), ...strings)).toBe('malformed: a function with the reserved id 0');
    expect(problemOf(sampleType, fn(4), fn(4), ...strings)).toBe('malformed: two functions with id 4');
    expect(problemOf(sampleType, fn(1), location(1, 1), location(1, 1), ...strings)).toBe(
      'malformed: two locations with id 1',
    );
    expect(problemOf(sampleType, [3, [[1, 1]]], [3, [[1, 1]]], ...strings)).toBe(
      'malformed: two mappings with id 1',
    );
    expect(problemOf(sampleType, fn(1, 4), ...strings)).toBe('malformed: string 4 of 4');
    expect(problemOf(sampleType, [14, -1], ...strings)).toBe('malformed: a string number out of range');
    expect(
      problemOf(
        sampleType,
        [
          2,
          [
            [2, 1],
            [
              3,
              [
                [1, 99],
                [2, 1],
              ],
            ],
          ],
        ],
        ...strings,
      ),
    ).toBe('malformed: string 99 of 4');
    expect(problemOf(sampleType, sample([], 1, 2), ...strings)).toBe(
      'malformed: a sample with more than 1 values',
    );
    expect(problemOf(sampleType, sample([]), ...strings)).toBe('malformed: a sample with 0 values, not 1');
    expect(problemOf(sample([], 1), ...strings)).toBe('malformed: samples without a sample type');
    expect(problemOf([9, 1])).toBe('malformed: a profile without strings');
    expect(problemOf([6, 'x'])).toBe('malformed: the first string is not empty');
    expect(problemOf([9, 1], [6, ''], [9, 2])).toBe('malformed: several profiles, one after the other');
    expect(problemOf([9, 'text'], [6, ''])).toBe('malformed: field 9 has wire type 2 instead of 0');
  });

  it('takes a mapping that is not there as none, as pprof does', () => {
    const profile = decoded(
      bytesOf(
        sampleType,
        [
          4,
          [
            [1, 1],
            [2, 9],
          ],
        ],
        ...strings,
      ),
    );
    expect([...profile.locations.mapping]).toEqual([-1]);
  });

  it('passes over fields that it does not know', () => {
    const unknown = Uint8Array.from([
      ...varint((99 << 3) | 5),
      1,
      2,
      3,
      4,
      ...varint((98 << 3) | 1),
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ]);
    const result = decodeProfile(
      Uint8Array.from([...unknown, ...bytesOf(sampleType, sample([], 1), ...strings)]),
    );
    expect(result.ok).toBe(true);
  });

  it('refuses lengths and counts that cannot be true before it allocates', () => {
    const length = (field: number, value: bigint): Uint8Array =>
      Uint8Array.from([...varint((field << 3) | 2), ...varint(value), 0]);
    for (const field of [1, 2, 3, 4, 5, 6, 11, 13, 77]) {
      for (const size of [10_000_000_000n, (1n << 63n) - 1n, (1n << 64n) - 1n, 2n]) {
        const result = decodeProfile(length(field, size));
        expect(result.ok ? 'ok' : result.error.code).toBe('truncated');
      }
    }
    // 40 sample types × 60,000 empty samples would be 19 MB of columns from 120 kB.
    const many = Array.from({ length: 40 }, () => sampleType);
    const empty = Array.from({ length: 60_000 }, (): Field => [2, '']);
    expect(problemOf(...many, ...empty, ...strings)).toBe(
      'malformed: samples with fewer values than sample types',
    );
  });

  it('refuses numbers of more than ten bytes, unknown wire types and nonsense', () => {
    const problem = (...bytes: number[]): string => {
      const result = decodeProfile(Uint8Array.from(bytes));
      return result.ok ? 'none' : result.error.code;
    };
    expect(problem()).toBe('empty');
    expect(problem(0x48, ...new Array<number>(11).fill(0xff))).toBe('malformed');
    expect(problem(0x48, 0x80)).toBe('truncated');
    expect(problem(0x4b)).toBe('malformed');
    expect(problem(...new TextEncoder().encode('<!DOCTYPE html>'))).toMatch(/malformed|truncated/);
    // A length inside a message that goes beyond that message.
    expect(problem(...bytesOf([1, Uint8Array.from([0x0a, 5, 0])], [6, '']))).toBe('malformed');
  });
});
