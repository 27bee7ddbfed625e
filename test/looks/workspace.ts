// A workspace that holds every state a session can be seen in, made by the services themselves before a host opens it:
// the sample, two traces, the captures as wide as they come, one that is empty, one that cannot be opened, two process lives, a crowd
// of notes, a target that never answered and one that answers no more.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createClient, type Client } from '../../src/contract/client';
import type { FLAGS } from '../../src/contract/flags';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import { makeLivesWorkspace } from '../e2e/support/lives-workspace';
import { makeLoadedWorkspace } from '../e2e/support/loaded-workspace';
import { makeTracesWorkspace } from '../e2e/support/traces-workspace';
import { bundle } from '../support/bundle';
import { plumbline } from '../support/cli';
import { makeNotedSession, NOTED_EVERY_MS, NOTED_FROM } from '../support/noted-session';
import { startReplay } from '../support/replay-server';

export async function makeFullWorkspace(path: string): Promise<void> {
  await makeLoadedWorkspace(path);
  await makeLivesWorkspace(path);
  await makeTracesWorkspace(path, 'traced');
  await makeCrowdOfNotes(path);
  await makeTargetsThatFail(path);
  for (const pods of [5, 20]) await makePods(path, pods);
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

/** As pods are reached through the API server, all of one deployment: named alike up to their ends. */
const podUrl = (host: string, pod: string): string =>
  `${host}/api/v1/namespaces/production-eu-central-1/pods/http:${pod}:6060/proxy/debug/pprof`;
const podName = (i: number): string =>
  `collect-svr-7d9f8b6c5d-${['x2x9k', 'q7m4t', 'zz0pl'][i] ?? `p${String(i).padStart(2, '0')}w8`}`;

/** Leaking and steady by turns; one has a name, one is paused, and three answer nothing. */
async function makePods(path: string, count: number): Promise<void> {
  const pods = Array.from({ length: count }, (_, i) => podName(i));
  const replays = await Promise.all(
    pods.map((pod, i) =>
      startReplay(i % 3 === 1 ? 'steady' : 'collectsvr', {
        advance: false,
        prefix: new URL(podUrl('http://x', pod)).pathname,
      }),
    ),
  );
  let running = [...replays];
  await withBackend(path, replays[0]?.recording.snapshots[0]?.timeMs ?? 0, async (client, pass) => {
    const { id: sessionId, targets } = await client.call('sessions.create', {
      name: `${count} pods`,
      targets: pods.map((pod, i) => ({ url: podUrl(replays[i]?.url ?? '', pod) })),
      plan: { enabled: false },
    });
    const capture = async (): Promise<void> => {
      pass();
      await client.call('capture.now', { sessionId, kinds: ['goroutine', 'heap', 'memory'] });
    };
    for (let i = 0; i < 12; i++) {
      for (const replay of replays) replay.seek(i);
      await capture();
    }
    const last = replays.slice(-3);
    running = replays.slice(0, -3);
    for (const replay of last) await replay.stop();
    await capture();
    await client.call('sessions.update', {
      sessionId,
      targets: targets.map((target, i) => ({
        ...target,
        label: i === 1 ? '第二个 pod：没有泄漏的版本' : null,
        paused: i === 2,
      })),
    });
  });
  for (const replay of running) await replay.stop();
}

async function withBackend(
  workspacePath: string,
  fromMs: number,
  use: (client: Client, pass: () => void) => Promise<void>,
): Promise<void> {
  const workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
  let now = fromMs;
  const backend = await createBackend({
    workspacePath,
    access: 'write',
    workerPath,
    abilities: {},
    runPlans: false,
    clock: { now: () => now, elapsed: () => now, boot: null, setTimer: () => () => undefined },
  });
  try {
    await use(createClient(createInMemoryTransport(backend)), () => (now += 600_000));
  } finally {
    await backend.close();
    await rm(workerPath, { force: true });
  }
}

async function makeTargetsThatFail(path: string): Promise<void> {
  const server = await startReplay('collectsvr', { advance: false });
  const fromMs = (server.recording.snapshots[0]?.timeMs ?? 0) - 60_000;
  await withBackend(path, fromMs, async (client, pass) => {
    const make = (name: string, url: string) =>
      client.call('sessions.create', { name, targets: [{ url }], plan: { enabled: false } });
    const capture = async (sessionId: string): Promise<void> => {
      pass();
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
    for (let i = 0; i < 3; i++) await capture(gone.id);
  });
}
