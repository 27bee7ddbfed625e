// The text of notes.md as it is being written. It is saved a moment after the last key, and kept in this browser's own
// storage until that has come about: a reload, a crash or a full disk loses nothing. Where the file has become
// another meanwhile, both texts are there and the user chooses.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { MAX_NOTES_BYTES, type Notes } from '../../../contract/annotations';
import { PlumblineError } from '../../../contract/errors';
import { useClient } from '../../state/api';
import { useConnection } from '../../state/connection.store';
import { toProblem, type Problem } from '../../state/problem';
import { useSession } from '../../state/session.store';

export const SAVE_AFTER_MS = 800;
const draftKey = (sessionId: string): string => `plumbline.notes.${sessionId}`;

interface Draft {
  readonly text: string;
  /** What it began from. */
  readonly revision: string;
}

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

const encoder = new TextEncoder();

export const useNotes = defineStore('notes', () => {
  const client = useClient();
  const connection = useConnection();
  const open = useSession();

  const text = ref('');
  /** As the server has it; null: not read yet. */
  const base = shallowRef<Notes | null>(null);
  /** The file's text where it is not what `text` began from. */
  const theirs = shallowRef<Notes | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const saving = ref(false);
  const restored = ref(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> = Promise.resolve();

  const isDirty = computed(() => base.value !== null && text.value !== base.value.text);
  const tooMany = computed(() =>
    // A character has one byte at least and three at most.
    text.value.length * 3 <= MAX_NOTES_BYTES
      ? 0
      : Math.max(0, encoder.encode(text.value).length - MAX_NOTES_BYTES),
  );
  const state = computed<SaveState>(() => {
    if (theirs.value !== null) return 'conflict';
    if (saving.value) return 'saving';
    if (problem.value !== null || tooMany.value > 0) return 'failed';
    return isDirty.value ? 'unsaved' : 'saved';
  });

  function cancelTimer(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function readDraft(sessionId: string): Draft | null {
    const kept = window.localStorage.getItem(draftKey(sessionId));
    const at = kept?.indexOf('\n') ?? -1;
    return kept === null || at < 0 ? null : { revision: kept.slice(0, at), text: kept.slice(at + 1) };
  }
  function keepDraft(): void {
    if (open.id === null) return;
    try {
      window.localStorage.setItem(draftKey(open.id), `${base.value?.revision ?? ''}\n${text.value}`);
    } catch (failure) {
      // Storage is small. Without the draft the text is still in the window, and the save is on its way.
      if (!(failure instanceof DOMException)) throw failure;
    }
  }
  function dropDraft(sessionId: string): void {
    window.localStorage.removeItem(draftKey(sessionId));
  }

  /** Takes what the file holds now, unless there is text here that is not saved: then both are there. */
  function meet(sessionId: string, found: Notes): void {
    const draft = base.value === null ? readDraft(sessionId) : isDirty.value ? mine() : null;
    if (draft === null || draft.text === found.text) {
      dropDraft(sessionId);
      text.value = found.text;
      base.value = found;
      theirs.value = null;
    } else {
      restored.value = base.value === null;
      text.value = draft.text;
      if (draft.revision === found.revision) {
        base.value = found;
        later();
      } else {
        base.value ??= { ...found, revision: draft.revision };
        theirs.value = found;
      }
    }
  }
  const mine = (): Draft => ({ text: text.value, revision: base.value?.revision ?? '' });

  async function load(): Promise<void> {
    const asked = open.id;
    if (asked === null) return;
    try {
      const found = await client.call('notes.get', { sessionId: asked });
      if (open.id !== asked) return;
      problem.value = null;
      meet(asked, found);
    } catch (failure) {
      if (open.id === asked) problem.value = toProblem(failure);
    }
  }

  function later(): void {
    cancelTimer();
    timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
  }

  /** Saves now what is not saved, one save after the other. */
  function flush(): Promise<void> {
    cancelTimer();
    running = running.then(saveOnce);
    return running;
  }

  async function saveOnce(): Promise<void> {
    const sessionId = open.id;
    const from = base.value;
    if (sessionId === null || from === null || !isDirty.value) return;
    if (theirs.value !== null || tooMany.value > 0) return;
    const sent = text.value;
    saving.value = true;
    try {
      const saved = await client.call('notes.save', { sessionId, text: sent, revision: from.revision });
      if (open.id !== sessionId) return;
      base.value = saved;
      problem.value = null;
      restored.value = false;
      if (text.value === sent) dropDraft(sessionId);
      else later();
    } catch (failure) {
      if (open.id !== sessionId) return;
      if (failure instanceof PlumblineError && failure.code === 'conflict') await load();
      else problem.value = toProblem(failure);
    } finally {
      saving.value = false;
    }
  }

  function write(next: string): void {
    if (next === text.value) return;
    text.value = next;
    keepDraft();
    later();
  }

  /** Ends a conflict. Nothing is lost but what the user gives up. */
  async function settle(choice: 'mine' | 'theirs' | 'both'): Promise<void> {
    const other = theirs.value;
    if (other === null) return;
    theirs.value = null;
    base.value = other;
    if (choice === 'theirs') text.value = other.text;
    if (choice === 'both') text.value = `${other.text.trimEnd()}\n\n---\n\n${text.value}`;
    keepDraft();
    if (choice === 'theirs' && open.id !== null) dropDraft(open.id);
    await flush();
  }

  client.on('notes.changed', ({ sessionId, revision }) => {
    // What this window saves is told to it, too.
    if (sessionId === open.id && base.value !== null && revision !== base.value.revision && !saving.value) {
      void load();
    }
  });
  watch(
    () => connection.epoch,
    () => void load(),
  );
  watch(
    () => open.id,
    () => {
      cancelTimer();
      text.value = '';
      base.value = null;
      theirs.value = null;
      problem.value = null;
      restored.value = false;
    },
    { flush: 'sync' },
  );

  return { text, base, theirs, problem, state, tooMany, restored, load, flush, write, settle };
});
