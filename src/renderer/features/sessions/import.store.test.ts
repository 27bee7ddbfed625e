import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { makeFakeClient, settle, type FakeClient } from '../../../../test/support/fake-client';
import { facts } from '../../../../test/support/snapshots';
import { parseZone, UTC } from '../../../core/base/zone';
import { provideClient } from '../../state/api';
import { ownZone } from '../../state/local-time';
import { useImport } from './import.store';
import { zoneChoices } from './zone-choices';

let client: FakeClient;
let pinia: Pinia;

beforeEach(() => {
  client = makeFakeClient();
  pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
});

const utc = (text: string): number => Date.parse(`${text}Z`);
const ZONELESS = 'dump-2025-05-12T113606.txt';
const FILES: readonly { upload: string; name: string; modifiedMs: number | null; bodyMs: number | null }[] = [
  { upload: 'named', name: ZONELESS, modifiedMs: 1, bodyMs: null },
  { upload: 'zoned', name: '2025-05-12T10-00-00Z-heap.pb.gz', modifiedMs: 1, bodyMs: null },
  // What a profile says of itself goes before its name.
  { upload: 'body', name: '20250512_000000.pb.gz', modifiedMs: 1, bodyMs: utc('2025-05-12T09:00:00') },
];

async function lookInto(files: readonly (typeof FILES)[number][] = FILES) {
  const store = useImport(pinia);
  const picked = store.pick(null);
  await client.answer(
    'import.pick',
    files.map(({ upload, name, modifiedMs }) => ({ upload, name, modifiedMs, timeMs: null, zone: 'UTC' })),
  );
  await client.answer(
    'import.inspect',
    files.map(({ upload, bodyMs }) => ({
      upload,
      facts: facts('goroutine', { timeMs: bodyMs }),
      problem: null,
    })),
  );
  await picked;
  return store;
}
type Store = Awaited<ReturnType<typeof lookInto>>;
const times = (store: Store): [string, string][] =>
  store.rows.map((row) => [row.file.upload, new Date(row.timeMs ?? 0).toISOString().slice(5, 19)]);
async function committed(store: Store): Promise<unknown> {
  const done = store.commit('s');
  const call = client.calls.at(-1);
  await client.answer('import.commit', { snapshots: [], failed: [], duplicates: 0 });
  await done;
  return call;
}

describe('the times of an import', () => {
  it("begin in the reader's own zone", async () => {
    const store = await lookInto();
    expect(store.zone.name).toBe(ownZone().name);
    expect(store.zoneless).toBe(1);
  });

  it('of names without a zone are read again in the one that is chosen, and put in order', async () => {
    const store = await lookInto();
    store.setZone('UTC');
    expect(times(store)).toEqual([
      ['body', '05-12T09:00:00'],
      ['zoned', '05-12T10:00:00'],
      ['named', '05-12T11:36:06'],
    ]);
    store.setZone('Asia/Shanghai');
    expect(times(store)).toEqual([
      ['named', '05-12T03:36:06'],
      ['body', '05-12T09:00:00'],
      ['zoned', '05-12T10:00:00'],
    ]);
    store.setZone('nowhere');
    expect(store.zone.name).toBe('Asia/Shanghai');
    // The server reads them by the same rule, and writes down who said the time.
    expect(await committed(store)).toMatchObject({
      method: 'import.commit',
      args: {
        files: ['named', 'body', 'zoned'].map((upload) => ({ upload, zone: 'Asia/Shanghai', timeMs: null })),
      },
    });
  });

  it('move together, but for those that the user gave', async () => {
    const store = await lookInto();
    store.setZone('UTC');
    store.change('zoned', { timeMs: utc('2025-05-12T20:00:00') });
    store.shift = ' -90s ';
    expect(times(store)).toEqual([
      ['body', '05-12T08:58:30'],
      ['zoned', '05-12T20:00:00'],
      ['named', '05-12T11:34:36'],
    ]);
    expect(store.rows.map((row) => row.isShifted)).toEqual([true, false, true]);
    expect(await committed(store)).toMatchObject({
      args: {
        files: [
          { upload: 'body', timeMs: utc('2025-05-12T08:58:30') },
          { upload: 'zoned', timeMs: utc('2025-05-12T20:00:00') },
          { upload: 'named', timeMs: utc('2025-05-12T11:34:36') },
        ],
      },
    });
  });

  it('stay while a shift is nothing that can be read', async () => {
    const store = await lookInto();
    const before = times(store);
    store.shift = '8';
    expect(store.shiftMs).toBeNull();
    expect(times(store)).toEqual(before);
    store.shift = '';
    expect(store.shiftMs).toBe(0);
  });

  it('of the next import begin anew', async () => {
    const store = await lookInto();
    store.setZone('-12:00');
    store.shift = '8h';
    store.close();
    await settle();
    expect((await lookInto()).zone.name).toBe(ownZone().name);
    expect(store.shift).toBe('');
  });

  it('that nobody knows are asked for', async () => {
    const store = await lookInto([{ upload: 'bare', name: 'heap', modifiedMs: null, bodyMs: null }]);
    expect(store.rows).toMatchObject([{ timeMs: null, timeSource: null, problem: null, chosen: true }]);
  });
});

describe('zoneChoices', () => {
  const now = utc('2025-07-01T00:00:00');
  it('begins with the own zone, its offset of now beside it', () => {
    const [own, second, ...offsets] = zoneChoices(parseZone('Europe/Berlin') ?? UTC, now);
    expect(own).toEqual({ value: 'Europe/Berlin', label: 'Europe/Berlin (UTC+02:00)', isOwn: true });
    expect(second).toEqual({ value: 'UTC', label: 'UTC', isOwn: false });
    expect(offsets[0]?.value).toBe('-12:00');
    expect(offsets.at(-1)?.value).toBe('+14:00');
  });
  it('offers each once, and nothing that cannot be read back', () => {
    const values = zoneChoices(UTC, now).map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values.map((value) => parseZone(value)?.name)).toEqual(values);
  });
});
