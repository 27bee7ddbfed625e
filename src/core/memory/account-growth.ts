// Which part of the memory account grows, how fast, how much of RSS's growth it explains, and when a limit is reached.
//
// Whether growth is proven is asked of `analyseGrowth`, as of stacks: the parts are the stacks of one series. What is theirs
// alone is the unit. A part moves by whatever the allocator and the kernel hand over at a time, from a page to 64 MiB, and
// trembles by less all the while; counted as falls, that would hide every leak. So moves below a unit are none: a value is
// held until it has left the one held before by a unit. The unit is 1 MiB, or 1/256 of the part's usual level where that is
// more: the heap grows by 4 MiB at a time (mheap.grow), and the scavenger's and the pacer's slack grow with the level.
import { medianInPlace } from '../base/stats-order';
import { analyseGrowth, scaledHours, type StackGrowth } from '../growth/analyse';
import { buildCountSeries } from '../growth/series';
import type { Shape } from '../growth/shape';
import { slopeOfLevel, type Slope } from '../growth/slope';
import { MEMORY_PARTS, type MemoryAccount, type MemoryColumn, type MemoryPart } from './account';

const MIB = 1 << 20;
const UNITS_PER_LEVEL = 256;
/** What fewer snapshots say, and these are less than half of all, is left out rather than that all is judged on those. */
const ENOUGH = 20;
const MOST_END_SHARE = 10;
/** More values than these are averaged by runs before a rate is taken: by single ones a sawtooth scatters it without end. */
const RATE_POINTS = 40;
/** From here on the collector works to keep the limit rather than by GOGC. */
const NEAR_GOMEMLIMIT = 0.9;

/** Bytes. An hour is one of the scaled clock. */
export interface PartGrowth {
  /** Means over the first and the last tenth of the observations: a sawtooth has no other level. */
  readonly first: number;
  readonly last: number;
  /** `last` − `first`; those of all parts add up to that of RSS. */
  readonly growth: number;
  readonly perHour: number;
  /** 95 %; null from fewer than seven observations. */
  readonly interval: readonly [number, number] | null;
  /**
   * Of the growth of RSS: 0.5 is half of it. All parts add up to 1, so that one may be above 1 where others shrink, which
   * are negative then. Null where RSS is unknown, or its growth is not told from none (less than a unit, or an interval of
   * its rate that holds 0): of that no part explains anything.
   */
  readonly share: number | null;
  readonly proven: boolean;
  readonly shape: Shape;
}

export interface MemoryLimit {
  readonly bytes: number;
  readonly of: 'container' | 'gomemlimit';
}

export interface MemoryForecast {
  /** Real time. */
  readonly atMs: number;
  readonly plusMinusMs: number;
  readonly of: MemoryLimit['of'];
}

/** Of one process life. */
export interface MemoryGrowth {
  readonly target: string | null;
  readonly life: string;
  /** Those that know all that is not null below. */
  readonly observations: number;
  /** Real time. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly rss: PartGrowth | null;
  /** Null: not known, or in too few snapshots. */
  readonly parts: Readonly<Record<MemoryPart, PartGrowth | null>>;
  /** HeapInuse, which is `live` and `headroom` together, also where they are not told apart. */
  readonly heap: PartGrowth | null;
  /**
   * The part with the largest share: of those whose growth is told from none, the one that grew most. Null: there is none,
   * or a part that may have grown more is not known.
   */
  readonly leading: MemoryPart | null;
  /** That which is reached first by the forecast, else the lower one. */
  readonly limit: MemoryLimit | null;
  /**
   * Where growth goes on at this rate; null where it may be none, or the date cannot be told to a factor of two. A container's
   * limit is reached by RSS; GOMEMLIMIT by what no collection gives back: live heap, stacks and the runtime's own.
   */
  readonly forecast: MemoryForecast | null;
  /**
   * What the Go runtime holds is at GOMEMLIMIT: the heap stops growing there, and the collector works the harder. A level
   * heap then is no proof that nothing leaks.
   */
  readonly nearGomemlimit: boolean;
}

export interface AccountGrowthOptions {
  /** Scaled hours per real hour. */
  readonly timeScale?: number;
}

/** Null from fewer than two snapshots that know anything of the memory. */
export function accountGrowth(
  of: { readonly target: string | null; readonly life: string },
  account: MemoryAccount,
  { timeScale = 1 }: AccountGrowthOptions = {},
): MemoryGrowth | null {
  const { rows, columns } = knownTogether(account);
  if (rows.length < 2) return null;
  const times = Float64Array.from(rows, (row) => account.timeMs[row] ?? 0);
  const span: Span = { times, hours: scaledHours(times, timeScale), timeScale };
  const values = new Map(columns.map((c) => [c, Float64Array.from(rows, (row) => account[c][row] ?? NaN)]));
  const grown = judgeParts(values, span);
  const parts = Object.fromEntries(
    MEMORY_PARTS.map((part) => [part, grown.get(part)?.growth ?? null]),
  ) as Record<MemoryPart, PartGrowth | null>;
  const forecasts = forecastsOf(account, values, span);
  return {
    ...of,
    observations: rows.length,
    fromMs: times[0] ?? 0,
    toMs: times.at(-1) ?? 0,
    rss: grown.get('rss')?.growth ?? null,
    parts,
    heap: grown.get('heap')?.growth ?? null,
    leading: leadingOf(grown),
    ...firstReached(account, forecasts),
    nearGomemlimit: isNearGomemlimit(account),
  };
}

