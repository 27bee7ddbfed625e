// What is in view of a flame graph, kept by what stands there and not by where: a newer picture of the same, or the same
// come back to, shows the same functions, wherever they are now.
import type { FlameTable } from '../../../contract/flame-table';
import type { FlameLayout } from '../../../core/layout/flame-layout';
import { fitTo, WHOLE, type FlameWindow } from '../../canvas/flame-window';
import { namesTo, reach } from './flame-names';

export interface FlameSight {
  /** The functions that lead to the least box that holds all that is in view, the outermost first. */
  readonly names: readonly string[];
  /** Of that box: 0 its left end, 1 its right one. */
  readonly from: number;
  readonly to: number;
  /** CSS pixels, as of FlameWindow. */
  readonly top: number;
}

/** By which the ends of a box that is fitted to may be off. */
const SLACK = 1e-9;

/** The least box that holds the window; of those that are as wide, the outermost. */
function boxAround({ tree, x0, x1 }: FlameLayout, { from, to }: FlameWindow): number {
  let around = 0;
  for (let box = 0, end = 0; ;) {
    let child = tree.childStart[box]!;
    end = tree.childStart[box + 1]!;
    while (child < end && (x0[child]! > from + SLACK || x1[child]! < to - SLACK)) child++;
    if (child === end) return around;
    if (x1[child]! - x0[child]! < x1[around]! - x0[around]! - SLACK) around = child;
    box = child;
  }
}

export function sightOf(layout: FlameLayout, table: FlameTable, window: FlameWindow): FlameSight {
  const box = boxAround(layout, window);
  const start = layout.x0[box]!;
  const width = layout.x1[box]! - start;
  return {
    names: namesTo(table, box),
    from: (window.from - start) / width,
    to: (window.to - start) / width,
    top: window.top,
  };
}

/**
 * The window that shows it: where its box is gone, the whole of what led there.
 *
 * @param most how far down one can scroll, in CSS pixels
 */
export function windowOfSight(
  sight: FlameSight,
  { x0, x1 }: FlameLayout,
  table: FlameTable,
  most: number,
): FlameWindow {
  const { box, isThere } = reach(table, sight.names);
  const top = Math.max(0, Math.min(sight.top, most));
  const start = x0[box]!;
  const width = x1[box]! - start;
  // A box of no width has nothing to be fitted to.
  if (!(width > 0)) return { ...WHOLE, top };
  return isThere
    ? fitTo(start + sight.from * width, start + sight.to * width, top)
    : fitTo(start, x1[box]!, top);
}
