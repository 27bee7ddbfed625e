// A workspace with four sessions, made of recordings and so without Go: `leaking`, whose service is still played back when
// it is opened; `two`, of which one of two targets leaks; `restarted`, whose process leaked and has just been replaced by one that does not; `imported`, one text file.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createClient } from '../../../src/contract/client';
import { createInMemoryTransport } from '../../../src/main/in-memory-transport';
import { createBackend } from '../../../src/main/services';
import { bundle } from '../../support/bundle';
import { startReplay } from '../../support/replay-server';

const KINDS = ['goroutine', 'heap', 'memory'];
/** They were taken a second apart; here the clock says an hour, so that the process grows a day old. */
const EVERY_MS = 3_600_000;
const RESTART_AT = 18;
const AFTER = 3;
/** Hours at which somebody asks for the verdict of `restarted`. */
const ASKED_AT = [4, RESTART_AT - 1, RESTART_AT + AFTER - 1];

export interface VerdictWorkspace {
  stop(): Promise<void>;
}

export async function makeVerdictWorkspace(workspacePath: string): Promise<VerdictWorkspace> {
  const workerPath = await bundle(resolve(import.meta.dirname, '../../../src/main/analysis/worker.ts'));
  const leaking = await startReplay('collectsvr', { advance: false });
  const repaired = await startReplay('steady', { advance: false });
  const { snapshots } = leaking.recording;
  const beganMs = snapshots[0]?.timeMs ?? 0;
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
    const create = (name: string, targets: readonly { url: string; label?: string }[]) =>
      client.call('sessions.create', {
        name,
        targets: [...targets],
        plan: { enabled: false, everyMs: EVERY_MS },
      });
    const goTo = (hour: number): void => {
      nowMs = beganMs + hour * EVERY_MS;
      leaking.seek(Math.min(hour, snapshots.length - 1));
      repaired.seek(Math.min(hour, snapshots.length - 1));
    };

    const whole = await create('leaking', [{ url: leaking.url }]);
    const two = await create('two', [
      { url: repaired.url, label: 'calm' },
      { url: leaking.url, label: 'leaky' },
    ]);
    const restarted = await create('restarted', [{ url: leaking.url }]);
    for (let hour = 0; hour < snapshots.length; hour++) {
      goTo(hour);
      const isEnd = hour === 0 || hour === snapshots.length - 1;
      await client.call('capture.now', {
        sessionId: whole.id,
        kinds: isEnd ? [...KINDS, 'goroutine-dump'] : KINDS,
      });
      await client.call('capture.now', { sessionId: two.id, kinds: KINDS });
      if (hour >= RESTART_AT + AFTER) continue;
      const [target] = restarted.targets;
      if (hour === RESTART_AT && target !== undefined)
        await client.call('sessions.update', {
          sessionId: restarted.id,
          targets: [{ ...target, url: repaired.url }],
        });
      await client.call('capture.now', { sessionId: restarted.id, kinds: KINDS });
      if (ASKED_AT.includes(hour)) await client.call('findings.get', { sessionId: restarted.id });
    }

    const { id: imported } = await create('imported', []);
    const upload = await client.upload(new TextEncoder().encode(twoPlaces()));
    await client.call('import.commit', {
      sessionId: imported,
      files: [{ upload, name: 'goroutine.txt', modifiedMs: null, timeMs: beganMs }],
    });
  } finally {
    await backend.close();
    await rm(workerPath, { force: true });
  }
  return {
    async stop() {
      await leaking.stop();
      await repaired.stop();
    },
  };
}

const LONG =
  'git.example.com/platform/observability/collect-server/internal/pkg/config.(*appConfigLoaderRainbowImplementation).Watch.func1';

/** A goroutine profile as text: 2,000 in either of two places, one of them of a long name, and 12 elsewhere. */
function twoPlaces(): string {
  const record = (n: number, at: string, symbol: string, file: string): string =>
    `${n} @ ${at} 0x2\n#\t${at}\truntime.gopark+0x1\t/go/src/runtime/proc.go:435\n#\t0x2\t${symbol}+0x1\t${file}\n`;
  return [
    'goroutine profile: total 4012',
    record(2000, '0x1', LONG, '/src/config/rainbow.go:72'),
    record(2000, '0x3', 'example.com/rainbow.(*KV).Watch.func1', '/src/rainbow/kv_config.go:69'),
    record(12, '0x4', 'main.main', '/src/main.go:31'),
  ].join('\n');
}
