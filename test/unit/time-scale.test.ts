// A session of a service that ran faster than life: times are kept as they were, what is said per hour or apart is
// multiplied, and what a dump says in minutes is not said at all.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/contract/methods';
import { createClient, type Client } from '../../src/contract/client';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import type { Backend } from '../../src/main/backend';
import { createBackend } from '../../src/main/services';
import { bundle } from '../support/bundle';
import { openRecording } from '../support/replay-server';
import { temporaryFolder } from '../support/temporary-folder';

const DUMP = resolve(import.meta.dirname, '../fixtures/goroutine/go1.26/goroutine.debug2.txt');
const SCALE = 3600;

describe('a time scale', () => {
  const folder = temporaryFolder('time-scale');
  let backend: Backend;
  let client: Client;
  const ids: string[] = [];
  const recording = openRecording('collectsvr');
  const times = recording.snapshots.map(({ timeMs }) => Math.floor(timeMs));

  beforeAll(async () => {
    backend = await createBackend({
      workspacePath: join(folder, 'workspace'),
      access: 'write',
      workerPath: await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts')),
      abilities: {},
      settings: {
        path: '',
        get: () => DEFAULT_SETTINGS,
        set: () => Promise.resolve(DEFAULT_SETTINGS),
        problem: null,
      },
      runPlans: false,
    });
    client = createClient(createInMemoryTransport(backend));
    for (const timeScale of [1, SCALE]) {
      const { id } = await client.call('sessions.create', {
        name: `scale ${timeScale}`,
        targets: [],
        timeScale,
      });
      ids.push(id);
      const files = [];
      for (const [n, timeMs] of times.entries()) {
        const name = `${String(n).padStart(2, '0')}-goroutine.pb.gz`;
        const upload = await client.upload(recording.file(name));
        files.push({ upload, name, modifiedMs: null, timeMs });
      }
      const upload = await client.upload(readFileSync(DUMP));
      files.push({ upload, name: 'dump.txt', modifiedMs: null, timeMs: (times.at(-1) ?? 0) + 60_000 });
      await client.call('import.commit', { sessionId: id, files });
    }
  }, 60_000);
  afterAll(() => backend.close());

  const each = <T>(ask: (sessionId: string) => Promise<T>): Promise<T[]> => Promise.all(ids.map(ask));

  it('leaves the times as they were', async () => {
    const [life, scaled] = await each((sessionId) => client.call('timeline.get', { sessionId }));
    expect(life?.timeMs.slice(0, times.length)).toEqual(times);
    expect(scaled?.timeMs).toEqual(life?.timeMs);
  });

  it('multiplies the distance of two captures, and what it could have shown', async () => {
    const [life, scaled] = await each(async (sessionId) => {
      const { snapshotId } = await client.call('timeline.get', { sessionId });
      const [a = '', b = ''] = snapshotId;
      return client.call('compare.get', { sessionId, a, b, kind: 'goroutine' });
    });
    const realSeconds = ((times[1] ?? 0) - (times[0] ?? 0)) / 1000;
    expect(life?.distanceSeconds).toBeCloseTo(realSeconds, 6);
    expect(scaled?.distanceSeconds).toBeCloseTo(realSeconds * SCALE, 6);
    expect((life?.slowestVisiblePerHour ?? 0) / (scaled?.slowestVisiblePerHour ?? 1)).toBeCloseTo(SCALE, 6);
  });

  it('divides slopes per hour, and proves the same stacks', async () => {
    const [life, scaled] = await each(
      async (sessionId) => (await client.call('findings.get', { sessionId })).growth.suspects,
    );
    expect(life?.length).toBeGreaterThan(0);
    expect(scaled?.map(({ site }) => site)).toEqual(life?.map(({ site }) => site));
    life?.forEach((suspect, i) => {
      expect(suspect.slopePerHour / (scaled?.[i]?.slopePerHour ?? 1)).toBeCloseTo(SCALE, 3);
    });
  });

  it('says no waits where minutes mean nothing', async () => {
    const [life, scaled] = await each(async (sessionId) => {
      const { snapshotId } = await client.call('timeline.get', { sessionId });
      const last = snapshotId.at(-1) ?? '';
      const { groups } = await client.call('goroutines.group', { sessionId, snapshotId: last, by: 'stack' });
      return groups.filter(({ waitMinutes }) => waitMinutes !== null).length;
    });
    expect(life).toBeGreaterThan(0);
    expect(scaled).toBe(0);
  });

  it('says none of goroutines found by their goids either', async () => {
    const goids = Array.from({ length: 100 }, (_, i) => i + 1);
    const [life, scaled] = await each(async (sessionId) => {
      const { snapshotId } = await client.call('timeline.get', { sessionId });
      const last = snapshotId.at(-1) ?? '';
      const { found } = await client.call('goroutines.find', { sessionId, snapshotId: last, goids });
      return [found.length, found.filter(({ waitMinutes }) => waitMinutes !== null).length];
    });
    expect(life?.[1]).toBeGreaterThan(0);
    expect(scaled).toEqual([life?.[0], 0]);
  });
});
