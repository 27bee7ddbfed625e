// The filters of the open session's profiles: of all their views, and kept with the session.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { failed } from '../../contract/errors';
import {
  combineFilters,
  MAX_FILTERS,
  namePattern,
  type Filter,
  type FilterKind,
} from '../../core/pprof/filter/filters';
import { useClient } from './api';
import { useChanges, type Change } from './changes.store';
import { isChange, isOther, takeBackStep, type FilterList, type ListedFilter } from './filter-steps';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

/** What can be made of a function that is pointed at. */
export const REFINEMENTS = ['focus', 'ignore', 'hide', 'show_from'] as const satisfies readonly FilterKind[];
export type Refinement = (typeof REFINEMENTS)[number];

const plain = ({ kind, pattern, enabled }: Filter): Filter => ({ kind, pattern, enabled });

export const useFilters = defineStore('filters', () => {
  const client = useClient();
  const open = useSession();
  const notices = useNotices();
  const changes = useChanges();
  const list = shallowRef<FilterList>([]);
  let ids = 0;
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

  function set(filters: FilterList): void {
    list.value = Object.freeze(filters);
    if (open.id === null) return;
    unsaved = { sessionId: open.id, filters: filters.map(plain) };
    void save();
  }
  const listed = (filter: Filter): ListedFilter => ({ id: ++ids, ...plain(filter) });
  /** Those that another window has left as they were, but for being on or off, keep their ids. */
  function recognize(filters: readonly Filter[]): FilterList {
    const left = [...list.value];
    return filters.map((filter) => {
      const at = left.findIndex(({ kind, pattern }) => kind === filter.kind && pattern === filter.pattern);
      const [known] = at < 0 ? [] : left.splice(at, 1);
      return known === undefined ? listed(filter) : { ...known, enabled: filter.enabled };
    });
  }

  // What a refreshed session says may be older than what was set here meanwhile.
  watch(
    () => open.session?.id ?? null,
    () => (list.value = (open.session?.filters ?? []).map(listed)),
    { immediate: true },
  );
  client.on('filters.changed', ({ sessionId, filters }) => {
    if (sessionId === open.id && !saving && unsaved === null) list.value = Object.freeze(recognize(filters));
  });

  const changeOf = (sessionId: string, before: FilterList, after: FilterList): Change => ({
    sessionId,
    about: 'filters',
    of: 'filter',
    takeBack: () =>
      new Promise((resolve) => {
        const now = list.value;
        const back = takeBackStep(now, before, after);
        if (back === null) throw failed('filters-changed-since');
        set(back);
        resolve(changeOf(sessionId, now, back));
      }),
  });
  /** By the user: one step that can be taken back. null: it changes nothing. */
  function change(filters: FilterList): Change | null {
    const before = list.value;
    if (open.id === null || !isChange(before, filters)) return null;
    set(filters);
    const step = changeOf(open.id, before, filters);
    changes.made(step);
    return step;
  }

  /** In place of `id`, or behind all where it is gone. Of kinds that stand alone the others go off. */
  function put(filter: Filter, id: number | null = null): void {
    const at = list.value.findIndex((one) => one.id === id);
    if (at < 0 && isFull.value) return;
    const next = list.value.map((one) => {
      if (one.id === id) return { id, ...plain(filter) };
      return isOther(filter, one) ? { ...one, enabled: false } : one;
    });
    change(at < 0 ? [...next, listed(filter)] : next);
  }
  function toggle(id: number): void {
    const filter = list.value.find((one) => one.id === id);
    if (filter !== undefined) put({ ...filter, enabled: !filter.enabled }, id);
  }
  const remove = (id: number): Change | null => change(list.value.filter((one) => one.id !== id));
  function allOff(): void {
    change(list.value.map((filter) => ({ ...filter, enabled: false })));
  }

  function toggleOwn(): void {
    const own = list.value.find(({ kind }) => kind === 'own');
    if (own === undefined) put({ kind: 'own', pattern: '', enabled: true });
    else if (own.enabled) remove(own.id);
    else toggle(own.id);
  }

  /** Focus and show_from are for going deeper: those that were on, of which either would do, go off. */
  function refine(kind: Refinement, name: string): void {
    const pattern = namePattern(name);
    const narrows = kind === 'focus' || kind === 'show_from';
    const others = list.value
      .filter((one) => one.kind !== kind || one.pattern !== pattern)
      .map((one) => (narrows && one.kind === kind ? { ...one, enabled: false } : one));
    change([...others.slice(0, MAX_FILTERS - 1), listed({ kind, pattern, enabled: true })]);
  }

  return { list, question, problems, ownOnly, isFull, put, toggle, remove, allOff, toggleOwn, refine };
});
