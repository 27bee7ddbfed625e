// What the boxes of the shown tables grow by, where they are coloured by it.
import { computed, shallowRef, watch } from 'vue';
import type { FlameTables } from '../../../contract/flame-table';
import type { FlameOrder } from '../../../core/pprof/flame';
import { growthOfBoxes, type GrowingStack } from '../../../core/pprof/flame-growth';

export interface GrowthOfTables {
  readonly tables: () => FlameTables | null;
  readonly pivot: () => string | null;
  readonly order: () => FlameOrder;
  /** The stacks that grow; null: it is not known, or is not asked for. */
  readonly growing: () => readonly GrowingStack[] | null;
}

/** Per table, in the order in which they are shown, the growth of its boxes in an hour; null where it is not known. */
export function useFlameGrowth({ tables, pivot, order, growing }: GrowthOfTables) {
  const growths = shallowRef<readonly Float64Array[] | null>(null);
  // Not when the order changes, but when the tables that are in it are here.
  watch(
    [tables, growing],
    ([shown, stacks]) => {
      if (stacks === null || shown === null) growths.value = null;
      else if ('whole' in shown) growths.value = [growthOf(shown.whole, order(), null, stacks)];
      else {
        growths.value = [
          growthOf(shown.callers, 'callers', pivot(), stacks),
          growthOf(shown.callees, 'callees', pivot(), stacks),
        ];
      }
    },
    { immediate: true },
  );
  /** Of all that is shown. */
  const total = computed(() => growths.value?.at(-1)?.[0] ?? null);
  return { growths, total };
}

const growthOf = (
  { tree, frames }: Extract<FlameTables, { whole: unknown }>['whole'],
  order: FlameOrder,
  pivot: string | null,
  stacks: readonly GrowingStack[],
): Float64Array => growthOfBoxes(tree, frames, { order, pivot }, stacks);
