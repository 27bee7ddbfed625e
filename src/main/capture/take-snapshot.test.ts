import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  goError,
  neverAnswer,
  notFound,
  send,
  startHostileServer,
  type Behaviour,
} from '../../../test/support/hostile-server';
import { openRecording, startReplay } from '../../../test/support/replay-server';
import type { CaptureFacts, TraceRequest } from '../../contract/domain';
import { err, ok } from '../../core/base/result';
import { inspectCapture } from '../../core/inspect/inspect-capture';
import { createMemoryReader } from './fetch-memory';
import {
  captureOrder,
  takeSnapshot,
  type InspectCapture,
  type SnapshotRequest,
  type SnapshotTools,
} from './take-snapshot';
import { openTargetClient } from './target-client';
import { pprofBase } from './target-url';

const RECORDING = openRecording('steady');
const GOROUTINE = RECORDING.file('00-goroutine.pb.gz');
const HEAP = RECORDING.file('00-heap.pb.gz');
const NOW = Date.UTC(2026, 10, 23, 9, 59, 30);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Enough of a look to tell the kinds of the recording apart; its totals and times are the tests' own. */
const inspectWith =
  (more: Partial<CaptureFacts> = {}): InspectCapture =>
  (bytes) => {
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : Buffer.from(bytes)).toString('latin1');
    const kind = text.startsWith('goroutine ')
      ? 'goroutine-dump'
      : text.includes('inuse_space')
        ? 'heap'
        : text.includes('goroutine')
          ? 'goroutine'
          : null;
    return Promise.resolve(
      kind === null
        ? err({ code: 'malformed', message: 'no profile' } as const)
        : ok({
            kind,
            encoding: kind === 'goroutine-dump' ? 'text' : 'proto',
            timeMs: null,
            delta: null,
            truncated: false,
            total: 100,
            unit: 'count',
            buildId: null,
            ...more,
          } as const),
    );
  };

function toolsFor(url: string, more: Partial<SnapshotTools> = {}): SnapshotTools {
  const client = openTargetClient({ url, headers: [], insecureTls: false });
  stops.push(() => client.close());
  const base = pprofBase(url);
  return {
    client,
    openBeside: () => openTargetClient({ url, headers: [], insecureTls: false }),
    base,
    memory: createMemoryReader(client, base, null),
    inspect: inspectWith(),
    now: () => ({ timeMs: NOW, wallMs: NOW }),
    ...more,
  };
}

async function hostile(behaviours: Record<string, Behaviour>) {
  const server = await startHostileServer(behaviours);
  stops.push(() => server.stop());
  return server;
}

const request = (kinds: string[], more: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
  kinds,
  heapGc: false,
  byPlan: true,
  memoryFirst: false,
  ...more,
});

