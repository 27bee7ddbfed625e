// The lines of the timeline: one per target and quantity, broken where nothing was captured and where a process life
// ends; where several processes answer by turns, there is no line to draw, only points.
import type { Timeline } from '../../../contract/domain';

export type Quantity = 'goroutines' | 'liveHeapBytes' | 'rssBytes';
/** [time, value]; NaN lifts the pen. */
export type Point = [number, number];

export interface Line {
  readonly quantity: Quantity;
  readonly targetId: string | null;
  readonly points: readonly Point[];
  /** Some points are joined to none, and have to be drawn as such. */
  readonly dotted: boolean;
  /** The newest value, which stands at the line's end. */
  readonly last: number | null;
}

/**
 * A row that does not have the quantity (a dump taken by hand has no RSS) leaves no hole: the next that has it is
 * joined to the one before. (A delta counts nothing that is there; the server gives no value of it.)
 */
export function lineOf(
  timeline: Timeline,
  quantity: Quantity,
  targetId: string | null,
  [first, end]: readonly [number, number],
): Line {
  const column = timeline[quantity];
  const points: Point[] = [];
  const gaps = timeline.gaps.filter((g) => g.target === targetId).toSorted((x, y) => x.fromMs - y.fromMs);
  let gap = 0;
  let before: number | null = null;
  let lifeBefore: number | null | undefined;
  let dotted = false;
  for (let row = first; row < end; row += 1) {
    if (timeline.targetId[row] !== targetId) continue;
    const value = column[row];
    const at = timeline.timeMs[row];
    if (value === null || value === undefined || at === undefined) continue;
    const life = timeline.life[row];
    const isMixed = timeline.lives[life ?? -1]?.mixed === true;
    dotted ||= isMixed;
    if (before !== null && (life !== lifeBefore || isMixed)) points.push([(before + at) / 2, Number.NaN]);
    else if (before !== null) {
      while ((gaps[gap]?.fromMs ?? Infinity) < before) gap += 1;
      if ((gaps[gap]?.fromMs ?? Infinity) < at) points.push([(before + at) / 2, Number.NaN]);
    }
    points.push([at, value]);
    before = at;
    lifeBefore = life;
  }
  return { quantity, targetId, points, dotted, last: points.at(-1)?.[1] ?? null };
}

/** Targets in the order in which they first appear; null is what was imported. */
export function targetsOf(timeline: Timeline): (string | null)[] {
  return [...new Set(timeline.targetId)];
}

export function largestOf(lines: readonly Line[]): number {
  let largest = 0;
  for (const line of lines) for (const [, value] of line.points) if (value > largest) largest = value;
  return largest;
}

/** Moves labels down as far as it takes that none covers another; they keep their order. `ys` are centres. */
export function spreadLabels(ys: readonly number[], apart: number, bottom: number): number[] {
  const order = ys.map((_, i) => i).sort((i, j) => (ys[i] ?? 0) - (ys[j] ?? 0));
  const placed = [...ys];
  let least = -Infinity;
  for (const i of order) {
    placed[i] = Math.max(ys[i] ?? 0, least);
    least = (placed[i] ?? 0) + apart;
  }
  let most = bottom;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? 0, most);
    most = (placed[i] ?? 0) - apart;
  }
  return placed;
}
