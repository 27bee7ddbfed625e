// The filters of the open session's profiles: of all their views, and kept with the session.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import {
  combineFilters,
  MAX_FILTERS,
  namePattern,
  standsAlone,
  type Filter,
  type FilterKind,
} from '../../core/pprof/filter/filters';
import { useClient } from './api';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

/** What can be made of a function that is pointed at. */
export const REFINEMENTS = ['focus', 'ignore', 'hide', 'show_from'] as const satisfies readonly FilterKind[];
export type Refinement = (typeof REFINEMENTS)[number];

export const useFilters = defineStore('filters', () => {
  const client = useClient();
  const open = useSession();
  const notices = useNotices();
  const list = shallowRef<readonly Filter[]>([]);
  const combined = computed(() => combineFilters(list.value));
  const question = computed(() => combined.value.question);
  const problems = computed(() => combined.value.problems);
  const ownOnly = computed(() => question.value.ownOnly);
  const isFull = computed(() => list.value.length >= MAX_FILTERS);

  let unsaved: { readonly sessionId: string; readonly filters: readonly Filter[] } | null = null;
  let saving = false;

  /** One write at a time, and of several changes meanwhile the last. What cannot be kept filters all the same. */
  async function save(): Promise<void> {
    if (saving) return;
    saving = true;
    while (unsaved !== null) {
      const { sessionId, filters } = unsaved;
      unsaved = null;
      try {
        await client.call('sessions.setFilters', { sessionId, filters: [...filters] });
      } catch (failure) {
        // What was set meanwhile is still to be kept.
        notices.report(failure);
      }
    }
    saving = false;
  }

  function set(filters: readonly Filter[]): void {
    list.value = Object.freeze(filters);
    if (open.id === null) return;
    unsaved = { sessionId: open.id, filters };
    void save();
  }

  // What a refreshed session says may be older than what was set here meanwhile.
  watch(
    () => open.session?.id ?? null,
    () => (list.value = open.session?.filters ?? []),
    { immediate: true },
  );
  client.on('filters.changed', ({ sessionId, filters }) => {
    if (sessionId === open.id && !saving && unsaved === null) list.value = Object.freeze(filters);
  });

  /** In place `at`, or behind all. Of kinds that stand alone the others go off. */
  function put(filter: Filter, at = list.value.length): void {
    if (at >= MAX_FILTERS) return;
    const others = list.value.map((other, i) =>
      i !== at && filter.enabled && standsAlone(filter.kind) && other.kind === filter.kind
        ? { ...other, enabled: false }
        : other,
    );
    set([...others.slice(0, at), filter, ...others.slice(at + 1)]);
  }
  function toggle(at: number): void {
    const filter = list.value[at];
    if (filter !== undefined) put({ ...filter, enabled: !filter.enabled }, at);
  }
  const remove = (at: number): void => set(list.value.filter((_, i) => i !== at));
  const allOff = (): void => set(list.value.map((filter) => ({ ...filter, enabled: false })));

  function toggleOwn(): void {
    const at = list.value.findIndex(({ kind }) => kind === 'own');
    if (at < 0) put({ kind: 'own', pattern: '', enabled: true });
    else if (list.value[at]?.enabled === true) remove(at);
    else toggle(at);
  }

  /** Focus and show_from are for going deeper: those that were on, of which either would do, go off. */
  function refine(kind: Refinement, name: string): void {
    const pattern = namePattern(name);
    const narrows = kind === 'focus' || kind === 'show_from';
    const others = list.value
      .filter((one) => one.kind !== kind || one.pattern !== pattern)
      .map((one) => (narrows && one.kind === kind ? { ...one, enabled: false } : one));
    set([...others.slice(0, MAX_FILTERS - 1), { kind, pattern, enabled: true }]);
  }

  return { list, question, problems, ownOnly, isFull, put, toggle, remove, allOff, toggleOwn, refine };
});
