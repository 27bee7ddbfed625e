// How slow a leak the data could have shown: said with every comparison and every "nothing found".

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

/** How sure a leak must be of its evidence to count as one that would have been proven; the gates keep back some of those. */
const SURE = 0.95;
/** Halvings of the bracket of the rate: to a thousandth of it. */
const HALVINGS = 12;

/**
 * The slowest leak that the observations of a life would have proven, three times in four or more often: in events per scaled hour, at
 * random moments, on a stack of its own. It takes `risesNeeded` intervals with an event in them; so with few of those, or
 * with long gaps, it takes more events than that. Null where there are not as many intervals.
 * `hours`: of the observations, by the scaled clock, ascending.
 */
export function slowestProvablePerHour(hours: Float64Array, risesNeeded: number): number | null {
  const n = hours.length;
  const span = (hours[n - 1] ?? 0) - (hours[0] ?? 0);
  let intervals = 0;
  for (let i = 1; i < n; i++) if ((hours[i] ?? 0) > (hours[i - 1] ?? 0)) intervals++;
  if (intervals < risesNeeded) return null;
  let low = risesNeeded / span / 2;
  let high = low * 2;
  while (missChance(hours, high, risesNeeded) > 1 - SURE) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (missChance(hours, middle, risesNeeded) > 1 - SURE) low = middle;
    else high = middle;
  }
  return high;
}

/** Chance that events at `perHour` fall into fewer than `needed` of the intervals. */
function missChance(hours: Float64Array, perHour: number, needed: number): number {
  // By how many intervals have had one, up to those that are too few.
  const chance = new Float64Array(needed);
  chance[0] = 1;
  for (let i = 1; i < hours.length; i++) {
    const hit = -Math.expm1(-perHour * ((hours[i] ?? 0) - (hours[i - 1] ?? 0)));
    for (let k = needed - 1; k > 0; k--)
      chance[k] = (chance[k] ?? 0) * (1 - hit) + (chance[k - 1] ?? 0) * hit;
    chance[0] = (chance[0] ?? 0) * (1 - hit);
  }
  return chance.reduce((sum, p) => sum + p, 0);
}
