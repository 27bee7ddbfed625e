// Capture against the real services: what recordings and hostile servers cannot show.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { livesOf } from '../../src/core/growth/lives';
import { inspectCapture } from '../../src/core/inspect/inspect-capture';
import { EV } from '../../src/core/trace/event-types';
import { readTrace } from '../../src/core/trace/read-trace';
import { systemClock } from '../../src/main/capture/clock';
import { fetchCapture } from '../../src/main/capture/fetch-capture';
import { createMemoryReader } from '../../src/main/capture/fetch-memory';
import { probeTarget } from '../../src/main/capture/probe-target';
import { createScheduler } from '../../src/main/capture/scheduler';
import {
  takeSnapshot,
  type InspectCapture,
  type SnapshotTools,
  type TakenSnapshot,
} from '../../src/main/capture/take-snapshot';
import { openTargetClient } from '../../src/main/capture/target-client';
import { pprofBase } from '../../src/main/capture/target-url';
import { plumbline } from '../support/cli';
import { goAvailable, startService, type GoService } from '../support/go-service';
import { startProxy } from '../support/round-robin';
import { temporaryFolder } from '../support/temporary-folder';

const root = temporaryFolder('capture');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(...args: Parameters<typeof startService>): Promise<GoService> {
  const service = await startService(...args);
  closing.push(() => service.stop());
  return service;
}

/** The look that the analysis worker takes, without the worker. */
const inspect: InspectCapture = (bytes) =>
  Promise.resolve(inspectCapture(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));

function toolsFor(url: string): SnapshotTools {
  const client = openTargetClient({ url, headers: [], insecureTls: false });
  closing.push(() => client.close());
  const base = pprofBase(url);
  return {
    client,
    openBeside: () => openTargetClient({ url, headers: [], insecureTls: false }),
    base,
    memory: createMemoryReader(client, base, null),
    inspect,
    now: () => ({ timeMs: Date.now(), wallMs: Date.now() }),
  };
}
const probe = (url: string) => probeTarget({ url, headers: [], metricsUrl: null, insecureTls: false });
const totalOf = (snapshot: TakenSnapshot | undefined, kind: string): number =>
  snapshot?.captures.find((capture) => capture.kind === kind)?.facts.total ?? NaN;