const JUDGED: readonly MemoryColumn[] = ['rss', 'heap', ...MEMORY_PARTS];

/** The columns that are known, and the rows in which all of these are: only so do the parts add up. */
function knownTogether(account: MemoryAccount): { rows: number[]; columns: MemoryColumn[] } {
  const isKnown = (of: Float64Array, row: number): boolean => !Number.isNaN(of[row] ?? NaN);
  let rows = [...account.timeMs.keys()].filter((row) =>
    JUDGED.some((column) => isKnown(account[column], row)),
  );
  const knownIn = (column: MemoryColumn): number[] => {
    const of = account[column];
    return rows.filter((row) => isKnown(of, row));
  };
  const columns: MemoryColumn[] = [];
  const counts = new Map(JUDGED.map((column) => [column, knownIn(column).length]));
  for (const column of JUDGED.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))) {
    const known = knownIn(column);
    if (known.length < 2 || (known.length < ENOUGH && known.length * 2 < rows.length)) continue;
    rows = known;
    columns.push(column);
  }
  return columns.length === 0 ? { rows: [], columns } : { rows, columns };
}

interface Span {
  readonly times: Float64Array;
  readonly hours: Float64Array;
  readonly timeScale: number;
}

interface Grown {
  readonly growth: PartGrowth;
  readonly isTold: boolean;
}

function judgeParts(
  values: ReadonlyMap<MemoryColumn, Float64Array>,
  { times, hours, timeScale }: Span,
): Map<MemoryColumn, Grown> {
  const columns = [...values.keys()];
  const units = Float64Array.from(columns, (column) => unitOf(column, values));
  const held = columns.map((column, i) => holdMoves(values.get(column)!, units[i] ?? MIB));
  const stacks = Int32Array.from(columns.keys());
  const counts = buildCountSeries(
    Array.from(times, (timeMs, row) => ({
      timeMs,
      stacks,
      values: Float64Array.from(held, (column) => column[row] ?? 0),
    })),
    columns.length,
  );
  // What a GC or the scavenger left is what an observation can show; by the clock nothing need happen in between.
  const series = { ...counts, unit: MIB, units, opportunity: 'observation' as const };
  const { stacks: judged } = analyseGrowth(series, { timeScale });
  const grown = columns.map((column, i) => {
    const unit = units[i] ?? MIB;
    const ofColumn = values.get(column)!;
    const growth = { ...endsOf(ofColumn), ...rateOf(hours, ofColumn, unit) };
    const isTold = growth.growth >= unit && growth.interval !== null && growth.interval[0] > 0;
    return { column, growth, isTold, ...wordsOf(judged[i]!) };
  });
  const rss = grown.find(({ column, isTold }) => column === 'rss' && isTold);
  const shareOf = (growth: number): number | null => (rss === undefined ? null : growth / rss.growth.growth);
  return new Map(
    grown.map(({ column, growth, isTold, ...words }) => [
      column,
      { growth: { ...growth, share: shareOf(growth.growth), ...words }, isTold },
    ]),
  );
}

const wordsOf = ({ suspect, shape }: StackGrowth): Pick<PartGrowth, 'proven' | 'shape'> => ({
  proven: suspect,
  shape,
});

/** By means of runs of equal length, where there are many values. */
function rateOf(hours: Float64Array, values: Float64Array, unit: number): Slope {
  const points = Math.min(RATE_POINTS, values.length);
  const averaged = (of: Float64Array): Float64Array =>
    Float64Array.from({ length: points }, (_, i) =>
      mean(of.subarray(Math.floor((i * of.length) / points), Math.floor(((i + 1) * of.length) / points))),
    );
  return slopeOfLevel(averaged(hours), averaged(values), unit);
}

/** `outside` is the difference of two large numbers, and trembles as they do. */
function unitOf(column: MemoryColumn, values: ReadonlyMap<MemoryColumn, Float64Array>): number {
  return unitOfLevel(values.get(column === 'outside' ? 'rss' : column) ?? new Float64Array());
}

const unitOfLevel = (values: Float64Array): number =>
  Math.max(MIB, medianInPlace(values.map(Math.abs)) / UNITS_PER_LEVEL);

