// A rate as it is shown: by stretches of time with the error of counting, never the verdict.
import { seriesRate } from '../base/stats-rate';
import { theilSen } from '../base/stats-trend';

const DAY_HOURS = 24;

export interface Slope {
  readonly perHour: number;
  /** 95 %; null from fewer than seven observations. */
  readonly interval: readonly [number, number] | null;
}

/** `hours` ascend; `quantum` is what one event adds. 0 without a span of time. */
export function slopeOf(hours: Float64Array, values: ArrayLike<number>, quantum: number): Slope {
  const { interval } = seriesRate(hours, values, quantum, hours.length, DAY_HOURS);
  // Theil–Sen feels a wave less than the end points do, but must not leave the interval shown beside it.
  const slope = theilSen(hours, values, hours.length);
  return { perHour: interval ? Math.min(interval[1], Math.max(interval[0], slope)) : slope, interval };
}
