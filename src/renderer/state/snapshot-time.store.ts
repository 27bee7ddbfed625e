// The time of one snapshot: looked at and given by the user, and taken back.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Snapshot } from '../../contract/domain';
import { useClient } from './api';
import type { Change } from './changes.store';
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

  const set = (sessionId: string, snapshotId: string, timeMs: number | null): Promise<Snapshot[]> =>
    client.call('snapshots.setTimes', { sessionId, times: [{ snapshotId, timeMs }] });
  function changeOf(
    sessionId: string,
    snapshotId: string,
    wasMs: number | null,
    isMs: number | null,
  ): Change {
    return {
      about: `snapshot ${snapshotId}`,
      of: 'time',
      takeBack: async () => {
        await set(sessionId, snapshotId, wasMs);
        return changeOf(sessionId, snapshotId, isMs, wasMs);
      },
    };
  }

  /** `timeMs` null: the time that it was taken with. null: it failed, which is said in the dialog. */
  async function give(timeMs: number | null): Promise<Change | null> {
    const before = snapshot.value;
    const sessionId = open.id;
    if (before === null || sessionId === null || busy.value) return null;
    busy.value = true;
    try {
      await set(sessionId, before.id, timeMs);
      close();
      const wasMs = before.retimedFrom === undefined ? null : before.timeMs;
      return changeOf(sessionId, before.id, wasMs, timeMs);
    } catch (failure) {
      problem.value = toProblem(failure);
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { snapshot, problem, busy, ask, close, give };
});
