// One view's answer to one question. The old answer stays while a new one is on its way, and no longer: where that does
// not come, what is shown would be the answer to another question than the one that is asked. Only the latest call
// counts, and a superseded one is aborted on the server too.
import {
  onScopeDispose,
  readonly,
  ref,
  shallowReadonly,
  shallowRef,
  watch,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { OnProgress, Progress } from '../../contract/progress';
import { isCancelled, toProblem, type Problem } from './problem';
import { LOADING_AFTER_MS, SLOW_AFTER_MS } from './use-signs';

export interface Query<T> {
  /**
   * The latest answer; kept while the next is loading. One to another question goes when the next fails or is given up;
   * one to the same question stays.
   */
  readonly data: ShallowRef<T | undefined>;
  readonly error: Readonly<ShallowRef<Problem | null>>;
  /** The answer is on its way, and `data` none or that to another question. From the first moment, unlike `loading`. */
  readonly pending: Readonly<Ref<boolean>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly slow: Readonly<Ref<boolean>>;
  /** How far the running call is; null where it does not say. */
  readonly progress: Readonly<ShallowRef<Progress | null>>;
  /** The user gave up, and nothing is left to show: not asked again before the user does. */
  readonly givenUp: Readonly<Ref<boolean>>;
  /** Asks again, where there is something to ask. */
  readonly reload: () => void;
  /** Gives the running call up. */
  readonly cancel: () => void;
}

/**
 * What changes by itself, a snapshot each second, must not starve a question that takes longer than that: its changes
 * wait for the running call, and then for this many times as long as it took.
 */
const REST_PER_WORK = 2;

/**
 * @param key what the answer depends on, compared by its JSON; `null` means that there is nothing to ask yet
 *   and clears the answer.
 * @param live what it depends on besides, but what changes unasked. Its changes never abort a call, and make no
 *   sign of loading over an answer that is there.
 */
export function useQuery<T>(
  key: () => unknown,
  fetch: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
  live?: () => unknown,
): Query<T> {
  const data = shallowRef<T>();
  const error = shallowRef<Problem | null>(null);
  const pending = ref(false);
  const loading = ref(false);
  const slow = ref(false);
  const progress = shallowRef<Progress | null>(null);
  const givenUp = ref(false);
  /** What `data` answers. */
  let answered: string | null = null;
  /** What changes unasked, as the latest call took it. */
  let taken: string | null = null;
  let running: AbortController | null = null;
  let timers: ReturnType<typeof setTimeout>[] = [];
  let resting: ReturnType<typeof setTimeout> | null = null;
  let stale = false;

  function settle(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    running = null;
    pending.value = false;
    loading.value = false;
    slow.value = false;
    progress.value = null;
  }

  function forgetLive(): void {
    if (resting !== null) clearTimeout(resting);
    resting = null;
    stale = false;
  }

  function stop(): void {
    forgetLive();
    running?.abort();
    settle();
  }

  function forgetAnotherAnswer(): void {
    if (answered !== keyText()) data.value = undefined;
  }

  function giveUp(): void {
    forgetAnotherAnswer();
    error.value = null;
    givenUp.value = data.value === undefined;
  }

  function cancel(): void {
    if (running === null) return;
    stop();
    giveUp();
  }

  function restThenRun(workMs: number): void {
    if (!stale) return;
    forgetLive();
    resting = setTimeout(() => {
      resting = null;
      void run(true);
    }, workMs * REST_PER_WORK);
  }

  async function run(unasked = false): Promise<void> {
    // The signs of loading go on through a chain of superseded calls: each new question must not hide them.
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const asked = keyText();
    taken = liveText();
    stale = false;
    pending.value = data.value === undefined || asked !== answered;
    progress.value = null;
    givenUp.value = false;
    if (timers.length === 0 && !(unasked && data.value !== undefined)) {
      timers = [
        setTimeout(() => (loading.value = true), LOADING_AFTER_MS),
        setTimeout(() => (slow.value = true), SLOW_AFTER_MS),
      ];
    }
    const began = performance.now();
    try {
      const answer = await fetch(controller.signal, (made) => {
        if (running === controller) progress.value = made;
      });
      if (running !== controller) return;
      data.value = answer;
      answered = asked;
      error.value = null;
      settle();
    } catch (failure) {
      if (running !== controller) return;
      settle();
      if (isCancelled(failure)) giveUp();
      else {
        forgetAnotherAnswer();
        error.value = toProblem(failure);
      }
    }
    restThenRun(performance.now() - began);
  }

  const isNothing = (text: string | null): boolean => text === null || text === 'null';
  const keyText = (): string | null => JSON.stringify(key()) ?? null;
  const liveText = (): string | null => JSON.stringify(live?.()) ?? null;
  watch(
    keyText,
    (now) => {
      forgetLive();
      if (isNothing(now)) {
        stop();
        data.value = undefined;
        error.value = null;
        givenUp.value = false;
      } else {
        void run();
      }
    },
    { immediate: true },
  );
  watch(liveText, (now) => {
    if (isNothing(keyText()) || givenUp.value) return;
    // What changes together with the question is asked with it.
    if (running !== null) stale = now !== taken;
    else if (resting === null && now !== taken) void run(true);
  });
  onScopeDispose(stop);

  return {
    data,
    error,
    pending: readonly(pending),
    loading: readonly(loading),
    slow: readonly(slow),
    progress: shallowReadonly(progress),
    givenUp: readonly(givenUp),
    reload() {
      if (!isNothing(keyText())) void run();
    },
    cancel,
  };
}
