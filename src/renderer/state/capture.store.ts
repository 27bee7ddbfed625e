import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Args } from '../../contract/methods';
import { useClient } from './api';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

/** Captures beside the plan. One at a time: the button that starts it says so while it runs. */
export const useCapture = defineStore('capture', () => {
  const client = useClient();
  const notices = useNotices();
  const open = useSession();
  const running = ref(false);

  async function now(what: Omit<Args<'capture.now'>, 'sessionId'> = {}): Promise<void> {
    const { id } = open;
    if (id === null || running.value || open.session?.targets.length === 0) return;
    running.value = true;
    try {
      const snapshots = await client.call('capture.now', { sessionId: id, ...what });
      for (const failure of snapshots.flatMap((snapshot) => snapshot.failures)) {
        notices.add({
          level: 'warning',
          message: failure.message,
          ...(failure.advice === undefined ? {} : { advice: failure.advice }),
          sessionId: id,
        });
      }
    } catch (failure) {
      notices.report(failure);
    } finally {
      running.value = false;
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

  return { running, now, setPlanEnabled };
});
