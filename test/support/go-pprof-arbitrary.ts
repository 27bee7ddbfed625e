// Profiles that no Go program would write but any program may: ids in no order and of 64 bits, the ends of int64,
// functions without a name, folded and bare locations, several binaries, labels of all sorts.
import fc from 'fast-check';
import {
  Function as PprofFunction,
  Label,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';

export interface Bounds {
  /** Largest magnitude of a value. */
  readonly value: bigint;
  /** Whether sample types and period are always the same, so that any two profiles can be subtracted. */
  readonly alike: boolean;
}

const MAX_INT64 = (1n << 63n) - 1n;
export const ALL_INT64: Bounds = { value: MAX_INT64, alike: false };

const names = [
  'main.main',
  'main.(*T).Do',
  'main.Map[...]',
  'std::sort<int>(a, b)',
  'operator new(unsigned long)',
  'a.b',
  'ä.ö',
  '',
  '',
];
const files = ['/src/main.go', 'rel/a.go', ''];
const types = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
  ['inuse_space', 'bytes'],
  ['delay', 'microseconds'],
  ['widgets', 'widgets'],
  ['power', 'gcu'],
] as const;

export function arbitraryProfile(bounds: Bounds): fc.Arbitrary<Profile> {
  const int64 = fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: -2000n, max: 2000n }) },
    { weight: 3, arbitrary: fc.bigInt({ min: -bounds.value, max: bounds.value }) },
    { weight: 1, arbitrary: fc.constantFrom(bounds.value, -bounds.value, 0n, 1n, -1n) },
  );
  const ids = (max: number): fc.Arbitrary<bigint[]> =>
    fc.uniqueArray(
      fc.oneof(fc.bigInt({ min: 1n, max: 40n }), fc.bigInt({ min: 1n, max: (1n << 64n) - 1n })),
      {
        minLength: 1,
        maxLength: max,
      },
    );
  const address = fc.oneof(fc.bigInt({ min: 0n, max: 0x50n }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }));
  const label = fc.record({
    key: fc.constantFrom('bytes', 'job', 'pprof::base'),
    str: fc.constantFrom('', 'true', 'x', 'y'),
    num: int64,
    unit: fc.constantFrom('', 'bytes'),
  });
  return fc
    .record({
      functionIds: ids(8),
      mappingIds: ids(3),
      locationIds: ids(12),
      types: bounds.alike
        ? fc.constant([types[0], types[2]])
        : fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3, selector: (t) => t[0] }),
      time: fc.constantFrom(0n, 1_700_000_000_000_000_000n),
      duration: fc.constantFrom(0n, 3_000_000_000n, -7n),
      drop: fc.constantFrom('', '', 'main\\..*', 'operator new|a.b'),
      comment: fc.constantFrom([], ['#hidden', 'shown']),
    })
    .chain((shape) =>
      fc
        .array(
          fc.record({
            stack: fc.array(fc.nat({ max: shape.locationIds.length - 1 }), { maxLength: 6 }),
            values: fc.array(int64, { minLength: shape.types.length, maxLength: shape.types.length }),
            labels: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(label, { maxLength: 3 })),
          }),
          { maxLength: 25 },
        )
        .chain((samples) =>
          fc
            .tuple(
              fc.array(address, { minLength: shape.locationIds.length, maxLength: shape.locationIds.length }),
              fc.array(fc.array(fc.nat({ max: 1000 }), { maxLength: 3 }), {
                minLength: shape.locationIds.length,
                maxLength: shape.locationIds.length,
              }),
            )
            .map(([addresses, lines]) => build({ ...shape, samples, addresses, lines })),
        ),
    );
}

interface Shape {
  readonly functionIds: readonly bigint[];
  readonly mappingIds: readonly bigint[];
  readonly locationIds: readonly bigint[];
  readonly types: readonly (readonly [string, string])[];
  readonly time: bigint;
  readonly duration: bigint;
  readonly drop: string;
  readonly comment: readonly string[];
  readonly samples: readonly {
    readonly stack: readonly number[];
    readonly values: readonly bigint[];
    readonly labels: readonly { key: string; str: string; num: bigint; unit: string }[];
  }[];
  readonly addresses: readonly bigint[];
  /** Per location: one number for each of its lines, from which function and line follow. */
  readonly lines: readonly (readonly number[])[];
}

function build(shape: Shape): Profile {
  const stringTable = new StringTable();
  const text = (value: string): number => stringTable.dedup(value);
  const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
  return new Profile({
    stringTable,
    sampleType: shape.types.map(([type, unit]) => new ValueType({ type: text(type), unit: text(unit) })),
    periodType: new ValueType({ type: text('space'), unit: text('bytes') }),
    period: 512,
    timeNanos: shape.time,
    durationNanos: shape.duration,
    dropFrames: text(shape.drop),
    comment: shape.comment.map(text),
    function: shape.functionIds.map(
      (id, i) =>
        new PprofFunction({
          id,
          name: text(pick(names, i * 7 + shape.functionIds.length)),
          systemName: text(pick(names, i * 7 + shape.functionIds.length + (i % 3 === 0 ? 1 : 0))),
          filename: text(pick(files, i)),
          startLine: i % 2,
        }),
    ),
    mapping: shape.mappingIds.map(
      (id, i) =>
        new Mapping({
          id,
          memoryStart: BigInt(i) * 0x1000n,
          memoryLimit: BigInt(i + 2) * 0x1000n,
          filename: text(pick(['/bin/server', '', '[vdso]'], i)),
          buildId: text(pick(['abcdef', ''], i)),
          hasFunctions: true,
        }),
    ),
    location: shape.locationIds.map(
      (id, i) =>
        new Location({
          id,
          // Sometimes an id that is no mapping's.
          mappingId: pick([...shape.mappingIds, 0n], i),
          address: shape.addresses[i] ?? 0n,
          isFolded: i % 5 === 4,
          line: (shape.lines[i] ?? []).map(
            (n) => new Line({ functionId: pick(shape.functionIds, n), line: n % 7, column: n % 3 }),
          ),
        }),
    ),
    sample: shape.samples.map(
      ({ stack, values, labels }) =>
        new Sample({
          locationId: stack.map((i) => pick(shape.locationIds, i)),
          value: [...values],
          label: labels.map(
            ({ key, str, num, unit }) =>
              new Label({
                key: text(key),
                str: text(str),
                num: str === '' ? num : 0,
                numUnit: str === '' ? text(unit) : 0,
              }),
          ),
        }),
    ),
  });
}
