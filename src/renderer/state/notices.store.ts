import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { Sentence } from '../../contract/errors';
import type { EventPayload } from '../../contract/events';
import { useClient } from './api';
import { isCancelled, toProblem } from './problem';
import { useSession } from './session.store';
import { isFailing } from './target-health';

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  /** The page's own words, made anew when the language changes, or a failure. */
  readonly words: (() => string) | Sentence;
  readonly sessionId?: string;
  /** The session that was open when it came; null: none was. */
  readonly cameTo: string | null;
  /** One thing that can be done about it, such as taking a change back. */
  readonly action?: {
    readonly label: () => string;
    readonly run: () => void;
    /** Once it is not, there is no more to say either. */
    readonly isOffered?: () => boolean;
  };
}

export const sentenceOf = ({ words }: Pick<Notice, 'words'>): Sentence =>
  typeof words === 'function' ? { message: words() } : words;

/** Long enough to read two lines; errors and warnings stay until they are dismissed. */
const INFO_STAYS_MS = 6_000;
/** And to think about it. */
const ACTION_STAYS_MS = 15_000;
const MOST = 4;

/** What the user must know though it has no place of its own on the page. */
export const useNotices = defineStore('notices', () => {
  const client = useClient();
  const open = useSession();
  const list = shallowRef<readonly Notice[]>([]);
  let lastId = 0;

  function dismiss(id: number): void {
    list.value = list.value.filter((notice) => notice.id !== id);
  }

  /** The same sentence twice is shown once, as the newest. */
  function add(notice: Omit<Notice, 'id' | 'cameTo'>): number {
    lastId += 1;
    const id = lastId;
    const others = list.value.filter((other) => sentenceOf(other).message !== sentenceOf(notice).message);
    list.value = [...others, { ...notice, id, cameTo: open.id }].slice(-MOST);
    const staysMs = notice.action === undefined ? INFO_STAYS_MS : ACTION_STAYS_MS;
    if (notice.level === 'info') setTimeout(() => dismiss(id), staysMs);
    return id;
  }

  /** For a failed call whose place on the page is gone or too small for a sentence. */
  function report(error: unknown): void {
    if (isCancelled(error)) return;
    add({ level: 'error', words: toProblem(error) });
  }

  const take = ({ level, sessionId, ...words }: EventPayload<'notice'>): void =>
    void add({ level, words, ...(sessionId === undefined ? {} : { sessionId }) });
  client.on('notice', take);

  /** What was said before this page was there to hear it. */
  async function load(): Promise<void> {
    try {
      for (const notice of await client.call('app.notices', {})) take(notice);
    } catch (error) {
      report(error);
    }
  }

  // What the page of its session says by itself, beside the target that fails, is not told twice.
  watch(
    [list, () => open.status],
    () => {
      const told = new Set(open.status.filter(isFailing).map((target) => target.lastFailure?.message));
      const rest = list.value.filter(
        (one) => one.sessionId !== open.id || !told.has(sentenceOf(one).message),
      );
      if (rest.length < list.value.length) list.value = rest;
    },
    { flush: 'sync' },
  );
  /** What is of one session does not follow to others; but it is told there when it happens meanwhile. */
  const shown = computed(() =>
    list.value.filter(
      ({ sessionId, cameTo, action }) =>
        (sessionId === undefined || sessionId === open.id || cameTo !== sessionId) &&
        (action?.isOffered?.() ?? true),
    ),
  );

  return { shown, add, report, dismiss, load };
});
