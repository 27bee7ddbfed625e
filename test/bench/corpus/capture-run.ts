// One session of one service, captured by the built product as a user's would be.
import type { Client } from '../../../src/contract/client';
import type { Scenario } from '../../support/corpus';
import { startService } from '../../support/go-service';

/** A second of the service is ten minutes of one that lives at the usual pace. */
const TIME_SCALE = 600;
const EVERY_MS = 1000;
const KINDS = ['goroutine', 'heap', 'memory'];
/** A machine that does too much else leaves gaps, and then another session is judged than was meant. */
const LEAST_OF_PLANNED = 0.9;

/** A line of a corpus' `runs.jsonl`. */
export interface CapturedRun {
  readonly scenario: string;
  readonly seed: number;
  readonly sessionId: string;
  readonly goVersion: string;
}

/** `seconds` long, with a dump of all goroutines in the middle and one at the end. Rejects where too many snapshots are missing. */
export async function captureRun(
  client: Client,
  scenario: Scenario,
  seed: number,
  seconds: number,
): Promise<CapturedRun> {
  const service = await startService(
    'corpus',
    ['-scenario', scenario.name, '-seed', String(seed), '-tick', `${EVERY_MS}ms`],
    scenario.needs === '' ? 'plain' : 'cgo',
  );
  try {
    const { id: sessionId } = await client.call('sessions.create', {
      name: `${scenario.name} ${seed}`,
      targets: [{ url: service.url, metricsUrl: `${service.url}/metrics` }],
      plan: { enabled: false, everyMs: EVERY_MS, kinds: KINDS, heapGc: true },
      timeScale: TIME_SCALE,
    });
    const half = async (): Promise<void> => {
      const untilMs = Date.now() + (seconds / 2) * 1000;
      await client.call('capture.run', { sessionId, plan: { untilMs } });
      await client.call('capture.now', { sessionId, kinds: [...KINDS, 'goroutine-dump'] });
    };
    await half();
    await half();
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    if (snapshotId.length < LEAST_OF_PLANNED * seconds)
      throw new Error(`${snapshotId.length} snapshots came in ${seconds} s: this machine is too busy`);
    return { scenario: scenario.name, seed, sessionId, goVersion: service.goVersion };
  } finally {
    await service.stop();
  }
}
