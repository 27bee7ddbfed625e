// The method as it was first measured, which the product's is held against: evidence from rises and falls, e-BH, and gates of
// which "still growing" may be met by the clock of the load. Its numbers are fixed here and stay, whatever becomes of the
// product's; only definitions (e-BH, floors, the future infimum) are shared.
import { studentQuantile } from '../../../src/core/base/stats-distributions';
import { blockFloors, eBH, futureInfimum, logSumExp } from '../../../src/core/base/stats-evidence';
import { medianInPlace } from '../../../src/core/base/stats-order';

const ALPHA = 0.05;
const BETS = [
  [0.95, 0.5],
  [0.8, 0.25],
  [0.65, 0.25],
] as const;
const FLOORS_FROM_HOURS = 24;
const COARSEST = 64;
const MIN_BLOCKS = 8;
const MIN_MOVES = 5;

/** Moments of a life in hours; and the load up to each, where stacks enough move together. */
export interface Clocks {
  readonly hours: Float64Array;
  readonly load: Float64Array | null;
}

export interface Evidence {
  readonly rises: number;
  readonly falls: number;
  /** ln E, the mean over scales. */
  readonly logE: number;
  readonly passesGates: boolean;
}

export function referenceLogEvidence(rises: number, falls: number): number {
  return logSumExp(
    BETS.map(([q, w]) => Math.log(w) + rises * Math.log(2 * q) + falls * Math.log(2 * (1 - q))),
  );
}

/** `events`: of one stack per moment, so that what one event adds is 1. */
export function judgeStack(events: Float64Array, clocks: Clocks): Evidence {
  const all = countMoves(events);
  if (all.rises + all.falls === 0) return { rises: 0, falls: 0, logE: 0, passesGates: false };
  const span = clocks.hours.at(-1) ?? 0;
  const coarsest = span >= FLOORS_FROM_HOURS ? COARSEST : 1;
  const logs: number[] = [];
  let passesGates = false;
  for (let size = 1; size <= coarsest; size *= 2) {
    const blocks = Math.floor(events.length / size);
    if (size > 1 && blocks < MIN_BLOCKS) break;
    const floors = new Float64Array(blocks);
    blockFloors(events, events.length, size, floors);
    const moves = countMoves(floors);
    logs.push(referenceLogEvidence(moves.rises, moves.falls));
    passesGates ||= passesAllGates(floors, moves, {
      hours: closing(clocks.hours, size),
      load: clocks.load && closing(clocks.load, size),
    });
  }
  return { rises: all.rises, falls: all.falls, logE: logSumExp(logs) - Math.log(logs.length), passesGates };
}

/** Which stacks e-BH lets pass among all of them. */
export function proven(stacks: readonly Evidence[]): Set<number> {
  const tested = stacks.flatMap(({ rises, falls }, i) => (rises + falls >= MIN_MOVES ? [i] : []));
  const passing = eBH(
    tested.map((i) => stacks[i]?.logE ?? 0),
    tested.length,
    ALPHA,
  );
  return new Set(passing.map((k) => tested[k] ?? -1));
}

interface Moves {
  readonly rises: number;
  readonly falls: number;
  readonly risen: number;
  readonly fallen: number;
}

function countMoves(values: Float64Array): Moves {
  let [rises, falls, risen, fallen] = [0, 0, 0, 0];
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] ?? 0) - (values[i - 1] ?? 0);
    if (step > 0) {
      rises++;
      risen += step;
    } else if (step < 0) {
      falls++;
      fallen -= step;
    }
  }
  return { rises, falls, risen, fallen };
}

/** The clock at the last moment of each block. */
function closing(clock: Float64Array, size: number): Float64Array {
  if (size === 1) return clock;
  const closed = new Float64Array(Math.floor(clock.length / size));
  const skipped = clock.length - closed.length * size;
  for (let b = 0; b < closed.length; b++) closed[b] = clock[skipped + (b + 1) * size - 1] ?? 0;
  return closed;
}

function passesAllGates(values: Float64Array, moves: Moves, clocks: Clocks): boolean {
  if (moves.fallen > 0.3 * moves.risen || moves.rises < 5) return false;
  const m = futureInfimum(values);
  const end = m.length - Math.max(1, Math.floor(m.length / 15));
  m.fill(m[end] ?? 0, end);
  const growth = (m[end] ?? 0) - (m[0] ?? 0);
  if (growth < 5) return false;
  const late = Math.max(lastThird(clocks.hours, m), clocks.load ? lastThird(clocks.load, m) : 0);
  if (late < (0.45 * growth) / 3) return false;
  return largestJump(clocks.hours, m, growth) <= 0.6 && goesOn(values, moves.rises, clocks.hours);
}

