import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { useSession } from '../../state/session.store';
import type { Sort } from '../../ui/table-rows';
import type { KindFilter } from './rows';

/** What the user has set in this view, kept while other tabs are open. */
export const useFindingsView = defineStore('findings-view', () => {
  const open = useSession();
  const kind = ref<KindFilter>('all');
  const filter = ref('');
  const selected = ref<string | null>(null);
  /** null: ranked as analysis ranks. */
  const sort = shallowRef<Sort | null>(null);
  /** Whether it is shown where the memory is. */
  const isMemoryOpen = ref(true);

  function clear(): void {
    filter.value = '';
    kind.value = 'all';
  }
  watch(
    () => open.id,
    () => {
      clear();
      selected.value = null;
    },
  );
  return { kind, filter, selected, sort, isMemoryOpen, clear };
});
