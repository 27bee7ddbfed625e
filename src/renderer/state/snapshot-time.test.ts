import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { PlumblineError } from '../../contract/errors';
import { makeFakeClient, type FakeClient } from '../../../test/support/fake-client';
import { makeTimeline } from '../../../test/support/timeline';
import { provideClient } from './api';
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

/** Given another time, and taken back. */
async function givenAndTakenBack(found?: object) {
  const store = await asked(found);
  const giving = store.give(7000);
  await client.answer('snapshots.get', found ?? snapshot);
  await client.answer('snapshots.setTimes', [{ timeMs: 7000 }]);
  expect(store.snapshot).toBeNull();
  const takingBack = (await giving)?.takeBack();
  await client.answer('snapshots.get', { timeMs: 7000 });
  await client.answer('snapshots.setTimes', [{ timeMs: 5000 }]);
  return await takingBack;
}

describe('the time of a snapshot', () => {
  it('is given, taken back to the one that it was taken with, and given again', async () => {
    const again = await givenAndTakenBack();
    expect(given()).toEqual([7000, null]);
    void again?.takeBack();
    await client.answer('snapshots.get', { timeMs: 5000 });
    expect(given()).toEqual([7000, null, 7000]);
  });

  it('goes back to the one that was given before, where there was one', async () => {
    await givenAndTakenBack({
      ...snapshot,
      timeSource: 'user',
      retimedFrom: { timeMs: 1, timeSource: 'body' },
    });
    expect(given()).toEqual([7000, 5000]);
  });

  it('is not taken back where another window has given one since', async () => {
    const store = await asked();
    const giving = store.give(7000);
    await client.answer('snapshots.get', snapshot);
    await client.answer('snapshots.setTimes', [{ timeMs: 7000 }]);
    const takingBack = (await giving)?.takeBack();
    await Promise.all([
      expect(takingBack).rejects.toMatchObject({ code: 'conflict' }),
      client.answer('snapshots.get', { timeMs: 8000 }),
    ]);
    expect(given()).toEqual([7000]);
  });

  it('is not given over one that another window has given since it was asked about', async () => {
    const store = await asked();
    const giving = store.give(7000);
    await client.answer('snapshots.get', { ...snapshot, timeMs: 8000 });
    expect([await giving, store.problem?.code, given()]).toEqual([null, 'conflict', []]);
  });

  it('stays open with what went wrong', async () => {
    const store = await asked();
    const giving = store.give(7000);
    await client.answer('snapshots.get', snapshot);
    await client.fail(
      'snapshots.setTimes',
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.' }),
    );
    expect(await giving).toBeNull();
    expect(store.problem?.message).toBe('The disk is full.');
    expect(store.snapshot).not.toBeNull();
  });
});
