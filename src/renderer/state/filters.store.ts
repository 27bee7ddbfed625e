// The filters of the open session's profiles: of all their views, and kept with the session.
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { failed } from '../../contract/errors';
import {
  combineFilters,
  MAX_FILTERS,
  namePattern,
  standsAlone,
  type Filter,
  type FilterKind,
} from '../../core/pprof/filter/filters';
import { useClient } from './api';
import type { Change } from './changes.store';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

/** What can be made of a function that is pointed at. */
export const REFINEMENTS = ['focus', 'ignore', 'hide', 'show_from'] as const satisfies readonly FilterKind[];
export type Refinement = (typeof REFINEMENTS)[number];

/** A place in the list tells nothing once another window has changed it: in this window a filter is known by its id. */
export interface ListedFilter extends Filter {
  readonly id: number;
}
const plain = ({ kind, pattern, enabled }: Filter): Filter => ({ kind, pattern, enabled });

export const useFilters = defineStore('filters', () => {
  const client = useClient();
  const open = useSession();
  const notices = useNotices();
  const list = shallowRef<readonly ListedFilter[]>([]);
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

  function set(filters: readonly ListedFilter[]): void {
    list.value = Object.freeze(filters);
    if (open.id === null) return;
    unsaved = { sessionId: open.id, filters: filters.map(plain) };
    void save();
  }
  const listed = (filter: Filter): ListedFilter => ({ id: ++ids, ...plain(filter) });
  /** Those that another window has left as they were, but for being on or off, keep their ids. */
  function recognize(filters: readonly Filter[]): readonly ListedFilter[] {
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

  const isOther = (filter: Filter, kept: Filter): boolean =>
    filter.enabled && standsAlone(filter.kind) && kept.kind === filter.kind;

  /** In place of `id`, or behind all where it is gone. Of kinds that stand alone the others go off. */
  function put(filter: Filter, id: number | null = null): void {
    const at = list.value.findIndex((one) => one.id === id);
    if (at < 0 && isFull.value) return;
    const next = list.value.map((one) => {
      if (one.id === id) return { id, ...plain(filter) };
      return isOther(filter, one) ? { ...one, enabled: false } : one;
    });
    set(at < 0 ? [...next, listed(filter)] : next);
  }
  function toggle(id: number): void {
    const filter = list.value.find((one) => one.id === id);
    if (filter !== undefined) put({ ...filter, enabled: !filter.enabled }, id);
  }
  const changeOf = (sessionId: string, id: number, back: () => Change): Change => ({
    sessionId,
    about: `filter ${id}`,
    of: 'filter',
    takeBack: () => new Promise((resolve) => resolve(back())),
  });
  /** null: it is gone already. */
  function remove(id: number): Change | null {
    const sessionId = open.id;
    const at = list.value.findIndex((one) => one.id === id);
    const filter = list.value[at];
    if (filter === undefined || sessionId === null) return null;
    set(list.value.toSpliced(at, 1));
    return changeOf(sessionId, id, () => bringBack(sessionId, filter, at));
  }
  /** Changes nothing that was set since: where another one has taken its turn, it is off. */
  function bringBack(sessionId: string, filter: ListedFilter, at: number): Change {
    const { id, kind, pattern } = filter;
    if (isFull.value || list.value.some((one) => one.kind === kind && one.pattern === pattern))
      throw failed('filters-changed-since');
    const enabled = filter.enabled && !list.value.some((one) => one.enabled && isOther(filter, one));
    set(list.value.toSpliced(at, 0, { ...filter, enabled }));
    return changeOf(sessionId, id, () => {
      const again = remove(id);
      if (again === null) throw failed('filters-changed-since');
      return again;
    });
  }
  const allOff = (): void => set(list.value.map((filter) => ({ ...filter, enabled: false })));

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
    set([...others.slice(0, MAX_FILTERS - 1), listed({ kind, pattern, enabled: true })]);
  }

  return { list, question, problems, ownOnly, isFull, put, toggle, remove, allOff, toggleOwn, refine };
});
