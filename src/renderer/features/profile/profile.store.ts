import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { useSession } from '../../state/session.store';
import { useSelected } from '../../state/use-selected';
import type { GranularityName } from '../../../core/pprof/options';
import type { FlameOrder } from '../../../core/pprof/flame';
import type { FlameColouring } from '../../canvas/flame-colours';
import type { FlameSight } from '../../ui/flame/flame-sight';
import { DEFAULT_LIMITS, type GraphLimits } from '../../ui/graph/graph-limits';
import type { Sort } from '../../ui/table-rows';

/** What the user has set in this view, kept while other tabs are open. */
export const useProfileView = defineStore('profile-view', () => {
  const open = useSession();
  /** The kind, not the capture: it stays while snapshots change. */
  const kind = ref<string | null>(null);
  const sampleType = ref<string | null>(null);
  const filter = ref('');
  const { selected, selectedFunction, place, deselect } = useSelected();
  const shape = ref<'table' | 'flame' | 'graph' | 'source' | 'labels'>('table');
  /** The key whose values are shown, where the profile has it. */
  const label = ref<string | null>(null);
  const granularity = ref<GranularityName>('functions');
  const noInlines = ref(false);
  const limits = shallowRef<GraphLimits>(DEFAULT_LIMITS);
  const order = ref<FlameOrder>('callees');
  const colouring = ref<FlameColouring>('package');
  /** The function whose callers and callees the flame graph shows; null: whole stacks. */
  const pivot = ref<string | null>(null);
  /** What is in view of the flame graphs. */
  const sights = shallowRef<Readonly<Record<string, FlameSight>>>({});
  const sort = shallowRef<Sort | null>({ key: 'flat', order: 'descending' });
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
    pivot.value = null;
    sights.value = {};
  });
  return {
    kind,
    sampleType,
    filter,
    selected,
    selectedFunction,
    sort,
    shape,
    order,
    colouring,
    pivot,
    place,
    sights,
    limits,
    label,
    granularity,
    noInlines,
  };
});
