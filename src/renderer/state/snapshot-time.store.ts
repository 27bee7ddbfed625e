// The time of one snapshot: looked at and given by the user, and taken back.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Snapshot } from '../../contract/domain';
import { useClient } from './api';
import { useNotices } from './notices.store';
import { toProblem, type Problem } from './problem';
import { useSession } from './session.store';

export const useSnapshotTime = defineStore('snapshotTime', () => {
  const client = useClient();
  const notices = useNotices();
  const open = useSession();
  /** The one that is asked about; null: none. */
  const snapshot = shallowRef<Snapshot | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);

  async function ask(snapshotId: string): Promise<void> {
    if (open.id === null) return;
    problem.value = null;
    try {
      snapshot.value = await client.call('snapshots.get', { sessionId: open.id, snapshotId });
    } catch (failure) {
      notices.report(failure);
    }
  }

  function close(): void {
    snapshot.value = null;
  }

  /** null: the time that it was taken with. `said` tells of the change, and `undo` takes it back. */
  async function give(timeMs: number | null, said: () => string, undo: () => string): Promise<void> {
    const before = snapshot.value;
    const sessionId = open.id;
    if (before === null || sessionId === null || busy.value) return;
    const set = (to: number | null): Promise<Snapshot[]> =>
      client.call('snapshots.setTimes', { sessionId, times: [{ snapshotId: before.id, timeMs: to }] });
    busy.value = true;
    try {
      await set(timeMs);
      close();
      const wasMs = before.retimedFrom === undefined ? null : before.timeMs;
      const run = (): void => void set(wasMs).catch(notices.report);
      notices.add({ level: 'info', words: said, action: { label: undo, run } });
    } catch (failure) {
      problem.value = toProblem(failure);
    } finally {
      busy.value = false;
    }
  }

  return { snapshot, problem, busy, ask, close, give };
});
