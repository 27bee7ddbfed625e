// Whether growth has come to a standstill: an LRU that is full, a cache that is warm. Gate b asks a third of the time for it,
// and so is late; here every last part of a series is asked, down to its last interval, and what decides is chance.
import { regularisedBeta } from '../base/stats-distributions';

/** Longer last parts are gate b's. */
const LONGEST_PART = 1 / 3;
/** A part may stand still if it grew by less than this, as a multiple of its share. */
const MAX_GROWTH = 0.45;
/** Parts that end alike are looked at by the dozen: of a thousand steady leaks some six are lost. */
const MIN_CHANCE = 0.0005;

/** How a series grew, interval by interval, up to the one that its end is known by. */
export interface Growth {
  readonly values: Float64Array;
  readonly length: number;
  /** Per interval what was added and stayed, a pause cut down to what the clocks give it. */
  readonly steps: Float64Array;
  /** Per interval what it has of each clock; the one under which least was to be expected counts. */
  readonly shares: readonly Float64Array[];
  /** What one event adds at least. */
  readonly unit: number;
}

/** A clock, and the growth on it, of what comes before a last part. */
interface Early {
  readonly share: Float64Array;
  readonly total: number;
  time: number;
  /** Σ step² / time. */
  scaled: number;
}

/**
 * Of K events each falls into the last part with chance `share`: P(no more than there are) by the binomial distribution, with
 * real numbers of events. How much one event adds is told by the scatter of the growth before: its variance over its mean, so that a
 * Poisson process of any rate counts in units, and one that adds by dozens in dozens.
 */
export function hasStopped({ values, length, steps, shares, unit }: Growth): boolean {
  const growth = steps.reduce((sum, step) => sum + step, 0);
  const clocks = shares.map((share) => early(steps, share));
  let [late, top] = [0, -Infinity];
  for (let i = steps.length + 1; i < length; i++) top = Math.max(top, values[i] ?? 0);
  for (let i = steps.length - 1; i > 1; i--) {
    const step = steps[i] ?? 0;
    late += step;
    top = Math.max(top, values[i + 1] ?? 0);
    let share = Infinity;
    for (const clock of clocks) {
      takeOut(clock, i, step);
      share = Math.min(share, 1 - clock.time / clock.total);
    }
    if (share > LONGEST_PART) return false;
    // What was added and went again at the end was added all the same.
    const seen = Math.min(growth, Math.max(late, top - (values[i] ?? 0)));
    if (seen >= MAX_GROWTH * share * growth) continue;
    let scatter = Infinity;
    for (const clock of clocks) scatter = Math.min(scatter, eventSize(clock, growth - late, i));
    const size = Math.max(unit, scatter);
    if (regularisedBeta(1 - share, (growth - seen) / size, seen / size + 1) < MIN_CHANCE) return true;
  }
  return false;
}

function early(steps: Float64Array, share: Float64Array): Early {
  const sums = { share, total: 0, time: 0, scaled: 0 };
  for (let i = 0; i < steps.length; i++) {
    const time = share[i] ?? 0;
    sums.total += time;
    if (time > 0) sums.scaled += (steps[i] ?? 0) ** 2 / time;
  }
  sums.time = sums.total;
  return sums;
}

function takeOut(clock: Early, i: number, step: number): void {
  const time = clock.share[i] ?? 0;
  clock.time -= time;
  if (time > 0) clock.scaled -= step ** 2 / time;
}

/** Variance over mean of what `intervals` brought, each per time. */
function eventSize({ time, scaled }: Early, grown: number, intervals: number): number {
  const rate = grown / time;
  return (scaled - rate * grown) / (intervals - 1) / rate;
}

const MIN_RISES_BEFORE = 8;
const MIN_FALLS_AFTER = 3;
const MAX_RISES_PER_FALL = 3;
const MAX_RATE = 0.5;

/**
 * Rose without one fall, and since the first fall comes and goes at less than half that rate: what is freed only once there is no
 * more room. A leak among turnover falls from the start.
 */
export function isFull(values: Float64Array, hours: Float64Array): boolean {
  const before = countUntilFall(values);
  if (before.end === values.length || before.rises < MIN_RISES_BEFORE) return false;
  let [rises, falls] = [0, 0];
  for (let i = before.end; i < values.length; i++) {
    const step = (values[i] ?? 0) - (values[i - 1] ?? 0);
    if (step > 0) rises++;
    else if (step < 0) falls++;
  }
  if (falls < MIN_FALLS_AFTER || rises > MAX_RISES_PER_FALL * falls) return false;
  const [top, last] = [before.end - 1, values.length - 1];
  const rate = (from: number, to: number): number =>
    ((values[to] ?? 0) - (values[from] ?? 0)) / ((hours[to] ?? 0) - (hours[from] ?? 0));
  return rate(top, last) < MAX_RATE * rate(0, top);
}

/** `end`: index of the first value below the one before it. */
function countUntilFall(values: Float64Array): { rises: number; end: number } {
  let rises = 0;
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] ?? 0) - (values[i - 1] ?? 0);
    if (step < 0) return { rises, end: i };
    if (step > 0) rises++;
  }
  return { rises, end: values.length };
}
