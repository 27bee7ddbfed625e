import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { PlumblineError } from '../../contract/errors';
import { makeFakeClient, settle, type FakeClient } from '../../../test/support/fake-client';
import { makeTimeline } from '../../../test/support/timeline';
import { provideClient } from './api';
import { sentenceOf, useNotices } from './notices.store';
import { useSession } from './session.store';
import { useSnapshotTime } from './snapshot-time.store';

let client: FakeClient;
let pinia: Pinia;
const snapshot = { id: 's0', timeMs: 5000, timeSource: 'body' };

beforeEach(async () => {
  client = makeFakeClient();
  pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
  const loaded = useSession(pinia).load('one');
  await client.answer('sessions.get', { id: 'one' });
  await client.answer('timeline.get', makeTimeline([{ at: 5000 }]));
  await client.answer('sessions.status', []);
  await loaded;
});

async function asked(found: object = snapshot) {
  const store = useSnapshotTime(pinia);
  void store.ask('s0');
  await client.answer('snapshots.get', found);
  expect(store.snapshot).toEqual(found);
  return store;
}
const given = (): unknown[] =>
  client.calls
    .filter(({ method }) => method === 'snapshots.setTimes')
    .map(({ args }) => (args as { times: { timeMs: number | null }[] }).times[0]?.timeMs);

describe('the time of a snapshot', () => {
  it('is given, said, and taken back to the one that it was taken with', async () => {
    const store = await asked();
    void store.give(
      7000,
      () => 'said',
      () => 'Undo',
    );
    await client.answer('snapshots.setTimes', []);
    expect(store.snapshot).toBeNull();
    const [notice] = useNotices(pinia).shown;
    expect(notice && [notice.level, sentenceOf(notice).message, notice.action?.label()]).toEqual([
      'info',
      'said',
      'Undo',
    ]);
    notice?.action?.run();
    expect(given()).toEqual([7000, null]);
  });

  it('goes back to the one that was given before, where there was one', async () => {
    const store = await asked({
      ...snapshot,
      timeSource: 'user',
      retimedFrom: { timeMs: 1, timeSource: 'body' },
    });
    void store.give(
      7000,
      () => 'said',
      () => 'Undo',
    );
    await client.answer('snapshots.setTimes', []);
    useNotices(pinia).shown[0]?.action?.run();
    expect(given()).toEqual([7000, 5000]);
  });

  it('stays open with what went wrong', async () => {
    const store = await asked();
    void store.give(
      7000,
      () => 'said',
      () => 'Undo',
    );
    await client.fail(
      'snapshots.setTimes',
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.' }),
    );
    await settle();
    expect(store.problem?.message).toBe('The disk is full.');
    expect(store.snapshot).not.toBeNull();
    expect(useNotices(pinia).shown).toEqual([]);
  });
});
