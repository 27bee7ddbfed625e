// The corpus of services of a known truth, so that it does not rot: what it lists keeps its rules, and two of it are captured.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoroutinesReport } from '../../src/contract/analysis';
import type { GrowthReport } from '../../src/contract/growth';
import type { Session } from '../../src/contract/domain';
import { plumbline, plumblineJson } from '../support/cli';
import { listScenarios, type Scenario } from '../support/corpus';
import { goAvailable, startService } from '../support/go-service';

const LEAKING = 'channel-receive-without-sender';
const INNOCENT = 'idle';

describe.skipIf(!goAvailable())('the corpus (needs Go)', () => {
  let scenarios: Scenario[] = [];
  let folder = '';
  beforeAll(async () => {
    scenarios = await listScenarios();
    folder = await mkdtemp(join(tmpdir(), 'plumbline-corpus-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has enough of both, and a third of each held out', () => {
    for (const [kind, least] of [
      ['leak', 30],
      ['innocent', 20],
    ] as const) {
      const all = scenarios.filter((scenario) => scenario.class === kind);
      expect(all.length).toBeGreaterThanOrEqual(least);
      const heldOut = all.filter((scenario) => scenario.heldOut).length / all.length;
      expect(Math.abs(heldOut - 1 / 3)).toBeLessThan(0.05);
    }
  });

  it('says of each what is right to say, and where it leaks', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
    for (const { name, class: kind, expected, suspects } of scenarios) {
      const accuses = expected.some((word) => /-leak$|off-heap/.test(word) && word !== 'no-leak');
      expect([name, accuses]).toEqual([name, kind === 'leak']);
      const isShown = expected[0] === 'goroutine-leak' || expected[0] === 'heap-leak';
      expect([name, suspects.length > 0]).toEqual([name, isShown]);
    }
  });

  it('has one that leaks where it says, and one that does not', async () => {
    const [leaking, innocent] = await Promise.all([captured(LEAKING), captured(INNOCENT)]);
    const suspects = scenarios.find(({ name }) => name === LEAKING)?.suspects ?? [];
    const leaked = ({ first, last }: typeof leaking): number[] =>
      [first, last].map(({ groups }) =>
        groups.reduce(
          (sum, { site, count }) => sum + (suspects.includes(site?.function ?? '') ? count : 0),
          0,
        ),
      );
    const [before = 0, after = 0] = leaked(leaking);
    expect(after - before).toBeGreaterThan(20);
    expect(innocent.growth.suspects).toEqual([]);
    // One more or less that answers just now.
    expect(Math.abs(innocent.last.total - innocent.first.total)).toBeLessThanOrEqual(3);
  });

  /** Five snapshots, a second apart, of a service whose ten minutes are a twentieth of that. */
  async function captured(scenario: string): Promise<{
    first: GoroutinesReport;
    last: GoroutinesReport;
    growth: GrowthReport;
  }> {
    const service = await startService('corpus', ['-scenario', scenario, '-tick', '50ms']);
    try {
      const inWorkspace = ['--workspace', join(folder, scenario)];
      const target = ['--target', service.url, '--metrics', `${service.url}/metrics`];
      const plan = ['--every', '1s', '--kinds', 'goroutine,heap,memory', '--gc', '--time-scale', '12000'];
      const { id } = await plumblineJson<Session>([
        ...['session', 'create', scenario],
        ...target,
        ...plan,
        ...inWorkspace,
      ]);
      const run = await plumbline(['capture', id, '--for', '5s', ...inWorkspace]);
      expect(run.stderr).toBe('');
      const growth = await plumblineJson<GrowthReport>(['growth', id, ...inWorkspace]);
      const session = join(folder, scenario, 'sessions', id);
      const files = (await readdir(session, { recursive: true }))
        .filter((name) => name.endsWith('goroutine.pb.gz'))
        .sort();
      expect(files.length).toBeGreaterThanOrEqual(3);
      const read = (file: string | undefined): Promise<GoroutinesReport> =>
        plumblineJson(['goroutines', join(session, file ?? ''), '--by', 'stack']);
      const [first, last] = await Promise.all([read(files[0]), read(files.at(-1))]);
      return { first, last, growth };
    } finally {
      await service.stop();
    }
  }
});
