// Growth over a session on the tree of one of its profiles: each growing stack is followed from box to box.
import type { Frame } from '../base/frame';
import type { FlameOptions } from './flame';
import type { FlameTree } from './flame-tree';

export interface GrowingStack {
  /** The leaf first. */
  readonly stack: readonly Pick<Frame, 'function'>[];
  /** Positive, in the unit of its kind. */
  readonly slopePerHour: number;
}

/**
 * Per box what the stacks that pass through it grow by in an hour. The tree must be of the order and pivot given. A function
 * that stands nowhere in it was hidden, and is passed over; a stack that is not there to its end counts nowhere.
 */
export function growthOfBoxes(
  tree: FlameTree,
  frames: readonly Pick<Frame, 'function'>[],
  { order, pivot }: Pick<FlameOptions, 'order' | 'pivot'>,
  stacks: readonly GrowingStack[],
): Float64Array {
  const growth = new Float64Array(tree.length);
  const known = new Set(Array.from(tree.frame, (frame) => frames[frame]?.function));
  for (const { stack, slopePerHour } of stacks) {
    const path = pathOf(stack, order, pivot).filter((name) => known.has(name));
    const boxes = boxesAlong(tree, frames, path);
    for (const box of boxes) growth[box] = growth[box]! + slopePerHour;
  }
  return growth;
}

/** The names of a stack as the tree has them from its root on; cut at the outermost place of the pivot. Empty: it has none. */
function pathOf(stack: GrowingStack['stack'], order: FlameOptions['order'], pivot: string | null): string[] {
  const names = stack.map((frame) => frame.function);
  const outermost = pivot === null ? names.length - 1 : names.lastIndexOf(pivot);
  if (outermost < 0) return [];
  if (order === 'callees') return names.slice(0, outermost + 1).reverse();
  return pivot === null ? names : names.slice(outermost);
}

/** The root and the boxes of a path; none where it does not lead to its end. */
function boxesAlong(
  tree: FlameTree,
  frames: readonly Pick<Frame, 'function'>[],
  path: readonly string[],
): number[] {
  const boxes = [0];
  for (const name of path) {
    const box = childCalled(tree, frames, boxes.at(-1) ?? 0, name);
    if (box < 0) return [];
    boxes.push(box);
  }
  return path.length === 0 ? [] : boxes;
}

function childCalled(
  { childStart, frame }: FlameTree,
  frames: readonly Pick<Frame, 'function'>[],
  box: number,
  name: string,
): number {
  for (let child = childStart[box]!; child < childStart[box + 1]!; child++)
    if (frames[frame[child]!]?.function === name) return child;
  return -1;
}
