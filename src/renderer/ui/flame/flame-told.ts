// What a screen reader hears of a flame graph: the selected box between the nearest of its callers and the heaviest of its
// callees. A stack may be a hundred thousand frames deep, and a box have as many callees.
import { flameLevelOf } from '../../../core/layout/flame-layout';
import type { FlameTree } from '../../../core/pprof/flame-tree';
import { stackOf } from './flame-keys';

const MOST = 50;

export interface ToldBox {
  readonly box: number;
  /** As ARIA counts: the root is 1. */
  readonly level: number;
  /** Among the callees of its caller, from 1. */
  readonly place: number;
  readonly of: number;
  readonly hasCallees: boolean;
}

export function toldBoxes(tree: FlameTree, selected: number): readonly ToldBox[] {
  if (selected >= tree.length) return [];
  const first = tree.childStart[selected]!;
  const count = tree.childStart[selected + 1]! - first;
  const callees = Array.from({ length: Math.min(count, MOST) }, (_, i) => first + i);
  const path = stackOf(tree, selected).slice(0, MOST).reverse();
  return [0, ...path, ...callees].map((box) => {
    const parent = tree.parent[box]!;
    const siblings = tree.childStart[parent]!;
    return {
      box,
      level: flameLevelOf(tree, box) + 1,
      place: box === 0 ? 1 : box - siblings + 1,
      of: box === 0 ? 1 : tree.childStart[parent + 1]! - siblings,
      hasCallees: tree.childStart[box + 1]! > tree.childStart[box]!,
    };
  });
}
