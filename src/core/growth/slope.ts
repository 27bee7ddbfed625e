// A rate as it is shown: by stretches of time with the error of counting, never the verdict.
import { effectiveEvents, poissonFactors, seriesRate } from '../base/stats-rate';
import { theilSen } from '../base/stats-trend';
import { countMoves } from './moves';

const DAY_HOURS = 24;
/** What falls by more, as a part of what it rises, scatters for other reasons than that events are few. */
const MAX_FALL_SHARE = 0.05;

export interface Slope {
  readonly perHour: number;
  /** 95 %; null from fewer than seven observations. */
  readonly interval: readonly [number, number] | null;
}

/** Of what is added by events. `hours` ascend; `quantum` is what one event adds. 0 without a span of time. */
export function slopeOf(hours: Float64Array, values: Float64Array, quantum: number): Slope {
  const { rate, interval } = seriesRate(hours, values, quantum, hours.length, DAY_HOURS);
  return slopeWithin(hours, values, interval && widenForFew(interval, rate, hours, values));
}

/** Of what moves as a whole, as a part of the memory does, by no less than `quantum`. */
export function slopeOfLevel(hours: Float64Array, values: Float64Array, quantum: number): Slope {
  return slopeWithin(hours, values, seriesRate(hours, values, quantum, hours.length, DAY_HOURS).interval);
}

/** Theil–Sen feels a wave less than the end points do, but must not leave the interval shown beside it. */
function slopeWithin(hours: Float64Array, values: Float64Array, interval: Slope['interval']): Slope {
  const slope = theilSen(hours, values, hours.length);
  return { perHour: interval ? Math.min(interval[1], Math.max(interval[0], slope)) : slope, interval };
}

/** A few large events say little of their own scatter: of those that did not come yet nothing is seen. */
function widenForFew(
  [low, high]: readonly [number, number],
  rate: number,
  hours: Float64Array,
  values: Float64Array,
): readonly [number, number] {
  const { risen, fallen } = countMoves(values, values.length);
  if (!(rate > 0) || fallen > MAX_FALL_SHARE * risen) return [low, high];
  const events = effectiveEvents(hours, values, values.length);
  if (!Number.isFinite(events)) return [low, high];
  const [least, most] = poissonFactors(events);
  return [Math.min(low, rate * least), Math.max(high, rate * most)];
}
