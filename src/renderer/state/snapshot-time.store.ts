// The time of one snapshot: looked at and given by the user, and taken back.
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Snapshot } from '../../contract/domain';
import { failed } from '../../contract/errors';
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

  /** Answers the time that the snapshot has then. */
  async function set(sessionId: string, snapshotId: string, timeMs: number | null): Promise<number | null> {
    const times = [{ snapshotId, timeMs }];
    const [changed] = await client.call('snapshots.setTimes', { sessionId, times });
    return changed?.timeMs ?? null;
  }
  /** Rejects where another window has given it another time than is known here. */
  async function expectTime(sessionId: string, snapshotId: string, knownMs: number | null): Promise<void> {
    const now = await client.call('snapshots.get', { sessionId, snapshotId });
    if (now.timeMs !== knownMs) throw failed('time-changed-since');
  }
  /** `givenMs`: null for the time that it was taken with; `leftMs`: the time that it has by it. */
  function changeOf(
    sessionId: string,
    snapshotId: string,
    wasMs: number | null,
    givenMs: number | null,
    leftMs: number | null,
  ): Change {
    return {
      sessionId,
      about: `snapshot ${snapshotId}`,
      of: 'time',
      takeBack: async () => {
        await expectTime(sessionId, snapshotId, leftMs);
        const backMs = await set(sessionId, snapshotId, wasMs);
        return changeOf(sessionId, snapshotId, givenMs, wasMs, backMs);
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
      await expectTime(sessionId, before.id, before.timeMs);
      const leftMs = await set(sessionId, before.id, timeMs);
      close();
      const wasMs = before.retimedFrom === undefined ? null : before.timeMs;
      return changeOf(sessionId, before.id, wasMs, timeMs, leftMs);
    } catch (failure) {
      problem.value = toProblem(failure);
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { snapshot, problem, busy, ask, close, give };
});
