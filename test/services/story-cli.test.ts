// The story through the command line alone: create, capture on a one-second plan, and be told what leaks and how fast.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoroutinesReport } from '../../src/contract/analysis';
import type { GrowthReport } from '../../src/contract/growth';
import type { JsonShape } from '../../src/contract/cli-json';
import type { Session, Timeline } from '../../src/contract/domain';
import { plumbline, plumblineJson } from '../support/cli';
import { goAvailable, startService, type GoService } from '../support/go-service';

type VerdictJson = JsonShape<'verdict'>;

const TICK_MS = 500;
/** Each tick leaves two goroutines behind, one in each stack. */
const TRUE_RATE_PER_HOUR = 3_600_000 / TICK_MS;
const WATCHERS = /rainbow\.go|kv_config\.go/;

describe.skipIf(!goAvailable())('the story, by command line (needs Go)', () => {
  let service: GoService;
  let workspace = '';

  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'plumbline-story-'));
    service = await startService('collectsvr', ['-tick', `${TICK_MS}ms`, '-preleak', '500']);
  });
  afterAll(async () => {
    await service.stop();
    await rm(workspace, { recursive: true, force: true });
  });

  const inWorkspace = ['--workspace', ''];
  beforeAll(() => {
    inWorkspace[1] = join(workspace, 'w');
  });

  it('creates a session, captures it for 45 s, and finds both Watch stacks with their true rate', async () => {
    const session = await plumblineJson<Session>([
      'session',
      'create',
      'collect-svr',
      '--target',
      service.url,
      '--every',
      '1s',
      '--kinds',
      'goroutine,heap,memory',
      ...inWorkspace,
    ]);
    expect(session.id).toMatch(/^collect-svr-/);

    const captured = await plumbline(['capture', 'collect-svr', '--for', '45s', ...inWorkspace]);
    expect(captured.stderr).toBe('');
    expect(captured.code).toBe(0);
    const { timeline } = await plumblineJson<{ timeline: Timeline }>([
      'session',
      'show',
      'collect-svr',
      ...inWorkspace,
    ]);
    expect(timeline.snapshotId.length).toBeGreaterThanOrEqual(25);
    expect(timeline.failed.filter(Boolean)).toEqual([]);

    const { suspects } = await plumblineJson<GrowthReport>(['growth', 'collect-svr', ...inWorkspace]);
    const goroutines = suspects.filter((s) => s.kind === 'goroutine');
    expect(
      goroutines
        .slice(0, 2)
        .map((s) => s.site.file.replace(/.*\//, ''))
        .sort(),
    ).toEqual(['kv_config.go', 'rainbow.go']);
    for (const suspect of goroutines.slice(0, 2)) {
      const [low, high] = suspect.slopeInterval ?? [Number.NaN, Number.NaN];
      expect(low).toBeLessThanOrEqual(TRUE_RATE_PER_HOUR);
      expect(high).toBeGreaterThanOrEqual(TRUE_RATE_PER_HOUR);
      expect(suspect.last).toBeGreaterThan(500);
      expect(suspect.pattern).toBe('receive-without-sender');
    }
    expect(goroutines.slice(2)).toEqual([]);
  });

  it('gives the verdict: growing, since the process is young; and fails where it is told to', async () => {
    const report = await plumblineJson<VerdictJson>(['verdict', 'collect-svr', ...inWorkspace]);
    expect(report).toMatchObject({ verdict: 'growing', also: [] });
    expect(report.sentence).toMatch(
      /^Goroutines grow, 2[34]0 a minute more at (kv_config|rainbow)\.go:\d+, (kv_config|rainbow)\.go:\d+\. That is proven/,
    );
    expect(report.evidence.map(({ key }) => key)).toContain('shows-goroutines');
    expect(report.next.flatMap(({ capture }) => capture)).toContain('goroutine-dump');
    const failing = (what: string): Promise<number | null> =>
      plumbline(['verdict', 'collect-svr', '--fail-on', what, ...inWorkspace]).then(({ code }) => code);
    expect([await failing('leak'), await failing('growing'), await failing('any')]).toEqual([0, 3, 3]);
    expect((await plumbline(['verdict', 'collect-svr', '--fail-on', 'all', ...inWorkspace])).code).toBe(2);
  });

  it('says what stands where from a single file of the session', async () => {
    const day = join(workspace, 'w', 'sessions', (await readdir(join(workspace, 'w', 'sessions')))[0] ?? '');
    const files = (await readdir(day, { recursive: true }))
      .filter((name) => name.endsWith('goroutine.pb.gz'))
      .sort();
    const report = await plumblineJson<GoroutinesReport>([
      'goroutines',
      join(day, files[0] ?? ''),
      '--by',
      'site',
    ]);
    const watching = report.groups.filter((group) => group.count >= 500);
    expect(watching).toHaveLength(2);
    for (const group of watching) {
      expect(group.site?.file).toMatch(WATCHERS);
      expect(group.state).toBe('chan receive');
    }
  });

  it('says which process holds the workspace, to a second that would write', async () => {
    const { startPlumbline } = await import('../support/cli');
    const first = startPlumbline(['serve', ...inWorkspace]);
    try {
      await new Promise<void>((resolve, reject) => {
        first.stdout?.once('data', () => resolve());
        first.once('exit', (code) => reject(new Error(`serve exited with ${code}`)));
      });
      const second = await plumbline(['session', 'create', 'other', '--target', service.url, ...inWorkspace]);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(String(first.pid));
      const reading = await plumbline(['session', 'list', ...inWorkspace]);
      expect(reading.code).toBe(0);
      expect(reading.stdout).toContain('collect-svr');
    } finally {
      first.kill();
      await new Promise((resolve) => first.once('exit', resolve));
    }
  });
});
