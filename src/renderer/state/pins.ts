// Which snapshots A and B stand for. Pure: rows of a timeline in, row numbers out.
import type { Timeline } from '../../contract/domain';

/** A snapshot that holds something to look at. */
export const hasCaptures = (timeline: Timeline, row: number): boolean =>
  timeline.failed[row] !== true && (timeline.kinds[row] ?? '') !== '';

/** Growth and comparison want what was there, so a delta is a default only where there is nothing else. */
function isPlain(timeline: Timeline, row: number): boolean {
  return hasCaptures(timeline, row) && timeline.delta[row] !== true;
}

function lastRow(timeline: Timeline, fits: (row: number) => boolean): number {
  for (let row = timeline.snapshotId.length - 1; row >= 0; row -= 1) if (fits(row)) return row;
  return -1;
}

/** The newest snapshot that says something; −1 where none does. */
export function newestRow(timeline: Timeline): number {
  const plain = lastRow(timeline, (row) => isPlain(timeline, row));
  return plain >= 0 ? plain : lastRow(timeline, (row) => hasCaptures(timeline, row));
}

/** The first snapshot of the same target as the newest, where there are two at least; else −1. */
export function oldestRowOfNewestTarget(timeline: Timeline): number {
  const newest = newestRow(timeline);
  if (newest < 0) return -1;
  const target = timeline.targetId[newest];
  const fits = timeline.delta[newest] === true ? hasCaptures : isPlain;
  for (let row = 0; row < newest; row += 1) {
    if (timeline.targetId[row] === target && fits(timeline, row)) return row;
  }
  return -1;
}

/** The next row with captures before (−1) or after (+1) a row; −1 at the end. */
export function neighbourRow(timeline: Timeline, from: number, direction: 1 | -1): number {
  for (let row = from + direction; row >= 0 && row < timeline.snapshotId.length; row += direction) {
    if (hasCaptures(timeline, row)) return row;
  }
  return -1;
}

/** The row with captures whose time is nearest; the later one of two equally near. −1 where there is none. */
export function nearestRow(timeline: Timeline, timeMs: number): number {
  const times = timeline.timeMs;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  const after = hasCaptures(timeline, low) && low < times.length ? low : neighbourRow(timeline, low, 1);
  const before = neighbourRow(timeline, low, -1);
  if (after < 0 || before < 0) return Math.max(after, before);
  const toAfter = (times[after] ?? 0) - timeMs;
  const toBefore = timeMs - (times[before] ?? 0);
  return toBefore < toAfter ? before : after;
}
