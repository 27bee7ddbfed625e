// What people have written about the open session, wherever it is shown: on the timeline, beside a stack, in a list.
// Every change can be taken back, for as long as the window lives; history itself is never rewritten, so undoing is
// one more change.
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import type { Frame } from '../../contract/analysis';
import type { Annotated, Annotation, AnnotationContent } from '../../contract/annotations';
import { failed, PlumblineError } from '../../contract/errors';
import { functionName, stackNames, stackNamesKey } from '../../core/base/stack-names';
import { useClient } from './api';
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

/** How one change is taken back: what was there before it, and which version it left behind. */
interface Undo {
  readonly id: string;
  readonly before: Annotation | null;
  /** null: the change removed it. */
  readonly leftMs: number | null;
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

const MOST_UNDOS = 100;

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
  const undos = shallowRef<readonly Undo[]>([]);
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
      undos.value = [];
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

  function remember(undo: Undo): void {
    undos.value = [...undos.value, undo].slice(-MOST_UNDOS);
  }

  async function put(
    id: string | null,
    basedOnMs: number | null,
    draft: AnnotationContent,
  ): Promise<Annotation> {
    const written = await client.call('annotations.put', {
      sessionId: open.id ?? '',
      ...(id === null ? {} : { id }),
      basedOnMs,
      draft,
    });
    take(written.id, written);
    return written;
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
   * Writes what the editor holds and closes it. Rejects as the server says; after a conflict the next save is one over
   * whatever is there, as its sentence offers.
   */
  async function save(draft: AnnotationContent): Promise<Annotation> {
    const saved = editing.value;
    if (saved === null) throw new Error('nothing is being edited');
    const before = saved.id === null ? null : byId(saved.id);
    try {
      const written = await put(saved.id, saved.basedOnMs, draft);
      remember({ id: written.id, before, leftMs: written.changedMs });
      drafts.delete(draftKey(saved));
      if (editing.value === saved) editing.value = null;
      return written;
    } catch (failure) {
      if (failure instanceof PlumblineError && failure.code === 'conflict' && editing.value === saved) {
        editing.value = { ...saved, basedOnMs: null, draft };
      }
      throw failure;
    }
  }

  async function remove(id: string): Promise<void> {
    const before = byId(id);
    if (before === null) return;
    await client.call('annotations.remove', {
      sessionId: open.id ?? '',
      id,
      basedOnMs: before.changedMs,
    });
    take(id, null);
    drafts.delete(id);
    remember({ id, before, leftMs: null });
  }

  /** Takes the last change back. false: there is none. Rejects with `conflict` where another window has changed it since. */
  async function undo(): Promise<boolean> {
    const last = undos.value.at(-1);
    if (last === undefined) return false;
    undos.value = undos.value.slice(0, -1);
    const now = byId(last.id);
    if ((now?.changedMs ?? null) !== last.leftMs) {
      throw failed('annotation-changed-since');
    }
    if (last.before === null) {
      await client.call('annotations.remove', {
        sessionId: open.id ?? '',
        id: last.id,
        basedOnMs: last.leftMs,
      });
      take(last.id, null);
    } else {
      const back = await put(last.id, last.leftMs, draftOf(last.before));
      // Versions only grow: an earlier change left the one that is there again now under its old version.
      undos.value = undos.value.map((one) =>
        one.id === last.id && one.leftMs === last.before?.changedMs
          ? { ...one, leftMs: back.changedMs }
          : one,
      );
    }
    return true;
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
    ...{ list, error, editing, pointedMs, focusedRow, wanted, undos, tags, beside, byId, load },
    ...{ begin, edit, close, save, remove, undo },
  };
});
