// The rate of a leak and how well it is known. A leak is a counting process: its errors add up, so residuals around
// a line say nothing about the line's slope. Increments over separate stretches of time are (nearly) independent,
// and their scatter does say it.
import { studentQuantile } from './stats-distributions';

export interface Rate {
  readonly rate: number;
  /** 95 %; null where fewer than two stretches of time were to be had. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Rate per unit of time from increments over adjoining stretches, with its 95 % interval.
 *
 * In a counting process the variance of an increment is proportional to its duration. By weighted least squares the
 * rate is then Σincrement / Σduration = Σincrement / T, and its variance φ / T with φ = Σ (eᵢ² / durationᵢ) / (B − 1),
 * e the residual increments: exact for stretches of unequal length (pauses), and for equal ones the textbook
 * mean ± t(B−1)·sd/√B.
 *
 * `quantum` is what one event adds. A leak that ticks like a clock scatters hardly at all, and yet a count over T
 * leaves its rate open by one event more or less: the interval is never narrower than ± quantum / T.
 */
export function rateFromIncrements(
  increments: ArrayLike<number>,
  durations: ArrayLike<number>,
  quantum = 0,
): Rate {
  let total = 0;
  let time = 0;
  for (let i = 0; i < increments.length; i++) {
    total += increments[i] ?? 0;
    time += durations[i] ?? 0;
  }
  if (!(time > 0)) return { rate: 0, interval: null };
  const rate = total / time;
  let scatter = 0;
  let stretches = 0;
  for (let i = 0; i < increments.length; i++) {
    const duration = durations[i] ?? 0;
    if (!(duration > 0)) continue;
    scatter += ((increments[i] ?? 0) - rate * duration) ** 2 / duration;
    stretches++;
  }
  if (stretches < 2) return { rate, interval: null };
  const sd = Math.sqrt(scatter / (stretches - 1) / time);
  const half = Math.max(quantileOf(stretches - 1) * sd, quantum / time);
  return { rate, interval: [rate - half, rate + half] };
}

/**
 * Of so many events, which came at random: between what and what multiple of their number the expected one lies, at 95 % (Byar's limits
 * of a Poisson mean, good to three hundredths from three events on; `events` need not be whole).
 */
export function poissonFactors(events: number): readonly [number, number] {
  const limit = (count: number, z: number): number =>
    Math.max(0, count * (1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3);
  return [limit(events, -NORMAL_95) / events, limit(events + 1, NORMAL_95) / events];
}
const NORMAL_95 = 1.959964;

/**
 * How many events brought what was added, if each brings as much: the total over the scatter of what single intervals brought, variance
 * by mean. Of a Poisson process the number of its events, of one that ticks as a clock infinitely many, of few large ones
 * among small ones about that of the large ones.
 */
export function effectiveEvents(times: ArrayLike<number>, values: ArrayLike<number>, length: number): number {
  const total = (values[length - 1] ?? 0) - (values[0] ?? 0);
  const rate = total / ((times[length - 1] ?? 0) - (times[0] ?? 0));
  let [scatter, intervals] = [0, 0];
  for (let i = 1; i < length; i++) {
    const duration = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (!(duration > 0)) continue;
    scatter += ((values[i] ?? 0) - (values[i - 1] ?? 0) - rate * duration) ** 2 / duration;
    intervals++;
  }
  return (total * rate * (intervals - 1)) / scatter;
}

/** By degrees of freedom, which are few: each takes a bisection, and every stack asks for the same ones. */
const QUANTILES: number[] = [];
const quantileOf = (freedom: number): number => (QUANTILES[freedom] ??= studentQuantile(0.975, freedom));

const MAX_RUNS = 10;
const MIN_INTERVALS_PER_RUN = 3;
const MIN_PERIODS = 4;
/** How far from a whole period a run may end, as a part of the period. */
const PERIOD_SLACK = 1 / 12;

/**
 * The rate of a series of `length` points over B = min(10, ⌊(length−1)/3⌋) equal runs of its intervals.
 * Times ascend; the rate is per unit of `times`.
 *
 * `period`: the length of a wave that the series may carry (a day), in units of `times`. From four periods on the
 * runs are whole periods, counted from the newest end, so that the wave cancels in each instead of widening the
 * interval; where pauses leave no observation near their borders, equal runs are used all the same.
 */
export function seriesRate(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  quantum: number,
  length = values.length,
  period = Infinity,
): Rate {
  const borders = periodBorders(times, length, period) ?? equalBorders(length);
  const increments = new Float64Array(borders.length - 1);
  const durations = new Float64Array(borders.length - 1);
  for (let b = 0; b < increments.length; b++) {
    const from = borders[b] ?? 0;
    const to = borders[b + 1] ?? 0;
    increments[b] = (values[to] ?? 0) - (values[from] ?? 0);
    durations[b] = (times[to] ?? 0) - (times[from] ?? 0);
  }
  return rateFromIncrements(increments, durations, quantum);
}

function equalBorders(length: number): number[] {
  const intervals = Math.max(0, length - 1);
  const runs = Math.min(MAX_RUNS, Math.max(1, Math.floor(intervals / MIN_INTERVALS_PER_RUN)));
  return Array.from({ length: runs + 1 }, (_, b) => Math.round((b * intervals) / runs));
}

function periodBorders(times: ArrayLike<number>, length: number, period: number): number[] | null {
  const newest = times[length - 1] ?? 0;
  const periods = Math.floor((newest - (times[0] ?? 0)) / period);
  if (!(periods >= MIN_PERIODS)) return null;
  const perRun = Math.ceil(periods / MAX_RUNS);
  const borders: number[] = [];
  let i = length - 1;
  for (let b = 0; b <= Math.floor(periods / perRun); b++) {
    const at = newest - b * perRun * period;
    while (i > 0 && Math.abs((times[i - 1] ?? 0) - at) <= Math.abs((times[i] ?? 0) - at)) i--;
    const previous = borders.at(-1);
    if (Math.abs((times[i] ?? 0) - at) > PERIOD_SLACK * period) return null;
    if (previous !== undefined && previous - i < MIN_INTERVALS_PER_RUN) return null;
    borders.push(i);
  }
  return borders.reverse();
}
