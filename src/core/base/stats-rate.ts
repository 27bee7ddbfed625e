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
 * The rate is Σincrement / Σduration. Its variance is Σ eᵢ² / (1 − wᵢ) / T², e the residual increments and w the
 * stretches' shares of the time T (the HC2 estimator): unbiased for a Poisson leak over stretches of unequal length,
 * and with equal ones the textbook mean ± t(B−1)·sd/√B. Degrees of freedom are 1/Σw² − 1, that is B − 1 for equal ones.
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
  let variance = 0;
  let squares = 0;
  for (let i = 0; i < increments.length; i++) {
    const w = (durations[i] ?? 0) / time;
    if (w >= 1) return { rate, interval: null };
    const residual = (increments[i] ?? 0) - rate * (durations[i] ?? 0);
    variance += residual ** 2 / (1 - w);
    squares += w * w;
  }
  const df = 1 / squares - 1;
  const half = Math.max((studentQuantile(0.975, df) * Math.sqrt(variance)) / time, quantum / time);
  return { rate, interval: [rate - half, rate + half] };
}

const MAX_RUNS = 10;
const MIN_INTERVALS_PER_RUN = 3;

/**
 * The rate of a series of `length` points by B = min(10, ⌊(length−1)/3⌋) equal runs of its intervals.
 * Times ascend; the rate is per unit of `times`.
 */
export function seriesRate(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  quantum: number,
  length = values.length,
): Rate {
  const intervals = length - 1;
  const runs = Math.min(MAX_RUNS, Math.max(1, Math.floor(intervals / MIN_INTERVALS_PER_RUN)));
  const increments = new Float64Array(runs);
  const durations = new Float64Array(runs);
  for (let b = 0; b < runs; b++) {
    const from = Math.round((b * intervals) / runs);
    const to = Math.round(((b + 1) * intervals) / runs);
    increments[b] = (values[to] ?? 0) - (values[from] ?? 0);
    durations[b] = (times[to] ?? 0) - (times[from] ?? 0);
  }
  return rateFromIncrements(increments, durations, quantum);
}
