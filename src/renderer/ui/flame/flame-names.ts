// Boxes by the functions that lead to them: what stays the same from one picture to a newer one.
import type { FlameTable } from '../../../contract/flame-table';
import { stackOf } from './flame-keys';

/** '' of the root. */
export const nameOf = ({ tree, frames }: FlameTable, box: number): string =>
  frames[tree.frame[box] ?? 0]?.function ?? '';

/** The outermost first. */
export const namesTo = (table: FlameTable, box: number): readonly string[] =>
  stackOf(table.tree, box)
    .reverse()
    .map((one) => nameOf(table, one));

/** How far one comes from the root along functions, and whether that is all the way. */
export function reach(
  table: FlameTable,
  names: readonly string[],
): { readonly box: number; readonly isThere: boolean } {
  const { childStart } = table.tree;
  let box = 0;
  for (const name of names) {
    let child = childStart[box]!;
    const end = childStart[box + 1]!;
    while (child < end && nameOf(table, child) !== name) child++;
    if (child === end) return { box, isThere: false };
    box = child;
  }
  return { box, isThere: true };
}

/** The box that is reached from the root along functions, the outermost first; 0 where there is none. */
export function boxAlong(table: FlameTable, names: readonly string[]): number {
  const { box, isThere } = reach(table, names);
  return isThere ? box : 0;
}