/** Each value, or the one held before where it is less than a unit away from that. */
export function holdMoves(values: Float64Array, unit: number): Float64Array {
  let held = values[0] ?? 0;
  return values.map((value) => {
    if (Math.abs(value - held) >= unit) held = value;
    return held;
  });
}

/** Means are sums, so what adds up row by row adds up here too; medians would not. */
function endsOf(values: Float64Array): Pick<PartGrowth, 'first' | 'last' | 'growth'> {
  const length = endLength(values.length);
  const first = mean(values.subarray(0, length));
  const last = mean(values.subarray(values.length - length));
  return { first, last, growth: last - first };
}

const endLength = (length: number): number => Math.max(1, Math.floor(length / MOST_END_SHARE));
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function leadingOf(grown: ReadonlyMap<MemoryColumn, Grown>): MemoryPart | null {
  const growthOf = (column: MemoryColumn): number => grown.get(column)?.growth.growth ?? NaN;
  let leading: MemoryPart | null = null;
  for (const part of MEMORY_PARTS) {
    const mine = grown.get(part);
    if (mine?.isTold !== true) continue;
    if (leading === null || mine.growth.growth > growthOf(leading)) leading = part;
  }
  if (leading === null) return null;
  // What the known parts leave of a total may be one part's: then it is not known which leads.
  const unknown = MEMORY_PARTS.filter((part) => !grown.has(part));
  if (unknown.length === 0) return leading;
  const isHeapAlone = unknown.every((part) => part === 'live' || part === 'headroom');
  // Without RSS nothing is known of what is outside Go, and of Go's own memory the largest part is said.
  if (unknown.length === 1 && unknown[0] === 'outside' && !grown.has('rss')) return leading;
  return isHeapAlone && growthOf('heap') <= growthOf(leading) ? leading : null;
}

/** By which limit; a value that is there already has no date. */
function forecastsOf(
  account: MemoryAccount,
  values: ReadonlyMap<MemoryColumn, Float64Array>,
  span: Span,
): MemoryForecast[] {
  const rss = values.get('rss');
  const [live, stacks, runtime] = [values.get('live'), values.get('stacks'), values.get('runtime')];
  const kept =
    live && stacks && runtime && live.map((value, i) => value + (stacks[i] ?? NaN) + (runtime[i] ?? NaN));
  return [
    rss && forecast(rss, span, account.containerLimitBytes, 'container'),
    kept && forecast(kept, span, account.gomemlimitBytes, 'gomemlimit'),
  ].filter((one) => one !== undefined && one !== null);
}

const HOUR_MS = 3_600_000;

/**
 * From the mean of the last tenth, at its mean time: its scatter is part of the error, beside that of the rate, of which the
 * slower end is the one further away.
 */
function forecast(
  values: Float64Array,
  { times, hours, timeScale }: Span,
  limit: number | null,
  of: MemoryLimit['of'],
): MemoryForecast | null {
  const { perHour, interval } = rateOf(hours, values, unitOfLevel(values));
  if (limit === null || interval === null || !(interval[0] > 0)) return null;
  const end = values.subarray(values.length - endLength(values.length));
  const level = mean(end);
  const missing = limit - level;
  if (!(missing > 0)) return null;
  const endMs = mean(times.subarray(times.length - end.length));
  const wait = missing / perHour;
  const scatter = Math.sqrt(mean(end.map((value) => (value - level) ** 2)));
  const plusMinus = missing / interval[0] - wait + scatter / perHour;
  if (plusMinus > wait) return null;
  const realMs = HOUR_MS / timeScale;
  const atMs = Math.max(times.at(-1) ?? 0, endMs + wait * realMs);
  return { atMs, plusMinusMs: plusMinus * realMs, of };
}

function firstReached(
  { containerLimitBytes, gomemlimitBytes }: MemoryAccount,
  forecasts: readonly MemoryForecast[],
): Pick<MemoryGrowth, 'limit' | 'forecast'> {
  const limits: MemoryLimit[] = [];
  if (containerLimitBytes !== null) limits.push({ bytes: containerLimitBytes, of: 'container' });
  if (gomemlimitBytes !== null) limits.push({ bytes: gomemlimitBytes, of: 'gomemlimit' });
  const [first = null] = forecasts.toSorted((a, b) => a.atMs - b.atMs);
  const [lower = null] = limits.toSorted((a, b) => a.bytes - b.bytes);
  return { limit: limits.find((one) => one.of === first?.of) ?? lower, forecast: first };
}

/** The heap fills up to the limit between two collections, so the highest of the newest values says it. */
function isNearGomemlimit({ held, gomemlimitBytes }: MemoryAccount): boolean {
  const known = held.filter((value) => !Number.isNaN(value));
  if (gomemlimitBytes === null || known.length === 0) return false;
  return Math.max(...known.subarray(-endLength(known.length))) >= NEAR_GOMEMLIMIT * gomemlimitBytes;
}
