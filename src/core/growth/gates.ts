// The shape gates: what a rising series must look like besides to be called a leak. Most look at the future
// infimum m(t), the least of all later values: what has been added and never came back.
import { futureInfimum } from '../base/stats-evidence';
import type { Moves } from './moves';
import type { Clocks } from './scales';
import { hasStopped } from './standstill';

// Chosen by hand on simulated services; they bound no error rate by themselves.
const MAX_FALL_SHARE = 0.3;
/** Falls may be more where what they leave stands higher each time. */
const MAX_FALL_SHARE_OF_STAIRS = 0.65;
/**
 * … and by more than they take away, as a multiple of the deepest fall. What is emptied in part now and then, and only by chance not
 * always to the same level, stands no higher after it than it could be emptied: as much as one of these falls for teeth of one
 * height, and something more where they differ. What leaks outgrows any of them.
 */
const LEAST_STAIRS = 2;
/** Above it a series has lows that nothing can be told from but by gate b. */
const MAX_FALL_SHARE_TO_STOP = 0.1;
const MIN_LAST_THIRD = 0.45;
const MAX_JUMP_SHARE = 0.6;
/** Scaled values are whole bytes, so what is exactly a share in events is a hair less. */
const ROUNDING = 1e-6;
const MIN_UNITS = 5;
const MIN_RISES = 5;
const MIN_LATE_RISES = 3;
const MIN_LATE_SHARE = 0.3;
const MIN_WAIT_P = 0.02;
/** The newest 1/15 of all values must hold the end's level: a last spike is not growth. */
const END_SHARE = 15;

/** One series at one scale: `length` values with their clocks, in a buffer that may be longer. */
export interface ScaleView extends Clocks {
  readonly length: number;
  readonly values: Float64Array;
}

export interface Gates {
  /** Growth of m, in the series' unit. */
  readonly growth: number;
  /** Index of the first value at which m stands higher than at the start; −1 where it never does. */
  readonly firstRise: number;
  readonly falls: boolean;
  readonly stillGrowing: boolean;
  /** No last part stands still by more than chance. */
  readonly goesOn: boolean;
  readonly notOneJump: boolean;
  readonly size: boolean;
  readonly notStalled: boolean;
}

export const passesAll = (g: Gates): boolean =>
  g.falls && g.stillGrowing && g.goesOn && g.notOneJump && g.size && g.notStalled;

/** Whether such moves may pass gate a at all: of most stacks it fails, and nothing else need be asked. */
export const mayPass = ({ risen, fallen }: Moves): boolean => fallen <= MAX_FALL_SHARE_OF_STAIRS * risen;

/** `unit`: what one event adds. `buffer`: room for m, of at least the view's length. */
export function judgeGates(view: ScaleView, moves: Moves, unit: number, buffer: Float64Array): Gates {
  const m = futureInfimum(view.values, view.length, buffer);
  const end = view.length - Math.max(1, Math.floor(view.length / END_SHARE));
  for (let i = end + 1; i < view.length; i++) m[i] = m[end] ?? 0;
  const growth = (m[end] ?? 0) - (m[0] ?? 0);
  let firstRise = -1;
  for (let i = 1; i <= end && firstRise < 0; i++) if ((m[i] ?? 0) > (m[0] ?? 0)) firstRise = i;
  return {
    growth,
    firstRise,
    falls:
      moves.fallen <= MAX_FALL_SHARE * moves.risen ||
      (moves.fallen <= MAX_FALL_SHARE_OF_STAIRS * moves.risen &&
        growth >= LEAST_STAIRS * deepestFall(view) &&
        growsInEachThird(view, m, growth)),
    stillGrowing: growth > 0 && lastThird(view, m) >= leastThird(growth),
    // Asked last, since it takes longest: of what has not grown nothing has come to a standstill.
    goesOn:
      growth < MIN_UNITS * unit * (1 - ROUNDING) ||
      moves.fallen > MAX_FALL_SHARE_TO_STOP * moves.risen ||
      !isStill(view, m, end, unit),
    notOneJump: growth > 0 && largestJump(view, m, growth) <= MAX_JUMP_SHARE,
    size: growth >= MIN_UNITS * unit * (1 - ROUNDING) && moves.rises >= MIN_RISES,
    notStalled: isNotStalled(view, moves.rises),
  };
}

/** What a third of the time must have of all growth of m. */
const leastThird = (growth: number): number => ((MIN_LAST_THIRD * growth) / 3) * (1 - ROUNDING);