describe.skipIf(!goAvailable())('capture of a real service (needs Go)', () => {
  it('probes it, under the usual path and another', async () => {
    const service = await start('collectsvr', ['-preleak', '100']);
    const found = await probe(service.url);
    expect(found).toMatchObject({
      url: `${service.url}/debug/pprof`,
      metrics: 'metrics',
      goVersion: service.goVersion,
    });
    expect(found.goroutines).toBeGreaterThan(200);
    expect(Math.abs((found.processStartMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(found.kinds.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['goroutine', 'heap', 'allocs']),
    );
    const hidden = await start('steady', ['-prefix', '/admin/debug/pprof']);
    expect((await probe(hidden.url)).url).toBe(`${hidden.url}/admin/debug/pprof`);
  });

  it('takes every kind, each with the time of its body, and keeps what others cannot give', async () => {
    const service = await start('collectsvr', ['-preleak', '2000', '-tick', '1h', '-block-rate', '1000']);
    const kinds = [
      'goroutine',
      'memory',
      'heap',
      'allocs',
      'block',
      'mutex',
      'threadcreate',
      'goroutine-dump',
    ];
    const taken = await takeSnapshot(toolsFor(service.url), 'pod1', {
      kinds: [...kinds, 'no.such.profile'],
      heapGc: true,
      byPlan: true,
      memoryFirst: false,
    });
    expect(taken.captures.map(({ kind }) => kind).sort()).toEqual(
      kinds.filter((kind) => kind !== 'memory').sort(),
    );
    expect(taken.failures).toMatchObject([{ kind: 'no.such.profile', code: 'unknown-profile' }]);
    expect(taken.timeSource).toBe('body');
    expect(totalOf(taken, 'goroutine')).toBeGreaterThanOrEqual(4_000);
    expect(totalOf(taken, 'goroutine-dump')).toBeGreaterThanOrEqual(4_000);
    expect(taken.captures.every(({ facts }) => facts.delta === null)).toBe(true);
    expect(taken.memory).toMatchObject({ source: 'metrics', goVersion: service.goVersion });
    expect(taken.memory?.sysBytes).toBeGreaterThan(5e6);
  });

  it('asks by --once for what it was told to, of whom it was told to, whatever the plan is late with', async () => {
    const workspace = join(root, 'once');
    const asked: string[][] = [[], []];
    const urls: string[] = [];
    const services = [await start('steady'), await start('steady')];
    for (const [i, { url }] of services.entries()) {
      const proxy = await startProxy(async (path) => {
        asked[i]?.push(path);
        // The other one has time enough to be asked while this answers.
        if (i === 1) await sleep(500);
        return url;
      });
      closing.push(() => proxy.stop());
      urls.push(proxy.url);
    }
    const say = async (...args: string[]): Promise<void> => {
      const { code, stderr } = await plumbline([...args, '--workspace', workspace]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    };
    const targets = urls.flatMap((url) => ['--target', url]);
    await say('session', 'create', 'once', ...targets, '--kinds', 'goroutine-dump,heap', '--gc');
    const second = `127-0-0-1-${new URL(urls[1] ?? '').port}`;
    await say('capture', 'once', '--once', '--target', second, '--kinds', 'goroutine');
    expect(asked).toEqual([[], ['/debug/pprof/goroutine']]);
    await say('capture', 'once', '--once', '--kinds', 'goroutine');
    expect(asked).toEqual([['/debug/pprof/goroutine'], Array(2).fill('/debug/pprof/goroutine')]);
  });

  it('reads the same memory from all three sources', async () => {
    const { url } = await start('steady');
    const { client, base } = toolsFor(url);
    // A process that has just begun may have had no GC yet.
    for (let n = 0; n < 4; n++) await fetchCapture(client, base, { kind: 'heap', gc: true });
    const read = async (metricsUrl: string | null) => {
      const numbers = await createMemoryReader(client, base, metricsUrl).read();
      if (!numbers.ok) throw new Error(numbers.error.message);
      return numbers.value;
    };
    const metrics = await read(null);
    const vars = await read(`${url}/debug/vars`);
    const memstats = await read(`${url}/not-there`);
    expect([metrics.source, vars.source, memstats.source]).toEqual(['metrics', 'vars', 'memstats']);
    for (const other of [vars, memstats]) {
      for (const name of ['sysBytes', 'totalAllocBytes', 'mallocs', 'numGc', 'stackInuseBytes'] as const) {
        const ratio = (other[name] ?? NaN) / (metrics[name] ?? NaN);
        expect(ratio, `${other.source} ${name}`).toBeGreaterThan(0.4);
        expect(ratio, `${other.source} ${name}`).toBeLessThan(2.5);
      }
    }
  });

  it.each([true, false])('takes a trace, with a CPU profile beside it: %s', async (cpuProfile) => {
    const service = await start('steady', ['-tick', '1ms', '-traffic', '50']);
    const startedMs = Date.now();
    const taken = await takeSnapshot(toolsFor(service.url), 'pod1', {
      kinds: cpuProfile ? ['profile', 'trace'] : ['trace'],
      heapGc: false,
      byPlan: false,
      memoryFirst: false,
      trace: { seconds: 1.5, maxBytes: 64 << 20, cpuProfile },
    });
    expect(taken.failures).toEqual([]);
    expect(taken.captures.map(({ kind }) => kind)).toEqual(cpuProfile ? ['profile', 'trace'] : ['trace']);
    const capture = taken.captures.at(-1);
    if (capture === undefined) throw new Error('no trace came');
    const read = await readTrace([capture.bytes]);
    if (!read.ok) throw new Error(read.error.message);
    const { events, broken } = read.value;
    expect(broken).toBeNull();
    expect(capture.facts).toMatchObject({ truncated: false, trace: { version: read.value.version } });
    expect(capture.facts.trace?.seconds).toBeCloseTo(1.5, 0);
    if (read.value.version >= 25) {
      expect(taken.timeSource).toBe('body');
      expect(Math.abs(taken.timeMs - startedMs)).toBeLessThan(1_000);
    }
    expect(events.type.subarray(0, events.length).includes(EV.cpuSample)).toBe(cpuProfile);
  });

  it('ends a trace at its limit and keeps it, leaves nothing of one that is cancelled, and none runs on', async () => {
    const service = await start('collectsvr', ['-preleak', '40000', '-tick', '1h']);
    const tools = toolsFor(service.url);
    const take = (maxBytes: number, signal?: AbortSignal) =>
      takeSnapshot(
        tools,
        'pod1',
        {
          ...{ kinds: ['trace'], heapGc: false, byPlan: false, memoryFirst: false },
          trace: { seconds: 20, maxBytes, cpuProfile: false },
        },
        signal,
      );
    // Each second has the state of every goroutine in it, some 17 bytes of each.
    const cut = await take(3 << 20);
    expect(cut.failures).toMatchObject([{ kind: 'trace', key: 'trace-at-limit' }]);
    expect(cut.captures[0]?.bytes).toHaveLength(3 << 20);
    expect(cut.captures[0]?.facts).toMatchObject({ truncated: true });
    const read = await readTrace([cut.captures[0]?.bytes ?? new Uint8Array()]);
    expect(read.ok && read.value.goroutines.length).toBeGreaterThan(80_000);

    const stop = new AbortController();
    const cancelled = take(64 << 20, stop.signal);
    setTimeout(() => stop.abort(), 500);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    // Closing the connection has ended both of them in the service: there is only ever one.
    const short = { kind: 'trace', seconds: 0.2 };
    await expect
      .poll(async () => (await fetchCapture(tools.client, tools.base, short)).ok, { timeout: 10_000 })
      .toBe(true);
  });

  it('takes a trace longer than the WriteTimeout, or is told of it, and of another that is being taken', async () => {
    const { url } = await start('steady', ['-write-timeout', '1s']);
    const { client, base } = toolsFor(url);
    const long = await fetchCapture(client, base, { kind: 'trace', seconds: 2 });
    // Newer releases of Go wait longer for what takes long; older ones refuse.
    if (long.ok) expect(long.value.cut).toBeNull();
    else expect(long.error.code).toBe('write-timeout');
    const both = await Promise.all(
      [1, 2].map(async () => {
        const { client, base } = toolsFor(url);
        const fetched = await fetchCapture(client, base, { kind: 'trace', seconds: 1 });
        return fetched.ok ? 'taken' : fetched.error.code;
      }),
    );
    expect(both.toSorted()).toEqual(['in-use', 'taken']);
  });

  it('is told that another takes a CPU profile', async () => {
    const { url } = await start('steady');
    // Which of the two comes first is the network's to say; the other is told.
    const both = await Promise.all(
      [1, 2].map(async () => {
        const { client, base } = toolsFor(url);
        const fetched = await fetchCapture(client, base, { kind: 'profile', seconds: 3 });
        return fetched.ok ? 'taken' : fetched.error.code;
      }),
    );
    expect(both.toSorted()).toEqual(['in-use', 'taken']);
  });

  it('follows the leak by a plan of one second, through a restart of the service', async () => {
    let service = await start('collectsvr', ['-tick', '100ms', '-traffic', '0']);
    const { port } = new URL(service.url);
    const tools = toolsFor(service.url);
    const taken: TakenSnapshot[] = [];
    const scheduler = createScheduler<TakenSnapshot>({
      clock: systemClock,
      onStatus: () => undefined,
      run: async (targetId, request, signal) => {
        const snapshot = await takeSnapshot(tools, targetId, { ...request, memoryFirst: false }, signal);
        taken.push(snapshot);
        const failure = snapshot.captures.length === 0 ? (snapshot.failures[0] ?? null) : null;
        return { value: snapshot, failure, latencyMs: null, goVersion: null, processStartMs: null };
      },
    });
    closing.push(() => scheduler.close());
    scheduler.configure({
      plan: {
        enabled: true,
        everyMs: 1_000,
        kinds: ['goroutine', 'memory'],
        untilMs: null,
        heapGc: false,
      },
      targets: [{ id: 'pod1', lastMs: null, lastOkMs: null }],
    });
    const good = (): TakenSnapshot[] => taken.filter(({ captures }) => captures.length > 0);
    await expect.poll(() => good().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    await service.stop();
    await expect
      .poll(() => scheduler.status()[0]?.lastFailure?.code, { timeout: 20_000 })
      .toMatch(/^(refused|reset)$/);
    service = await start('collectsvr', ['-tick', '100ms', '-traffic', '0', '-addr', `127.0.0.1:${port}`]);
    const before = good().length;
    await expect.poll(() => good().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(before + 3);
    await scheduler.close();

    const series = good();
    const first = totalOf(series[1], 'goroutine');
    const later = totalOf(series[before - 1], 'goroutine');
    // Two goroutines per tick of 100 ms; the count of ticks may be off by one at either end.
    const spanSeconds = ((series[before - 1]?.timeMs ?? 0) - (series[1]?.timeMs ?? 0)) / 1000;
    expect(Math.abs((later - first) / 2 - spanSeconds * 10)).toBeLessThanOrEqual(3);
    const evidence = series.map(({ memory }) => ({
      memory,
      clockAheadMs: null,
      buildId: null,
      heap: null,
      severalSinceMs: null,
    }));
    expect(livesOf(evidence).lives.map(({ from }) => from)).toEqual([0, before]);
  });
});
