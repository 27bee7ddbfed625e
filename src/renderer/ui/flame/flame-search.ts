// What the filter of a view finds in the pictures that are shown, and the way from one box that is found to the next.
import type { FlamePlace } from '../../../contract/flame-table';
import { flameMatches } from '../../../core/layout/flame-layout';
import type { FlameHalf } from './flame-selected';

export interface SearchedHalf extends FlameHalf {
  /** 1 per frame that is looked for. */
  readonly wanted: Uint8Array;
}

/** Around a function both halves begin with it: it is found in the callers' half alone. */
const firstOf = (half: FlameHalf): number => (half.side === 'callees' ? 2 : 1);

export interface FlameFound {
  readonly boxes: number;
  /**
   * What the stacks hold that were found, each once. Of a stack that is found in both halves either half knows, and not
   * that it is the same: the halves do not add up.
   */
  readonly held: readonly { readonly side: FlamePlace['side']; readonly value: number }[];
  /** Whether that is all: not where boxes are left out. */
  readonly isWhole: boolean;
}

export function findInFlames(halves: readonly SearchedHalf[]): FlameFound {
  const found = halves.map((half) => {
    const { tree } = half.table;
    const { boxes, value } = flameMatches(tree, half.wanted);
    const isPivot = half.side !== 'whole' && half.wanted[tree.frame[1] ?? 0] === 1;
    return { side: half.side, value, isPivot, boxes: isPivot ? boxes + 1 - firstOf(half) : boxes };
  });
  const boxes = found.reduce((sum, one) => sum + one.boxes, 0);
  const isWhole = halves.every(({ table }) => table.tree.left === 0);
  // The function itself stands in all of them.
  const all = found.find((one) => one.isPivot);
  if (all !== undefined) return { boxes, held: [{ side: 'whole', value: all.value }], isWhole };
  const held = found.filter((one) => one.boxes > 0);
  return { boxes, held: held.length > 0 ? held : [{ side: 'whole', value: 0 }], isWhole };
}

/** The next box that is found after (or before) one, line by line, through all halves and around; null where there is none. */
export function nextFound(
  halves: readonly SearchedHalf[],
  from: { readonly side: FlamePlace['side']; readonly box: number },
  step: 1 | -1,
): { readonly side: FlamePlace['side']; readonly box: number } | null {
  const boxes = halves.flatMap((half) => {
    const { tree } = half.table;
    const found: { side: FlamePlace['side']; box: number }[] = [];
    for (let box = firstOf(half); box < tree.length; box++) {
      if (half.wanted[tree.frame[box]!] === 1) found.push({ side: half.side, box });
    }
    return found;
  });
  const rank = (side: FlamePlace['side']): number => halves.findIndex((half) => half.side === side);
  const isAfter = (a: typeof from, b: typeof from): boolean =>
    a.side === b.side ? a.box > b.box : rank(a.side) > rank(b.side);
  if (step > 0) return boxes.find((one) => isAfter(one, from)) ?? boxes[0] ?? null;
  return boxes.findLast((one) => isAfter(from, one)) ?? boxes.at(-1) ?? null;
}
