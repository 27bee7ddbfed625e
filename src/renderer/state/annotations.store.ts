// What people have written about the open session, wherever it is shown: on the timeline, beside a stack, in a list.
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import type { Frame } from '../../contract/analysis';
import type { Annotated, Annotation, AnnotationContent } from '../../contract/annotations';
import { failed, PlumblineError } from '../../contract/errors';
import { functionName, stackNames, stackNamesKey } from '../../core/base/stack-names';
import { useClient } from './api';
import type { Change } from './changes.store';
import { useConnection } from './connection.store';
import { isCancelled, toProblem, type Problem } from './problem';
import type { View } from './selection.store';
import { useSession } from './session.store';

/** What the editor holds. `id` null: not written yet. */
export interface Editing {
  readonly id: string | null;
  readonly basedOnMs: number | null;
  readonly draft: AnnotationContent;
}

/** What the user wants to see in its place. Whoever has the place shows it, or passes it on to the next view. */
export interface Wanted {
  readonly annotation: Annotation;
  /** Views that may have it, the next one first; empty: the timeline has it. */
  readonly views: readonly View[];
}
const VIEWS: Readonly<Record<Annotated['type'], readonly View[]>> = {
  ...{ moment: [], range: [], snapshot: [] },
  stack: ['goroutines', 'findings', 'profile'],
  function: ['findings', 'profile'],
};

/** Where a row of a table stands: a whole stack where it has one, else the function that names it. */
export const placeOf = (row: { readonly stack: readonly Frame[]; readonly name: string }): Annotated =>
  row.stack.length > 0
    ? { type: 'stack', functions: stackNames(row.stack) }
    : { type: 'function', function: functionName(row.name) };

/** One text per place. */
export function placeKey(on: Annotated): string {
  switch (on.type) {
    case 'stack':
      return `stack ${stackNamesKey(on.functions)}`;
    case 'function':
      return `function ${on.function}`;
    case 'snapshot':
      return `snapshot ${on.snapshotId}`;
    case 'moment':
      return `moment ${on.timeMs}`;
    case 'range':
      return `range ${on.fromMs} ${on.toMs}`;
  }
}

/** The function that a place on a stack is known by: its site. null: a place in time. */
const siteOf = (on: Annotated): string | null =>
  on.type === 'stack' ? (on.functions[0] ?? null) : on.type === 'function' ? on.function : null;

/**
 * Whether what is written on `on` stands beside a row at `place`: on the very place; on its function, for each stack that
 * stands in it; on one of its stacks, for a function. What is about one stack is not about another of the same function.
 */
export const standsAt = (on: Annotated, place: Annotated): boolean =>
  placeKey(on) === placeKey(place) ||
  (siteOf(on) !== null &&
    siteOf(on) === siteOf(place) &&
    (on.type === 'function' || place.type === 'function'));

const draftOf = ({ on, text, tags, flag }: Annotation): AnnotationContent => ({
  ...{ on, text, tags: [...tags], flag },
});

