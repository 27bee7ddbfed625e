// Which box of the pictures that are shown is selected, where a function is: it may have been selected in another picture.
import type { FlamePlace, FlameTable } from '../../../contract/flame-table';
import { flameWeight } from '../../../core/pprof/flame-tree';
import { boxAlong, namesTo } from './flame-names';

export interface FlameHalf {
  readonly side: FlamePlace['side'];
  readonly table: FlameTable;
}

export interface SelectedBox extends FlameHalf {
  /** Never 0. */
  readonly box: number;
  /** It is the one that was picked; else the largest of its function. */
  readonly isPicked: boolean;
}

/** null: none of the boxes is of that function. */
export function selectedBox(
  halves: readonly FlameHalf[],
  name: string,
  place: FlamePlace | null,
): SelectedBox | null {
  if (name === '') return null;
  for (const half of halves) {
    const box = place?.side === half.side ? boxAlong(half.table, place.names) : 0;
    if (box > 0) return { ...half, box, isPicked: true };
  }
  let found: SelectedBox | null = null;
  let most = -1;
  for (const half of halves) {
    const { tree, frames } = half.table;
    const frame = frames.findIndex((one) => one.function === name);
    if (frame < 0) continue;
    // The outermost of those that are as large: lines come one after another.
    for (let box = 1; box < tree.length; box++) {
      if (tree.frame[box] !== frame || flameWeight(tree, box) <= most) continue;
      most = flameWeight(tree, box);
      found = { ...half, box, isPicked: false };
    }
  }
  return found;
}

/** null of the root. */
export const placeOf = ({ side, table }: FlameHalf, box: number): FlamePlace | null =>
  box === 0 ? null : { side, names: namesTo(table, box) };
