// A trend's slope, which is shown and never the verdict: with waves, pools and warm-up in the data, Mann–Kendall's test
// accuses a third of all innocent stacks, and Theil–Sen's own interval covers a leak's true rate in 12–47 % of cases.
import { medianInPlace } from './stats-order';

function pairSlopes(times: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dt = (times[j] ?? 0) - (times[i] ?? 0);
      if (dt > 0) slopes[count++] = ((values[j] ?? 0) - (values[i] ?? 0)) / dt;
    }
  }
  return slopes.subarray(0, count);
}

/** More points than this cost time and add nothing next to a leak's own error of counting. */
const MAX_POINTS = 60;

/**
 * Theil–Sen on the medians of at most 60 equal runs of consecutive points (each run at its mean time), which up to
 * 60 points is Theil–Sen itself. Times ascend. 0 where no two times differ.
 */
export function theilSen(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  length = values.length,
): number {
  const points = Math.min(MAX_POINTS, length);
  const t = new Float64Array(points);
  const y = new Float64Array(points);
  const run = new Float64Array(Math.ceil(length / Math.max(1, points)) + 1);
  for (let b = 0; b < points; b++) {
    const from = Math.floor((b * length) / points);
    const to = Math.floor(((b + 1) * length) / points);
    let sum = 0;
    for (let i = from; i < to; i++) {
      sum += times[i] ?? 0;
      run[i - from] = values[i] ?? 0;
    }
    t[b] = sum / (to - from);
    y[b] = medianInPlace(run, to - from);
  }
  const slopes = pairSlopes(t, y);
  return slopes.length === 0 ? 0 : medianInPlace(slopes);
}
