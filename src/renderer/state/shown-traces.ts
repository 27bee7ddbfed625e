// Which traces A and B stand for. Pure: rows of a timeline in, row numbers out.
import type { Timeline } from '../../contract/domain';

export const holdsTrace = (timeline: Timeline, row: number): boolean =>
  (timeline.kinds[row] ?? '').split(',').includes('trace');

/** Rows that hold a trace, in their order. */
export const traceRows = (timeline: Timeline): number[] =>
  [...timeline.snapshotId.keys()].filter((row) => holdsTrace(timeline, row));

/**
 * Traces are few: where a pin is on a snapshot without one, it stands for the trace next to it, of B's target where there is
 * one. −1: there is none, as A's is where there is no second one.
 */
export function tracesToShow(timeline: Timeline, rowA: number, rowB: number): { a: number; b: number } {
  const rows = traceRows(timeline);
  const b = nearest(rows, rowB);
  const target = timeline.targetId[b];
  const others = rows.filter((row) => row !== b);
  if (others.includes(rowA)) return { a: rowA, b };
  const alike = others.filter((row) => timeline.targetId[row] === target);
  return { a: nearest(alike.length > 0 ? alike : others, rowA), b };
}

/** Of two that are as near the earlier one. */
function nearest(rows: readonly number[], to: number): number {
  let best = -1;
  for (const row of rows) if (best < 0 || Math.abs(row - to) < Math.abs(best - to)) best = row;
  return best;
}
