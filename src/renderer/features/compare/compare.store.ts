import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { useSession } from '../../state/session.store';
import { useSelected } from '../../state/use-selected';
import type { FlameChange, FlameOrder } from '../../../core/pprof/flame';
import type { FlameSight } from '../../ui/flame/flame-sight';
import { DEFAULT_LIMITS, type GraphLimits } from '../../ui/graph/graph-limits';
import type { Sort } from '../../ui/table-rows';

/** What is compared: of two snapshots the captures of one kind. */
export interface Compared {
  readonly sessionId: string;
  readonly a: string;
  readonly b: string;
  /** What B is one of: it stays while newer ones come, which must not take the picture away. */
  readonly liveKey: string;
  readonly kind: string;
}

/** What the user has set in this view, kept while other tabs are open. */
export const useCompareView = defineStore('compare-view', () => {
  const open = useSession();
  const kind = ref<string | null>(null);
  const sampleType = ref<string | null>(null);
  const rows = ref<'stacks' | 'functions'>('stacks');
  const filter = ref('');
  const { selected, selectedFunction, place, deselect } = useSelected();
  const shape = ref<'table' | 'flame' | 'graph' | 'source'>('table');
  const limits = shallowRef<GraphLimits>(DEFAULT_LIMITS);
  const order = ref<FlameOrder>('callees');
  /** Whether A is scaled to B's total before it is subtracted. */
  const normalize = ref(false);
  const only = ref<FlameChange>('all');
  const pivot = ref<string | null>(null);
  /** What is in view of the flame graphs. */
  const sights = shallowRef<Readonly<Record<string, FlameSight>>>({});
  const sort = shallowRef<Sort | null>({ key: 'delta', order: 'descending' });
  watch(
    () => open.id,
    () => {
      kind.value = null;
      sampleType.value = null;
      filter.value = '';
      deselect();
      pivot.value = null;
      sights.value = {};
    },
  );
  watch(kind, () => {
    sampleType.value = null;
    deselect();
    pivot.value = null;
    sights.value = {};
  });
  return {
    kind,
    sampleType,
    rows,
    filter,
    selected,
    selectedFunction,
    sort,
    shape,
    limits,
    order,
    normalize,
    only,
    pivot,
    place,
    sights,
  };
});
