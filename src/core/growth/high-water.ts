// High-water marks: buffers, and pools that are made larger when all of one is taken. They never come down, and rise for as long
// as the load comes to be higher than it ever was: on a rising morning like a leak.
import type { Moves } from './moves';

/** A mark hardly ever falls: sums of what fell and of what rose. */
const MAX_FALL_SHARE = 0.05;
/** Below this, as a share of the highest load so far, a mark does not rise. */
const LOW_LOAD = 0.92;
/** So many rises under low load are no mark's. */
const RISES_THAT_TELL = 5;
/** Marks go by a power of the load between these. */
const LEAST_POWER = 0.5;
const MOST_POWER = 1.2;
/** How far the highest of many counts stands above their mean, in standard deviations. */
const HIGHEST_OF_MANY = 2.5;

/**
 * Whether a series rose as a high-water mark of this load does: by as much as the load has, no more and no less, and not while the load stood
 * lower than before. A leak that does so is told as soon as the load goes down.
 *
 * @param load per observation
 * @param unit what one event adds
 */
export function marksHighWater(
  values: Float64Array,
  moves: Moves,
  load: Float64Array,
  unit: number,
): boolean {
  if (moves.fallen > MAX_FALL_SHARE * moves.risen) return false;
  const start = load[0] ?? 0;
  let highest = start;
  let lowRises = 0;
  for (let i = 1; i < values.length; i++) {
    const isLow = Math.max(load[i] ?? 0, load[i - 1] ?? 0) < LOW_LOAD * highest;
    if (isLow && (values[i] ?? 0) > (values[i - 1] ?? 0)) lowRises++;
    highest = Math.max(highest, load[i] ?? 0);
  }
  if (lowRises >= RISES_THAT_TELL || !(start > 0)) return false;
  const first = (values[0] ?? 0) / unit;
  const last = (values.at(-1) ?? 0) / unit;
  const higher = highest / start;
  const most = (first + Math.sqrt(first)) * higher ** MOST_POWER;
  return last >= first * higher ** LEAST_POWER && last <= most + HIGHEST_OF_MANY * Math.sqrt(most);
}
