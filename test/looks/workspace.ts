// A workspace that holds every state a session can be seen in, made by the services themselves before a host opens it:
// the sample, the captures as wide as they come, one that is empty, one that cannot be opened, two process lives, a crowd
// of notes, a target that never answered and one that answers no more.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createClient } from '../../src/contract/client';
import type { FLAGS } from '../../src/contract/flags';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import { makeLivesWorkspace } from '../e2e/support/lives-workspace';
import { makeLoadedWorkspace } from '../e2e/support/loaded-workspace';
import { bundle } from '../support/bundle';
import { plumbline } from '../support/cli';
import { makeNotedSession, NOTED_EVERY_MS, NOTED_FROM } from '../support/noted-session';
import { startReplay } from '../support/replay-server';

export async function makeFullWorkspace(path: string): Promise<void> {
  await makeLoadedWorkspace(path);
  await makeLivesWorkspace(path);
  await makeCrowdOfNotes(path);
  await makeTargetsThatFail(path);
  const { code, stderr } = await plumbline(['sample', '--workspace', path]);
  if (code !== 0) throw new Error(stderr);
}

type Flag = (typeof FLAGS)[number];
const SOME_FLAGS: readonly (Flag | null)[] = ['deploy', 'incident', null, 'suspect'];
const LONG_NOTE =
  'Memory climbs through the whole range; the watcher of every refreshed key stays, see github.com/example/rainbow/v3/internal/pkg/config.(*appConfigLoader).Watch.func1';

/** Marks that meet, ranges that lie over one another, a note longer than any line. */
async function makeCrowdOfNotes(path: string): Promise<void> {
  await makeNotedSession(path, async (session) => {
    const at = (step: number): number => NOTED_FROM + step * NOTED_EVERY_MS;
    const write = (
      on: Parameters<typeof session.annotations.put>[0]['on'],
      text: string,
      flag: Flag | null = null,
      tags: string[] = [],
    ) => session.annotations.put({ on, text, tags, flag, basedOnMs: null });
    for (const [i, step] of [0, 2, 2.1, 2.2, 5, 7.5, 10.9, 11].entries())
      await write(
        { type: 'moment', timeMs: at(step) },
        `Moment ${i}: what was seen then`,
        SOME_FLAGS[i % 4] ?? null,
      );
    await write({ type: 'range', fromMs: at(1), toMs: at(6) }, LONG_NOTE, null, ['memory', 'root cause']);
    await write(
      { type: 'range', fromMs: at(4), toMs: at(9) },
      '第二段：流量高峰期间，内存与 goroutine 一同上升',
    );
    await write({ type: 'range', fromMs: at(8), toMs: at(11) }, 'Third');
    await session.notes.save(
      '# What is known\n\n- Two watchers a refresh, **never** ended\n- `kv_config.go:69`\n\n## 下一步\n\n1. 抓取 goroutine 转储\n2. 与修复后的版本对比\n',
      '',
    );
  });
}

async function makeTargetsThatFail(path: string): Promise<void> {
  const workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
  const server = await startReplay('collectsvr', { advance: false });
  let now = (server.recording.snapshots[0]?.timeMs ?? 0) - 60_000;
  const backend = await createBackend({
    workspacePath: path,
    access: 'write',
    workerPath,
    abilities: {},
    runPlans: false,
    clock: { now: () => now, elapsed: () => now, boot: null, setTimer: () => () => undefined },
  });
  let running = true;
  try {
    const client = createClient(createInMemoryTransport(backend));
    const make = (name: string, url: string) =>
      client.call('sessions.create', { name, targets: [{ url }], plan: { enabled: false } });
    const capture = async (sessionId: string): Promise<void> => {
      now += 600_000;
      await client.call('capture.now', { sessionId, kinds: ['goroutine', 'heap', 'memory'] });
    };
    const dead = await make('dead', 'http://127.0.0.1:1/debug/pprof');
    for (let i = 0; i < 3; i++) await capture(dead.id);
    const gone = await make('gone', server.url);
    for (let i = 0; i < 12; i++) {
      server.seek(i);
      await capture(gone.id);
    }
    await server.stop();
    running = false;
    for (let i = 0; i < 3; i++) await capture(gone.id);
  } finally {
    await backend.close();
    if (running) await server.stop();
    await rm(workerPath, { force: true });
  }
}
