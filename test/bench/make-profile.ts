// Profiles of the model service in the form that Go writes: gzipped protobuf, one mapping, a location per place in code.
import { gzipSync } from 'node:zlib';
import {
  Function as PprofFunction,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { Random } from './growth/random';
import { makeFrames, makePaths, type ModelFrame } from './service-model';

interface Table {
  readonly frames: readonly ModelFrame[];
  readonly types: readonly (readonly [type: string, unit: string])[];
  readonly period: number;
  readonly periodType: readonly [type: string, unit: string];
  readonly timeMs: number;
}

/** A profile without samples, whose location ids are rows of `frames` plus one. */
function emptyProfile(table: Table): Profile {
  const strings = new StringTable();
  const text = (value: string): number => strings.dedup(value);
  const functionIds = new Map<string, number>();
  for (const { name } of table.frames)
    if (!functionIds.has(name)) functionIds.set(name, functionIds.size + 1);
  const files = new Map(table.frames.map(({ name, file }) => [name, file]));
  const valueType = ([type, unit]: readonly [string, string]): ValueType =>
    new ValueType({ type: text(type), unit: text(unit) });
  return new Profile({
    stringTable: strings,
    sampleType: table.types.map(valueType),
    periodType: valueType(table.periodType),
    period: table.period,
    timeNanos: BigInt(table.timeMs) * 1_000_000n,
    mapping: [
      new Mapping({
        id: 1,
        memoryStart: 0x400000,
        memoryLimit: 0x1c00000,
        filename: text('/app/collect'),
        buildId: text('c0ffee0123456789'),
        hasFunctions: true,
      }),
    ],
    function: [...functionIds].map(
      ([name, id]) =>
        new PprofFunction({
          id,
          name: text(name),
          systemName: text(name),
          filename: text(files.get(name) ?? ''),
        }),
    ),
    location: table.frames.map(
      ({ name, line }, i) =>
        new Location({
          id: i + 1,
          mappingId: 1,
          address: 0x400000 + i * 0x40,
          line: [new Line({ functionId: functionIds.get(name) ?? 0, line })],
        }),
    ),
  });
}

/**
 * A CPU profile of `samples` different call paths through 6,000 places in code, 8 to 56 deep. Encoded, not gzipped: with
 * 200,000 samples it has about 15 MB.
 */
export function makeCpuProfile({ samples, seed = 1 }: { samples: number; seed?: number }): Uint8Array {
  const random = new Random(seed);
  const frames = makeFrames(random, 6000);
  const profile = emptyProfile({
    frames,
    types: [
      ['samples', 'count'],
      ['cpu', 'nanoseconds'],
    ],
    period: 10_000_000,
    periodType: ['cpu', 'nanoseconds'],
    timeMs: Date.UTC(2025, 4, 12),
  });
  profile.sample = makePaths(random, {
    frames: frames.length,
    count: samples,
    minDepth: 8,
    maxDepth: 56,
  }).map((path) => {
    const count = 1 + Math.floor(random.uniform() ** 4 * 40);
    return new Sample({ locationId: path.map((row) => row + 1), value: [count, count * 10_000_000] });
  });
  return profile.encode();
}

export interface SeriesOptions {
  readonly snapshots: number;
  readonly stacks: number;
  readonly everyMs: number;
  readonly seed?: number;
}

export interface ProfileAt {
  readonly timeMs: number;
  /** Gzipped, as the target sends it. */
  readonly bytes: Uint8Array;
}

export const SERIES_START_MS = Date.UTC(2025, 3, 28);

/**
 * Goroutine profiles of one process over time: `stacks` stacks whose counts wander about a level of their own, some of
 * them at 0 now and then, and a leak of one goroutine per snapshot in each of the first two. As Go writes them, the most
 * frequent stack first, and each place in code numbered when it is first met: no two have the same tables.
 */
export function* makeGoroutineProfiles(options: SeriesOptions): Generator<ProfileAt> {
  const random = new Random(options.seed ?? 1);
  const frames = makeFrames(random, options.stacks * 4);
  const paths = makePaths(random, {
    frames: frames.length,
    count: options.stacks,
    minDepth: 3,
    maxDepth: 24,
  });
  const levels = paths.map(() => random.logBetween(0.5, 200));
  const offset = paths.map(() => 0);
  for (let snapshot = 0; snapshot < options.snapshots; snapshot++) {
    const timeMs = SERIES_START_MS + snapshot * options.everyMs;
    const samples = paths.flatMap((path, i): Sampled[] => {
      offset[i] = 0.9 * (offset[i] ?? 0) + 0.1 * random.normal();
      const leaked = i < 2 ? snapshot : 0;
      const count = random.poisson((levels[i] ?? 1) * Math.exp(offset[i] ?? 0)) + leaked;
      return count === 0 ? [] : [{ path, values: [count] }];
    });
    samples.sort((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0));
    yield { timeMs, bytes: inOrderOfUse(frames, samples, { ...GOROUTINES, timeMs }) };
  }
}

/** Heap profiles of one process over time, each with `stacks` places that allocate; nothing leaks. */
export function* makeHeapProfiles(options: SeriesOptions): Generator<ProfileAt> {
  const random = new Random(options.seed ?? 2);
  const frames = makeFrames(random, options.stacks * 4);
  const paths = makePaths(random, {
    frames: frames.length,
    count: options.stacks,
    minDepth: 3,
    maxDepth: 16,
  });
  const allocated = paths.map(() => 0);
  const sizes = paths.map(() => 16 * 2 ** Math.floor(random.uniform() * 10));
  for (let snapshot = 0; snapshot < options.snapshots; snapshot++) {
    const timeMs = SERIES_START_MS + snapshot * options.everyMs;
    const samples = paths.map((path, i): Sampled => {
      const size = sizes[i] ?? 16;
      const total = (allocated[i] ?? 0) + 1 + random.poisson(50);
      allocated[i] = total;
      const live = Math.min(total, random.poisson(40));
      return { path, values: [total, total * size, live, live * size] };
    });
    yield { timeMs, bytes: inOrderOfUse(frames, samples, { ...HEAP, timeMs }) };
  }
}

interface Sampled {
  readonly path: readonly number[];
  readonly values: number[];
}

const GOROUTINES = {
  types: [['goroutine', 'count']],
  period: 1,
  periodType: ['goroutine', 'count'],
} as const;
const HEAP = {
  types: [
    ['alloc_objects', 'count'],
    ['alloc_space', 'bytes'],
    ['inuse_objects', 'count'],
    ['inuse_space', 'bytes'],
  ],
  period: 524_288,
  periodType: ['space', 'bytes'],
} as const;

function inOrderOfUse(
  frames: readonly ModelFrame[],
  samples: readonly Sampled[],
  of: Omit<Table, 'frames'>,
): Uint8Array {
  const used: ModelFrame[] = [];
  const ids = new Map<number, number>();
  const idOf = (row: number): number => {
    let id = ids.get(row);
    if (id === undefined) ids.set(row, (id = used.push(frames[row]!)));
    return id;
  };
  const rows = samples.map(({ path, values }) => new Sample({ locationId: path.map(idOf), value: values }));
  const profile = emptyProfile({ ...of, frames: used });
  profile.sample = rows;
  return gzipSync(profile.encode(), { level: 1 });
}
