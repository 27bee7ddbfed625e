// When the goroutines of one dump came to wait where they are: its time less their waits. So a single file says since when
// something leaks, and how fast. No finer than Go counts: in whole minutes, of the last park, from the GC that first saw it.
import { rateFromIncrements } from '../base/stats-rate';

const MOST_STRETCHES = 24;
/** Fewer goroutines, or a shorter time, say nothing of a rate. */
const LEAST_BIRTHS = 5;
const LEAST_MINUTES = 5;
/** More than that of all in the last third of the time: they come and go, or began to come lately. That is no rate. */
const MOST_LATELY = 0.75;

export interface Births {
  /** Goroutines that have waited for a minute or more; the others are younger, or no GC has seen them wait yet. */
  aged: number;
  /** From the oldest birth to a minute before the dump, the oldest first: how many came in each stretch of that time. */
  counts: number[];
  /** Of each stretch but the first, which is what is left over and may be shorter. */
  stretchMinutes: number;
  /**
   * Over all of that time, with its 95 % interval from the scatter of the stretches, if each has waited there since it was made;
   * null: too few to say, or most came in the last third, as where they come and go.
   */
  perHour: number | null;
  interval: [number, number] | null;
  /** Those that came in the first hour of the process, as it warmed up; null: how old it is is not known, or less than two hours. */
  warmingUp: number | null;
}

/** Of a process: by then it has what it keeps. */
const WARM_UP_MINUTES = 60;

/**
 * `waits`: goroutines by the whole minutes that they have waited, 1 and more. `processMinutes`: how old the process is; null:
 * not known. null: there are none.
 */
export function birthsOf(
  waits: ReadonlyMap<number, number>,
  processMinutes: number | null = null,
): Births | null {
  if (waits.size === 0) return null;
  // Waits of 1 … oldest minutes are births in as many minutes.
  let oldest = 0;
  for (const minutes of waits.keys()) oldest = Math.max(oldest, minutes);
  const stretchMinutes = Math.ceil(oldest / MOST_STRETCHES);
  const counts = new Array<number>(Math.ceil(oldest / stretchMinutes)).fill(0);
  let aged = 0;
  for (const [minutes, count] of waits) {
    counts[counts.length - 1 - Math.floor((minutes - 1) / stretchMinutes)]! += count;
    aged += count;
  }
  let lately = 0;
  for (const [minutes, count] of waits) if (minutes <= oldest / 3) lately += count;
  const knowsWarmUp = processMinutes !== null && processMinutes >= 2 * WARM_UP_MINUTES;
  let warmingUp = 0;
  for (const [minutes, count] of waits)
    if (processMinutes !== null && minutes >= processMinutes - WARM_UP_MINUTES) warmingUp += count;
  const isEnough = aged >= LEAST_BIRTHS && oldest >= LEAST_MINUTES && lately <= MOST_LATELY * aged;
  const { rate, interval } = isEnough ? rateOf(counts, stretchMinutes, oldest) : NO_RATE;
  return {
    aged,
    counts,
    stretchMinutes,
    perHour: rate === null ? null : rate * 60,
    interval: interval === null ? null : [Math.max(0, interval[0] * 60), interval[1] * 60],
    warmingUp: knowsWarmUp ? warmingUp : null,
  };
}

const NO_RATE = { rate: null, interval: null };

function rateOf(
  counts: readonly number[],
  stretchMinutes: number,
  oldest: number,
): ReturnType<typeof rateFromIncrements> {
  const durations = counts.map(() => stretchMinutes);
  // The oldest came within its minute: in the middle of it, for all that is known.
  durations[0] = oldest - stretchMinutes * (counts.length - 1) - 0.5;
  // The oldest birth says where the time begins, and so nothing of how much came in it.
  const after = counts.with(0, counts[0]! - 1);
  return rateFromIncrements(after, durations, 1);
}
