import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { useNotices } from './notices.store';
import { saveFile } from './save-file';
import { useSession } from './session.store';

export interface Saving {
  readonly file: string;
  readonly type: string;
  /** null: there is nothing to save. */
  readonly content: (signal: AbortSignal) => Promise<BlobPart | null>;
  /** Whether the view is still there that it was asked for in. */
  readonly isThere: () => boolean;
  readonly words: {
    readonly nothing: () => string;
    readonly done: () => string;
    /** Its session was left. */
    readonly left: () => string;
  };
}

/** What is quicker needs no word. */
const SLOW_MS = 300;

/** The one file that is being saved: its view may be left, which then hears of the end; its session may not. */
export const useSaving = defineStore('saving', () => {
  const open = useSession();
  const notices = useNotices();
  const running = shallowRef<{ readonly saving: Saving; readonly control: AbortController } | null>(null);
  const isSlow = ref(false);

  function giveUp(): void {
    running.value?.control.abort();
    running.value = null;
    isSlow.value = false;
  }
  watch(
    () => open.id,
    () => {
      if (running.value === null) return;
      notices.add({ level: 'info', words: running.value.saving.words.left });
      giveUp();
    },
    { flush: 'sync' },
  );

  async function save(saving: Saving): Promise<void> {
    if (running.value !== null) return;
    const control = new AbortController();
    running.value = { saving, control };
    const slow = setTimeout(() => (isSlow.value = true), SLOW_MS);
    const tell = (words: () => string): void => void notices.add({ level: 'info', words });
    try {
      const content = await saving.content(control.signal);
      if (control.signal.aborted) return;
      if (content === null) tell(saving.words.nothing);
      else {
        saveFile(saving.file, content, saving.type);
        if (!saving.isThere()) tell(saving.words.done);
      }
    } catch (failure) {
      if (!control.signal.aborted) notices.report(failure);
    } finally {
      clearTimeout(slow);
      if (!control.signal.aborted) giveUp();
    }
  }

  return { running, isSlow, save, giveUp };
});
