// Process lives of real services: a restart, a deploy that repairs the leak, two pods, and two processes behind one URL.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../src/contract/client';
import type { Findings } from '../../src/contract/growth';
import type { Timeline } from '../../src/contract/domain';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import { bundle } from '../support/bundle';
import { plumbline } from '../support/cli';
import { goAvailable, startService, type GoService, type ServiceBuild } from '../support/go-service';
import { startProxy, startRoundRobin } from '../support/round-robin';
import { temporaryFolder } from '../support/temporary-folder';

const TICK_MS = 50;
const EVERY_MS = 4 * TICK_MS;
/** As far as two start times must be from one another, and a start from a snapshot, to be told apart. */
const APART_MS = 2_100;
const ALL = ['goroutine', 'heap', 'memory'];

const folder = temporaryFolder('lives');
let workerPath = '';
let count = 0;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function leaking(more: readonly string[] = [], build: ServiceBuild = 'plain'): Promise<GoService> {
  const flags = ['-tick', `${TICK_MS}ms`, '-traffic', '2', ...more];
  const service = await startService('collectsvr', flags, build);
  closing.push(() => service.stop());
  return service;
}
const sameAddress = (service: GoService): string[] => ['-addr', new URL(service.url).host];

interface Session {
  readonly workspace: string;
  readonly id: string;
  capture(times: number, kinds?: readonly string[]): Promise<void>;
  timeline(): Promise<Timeline>;
  findings(): Promise<Findings>;
  compare(a: number, b: number): Promise<readonly string[]>;
}

async function session(...urls: string[]): Promise<Session> {
  const workspace = join(folder, String(++count));
  const backend = await createBackend({
    workspacePath: workspace,
    access: 'write',
    workerPath,
    abilities: {},
    runPlans: false,
  });
  closing.push(() => backend.close());
  const client: Client = createClient(createInMemoryTransport(backend));
  const targets = urls.map((url) => ({ url }));
  const { id: sessionId } = await client.call('sessions.create', {
    name: 'lives',
    targets,
    plan: { enabled: false },
  });
  return {
    workspace,
    id: sessionId,
    async capture(times, kinds = ALL) {
      for (let i = 0; i < times; i++) {
        // The leak is by the clock, and so must the distance be: nothing is waited for.
        await sleep(EVERY_MS);
        await client.call('capture.now', { sessionId, kinds: [...kinds], heapGc: true });
      }
    },
    timeline: () => client.call('timeline.get', { sessionId, settled: true }),
    findings: () => client.call('findings.get', { sessionId }),
    async compare(a, b) {
      const { snapshotId } = await client.call('timeline.get', { sessionId });
      const [idA, idB] = [snapshotId[a] ?? '', snapshotId[b] ?? ''];
      const report = await client.call('compare.get', { sessionId, a: idA, b: idB, kind: 'goroutine' });
      return report.warnings;
    },
  };
}

