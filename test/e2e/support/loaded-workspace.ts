// A workspace as one has it after some weeks: the story's service captured over its whole recording, captures as wide as they
// come, a session that has nothing yet, one that cannot be opened. Made by the services themselves, before a host opens it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../src/contract/methods';
import { createClient, type Client } from '../../../src/contract/client';
import type { AppSettings } from '../../../src/main/app-settings';
import { createInMemoryTransport } from '../../../src/main/in-memory-transport';
import { createBackend } from '../../../src/main/services';
import { bundle } from '../../support/bundle';
import { dumpText } from '../../support/make-dump';
import { startReplay } from '../../support/replay-server';
import { wideCounts, wideHeap } from '../../support/wide-captures';

export interface LoadedWorkspace {
  /** Ids of its sessions. */
  readonly story: string;
  readonly wide: string;
  readonly empty: string;
  readonly broken: string;
}

const untouched: AppSettings = {
  problem: null,
  path: '',
  get: () => DEFAULT_SETTINGS,
  set: () => Promise.resolve(DEFAULT_SETTINGS),
};

export async function makeLoadedWorkspace(path: string): Promise<LoadedWorkspace> {
  const workerPath = await bundle(resolve(import.meta.dirname, '../../../src/main/analysis/worker.ts'));
  const server = await startReplay('collectsvr', { advance: false });
  const { snapshots } = server.recording;
  let now = (snapshots[0]?.timeMs ?? 0) - 60_000;
  const backend = await createBackend({
    workspacePath: path,
    access: 'write',
    workerPath,
    abilities: {},
    settings: untouched,
    runPlans: false,
    clock: { now: () => now, elapsed: () => now, boot: null, setTimer: () => () => undefined },
  });
  try {
    const client = createClient(createInMemoryTransport(backend));
    const empty = await client.call('sessions.create', { name: 'empty_svr', targets: [] });
    const wide = await makeWide(client, now);
    const story = await client.call('sessions.create', {
      name: 'collect_svr',
      targets: [{ url: server.url }],
      plan: { enabled: false },
    });
    const kinds = ['goroutine', 'heap', 'memory'];
    for (const [i, { timeMs }] of snapshots.entries()) {
      now = timeMs;
      server.seek(i);
      const last = i === snapshots.length - 1;
      await client.call('capture.now', {
        sessionId: story.id,
        kinds: last ? [...kinds, 'goroutine-dump'] : kinds,
      });
    }
    const broken = join(path, 'sessions', 'broken-svr-0000');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'session.json'), '{"formatVersion":1,"name":');
    return { story: story.id, wide, empty: empty.id, broken: 'broken-svr-0000' };
  } finally {
    await backend.close();
    await server.stop();
    await rm(workerPath, { force: true });
  }
}

/** Two moments of ten thousand stacks each, and a dump beside the second. */
async function makeWide(client: Client, startMs: number): Promise<string> {
  const name = 'a service whose name is as long as names of services come, staging, second try';
  const { id } = await client.call('sessions.create', { name, targets: [] });
  const files = [];
  for (const [i, timeMs] of [startMs - 86_400_000, startMs].entries()) {
    const rows = i === 0 ? 9_000 : 10_000;
    const bodies: [string, Uint8Array][] = [
      ['goroutine.txt', wideCounts(rows)],
      ['heap.pb', wideHeap(timeMs, rows)],
    ];
    if (i === 1) bodies.push(['dump.txt', new TextEncoder().encode(dumpText({ goroutines: 4_000 }))]);
    for (const [file, bytes] of bodies) {
      files.push({ upload: await client.upload(bytes), name: `${i}-${file}`, modifiedMs: null, timeMs });
    }
  }
  const { failed } = await client.call('import.commit', { sessionId: id, files });
  if (failed.length > 0) throw new Error(failed[0]?.message);
  return id;
}
