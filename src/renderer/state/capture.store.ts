import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Snapshot } from '../../contract/domain';
import type { Args } from '../../contract/methods';
import type { Progress } from '../../contract/progress';
import { useClient } from './api';
import { useNotices } from './notices.store';
import { isCancelled } from './problem';
import { useSession } from './session.store';
import { useSigns } from './use-signs';

/**
 * Captures beside the plan, one at a time: the button that starts it says so while it runs. And the end of any that takes
 * too long, the plan's too.
 */
export const useCapture = defineStore('capture', () => {
  const client = useClient();
  const notices = useNotices();
  const open = useSession();
  const running = ref(false);
  const progress = shallowRef<Progress | null>(null);
  /** Since when the trace runs that is being taken, by this page's clock, and how much of it has come. */
  const tracing = shallowRef<{ readonly sinceMs: number; readonly bytes: number } | null>(null);
  const { slow } = useSigns(() => running.value);
  /** By the plan, or from another window. */
  const runsElsewhere = computed(
    () => !running.value && open.status.some(({ state }) => state === 'capturing'),
  );
  const { slow: slowElsewhere } = useSigns(() => runsElsewhere.value);
  let controller: AbortController | null = null;

  function follow(made: Progress): void {
    progress.value = made;
    if (made.step === 'trace')
      tracing.value = { sinceMs: tracing.value?.sinceMs ?? Date.now(), bytes: made.done };
  }

  /** What came; null: nothing, and why is said or known. */
  async function now(what: Omit<Args<'capture.now'>, 'sessionId'> = {}): Promise<readonly Snapshot[] | null> {
    const { id } = open;
    if (id === null || running.value || open.session?.targets.length === 0) return null;
    running.value = true;
    controller = new AbortController();
    try {
      const snapshots = await client.call(
        'capture.now',
        { sessionId: id, ...what },
        controller.signal,
        follow,
      );
      for (const failure of snapshots.flatMap((snapshot) => snapshot.failures)) {
        notices.add({ level: 'warning', words: failure, sessionId: id });
      }
      return snapshots;
    } catch (failure) {
      if (!isCancelled(failure)) notices.report(failure);
      return null;
    } finally {
      running.value = false;
      progress.value = null;
      tracing.value = null;
    }
  }

  /** What the plan takes, and more. */
  async function nowWith(what: 'gc' | 'dump'): Promise<void> {
    const more = what === 'gc' ? 'heap' : 'goroutine-dump';
    const kinds = [...new Set([...(open.session?.plan.kinds ?? []), more])];
    await now({ kinds, ...(what === 'gc' ? { heapGc: true } : {}) });
  }

  /** Of what runs nothing is kept; the plan goes on. */
  async function cancel(): Promise<void> {
    if (running.value) controller?.abort();
    else if (open.id !== null && runsElsewhere.value) {
      try {
        await client.call('capture.cancel', { sessionId: open.id });
      } catch (failure) {
        notices.report(failure);
      }
    }
  }

  async function setPlanEnabled(enabled: boolean): Promise<void> {
    const { id } = open;
    if (id === null) return;
    try {
      await client.call('sessions.update', { sessionId: id, plan: { enabled } });
    } catch (failure) {
      notices.report(failure);
    }
  }

  return {
    running,
    slow,
    progress,
    tracing,
    runsElsewhere,
    slowElsewhere,
    now,
    nowWith,
    cancel,
    setPlanEnabled,
  };
});