describe.skipIf(!goAvailable())('process lives of real services (needs Go)', () => {
  beforeAll(async () => {
    workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
  });
  afterAll(() => rm(workerPath, { force: true }));

  it('a restart in the middle: growth, comparison and lines stay within a life', async () => {
    const first = await leaking();
    const s = await session(first.url);
    await s.capture(18);
    await first.stop();
    await leaking(sameAddress(first));
    await sleep(APART_MS);
    await s.capture(18);
    const timeline = await s.timeline();
    expect(timeline.lives).toMatchObject([
      { life: '1', began: null, unknown: false, newBuild: false, mixed: false },
      { life: '2', began: 'start-time', unknown: false, newBuild: false },
    ]);
    expect(timeline.life).toEqual([...Array<number>(18).fill(0), ...Array<number>(18).fill(1)]);
    expect(timeline.several).toEqual([]);
    const { growth } = await s.findings();
    expect(growth.suspects[0]).toMatchObject({ kind: 'goroutine', life: '2' });
    expect(growth.lives.map((life) => life.proven ?? 0).every((proven) => proven >= 2)).toBe(true);
    // The same program leaks as it did: nothing changed, and nothing is said to have.
    expect(growth.leads).toMatchObject([{ life: '2', change: null }]);
    expect(growth.excluded.every(({ why }) => why === 'earlier-life')).toBe(true);
    expect(await s.compare(2, 30)).toContain('different-lives');
    expect(await s.compare(2, 10)).not.toContain('different-lives');
  });

  it('a restart that only heap records tell', async () => {
    const first = await leaking();
    const s = await session(first.url);
    await s.capture(6, ['heap']);
    await first.stop();
    await leaking(sameAddress(first));
    await s.capture(6, ['heap']);
    const { lives } = await s.timeline();
    expect(lives).toMatchObject([
      { life: '1', unknown: false, startMs: null },
      { life: '2', unknown: false, startMs: null, began: 'heap-record' },
    ]);
  });

  it('a deploy that repairs the leak: is it fixed?', async () => {
    const first = await leaking();
    const s = await session(first.url);
    await s.capture(20);
    await first.stop();
    await leaking(sameAddress(first), 'repaired');
    await s.capture(20);
    const { growth } = await s.findings();
    const [before, after] = growth.lives;
    expect(after).toMatchObject({ began: 'start-time', newBuild: true, proven: 0 });
    expect(after?.buildId).not.toBe(before?.buildId);
    const perHour = 3_600_000 / TICK_MS;
    const [low, high] = before?.lead?.interval ?? [NaN, NaN];
    expect(low).toBeLessThanOrEqual(perHour);
    expect(high).toBeGreaterThanOrEqual(perHour);
    expect(after?.lead).toMatchObject({ last: 0, perHour: 0 });
    expect(before?.goroutines?.perHour).toBeGreaterThan(perHour);
    expect(growth.suspects.filter(({ kind }) => kind === 'goroutine')).toEqual([]);
    expect(growth.leads).toMatchObject([
      { life: '1', kind: 'goroutine', change: { before: '1', now: '2', newBuild: true } },
    ]);
    const said = await plumbline(['growth', s.id, '--workspace', s.workspace]);
    expect(said.stderr).toBe('');
    expect(said.stdout).toMatch(
      /Since the deploy of \S+ at \S+ \S+ \(build [0-9a-f]{10}\): [+−]0 ± \S+ an hour/,
    );
    expect(said.stdout).toContain('Per process life');
  });

  it('a restart between profiles and dumps: their frames differ, so no change is told', async () => {
    const first = await leaking();
    const s = await session(first.url);
    await s.capture(14, ['goroutine', 'memory']);
    await first.stop();
    const second = await leaking(sameAddress(first));
    await sleep(APART_MS);
    await s.capture(14, ['goroutine-dump', 'memory']);
    const { growth } = await s.findings();
    expect(growth.lives).toMatchObject([{ lead: null }, { began: 'start-time', newBuild: false }]);
    expect(growth.leads).toMatchObject([{ life: '2', change: null, otherFormat: ['1'] }]);
    const said = await plumbline(['growth', s.id, '--workspace', s.workspace]);
    expect(said.stdout).not.toContain('Since the');
    expect(said.stdout).toContain('cannot be followed in life 1: captured in another format than life 2');
    // A third that has both is judged on what the others can be judged on too, and compared with the last of those.
    await second.stop();
    await leaking(sameAddress(first));
    await sleep(APART_MS);
    await s.capture(14, ['goroutine', 'goroutine-dump', 'memory']);
    const after = (await s.findings()).growth;
    expect(after.lives.map(({ lead }) => lead !== null)).toEqual([true, false, true]);
    expect(after.leads).toMatchObject([{ life: '3', change: null, otherFormat: ['2'] }]);
  });

  it('two pods, one of which leaks', async () => {
    const bad = await leaking();
    const good = await leaking([], 'repaired');
    const s = await session(bad.url, good.url);
    await s.capture(20);
    const { growth, basis } = await s.findings();
    const [badId, goodId] = growth.lives.map((life) => life.target);
    expect(growth.lives).toMatchObject([{ life: '1' }, { life: '1', proven: 0 }]);
    expect(new Set([badId, goodId]).size).toBe(2);
    const goroutines = growth.suspects.filter(({ kind }) => kind === 'goroutine');
    expect(goroutines.map(({ target }) => target)).toEqual([badId, badId]);
    expect(new Set(basis.map(({ target }) => target))).toEqual(new Set([badId, goodId]));
    expect(await s.compare(0, 1)).toContain('different-targets');
  });

  it('two processes behind one URL: said, and nothing is judged', async () => {
    const pods = [await leaking(['-preleak', '300']), await leaking([], 'repaired')];
    const proxy = await startRoundRobin(pods.map(({ url }) => url));
    closing.push(() => proxy.stop());
    const s = await session(proxy.url);
    await s.capture(15);
    const { growth, basis } = await s.findings();
    expect(growth.several).toMatchObject([{ processes: 2 }]);
    expect(growth.suspects).toEqual([]);
    expect(growth.candidates).toEqual([]);
    expect(basis).toEqual([]);
    expect(new Set(growth.excluded.map(({ why }) => why))).toEqual(new Set(['several-processes']));
    expect(await s.compare(0, 9)).toContain('several-processes');
    const said = await plumbline(['session', 'show', s.id, '--workspace', s.workspace]);
    expect(said.stdout).toContain(`Several processes answer behind ${proxy.url}`);
  });

  it.each([2, 3])('a round robin of %i in step with the kinds of a snapshot', async (processes) => {
    const pods: GoService[] = [];
    for (let i = 0; i < processes; i++) {
      await sleep(APART_MS);
      pods.push(await leaking());
    }
    const proxy = await startRoundRobin(pods.map(({ url }) => url));
    closing.push(() => proxy.stop());
    const s = await session(proxy.url);
    await s.capture(16, ['memory', 'goroutine', 'heap'].slice(0, processes));
    const { growth } = await s.findings();
    expect(growth.several).toHaveLength(1);
    expect(growth.suspects).toEqual([]);
  });

  it.each([2, 3])('a round robin of %i that were started together', async (processes) => {
    const pods = await Promise.all(Array.from({ length: processes }, () => leaking()));
    const proxy = await startRoundRobin(pods.map(({ url }) => url));
    closing.push(() => proxy.stop());
    const s = await session(proxy.url);
    await s.capture(14);
    const { several, lives } = await s.timeline();
    expect(several).toHaveLength(1);
    expect(lives).toMatchObject([{ mixed: true }]);
  });

  it('a service that crashes again and again is no crowd, though heaps alone tell', async () => {
    let service = await leaking(['-traffic', '4']);
    const s = await session(service.url);
    // Captured young and old by turns, a process of its own each time.
    for (const ticks of [32, 6, 50, 16, 8, 24, 60, 4, 18, 10, 30, 12]) {
      await sleep(ticks * TICK_MS);
      await s.capture(1, ['heap']);
      await service.stop();
      service = await leaking(['-traffic', '4', ...sameAddress(service)]);
    }
    const { several, lives } = await s.timeline();
    expect(several).toEqual([]);
    expect(lives.length).toBeGreaterThan(3);
  });

  it('a restart while a snapshot is taken: what came before it is not judged with what came after', async () => {
    let service = await leaking(['-preleak', '2000']);
    await sleep(APART_MS);
    let restart = false;
    const proxy = await startProxy(async (path) => {
      if (restart && !path.includes('goroutine')) {
        restart = false;
        await service.stop();
        service = await leaking();
      }
      return service.url;
    });
    closing.push(() => proxy.stop());
    const s = await session(proxy.url);
    await s.capture(4);
    restart = true;
    await s.capture(18);
    const timeline = await s.timeline();
    expect(timeline.lives).toMatchObject([{ life: '1' }, { life: '2', began: 'start-time' }]);
    expect(timeline.life).toEqual([...Array<number>(4).fill(0), ...Array<number>(18).fill(1)]);
    const ofSecond = timeline.goroutines.slice(4).filter((count) => count !== null);
    expect(Math.max(...ofSecond)).toBeLessThan(2000);
    const { growth } = await s.findings();
    expect(growth.excluded.some(({ why }) => why === 'unclear-life')).toBe(true);
    const suspect = growth.suspects.find(({ kind }) => kind === 'goroutine');
    expect(suspect).toMatchObject({ life: '2' });
    expect(suspect?.first).toBeLessThan(suspect?.last ?? 0);
    expect(await s.compare(4, 20)).toContain('different-lives');
  });

  it('two processes behind one URL that only heap records tell', async () => {
    const pods = [await leaking(['-preleak', '300']), await leaking([], 'repaired')];
    const proxy = await startRoundRobin(pods.map(({ url }) => url));
    closing.push(() => proxy.stop());
    const s = await session(proxy.url);
    await s.capture(11, ['heap']);
    const { several, lives } = await s.timeline();
    expect(several).toMatchObject([{ by: 'heap-record' }]);
    expect(lives).toMatchObject([{ mixed: true, unknown: false }]);
  });
});
