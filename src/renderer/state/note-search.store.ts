// What is looked for in the notes and annotations of the open session: typed in its Notes tab, or brought along from the
// palette, which searches all sessions.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useSession } from './session.store';

export const useNoteSearch = defineStore('note-search', () => {
  const open = useSession();
  /** Of one session: another one, opened meanwhile, is not searched by it. */
  const asked = shallowRef({ sessionId: '', text: '' });

  const text = computed({
    get: () => (asked.value.sessionId === open.id ? asked.value.text : ''),
    set: (now) => ask({ sessionId: open.id ?? '', text: now }),
  });
  /** For a session that may not be open yet. */
  function ask(search: { readonly sessionId: string; readonly text: string }): void {
    asked.value = search;
  }
  return { text, ask };
});