export const useAnnotations = defineStore('annotations', () => {
  const client = useClient();
  const connection = useConnection();
  const open = useSession();

  const list = shallowRef<readonly Annotation[]>([]);
  const error = shallowRef<Problem | null>(null);
  const editing = shallowRef<Editing | null>(null);
  /** Moment under the pointer on the timeline; null: the pointer is elsewhere. */
  const pointedMs = ref<number | null>(null);
  /** Answers where the selected row of the view that is on the page stands, while the focus is in that view. */
  const focusedRow = shallowRef<(() => Annotated | null) | null>(null);
  const wanted = shallowRef<Wanted | null>(null);
  /** By `id version`: the version under which a text that was taken back is there again. */
  const again = new Map<string, number>();
  /** Texts of editors that were closed without saving, by what they were about. */
  const drafts = reactive(new Map<string, AnnotationContent>());
  let loads = 0;
  /** Changes that came while a list was on its way, which may be older. */
  let meanwhile: (() => void)[] = [];

  async function load(): Promise<void> {
    const asked = open.id;
    const mine = ++loads;
    meanwhile = [];
    if (asked === null) return;
    try {
      const found = await client.call('annotations.list', { sessionId: asked });
      if (mine !== loads) return;
      list.value = Object.freeze(found);
      for (const change of meanwhile) change();
      error.value = null;
    } catch (failure) {
      if (mine === loads && !isCancelled(failure)) error.value = toProblem(failure);
    }
  }
  watch(
    () => open.id,
    () => {
      list.value = [];
      error.value = null;
      editing.value = null;
      wanted.value = null;
      again.clear();
      drafts.clear();
      void load();
    },
    { immediate: true, flush: 'sync' },
  );
  watch(
    () => connection.epoch,
    () => void load(),
  );

  function take(id: string, annotation: Annotation | null): void {
    // Answers and events of several changes may overtake one another.
    if (annotation !== null && (byId(id)?.changedMs ?? -1) > annotation.changedMs) return;
    const others = list.value.filter((one) => one.id !== id);
    const next = annotation === null ? others : [...others, annotation];
    list.value = Object.freeze(next.sort((a, b) => a.createdMs - b.createdMs));
  }
  client.on('annotation.changed', ({ sessionId, id, annotation }) => {
    if (sessionId !== open.id) return;
    meanwhile.push(() => take(id, annotation));
    take(id, annotation);
  });

  const bySite = computed(() => {
    const sites = new Map<string, Annotation[]>();
    for (const annotation of list.value) {
      const site = siteOf(annotation.on);
      if (site === null) continue;
      const there = sites.get(site);
      if (there === undefined) sites.set(site, [annotation]);
      else there.push(annotation);
    }
    return sites;
  });
  /** What stands beside a row at `place`, a stack or a function: first what is on that very place. */
  const beside = (place: Annotated): readonly Annotation[] => {
    const near = (bySite.value.get(siteOf(place) ?? '') ?? []).filter(({ on }) => standsAt(on, place));
    const key = placeKey(place);
    const isHere = ({ on }: Annotation): number => Number(placeKey(on) === key);
    return near.length < 2 ? near : near.toSorted((x, y) => isHere(y) - isHere(x));
  };
  const byId = (id: string): Annotation | null => list.value.find((one) => one.id === id) ?? null;

  /** The most used first. */
  const tags = computed(() => {
    const counts = new Map<string, number>();
    for (const { tags } of list.value) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([tag]) => tag);
  });

  // A change that waited for its turn is still one of the session in which it was made.
  async function put(
    sessionId: string,
    id: string | null,
    basedOnMs: number | null,
    draft: AnnotationContent,
  ): Promise<Annotation> {
    const written = await client.call('annotations.put', {
      sessionId,
      ...(id === null ? {} : { id }),
      basedOnMs,
      draft,
    });
    if (open.id === sessionId) take(written.id, written);
    return written;
  }
  async function drop(sessionId: string, id: string, basedOnMs: number): Promise<void> {
    await client.call('annotations.remove', { sessionId, id, basedOnMs });
    if (open.id === sessionId) take(id, null);
  }

  /** Versions only grow: what is there again has a newer one than when it was there before. */
  function versionNow(id: string, ms: number | null): number | null {
    const newer = ms === null ? undefined : again.get(`${id} ${ms}`);
    return newer === undefined ? ms : versionNow(id, newer);
  }
  /** From what was there (null: nothing) to what the change left behind. */
  function changeOf(
    sessionId: string,
    id: string,
    before: Annotation | null,
    left: Annotation | null,
  ): Change {
    return {
      sessionId,
      about: `note ${id}`,
      of: 'note',
      takeBack: async () => {
        const now = byId(id);
        const leftMs = versionNow(id, left?.changedMs ?? null);
        if ((now?.changedMs ?? null) !== leftMs) throw failed('annotation-changed-since');
        if (before !== null) {
          const back = await put(sessionId, id, leftMs, draftOf(before));
          again.set(`${id} ${versionNow(id, before.changedMs)}`, back.changedMs);
        } else if (leftMs !== null) await drop(sessionId, id, leftMs);
        return changeOf(sessionId, id, left, before);
      },
    };
  }

  // ---- the editor ----
  const draftKey = ({ id, draft }: Pick<Editing, 'id' | 'draft'>): string => id ?? placeKey(draft.on);

  function begin(on: Annotated): void {
    const fresh: Editing = { id: null, basedOnMs: null, draft: { on, text: '', tags: [], flag: null } };
    editing.value = { ...fresh, draft: drafts.get(draftKey(fresh)) ?? fresh.draft };
  }
  function edit(id: string): void {
    const annotation = byId(id);
    if (annotation === null) return;
    const draft = drafts.get(id) ?? draftOf(annotation);
    editing.value = { id, basedOnMs: annotation.changedMs, draft };
  }
  /** Closes the editor; what was written in it is there again when it is opened at the same place. */
  function close(draft: AnnotationContent | null): void {
    const closed = editing.value;
    editing.value = null;
    if (closed === null) return;
    // Moments and ranges can be moved in the editor: it is found where it was opened.
    const key = draftKey(closed);
    if (draft === null) drafts.delete(key);
    else drafts.set(key, draft);
  }

  /**
   * Writes what the editor holds and closes it; resolves with the change. Rejects as the server says; after a conflict
   * the next save is one over whatever is there, as its sentence offers.
   */
  async function save(draft: AnnotationContent): Promise<Change> {
    const saved = editing.value;
    if (saved === null) throw new Error('nothing is being edited');
    const before = saved.id === null ? null : byId(saved.id);
    const sessionId = open.id ?? '';
    try {
      const written = await put(sessionId, saved.id, saved.basedOnMs, draft);
      drafts.delete(draftKey(saved));
      if (editing.value === saved) editing.value = null;
      return changeOf(sessionId, written.id, before, written);
    } catch (failure) {
      if (failure instanceof PlumblineError && failure.code === 'conflict' && editing.value === saved) {
        editing.value = { ...saved, basedOnMs: null, draft };
      }
      throw failure;
    }
  }

  /** null: it is gone already. */
  async function remove(id: string): Promise<Change | null> {
    const before = byId(id);
    if (before === null) return null;
    const sessionId = open.id ?? '';
    await drop(sessionId, id, before.changedMs);
    drafts.delete(id);
    return changeOf(sessionId, id, before, null);
  }

  function show(annotation: Annotation): void {
    wanted.value = { annotation, views: VIEWS[annotation.on.type] };
  }
  /** One of any session, which is being opened or will be: it is shown once its timeline is there. */
  let awaited: { readonly sessionId: string; readonly annotation: Annotation } | null = null;
  function showIn(sessionId: string, annotation: Annotation): void {
    if (open.session?.id === sessionId) show(annotation);
    else awaited = { sessionId, annotation };
  }
  function showAwaited(): void {
    const opened = open.session?.id;
    if (awaited === null || opened === undefined) return;
    const { sessionId, annotation } = awaited;
    // Where another was opened meanwhile, it is not wanted any more.
    awaited = null;
    if (sessionId === opened) show(annotation);
  }
  watch(() => open.session, showAwaited, { flush: 'post' });
  /** It is not in the view that was asked. false: there is no other to ask. */
  function passOn(): boolean {
    const views = wanted.value?.views.slice(1) ?? [];
    wanted.value = wanted.value === null || views.length === 0 ? null : { ...wanted.value, views };
    return wanted.value !== null;
  }

  return {
    ...{ show, showIn, passOn },
    ...{ list, error, editing, pointedMs, focusedRow, wanted, tags, beside, byId, load },
    ...{ begin, edit, close, save, remove },
  };
});
