// Which snapshots A and B stand for. Pure: rows of a timeline in, row numbers out.
import type { Timeline } from '../../contract/domain';

/** A snapshot that holds something to look at. */
const hasCaptures = (timeline: Timeline, row: number): boolean =>
  timeline.failed[row] === false && (timeline.kinds[row] ?? '') !== '';

const OF_SECONDS = new Set(['trace', 'profile']);

/**
 * Growth and comparison want what was there, so a delta is a default only where there is nothing else; and so is a snapshot of
 * some seconds, a trace or a CPU profile.
 */
function isPlain(timeline: Timeline, row: number): boolean {
  const kinds = (timeline.kinds[row] ?? '').split(',');
  return (
    hasCaptures(timeline, row) && timeline.delta[row] !== true && kinds.some((kind) => !OF_SECONDS.has(kind))
  );
}

function lastRow(timeline: Timeline, fits: (row: number) => boolean): number {
  for (let row = timeline.snapshotId.length - 1; row >= 0; row -= 1) if (fits(row)) return row;
  return -1;
}

/**
 * The newest snapshot that says something; −1 where none does. Of several targets that are captured in turns, B
 * must not jump from one to the next with each snapshot: the first in `order` that is not further behind the very
 * newest than `roundMs` is the one that is followed.
 */
export function newestRow(timeline: Timeline, order: readonly (string | null)[] = [], roundMs = 0): number {
  const newestOf = (fits: (row: number) => boolean): number => {
    const plain = lastRow(timeline, (row) => fits(row) && isPlain(timeline, row));
    return plain >= 0 ? plain : lastRow(timeline, (row) => fits(row) && hasCaptures(timeline, row));
  };
  const newest = newestOf(() => true);
  if (newest < 0) return -1;
  const since = (timeline.timeMs[newest] ?? 0) - roundMs;
  for (const target of order) {
    const row = newestOf((at) => timeline.targetId[at] === target);
    if (row >= 0 && (timeline.timeMs[row] ?? 0) >= since) return row;
  }
  return newest;
}

/**
 * The first snapshot that compares with `row`: of its process life, or where `row` alone is of that, of its target; −1
 * where there is no other that says something.
 */
export function oldestRowBeside(timeline: Timeline, row: number): number {
  const life = timeline.life[row] ?? null;
  const inLife = life === null ? -1 : oldestRow(timeline, row, (at) => timeline.life[at] === life);
  return inLife >= 0
    ? inLife
    : oldestRow(timeline, row, (at) => timeline.targetId[at] === timeline.targetId[row]);
}

function oldestRow(timeline: Timeline, row: number, belongs: (at: number) => boolean): number {
  if (row < 0) return -1;
  const fits = isPlain(timeline, row) ? isPlain : hasCaptures;
  let first = -1;
  for (let at = 0; at < timeline.snapshotId.length; at += 1) {
    if (!belongs(at) || !fits(timeline, at)) continue;
    if (first >= 0) return first;
    first = at;
    // `row` itself is the second.
    if (at < row) return at;
  }
  return -1;
}

/** Whether what a row shows is still what is there: nothing was tried of its target since, not even in vain. */
export function isLatestOfTarget(timeline: Timeline, row: number): boolean {
  return timeline.targetId.lastIndexOf(timeline.targetId[row] ?? null) === row;
}

/** undefined: of any target. */
type OfTarget = string | null | undefined;
const isOf = (timeline: Timeline, row: number, target: OfTarget): boolean =>
  hasCaptures(timeline, row) && (target === undefined || timeline.targetId[row] === target);

/** The next row with captures before (−1) or after (+1) a row; −1 at the end. */
export function neighbourRow(timeline: Timeline, from: number, direction: 1 | -1, target?: OfTarget): number {
  for (let row = from + direction; row >= 0 && row < timeline.snapshotId.length; row += direction) {
    if (isOf(timeline, row, target)) return row;
  }
  return -1;
}

/** The first (−1) or the last (+1) row with captures; −1 where none has any. */
export const endRow = (timeline: Timeline, direction: 1 | -1): number =>
  direction > 0 ? neighbourRow(timeline, timeline.snapshotId.length, -1) : neighbourRow(timeline, -1, 1);

/** The rows from one to another, of the target of the other; what failed is none. */
export function rowsBetween(timeline: Timeline, from: number, to: number): number[] {
  const direction = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * direction).filter(
    (row) => timeline.targetId[row] === timeline.targetId[to] && timeline.failed[row] === false,
  );
}

/** The row with captures whose time is nearest; the later one of two equally near. −1 where there is none. */
export function nearestRow(timeline: Timeline, timeMs: number, target?: OfTarget): number {
  const times = timeline.timeMs;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  const after = isOf(timeline, low, target) ? low : neighbourRow(timeline, low, 1, target);
  const before = neighbourRow(timeline, low, -1, target);
  if (after < 0 || before < 0) return Math.max(after, before);
  const toAfter = (times[after] ?? 0) - timeMs;
  const toBefore = timeMs - (times[before] ?? 0);
  return toBefore < toAfter ? before : after;
}
