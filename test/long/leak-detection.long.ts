// What the runtime proves (goroutineleak), captured from programs that are built with its leak detection, and what only growth shows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonShape } from '../../src/contract/cli-json';
import { plumbline, plumblineJson } from '../support/cli';
import { startService, whyNoLeakDetection } from '../support/go-service';

type VerdictJson = JsonShape<'verdict'>;

const why = whyNoLeakDetection();
if (why !== null) console.log(`Leak detection is not tested: ${why}.`);

describe.skipIf(why !== null)('the leak detection of Go 1.26', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-leak-detection-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** By the verdict's JSON, after some snapshots and one goroutineleak capture. */
  async function verdictOf(scenario: string): Promise<VerdictJson> {
    const flags = ['-scenario', scenario, '-tick', '250ms'];
    const running = await startService('corpus', flags, 'leak-detecting');
    const where = ['--workspace', join(folder, scenario)];
    const run = async (...args: string[]): Promise<void> => {
      const { code, stderr } = await plumbline([...args, ...where]);
      expect([code, stderr]).toEqual([0, '']);
    };
    try {
      await run(
        'session',
        'create',
        'leaks',
        '--target',
        running.url,
        '--every',
        '1s',
        '--kinds',
        'goroutine',
      );
      await run('capture', 'leaks', '--for', '12s');
      await run('capture', 'leaks', '--once', '--kinds', 'goroutineleak');
      return await plumblineJson<VerdictJson>(['verdict', 'leaks', ...where]);
    } finally {
      await running.stop();
    }
  }
  const says = ({ evidence }: VerdictJson, key: string): string | undefined =>
    evidence.find((row) => row.key === key)?.message;

  it('proves what nothing can wake, within seconds', async () => {
    const verdict = await verdictOf('channel-send-without-receiver');
    expect(verdict).toMatchObject({ verdict: 'goroutine-leak', row: 'runtime-proof' });
    expect(verdict.sentence).toMatch(/^The runtime has proven \d+ goroutines leaked, at channels\.go:\d+: /);
    expect(says(verdict, 'shows-leaked')).toMatch(/^goroutineleak: \d+ goroutines cannot be woken/);
  });

  it('lists none that a ticker will wake, whose growth is shown all the same', async () => {
    const verdict = await verdictOf('goroutine-per-client-with-ticker');
    expect(verdict).toMatchObject({ verdict: 'growing', row: 'growing' });
    expect(says(verdict, 'shows-none-leaked')).toContain('lists none');
    expect(says(verdict, 'shows-goroutines')).toContain('contexts.go');
  });
});