export function lastThird(clock: Float64Array, m: Float64Array): number {
  const [from, to] = [clock[0] ?? 0, clock.at(-1) ?? 0];
  const at = from + ((to - from) * 2) / 3;
  const next = clock.findIndex((t) => t >= at);
  if (next <= 0) return (m.at(-1) ?? 0) - (m[0] ?? 0);
  const [t0, t1] = [clock[next - 1] ?? 0, clock[next] ?? 0];
  const [m0, m1] = [m[next - 1] ?? 0, m[next] ?? 0];
  return (m.at(-1) ?? 0) - (m0 + ((m1 - m0) * (at - t0)) / (t1 - t0));
}

function largestJump(hours: Float64Array, m: Float64Array, growth: number): number {
  const span = (hours.at(-1) ?? 0) - (hours[0] ?? 0);
  let largest = 0;
  for (let i = 1; i < m.length; i++) {
    const rise = ((m[i] ?? 0) - (m[i - 1] ?? 0)) / growth;
    largest = Math.max(largest, rise - ((hours[i] ?? 0) - (hours[i - 1] ?? 0)) / span);
  }
  return largest;
}

/** Rises come in the second half too, and the longest wait between them is not too long for chance. */
function goesOn(values: Float64Array, rises: number, hours: Float64Array): boolean {
  const waits = hours.slice(1).map((h, i) => h - (hours[i] ?? 0));
  const cap = 3 * medianInPlace(waits.slice());
  const clock = new Float64Array(hours.length);
  for (let i = 1; i < clock.length; i++) clock[i] = (clock[i - 1] ?? 0) + Math.min(cap, waits[i - 1] ?? 0);
  const at: number[] = [];
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[i - 1] ?? 0)) at.push(clock[i] ?? 0);
  const [first, end] = [at[0] ?? 0, clock.at(-1) ?? 0];
  if (!(end > first)) return false;
  const late = at.filter((t) => t > (first + end) / 2).length;
  if (late < Math.max(3, 0.3 * rises)) return false;
  const longest = Math.max(...at.map((t, i) => (at[i + 1] ?? end) - t)) / (end - first);
  return rises * (1 - longest) ** (rises - 1) >= 0.02;
}

const MIN_TOGETHER = 10;
const MIN_MEDIAN = 8;
const MIN_CORRELATION = 0.6;
const ROUNDS = 3;

/** ∫L dt, L the median over stacks that move together of each by its own median; null where fewer than ten do. */
export function loadClock(stacks: readonly Float64Array[], hours: Float64Array): Float64Array | null {
  let together = stacks.flatMap((events) => {
    const median = medianInPlace(events.slice());
    return median >= MIN_MEDIAN ? [events.map((x) => x / median)] : [];
  });
  let load = new Float64Array(0);
  for (let round = 0; round < ROUNDS; round++) {
    if (together.length < MIN_TOGETHER) return null;
    const column = new Float64Array(together.length);
    load = hours.map((_, i) => {
      for (let s = 0; s < column.length; s++) column[s] = together[s]?.[i] ?? 0;
      return medianInPlace(column);
    });
    together = together.filter((events) => correlation(events, load) > MIN_CORRELATION);
  }
  if (together.length < MIN_TOGETHER) return null;
  const clock = new Float64Array(hours.length);
  for (let i = 1; i < clock.length; i++) {
    const mean = ((load[i] ?? 0) + (load[i - 1] ?? 0)) / 2;
    clock[i] = (clock[i - 1] ?? 0) + mean * ((hours[i] ?? 0) - (hours[i - 1] ?? 0));
  }
  return clock;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const meanA = a.reduce((sum, x) => sum + x, 0) / n;
  const meanB = b.reduce((sum, x) => sum + x, 0) / n;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

const MAX_RUNS = 10;
const MIN_INTERVALS_PER_RUN = 3;

/** 95 % of the rate per hour: the mean over equal runs of snapshots; null where there are fewer than two. */
export function rateInterval(hours: Float64Array, values: Float64Array): readonly [number, number] | null {
  const intervals = values.length - 1;
  const runs = Math.min(MAX_RUNS, Math.floor(intervals / MIN_INTERVALS_PER_RUN));
  if (runs < 2) return null;
  const rates = Array.from({ length: runs }, (_, b) => {
    const [from, to] = [Math.round((b * intervals) / runs), Math.round(((b + 1) * intervals) / runs)];
    return ((values[to] ?? 0) - (values[from] ?? 0)) / ((hours[to] ?? 0) - (hours[from] ?? 0));
  });
  const mean = rates.reduce((sum, x) => sum + x, 0) / runs;
  const variance = rates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (runs - 1);
  const half = studentQuantile(0.975, runs - 1) * Math.sqrt(variance / runs);
  return [mean - half, mean + half];
}