/** Growth of m over the last third of the wall clock, or of the load's if it is more. */
function lastThird({ hours, load, length }: ScaleView, m: Float64Array): number {
  const byTime = lastThirdOf(hours, length, m);
  return load === null ? byTime : Math.max(byTime, lastThirdOf(load, length, m));
}

/** m is taken as straight between observations. */
function lastThirdOf(clock: Float64Array, length: number, m: Float64Array): number {
  const first = clock[0] ?? 0;
  const at = first + (((clock[length - 1] ?? 0) - first) * 2) / 3;
  let i = 1;
  while (i < length - 1 && (clock[i] ?? 0) < at) i++;
  const before = clock[i - 1] ?? 0;
  const step = (clock[i] ?? 0) - before;
  const part = step > 0 ? (at - before) / step : 1;
  const level = (m[i - 1] ?? 0) + part * ((m[i] ?? 0) - (m[i - 1] ?? 0));
  return (m[length - 1] ?? 0) - level;
}

/** The most by which a value lies below one before it: a release may take several observations. */
function deepestFall({ values, length }: ScaleView): number {
  let [top, deepest] = [-Infinity, 0];
  for (let i = 0; i < length; i++) {
    const value = values[i] ?? 0;
    top = Math.max(top, value);
    deepest = Math.max(deepest, top - value);
  }
  return deepest;
}

/**
 * Partial releases leave a stair whose steps stand higher each time. A sawtooth comes down to where it began, so that its m
 * stands on the ground until the last tooth.
 */
function growsInEachThird({ hours, length }: ScaleView, m: Float64Array, growth: number): boolean {
  const first = hours[0] ?? 0;
  const span = (hours[length - 1] ?? 0) - first;
  let [before, i] = [m[0] ?? 0, 0];
  for (let third = 1; third <= 3; third++) {
    while (i < length - 1 && (hours[i + 1] ?? 0) - first <= (span * third) / 3) i++;
    const level = m[third === 3 ? length - 1 : i] ?? 0;
    if (level - before < leastThird(growth)) return false;
    before = level;
  }
  return true;
}

/** Whether m, up to `end`, has come to a standstill. */
function isStill(view: ScaleView, m: Float64Array, end: number, unit: number): boolean {
  const steps = view.credit.slice(0, end);
  for (let i = 0; i < end; i++) steps[i] = (steps[i] ?? 0) * ((m[i + 1] ?? 0) - (m[i] ?? 0));
  return hasStopped({ values: view.values, length: view.length, steps, shares: view.shares, unit });
}

/** The largest rise of m as a share of its growth, less the share of time it had: a pause explains a jump. */
function largestJump(view: ScaleView, m: Float64Array, growth: number): number {
  const { hours, length } = view;
  const span = (hours[length - 1] ?? 0) - (hours[0] ?? 0);
  let largest = 0;
  for (let i = 1; i < length; i++) {
    const rise = ((m[i] ?? 0) - (m[i - 1] ?? 0)) / growth;
    if (rise <= largest) continue;
    const time = span > 0 ? ((hours[i] ?? 0) - (hours[i - 1] ?? 0)) / span : 0;
    largest = Math.max(largest, rise - time);
  }
  return largest;
}

/** Enough rises in the second half since the first, and no wait (the one that lasts included) too long for chance. */
function isNotStalled(view: ScaleView, rises: number): boolean {
  const { values, clock, length } = view;
  let first = 1;
  while (first < length && (values[first] ?? 0) <= (values[first - 1] ?? 0)) first++;
  if (first >= length) return false;
  const from = clock[first] ?? 0;
  const to = clock[length - 1] ?? 0;
  const span = to - from;
  if (!(span > 0)) return false;
  const middle = (from + to) / 2;
  let late = 0;
  let previous = from;
  let longest = 0;
  for (let i = first + 1; i < length; i++) {
    if ((values[i] ?? 0) <= (values[i - 1] ?? 0)) continue;
    const at = clock[i] ?? 0;
    if (at > middle) late++;
    longest = Math.max(longest, at - previous);
    previous = at;
  }
  longest = Math.max(longest, to - previous);
  if (late < Math.max(MIN_LATE_RISES, MIN_LATE_SHARE * rises)) return false;
  return rises * (1 - longest / span) ** (rises - 1) >= MIN_WAIT_P;
}
