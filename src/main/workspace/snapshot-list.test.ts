import { describe, expect, it } from 'vitest';
import { fillBytes, newSnapshot } from '../../../test/support/snapshots';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import type { SessionStore } from './session-store';
import { openWorkspace, openWorkspaceReadOnly } from './workspace';

const T = 1_746_000_000_000;

describe('the times of snapshots', () => {
  const root = temporaryFolder('times');
  let count = 0;
  async function session(): Promise<{
    store: SessionStore;
    ids: string[];
    reopen: () => Promise<SessionStore>;
  }> {
    const path = `${root}/${count++}`;
    const workspace = await openWorkspace(path);
    const store = await workspace.createSession({ name: 'times', targets: [{ url: 'http://pod1:6060' }] });
    for (const n of [1, 2, 3]) await store.addSnapshot(newSnapshot(T + n * 1000, [fillBytes(n, 20)]));
    const reopen = async (): Promise<SessionStore> => {
      await workspace.close();
      const again = await openWorkspaceReadOnly(path);
      return again.session(store.id);
    };
    return { store, ids: store.snapshots().map(({ id }) => id), reopen };
  }
  const shown = (store: SessionStore): string[] =>
    store.snapshots().map((s) => `${s.id} ${s.timeMs - T} ${s.timeSource}`);

  it('can be given, count from then on, and keep the one that was taken', async () => {
    const { store, ids, reopen } = await session();
    const before = store.snapshots();
    const [changed] = await store.setTimes([{ snapshotId: ids[0] ?? '', timeMs: T + 2500 }]);
    expect(changed).toMatchObject({
      timeMs: T + 2500,
      timeSource: 'user',
      retimedFrom: { timeMs: T + 1000, timeSource: 'fetch-clock' },
    });
    expect(before.map(({ id }) => id)).toEqual(ids); // whoever holds the old list keeps it
    expect(shown(store)).toEqual([
      `${ids[1]} 2000 fetch-clock`,
      `${ids[0]} 2500 user`,
      `${ids[2]} 3000 fetch-clock`,
    ]);
    expect(store.lastTakenMs('pod1')).toBe(T + 3000);
    expect(shown(await reopen())).toEqual(shown(store));
  });

  it('are the old ones again when they are taken back, however often they were changed', async () => {
    const { store, ids, reopen } = await session();
    const before = store.snapshots();
    const [id = ''] = ids;
    await store.setTimes([{ snapshotId: id, timeMs: T + 9000 }]);
    await store.setTimes([{ snapshotId: id, timeMs: T + 2000 }]);
    expect(store.snapshot(id).retimedFrom).toEqual({ timeMs: T + 1000, timeSource: 'fetch-clock' });
    // The same time as another's: the journal's order decides.
    expect(store.snapshots().map((s) => s.id)).toEqual(ids);
    await store.setTimes([{ snapshotId: id, timeMs: null }]);
    expect(store.snapshots()).toEqual(before);
    expect((await reopen()).snapshots()).toEqual(before);
  });

  it('change all or not at all', async () => {
    const { store, ids } = await session();
    const before = shown(store);
    const unknown = store.setTimes([
      { snapshotId: ids[0] ?? '', timeMs: T },
      { snapshotId: 'nobody', timeMs: T },
    ]);
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    const never = store.setTimes([{ snapshotId: ids[0] ?? '', timeMs: 1e18 }]);
    await expect(never).rejects.toMatchObject({ code: 'bad-request' });
    expect(shown(store)).toEqual(before);
  });
});
