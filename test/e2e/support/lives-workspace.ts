// A workspace with two sessions, made of recordings and so without Go: `deploy`, whose first target leaks until another
// program takes its place while its second target goes on, and `balanced`, whose URL is answered by two by turns.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createClient } from '../../../src/contract/client';
import { createInMemoryTransport } from '../../../src/main/in-memory-transport';
import { createBackend } from '../../../src/main/services';
import { bundle } from '../../support/bundle';
import { startReplay } from '../../support/replay-server';

const KINDS = ['goroutine', 'heap', 'memory'];
/** Of 30 recorded snapshots, taken of all services at the same time. */
const SNAPSHOTS = 30;
const DEPLOY_AT = 18;
/** They were taken a second apart; here the clock says ten minutes, as a plan would. */
const EVERY_MS = 600_000;

export async function makeLivesWorkspace(workspacePath: string): Promise<void> {
  const workerPath = await bundle(resolve(import.meta.dirname, '../../../src/main/analysis/worker.ts'));
  const replays = {
    leaking: await startReplay('collectsvr', { advance: false }),
    repaired: await startReplay('steady', { advance: false }),
    other: await startReplay('heapmap', { advance: false }),
  };
  const { leaking, repaired, other } = replays;
  const beganMs = leaking.recording.snapshots[0]?.timeMs ?? 0;
  let nowMs = beganMs;
  const backend = await createBackend({
    workspacePath,
    access: 'write',
    workerPath,
    abilities: {},
    runPlans: false,
    clock: { now: () => nowMs, elapsed: () => nowMs, boot: null, setTimer: () => () => undefined },
  });
  try {
    const client = createClient(createInMemoryTransport(backend));
    const record = async (
      name: string,
      more: readonly string[],
      isLeaking: (snapshot: number) => boolean,
    ): Promise<void> => {
      const made = await client.call('sessions.create', {
        name,
        targets: [leaking.url, ...more].map((url) => ({ url })),
        plan: { enabled: false },
      });
      const sessionId = made.id;
      for (let i = 0; i < SNAPSHOTS; i++) {
        nowMs = beganMs + i * EVERY_MS;
        for (const replay of Object.values(replays)) replay.seek(i);
        const [first, ...rest] = made.targets;
        if (first === undefined) throw new Error('no target');
        const url = isLeaking(i) ? leaking.url : repaired.url;
        await client.call('sessions.update', { sessionId, targets: [{ ...first, url }, ...rest] });
        await client.call('capture.now', { sessionId, kinds: KINDS });
      }
    };
    await record('deploy', [other.url], (i) => i < DEPLOY_AT);
    await record('balanced', [], (i) => i % 2 === 0);
  } finally {
    await backend.close();
    for (const replay of Object.values(replays)) await replay.stop();
    await rm(workerPath, { force: true });
  }
}
