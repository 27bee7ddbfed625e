// How slow a leak the data could have shown: said with every comparison and every "nothing found".
import { risesNeeded } from '../base/stats-evidence';

const HOUR_MS = 3_600_000;
/** Fewer arrivals than this are not told from chance, whatever the noise. */
const MIN_UNITS = 5;
const NOISE_FACTOR = 2;

/**
 * The least rise from `a` to `b` units that turnover alone does not explain: max(5, 2·√(a+b)).
 *
 * Two captures cannot tell things that stay from things that come and go. If everything counted is born and dies
 * independently, each count scatters by its square root, so their difference by √(a+b); twice that is kept for
 * chance. Of 15,000 parked goroutines in each of two captures a rise of 41 says nothing: 346 would.
 */
export const visibleRise = (a: number, b: number): number =>
  Math.max(MIN_UNITS, NOISE_FACTOR * Math.sqrt(Math.max(0, a) + Math.max(0, b)));

export interface TwoCaptures {
  /** Real time between the two, in ms, of either sign. */
  readonly distanceMs: number;
  /** Scaled hours per real hour. */
  readonly timeScale?: number;
  /** What each of the two holds, in the series' unit, of the stack (or total) that is asked about. Default 0: a leak
   * on a stack of its own. */
  readonly a?: number;
  readonly b?: number;
  /** What one event adds, in the series' unit: 1 for goroutines, a sampled object's scaled size for heap. */
  readonly unit?: number;
}

/** The slowest leak that two captures could have shown, in the series' unit per scaled hour; null: same moment. */
export function slowestVisiblePerHour(pair: TwoCaptures): number | null {
  const { distanceMs, timeScale = 1, a = 0, b = 0, unit = 1 } = pair;
  const hours = (Math.abs(distanceMs) * timeScale) / HOUR_MS;
  return hours > 0 ? (visibleRise(a / unit, b / unit) * unit) / hours : null;
}

/**
 * The slowest leak that a whole life could have shown, in events per scaled hour: (u* + 5) / span, u* the rises
 * that prove growth among `testedStacks` stacks. 90 % of leaks this fast, on a stack of their own, show u* arrivals.
 * Null where the life has no extent.
 */
export function slowestProvablePerHour(spanMs: number, testedStacks: number, timeScale = 1): number | null {
  const hours = (spanMs * timeScale) / HOUR_MS;
  return hours > 0 ? (risesNeeded(testedStacks) + MIN_UNITS) / hours : null;
}
