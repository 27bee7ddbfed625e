import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { failed } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import { useQuery, type Query } from './use-query';

/** Calls that the test answers by hand, in any order. */
function makeCalls() {
  const calls: { signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const fetch = (signal: AbortSignal): Promise<string> =>
    new Promise((answer, fail) => {
      calls.push({ signal, answer, fail });
    });
  return { calls, fetch };
}
const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0);
  await nextTick();
};

describe('useQuery', () => {
  let scope: EffectScope;
  beforeEach(() => {
    vi.useFakeTimers();
    scope = effectScope();
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });
  const start = (key: () => unknown, fetch: (signal: AbortSignal) => Promise<string>, live?: () => unknown) =>
    scope.run(() => useQuery(key, fetch, live)) as Query<string>;

  it('aborts what is superseded by a new question, and shows only the newest answer', async () => {
    const { calls, fetch } = makeCalls();
    const id = ref('a');
    const query = start(() => id.value, fetch);
    id.value = 'b';
    await nextTick();
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[1]?.answer('B');
    calls[0]?.answer('A');
    await settled();
    expect(query.data.value).toBe('B');
  });

  it('says from the first moment that what is there answers another question, until its own is here', async () => {
    const { calls, fetch } = makeCalls();
    const id = ref<string | null>('a');
    const newest = ref(1);
    const query = start(
      () => id.value,
      fetch,
      () => newest.value,
    );
    expect(query.pending.value).toBe(true);
    calls[0]?.answer('A');
    await settled();
    expect(query.pending.value).toBe(false);
    // A newer answer to the same question makes the old one no other's.
    newest.value = 2;
    await nextTick();
    expect([calls.length, query.pending.value]).toEqual([2, false]);
    id.value = 'b';
    await nextTick();
    expect([query.data.value, query.pending.value, query.loading.value]).toEqual(['A', true, false]);
    calls[2]?.fail(new Error('no'));
    await settled();
    expect([query.data.value, query.pending.value]).toEqual([undefined, false]);
    query.reload();
    expect(query.pending.value).toBe(true);
    id.value = null;
    await nextTick();
    expect(query.pending.value).toBe(false);
  });

  it('says how far the running call is, and nothing of one that is over or superseded', async () => {
    const tellers: OnProgress[] = [];
    const answers: ((value: string) => void)[] = [];
    const fetch = (_signal: AbortSignal, tell: OnProgress): Promise<string> => {
      tellers.push(tell);
      return new Promise((answer) => answers.push(answer));
    };
    const id = ref('a');
    const query = scope.run(() => useQuery(() => id.value, fetch)) as Query<string>;
    const at = (done: number) => ({ step: 'index' as const, done, all: 9 });
    tellers[0]?.(at(3));
    expect(query.progress.value).toEqual(at(3));
    id.value = 'b';
    await nextTick();
    expect(query.progress.value).toBeNull();
    tellers[0]?.(at(4));
    expect(query.progress.value).toBeNull();
    tellers[1]?.(at(1));
    expect(query.progress.value).toEqual(at(1));
    answers[1]?.('B');
    await settled();
    tellers[1]?.(at(2));
    expect(query.progress.value).toBeNull();
  });

  /** Answered to `a`, and `b` asked. */
  async function asked(live?: () => unknown) {
    const { calls, fetch } = makeCalls();
    const id = ref<string | null>('a');
    const query = start(() => id.value, fetch, live);
    calls[0]?.answer('A');
    await settled();
    id.value = 'b';
    await nextTick();
    return { calls, id, query };
  }

  it('shows no answer to another question when this one fails, and clears both when there is nothing to ask', async () => {
    const { calls, id, query } = await asked();
    expect(query.data.value).toBe('A');
    calls[1]?.fail(new Error('broken'));
    await settled();
    expect([query.data.value, query.error.value?.values]).toEqual([undefined, { detail: 'broken' }]);
    id.value = null;
    await nextTick();
    expect([query.data.value, query.error.value]).toEqual([undefined, null]);
  });

  it('shows no answer to another question when this one is given up, says so, and asks again', async () => {
    const { calls, query } = await asked();
    query.cancel();
    expect([query.data.value, query.givenUp.value]).toEqual([undefined, true]);
    query.reload();
    expect(query.givenUp.value).toBe(false);
    calls[2]?.answer('B');
    await settled();
    expect([query.data.value, query.givenUp.value]).toEqual(['B', false]);
  });

  it('is given up where it is cancelled on the other side', async () => {
    const { calls, query } = await asked();
    calls[1]?.fail(failed('cancelled'));
    await settled();
    expect([query.data.value, query.error.value, query.givenUp.value]).toEqual([undefined, null, true]);
  });

  it('has nothing of a failure of before once the question is given up', async () => {
    const { calls, id, query } = await asked();
    calls[1]?.fail(new Error('broken'));
    await settled();
    id.value = 'c';
    await nextTick();
    query.cancel();
    expect([query.error.value, query.givenUp.value]).toEqual([null, true]);
  });

  it('is asked anew by another question after one was given up, and is over where there is none', async () => {
    const { calls, id, query } = await asked();
    query.cancel();
    id.value = 'a';
    await nextTick();
    expect([calls.length, query.givenUp.value]).toEqual([3, false]);
    query.cancel();
    id.value = null;
    await nextTick();
    expect(query.givenUp.value).toBe(false);
    query.reload();
    expect(calls).toHaveLength(3);
  });

  it('keeps an answer to the same question when it is asked again in vain', async () => {
    const { calls, query } = await asked();
    calls[1]?.answer('B');
    await settled();
    query.reload();
    query.cancel();
    expect([query.data.value, query.givenUp.value]).toEqual(['B', false]);
    query.cancel();
    query.reload();
    calls[3]?.fail(new Error('broken'));
    await settled();
    expect(query.data.value).toBe('B');
  });

  it('is not asked by itself once it was given up', async () => {
    const revision = ref(0);
    const { calls, query } = await asked(() => revision.value);
    query.cancel();
    revision.value = 1;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([calls.length, query.givenUp.value]).toEqual([2, true]);
  });

  it('is not starved by what changes by itself: the call ends, rests, and then one follows for all changes', async () => {
    const { calls, fetch } = makeCalls();
    const revision = ref(0);
    const query = start(
      () => 'a',
      fetch,
      () => revision.value,
    );
    for (let i = 0; i < 5; i += 1) {
      revision.value += 1;
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(calls).toHaveLength(1);
    expect(calls[0]?.signal.aborted).toBe(false);
    calls[0]?.answer('first');
    await settled();
    expect(query.data.value).toBe('first');
    revision.value += 1;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([query.loading.value, query.slow.value]).toEqual([false, false]);
    calls[1]?.answer('second');
    await settled();
    expect(query.data.value).toBe('second');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(2);
  });

  it('asks once for what changes together with the question', async () => {
    const { calls, fetch } = makeCalls();
    const capture = ref<string | null>(null);
    start(
      () => (capture.value === null ? null : 'heap'),
      fetch,
      () => capture.value,
    );
    capture.value = 'first';
    await nextTick();
    calls[0]?.answer('A');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    capture.value = 'second';
    await nextTick();
    expect(calls).toHaveLength(2);
    capture.value = 'third';
    await nextTick();
    // Back to what is being asked for: nothing more is to be asked.
    capture.value = 'second';
    await nextTick();
    calls[1]?.answer('B');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(2);
  });

  it('asks at once after a change by itself when nothing is under way', async () => {
    const { calls, fetch } = makeCalls();
    const revision = ref(0);
    start(
      () => 'a',
      fetch,
      () => revision.value,
    );
    calls[0]?.answer('A');
    await settled();
    revision.value = 1;
    await nextTick();
    expect(calls).toHaveLength(2);
  });

  it('lets a question of the user go before the rest is over', async () => {
    const { calls, fetch } = makeCalls();
    const id = ref('a');
    const revision = ref(0);
    start(
      () => id.value,
      fetch,
      () => revision.value,
    );
    revision.value = 1;
    await vi.advanceTimersByTimeAsync(4_000);
    calls[0]?.answer('A');
    await settled();
    id.value = 'b';
    await nextTick();
    expect(calls).toHaveLength(2);
    calls[1]?.answer('B');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(2);
  });

  it('shows loading after 150 ms and says what after 1 s, and cancel ends both', async () => {
    const { calls, fetch } = makeCalls();
    const query = start(() => 'a', fetch);
    await vi.advanceTimersByTimeAsync(149);
    expect(query.loading.value).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect([query.loading.value, query.slow.value]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(850);
    expect(query.slow.value).toBe(true);
    query.cancel();
    expect([query.loading.value, query.slow.value, calls[0]?.signal.aborted]).toEqual([false, false, true]);
  });
});