describe('takeSnapshot', () => {
  it('takes the kinds one by one, cheap and telling ones first, each as it was sent', async () => {
    const server = await startReplay('steady');
    stops.push(() => server.stop());
    const all = ['goroutine-dump', 'heap', 'memory', 'goroutine', 'heap'];
    const taken = await takeSnapshot(toolsFor(server.url), 'pod1', request(all, { heapGc: true }));
    expect(server.requests).toEqual([
      '/debug/pprof/goroutine',
      '/metrics',
      '/debug/pprof/heap?gc=1',
      '/debug/pprof/goroutine?debug=2',
    ]);
    expect(taken.failures).toEqual([]);
    expect(taken.captures.map(({ kind, encoding }) => `${kind} ${encoding}`)).toEqual([
      'goroutine proto',
      'heap proto',
      'goroutine-dump text',
    ]);
    expect(Buffer.from(taken.captures[0]?.bytes ?? []).equals(GOROUTINE)).toBe(true);
    expect(taken.memory).toMatchObject({ source: 'metrics', goVersion: RECORDING.goVersion });
    expect(taken.memory?.rssBytes).toBeGreaterThan(1e6);
    expect(taken).toMatchObject({ targetId: 'pod1', timeMs: NOW, timeSource: 'fetch-clock' });
  });

  it('finds the page of memory numbers once', async () => {
    const server = await startReplay('steady', { metrics: false });
    stops.push(() => server.stop());
    const tools = toolsFor(server.url);
    for (let n = 0; n < 3; n++) await takeSnapshot(tools, 'pod1', request(['memory']));
    expect(server.requests).toEqual(['/metrics', '/debug/vars', '/debug/vars', '/debug/vars']);
  });

  it('takes the time of the body where the clock was set, and the target’s with it or not', async () => {
    const server = await startReplay('steady');
    stops.push(() => server.stop());
    const HOUR = 3_600_000;
    const at = async (bodyMs: number) => {
      const tools = toolsFor(server.url, {
        inspect: inspectWith({ timeMs: bodyMs }),
        now: () => ({ timeMs: NOW, wallMs: NOW - HOUR }),
      });
      const { timeMs, timeSource } = await takeSnapshot(tools, 'pod1', request(['goroutine']));
      return [timeMs - NOW, timeSource];
    };
    expect(await at(NOW + 40)).toEqual([40, 'body']);
    expect(await at(NOW - HOUR + 40)).toEqual([40, 'body']);
    expect(await at(NOW - HOUR / 2)).toEqual([0, 'fetch-clock']);
  });

  it('takes the time of the body where it is near to the clock', async () => {
    const server = await startReplay('steady');
    stops.push(() => server.stop());
    const at = async (timeMs: number | null) => {
      const tools = toolsFor(server.url, { inspect: inspectWith({ timeMs }) });
      const { timeMs: time, timeSource } = await takeSnapshot(tools, 'pod1', request(['goroutine']));
      return [time - NOW, timeSource];
    };
    expect(await at(NOW + 350.7)).toEqual([350, 'body']);
    expect(await at(NOW - 1_500)).toEqual([-1_500, 'body']);
    expect(await at(NOW + 60_000)).toEqual([0, 'fetch-clock']);
    expect(await at(null)).toEqual([0, 'fetch-clock']);
  });

  it('takes a dump by plan of a few goroutines only, by hand of many', async () => {
    const server = await startReplay('steady');
    stops.push(() => server.stop());
    const tools = toolsFor(server.url, { inspect: inspectWith({ total: 30_103 }) });
    const kinds = ['goroutine', 'goroutine-dump'];
    const planned = await takeSnapshot(tools, 'pod1', request(kinds));
    expect(planned.failures).toMatchObject([{ kind: 'goroutine-dump', code: 'dump-too-many' }]);
    expect(planned.failures[0]?.message).toContain('30,103');
    const byHand = await takeSnapshot(tools, 'pod1', request(kinds, { byPlan: false }));
    expect(byHand.captures.map(({ kind }) => kind)).toEqual(kinds);
    // Without a count of this moment a plan does not risk it; memory numbers count too.
    expect((await takeSnapshot(tools, 'pod1', request(['goroutine-dump']))).failures[0]?.code).toBe(
      'dump-unknown',
    );
    expect((await takeSnapshot(tools, 'pod1', request(['memory', 'goroutine-dump']))).failures).toEqual([]);
  });

  it('keeps what came when one kind fails', async () => {
    const { url } = await hostile({ '/debug/pprof/goroutine': notFound(), '/debug/pprof/heap': send(HEAP) });
    const taken = await takeSnapshot(toolsFor(url), 'pod1', request(['goroutine', 'heap']));
    expect(taken.captures.map(({ kind }) => kind)).toEqual(['heap']);
    expect(taken.failures).toMatchObject([{ kind: 'goroutine', code: 'not-found' }]);
  });

  it('quotes no answer, and names no address, that repeats a secret of the headers', async () => {
    const { url } = await hostile({
      '/debug/pprof/goroutine': (response, { headers }) =>
        response.end(`Who are you? You said ${headers.authorization}.\n`),
      '/debug/pprof/heap': (response, { headers }) =>
        response.writeHead(302, { location: `http://else.where/${headers.authorization}/` }).end(),
      '/debug/pprof/block': (response) =>
        response.writeHead(302, { location: `http://else.where/${'long'.repeat(2000)}` }).end(),
    });
    const headers = [{ name: 'Authorization', value: 'Bearer ${COLLECT_TOKEN}' }];
    const environment = { COLLECT_TOKEN: 'eyJhbGciOiJSUzI1NiJ9.a-long-token-that-is-cut-where-it-is-quoted' };
    const client = openTargetClient({ url, headers, insecureTls: false }, { environment });
    stops.push(() => client.close());
    const inspect: InspectCapture = (bytes) => Promise.resolve(inspectCapture(bytes));
    const tools = toolsFor(url, { client, inspect });
    const failures = [];
    for (const kind of ['goroutine', 'heap', 'block'])
      failures.push(...(await takeSnapshot(tools, 'pod1', request([kind]))).failures);
    expect(failures.map(({ code }) => code)).toEqual(['format', 'redirect', 'redirect']);
    expect(JSON.stringify(failures)).not.toContain('eyJ');
    expect(failures.slice(1).map(({ values }) => values?.['to'])).toEqual([
      'http://else.where/…',
      'http://else.where/…',
    ]);
    const plain = toolsFor(url, { inspect });
    expect((await takeSnapshot(plain, 'pod1', request(['goroutine']))).failures[0]?.message).toContain(
      'Who are you?',
    );
  });

  it('does not keep what cannot be read, nor another kind than was asked for', async () => {
    const { url } = await hostile({
      '/debug/pprof/goroutine': send(HEAP),
      '/debug/pprof/heap': send('garbage'),
      '/debug/pprof/allocs': send(HEAP),
      '/debug/pprof/my.pool': send(GOROUTINE),
    });
    const kinds = ['goroutine', 'heap', 'allocs', 'my.pool'];
    const taken = await takeSnapshot(toolsFor(url), 'pod1', request(kinds));
    expect(taken.captures.map(({ kind, facts }) => [kind, facts.kind])).toEqual([['allocs', 'allocs']]);
    expect(taken.failures.map(({ kind, code }) => [kind, code])).toEqual([
      ['goroutine', 'other-kind'],
      ['heap', 'format'],
      ['my.pool', 'other-kind'],
    ]);
  });

  it('does not ask a target that is gone for every kind', async () => {
    const server = await hostile({ '*': neverAnswer() });
    const tools = toolsFor(server.url, { limits: { answerMs: 50 } });
    const taken = await takeSnapshot(tools, 'pod1', request(['goroutine', 'memory', 'heap']));
    expect(taken.failures.map(({ kind, code }) => [kind, code])).toEqual([
      ['goroutine', 'answer-timeout'],
      ['memory', 'answer-timeout'],
      ['heap', 'answer-timeout'],
    ]);
    expect(taken.captures).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('does without a metrics page that is locked or hangs', async () => {
    const pages = { '/debug/pprof/goroutine': send(GOROUTINE), '/debug/pprof/heap': send(HEAP) };
    for (const metrics of [send('no', {}, 401), neverAnswer()]) {
      const { url } = await hostile({ ...pages, '/metrics': metrics });
      const tools = toolsFor(url);
      const memory = createMemoryReader(tools.client, tools.base, null, { answerMs: 50 });
      const taken = await takeSnapshot(
        { ...tools, memory },
        'pod1',
        request(['goroutine', 'memory', 'heap']),
      );
      expect(taken.captures.map(({ kind }) => kind)).toEqual(['goroutine', 'heap']);
      expect(taken.failures).toMatchObject([{ kind: 'memory', code: 'no-memory-numbers' }]);
    }
  });

  it('rejects when the caller gives up', async () => {
    const server = await hostile({ '*': neverAnswer() });
    const stop = new AbortController();
    const pending = takeSnapshot(toolsFor(server.url), 'pod1', request(['goroutine']), stop.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a trace', () => {
  const TRACE = gunzipSync(readFileSync('test/fixtures/trace/go1.26/generations.trace.gz'));
  const CPU = RECORDING.file('00-heap.pb.gz');
  const inspect: InspectCapture = (bytes) =>
    bytes.length === CPU.length
      ? inspectWith({ kind: 'profile' })(bytes)
      : Promise.resolve(inspectCapture(bytes));
  const traced = (more: Partial<TraceRequest> = {}) =>
    request(['trace', 'profile'], {
      byPlan: false,
      trace: { seconds: 1.5, maxBytes: 8 << 20, cpuProfile: true, ...more },
    });

  it('is taken together with the CPU profile where that is asked for, and one after the other else', async () => {
    const underWay: string[] = [];
    const most: number[] = [];
    const slow =
      (kind: string, body: Uint8Array): Behaviour =>
      (response, asked) => {
        underWay.push(kind);
        most.push(underWay.length);
        setTimeout(() => {
          underWay.splice(underWay.indexOf(kind), 1);
          send(body)(response, asked);
        }, 100);
      };
    const server = await hostile({
      '/debug/pprof/trace': slow('trace', TRACE),
      '/debug/pprof/profile': slow('profile', CPU),
    });
    const bytes: number[] = [];
    const taken = await takeSnapshot(toolsFor(server.url, { inspect }), 'pod1', traced(), undefined, {
      onTraceBytes: (received) => bytes.push(received),
    });
    expect(taken.failures).toEqual([]);
    expect(taken.latencyMs).toBeNull();
    expect(taken.captures.map(({ kind }) => kind)).toEqual(['profile', 'trace']);
    expect(taken.captures[1]?.facts).toMatchObject({ truncated: false, trace: { version: 26 } });
    expect(server.requests.map(({ path }) => path).toSorted()).toEqual([
      '/debug/pprof/profile?seconds=2',
      '/debug/pprof/trace?seconds=1.5',
    ]);
    expect(Math.max(...most)).toBe(2);
    expect(bytes[0]).toBe(0);
    expect(bytes.at(-1)).toBe(TRACE.length);

    most.length = 0;
    const apart = toolsFor(server.url, { inspect });
    await takeSnapshot(apart, 'pod1', traced({ cpuProfile: false }));
    expect(most).toEqual([1, 1]);
  });

  it('comes without the profile that another takes, and the profile without the trace', async () => {
    const inUse = goError(500, 'Could not enable CPU profiling: cpu profiling already in use');
    const { url } = await hostile({ '/debug/pprof/trace': send(TRACE), '/debug/pprof/profile': inUse });
    const taken = await takeSnapshot(toolsFor(url, { inspect }), 'pod1', traced());
    expect(taken.captures.map(({ kind }) => kind)).toEqual(['trace']);
    expect(taken.failures).toMatchObject([{ kind: 'profile', code: 'in-use' }]);
  });

  it('that is cut is kept and marked, with a sentence, where a part of it is whole', async () => {
    const cut = Math.floor(TRACE.length * 0.9);
    const { url } = await hostile({ '/debug/pprof/trace': send(TRACE) });
    const take = (maxBytes: number) =>
      takeSnapshot(toolsFor(url, { inspect }), 'pod1', {
        ...traced({ cpuProfile: false, maxBytes }),
        kinds: ['trace'],
      });
    const kept = await take(cut);
    expect(kept.captures[0]?.bytes).toHaveLength(cut);
    expect(kept.captures[0]?.facts.truncated).toBe(true);
    expect(kept.failures).toMatchObject([{ kind: 'trace', key: 'trace-at-limit' }]);
    // Where a generation ends its bytes do not tell that more was to come.
    const whole = 67_179;
    const look = await inspect(TRACE.subarray(0, whole));
    expect(look.ok && look.value.truncated).toBe(false);
    expect((await take(whole)).captures[0]?.facts.truncated).toBe(true);
    const nothing = await take(2_000);
    expect(nothing.captures).toEqual([]);
    expect(nothing.failures).toMatchObject([{ kind: 'trace', key: 'trace-nothing-whole' }]);
  });
});

describe('captureOrder', () => {
  it('puts custom kinds between the cheap and the long ones, and each once', () => {
    const kinds = ['goroutine-dump', 'trace', 'mine', 'heap', 'goroutine', 'mine', 'memory'];
    const rest = ['heap', 'mine', 'trace', 'goroutine-dump'];
    expect(captureOrder(kinds, false)).toEqual(['goroutine', 'memory', ...rest]);
    expect(captureOrder(kinds, true)).toEqual(['memory', 'goroutine', ...rest]);
    expect(captureOrder(['memory', 'heap'], false)).toEqual(['heap', 'memory']);
    expect(captureOrder(['memory', 'trace'], false)).toEqual(['memory', 'trace']);
    expect(captureOrder(['memory'], false)).toEqual(['memory']);
  });
});
