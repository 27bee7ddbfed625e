import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Grouping, ReadFrom } from '../../../core/goroutine/groupings';
import { useSession } from '../../state/session.store';
import type { Sort } from '../../ui/table-rows';

/** What the user has set in this view, kept while other tabs are open. */
export const useGoroutinesView = defineStore('goroutines-view', () => {
  const open = useSession();
  const by = ref<Grouping>('stack');
  const source = ref<ReadFrom>('dump');
  const filter = ref('');
  const state = ref<string | null>(null);
  const ownOnly = ref(false);
  const selected = ref<string | null>(null);
  const sort = shallowRef<Sort | null>({ key: 'count', order: 'descending' });

  function clear(): void {
    filter.value = '';
    state.value = null;
    ownOnly.value = false;
  }
  watch(
    () => open.id,
    () => {
      clear();
      selected.value = null;
    },
  );
  watch(by, (now) => {
    selected.value = null;
    if (now !== 'stack' && now !== 'site') state.value = null;
  });
  return { by, source, filter, state, ownOnly, selected, sort, clear };
});
