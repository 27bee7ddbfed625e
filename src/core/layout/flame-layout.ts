// Where each box of a flame graph is, in unit intervals; and which boxes are worth drawing in a view. The cost of a
// frame follows the pixels, not the boxes: siblings are sorted by weight, so below half a pixel they all are "the rest".
import { flameValue, flameWeight, type FlameTree } from '../pprof/flame-tree';

export interface FlameLayout {
  readonly tree: FlameTree;
  /** Per box, 0 to 1. Children lie within their caller, the heaviest first, without gaps between them. */
  readonly x0: Float64Array;
  readonly x1: Float64Array;
}

export function layOutFlame(tree: FlameTree): FlameLayout {
  const { length, childStart } = tree;
  const x0 = new Float64Array(length);
  const x1 = new Float64Array(length);
  const whole = flameWeight(tree, 0);
  x1[0] = 1;
  for (let box = 0; box < length; box++) {
    let weight = 0;
    for (let child = childStart[box]!, end = childStart[box + 1]!; child < end; child++) {
      x0[child] = Math.min(x1[box]!, x0[box]! + weight / whole);
      weight += flameWeight(tree, child);
      x1[child] = Math.min(x1[box]!, x0[box]! + weight / whole);
    }
  }
  return { tree, x0, x1 };
}

/** A part of the whole width, and some of its levels, on a canvas of so many device pixels. */
export interface FlameView {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly firstLevel: number;
  readonly levels: number;
}

/** What is to be drawn, in order of levels; arrays are reused, so only the first `length` entries count. */
export class FlameScan {
  length = 0;
  /** A box, or REST for all siblings from one on that are too small each. */
  box = new Int32Array(1024);
  level = new Uint32Array(1024);
  /** Device pixels, `to` exclusive; at least one wide. */
  from = new Int32Array(1024);
  to = new Int32Array(1024);
  private above = new Int32Array(1024);
  private below = new Int32Array(1024);

  /** Everything in view that is at least half a pixel wide, and where something smaller is. */
  scan({ tree, x0, x1 }: FlameLayout, view: FlameView): void {
    const { childStart } = tree;
    const scale = view.width / (view.to - view.from);
    const lastLevel = view.firstLevel + view.levels;
    this.length = 0;
    this.above[0] = 0;
    let count = x1[0]! > view.from && x0[0]! < view.to ? 1 : 0;
    if (count === 1 && view.firstLevel === 0) this.push(0, 0, x0[0]!, x1[0]!, view, scale);
    for (let level = 1; level < lastLevel && count > 0; level++) {
      let found = 0;
      for (let i = 0; i < count; i++) {
        const parent = this.above[i]!;
        const end = childStart[parent + 1]!;
        let child = childStart[parent]!;
        // Zoomed in, most siblings may be left of the view.
        if (child < end && x1[child]! <= view.from) child = firstBeyond(x1, view.from, child, end);
        for (; child < end && x0[child]! < view.to; child++) {
          if ((x1[child]! - x0[child]!) * scale < 0.5) {
            if (level >= view.firstLevel) this.push(REST, level, x0[child]!, x1[end - 1]!, view, scale);
            break;
          }
          if (level >= view.firstLevel) this.push(child, level, x0[child]!, x1[child]!, view, scale);
          if (found === this.below.length) this.below = grown(this.below);
          this.below[found++] = child;
        }
      }
      [this.above, this.below] = [this.below, this.above];
      count = found;
    }
  }

  private push(
    box: number,
    level: number,
    x0: number,
    x1: number,
    { from, width }: FlameView,
    scale: number,
  ): void {
    if (this.length === this.box.length) {
      this.box = grown(this.box);
      this.level = grown(this.level);
      this.from = grown(this.from);
      this.to = grown(this.to);
    }
    const start = Math.max(0, Math.min(width - 1, Math.round((x0 - from) * scale)));
    const i = this.length++;
    this.box[i] = box;
    this.level[i] = level;
    this.from[i] = start;
    this.to[i] = Math.max(start + 1, Math.min(width, Math.round((x1 - from) * scale)));
  }
}

export const REST = -1;

function grown<A extends Int32Array | Uint32Array>(old: A): A {
  const wide = new (old.constructor as new (length: number) => A)(old.length * 2);
  wide.set(old);
  return wide;
}

/** The first of the rows whose end lies beyond `x`; `end` where none does. Ends ascend. */
function firstBeyond(x1: Float64Array, x: number, start: number, end: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x1[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The box of a level at `x` (0 to 1); −1 where there is none. */
export function flameBoxAt({ tree, x0, x1 }: FlameLayout, level: number, x: number): number {
  const { levelStart } = tree;
  if (level < 0 || level >= levelStart.length - 1) return -1;
  const end = levelStart[level + 1]!;
  const box = firstBeyond(x1, x, levelStart[level]!, end);
  return box < end && x0[box]! <= x ? box : -1;
}

/** The depth of a box: 0 for the root. */
export function flameLevelOf({ levelStart }: FlameTree, box: number): number {
  let low = 0;
  let high = levelStart.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (levelStart[middle]! <= box) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * What the boxes of some frames (1 in `isWanted`) hold together: each stack once, however often such a frame stands in
 * it. `boxes` counts all of them.
 */
export function flameMatches(
  tree: FlameTree,
  isWanted: Uint8Array,
): { readonly value: number; readonly boxes: number } {
  const inside = new Uint8Array(tree.length);
  let value = 0;
  let boxes = 0;
  for (let box = 1; box < tree.length; box++) {
    const isMatch = isWanted[tree.frame[box]!] === 1;
    if (isMatch) boxes++;
    inside[box] = inside[tree.parent[box]!]!;
    if (!isMatch || inside[box] === 1) continue;
    inside[box] = 1;
    value += flameValue(tree, box);
  }
  return { value, boxes };
}
