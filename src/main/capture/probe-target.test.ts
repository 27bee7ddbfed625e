import { afterEach, describe, expect, it } from 'vitest';
import {
  notFound,
  redirect,
  send,
  startHostileServer,
  type Behaviour,
} from '../../../test/support/hostile-server';
import { openRecording, startReplay, type ReplayOptions } from '../../../test/support/replay-server';
import type { PlumblineError } from '../../contract/errors';
import { parseIndex, probeTarget, type ProbeOptions, type ProbeTarget } from './probe-target';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const RECORDING = openRecording('collectsvr');
const INDEX = send(RECORDING.file('index.html'), { 'content-type': 'text/html; charset=utf-8' });

async function replay(options: ReplayOptions = {}): Promise<string> {
  const server = await startReplay('collectsvr', options);
  stops.push(() => server.stop());
  return server.url;
}
async function serving(behaviours: Record<string, Behaviour>): Promise<string> {
  const server = await startHostileServer(behaviours);
  stops.push(() => server.stop());
  return server.url;
}
const probe = (url: string, target: Partial<ProbeTarget> = {}, options: ProbeOptions = {}) =>
  probeTarget({ url, headers: [], metricsUrl: null, insecureTls: false, ...target }, options);
const failure = async (url: string, target: Partial<ProbeTarget> = {}, options?: ProbeOptions) => {
  const error = await probe(url, target, options).then(
    () => null,
    (reason: unknown) => reason as PlumblineError,
  );
  expect(error?.name).toBe('PlumblineError');
  return { code: error?.code, message: error?.message ?? '', advice: error?.advice ?? '' };
};

describe('probeTarget', () => {
  it('says what a target is and offers', async () => {
    const url = await replay();
    const found = await probe(url);
    expect(found).toMatchObject({
      url: `${url}/debug/pprof`,
      metrics: 'metrics',
      goVersion: RECORDING.goVersion,
    });
    expect(found.kinds.map(({ name }) => name)).toEqual([
      'allocs',
      'block',
      'goroutine',
      'heap',
      'mutex',
      'profile',
      'threadcreate',
      'trace',
    ]);
    expect(found.goroutines).toBeGreaterThan(29_000);
    expect(found.processStartMs).toBeGreaterThan(1.7e12);
  });

  it.each(['/debug/pprof', '/debug/pprof/', '/debug/pprof/heap?debug=1', '/', ''])(
    'takes "%s" for the base URL',
    async (path) => {
      const url = await replay();
      expect((await probe(url + path)).url).toBe(`${url}/debug/pprof`);
    },
  );

  it.each(['/internal/debug/pprof', '/admin/debug/pprof', '/pprof'])(
    'finds pprof under %s',
    async (prefix) => {
      const url = await replay({ prefix });
      expect((await probe(url)).url).toBe(url + prefix);
    },
  );

  it('finds it below a path that was given, as behind a proxy', async () => {
    const url = await replay({ prefix: '/ns/pods/collect:6060/proxy/debug/pprof' });
    expect((await probe(`${url}/ns/pods/collect:6060/proxy/`)).url).toBe(
      `${url}/ns/pods/collect:6060/proxy/debug/pprof`,
    );
  });

  it('follows a redirect within the origin to where it is', async () => {
    const url = await serving({
      '/debug/pprof/': redirect('/private/debug/pprof/'),
      '/private/debug/pprof/': INDEX,
    });
    expect((await probe(url)).url).toBe(`${url}/private/debug/pprof`);
  });

  it('finds memory numbers in order: metrics, vars, the tail of the heap', async () => {
    expect((await probe(await replay({ metrics: false }))).metrics).toBe('vars');
    const last = await probe(await replay({ metrics: false, vars: false }));
    expect(last).toMatchObject({ metrics: 'memstats', processStartMs: null });
    expect(last.goroutines).toBeGreaterThan(29_000);
    const none = await probe(await serving({ '/debug/pprof/': INDEX }));
    expect(none).toMatchObject({ metrics: 'none', goVersion: null });
  });

  it('takes the metrics page it is given, of either kind', async () => {
    const elsewhere = await serving({
      '/m': send('# TYPE go_goroutines gauge\ngo_goroutines 77\n'),
      '/v': send('{"memstats":{"Sys":12345678,"NumGC":3,"HeapAlloc":5}}'),
    });
    const url = await replay();
    expect(await probe(url, { metricsUrl: `${elsewhere}/m` })).toMatchObject({
      metrics: 'metrics',
      goroutines: 77,
    });
    expect((await probe(url, { metricsUrl: `${elsewhere}/v` })).metrics).toBe('vars');
  });

  it('is content without the index page where the profiles are there', async () => {
    const url = await serving({
      '/debug/pprof/goroutine': send('goroutine profile: total 42\n42 @ 0x1\n'),
    });
    expect(await probe(url)).toMatchObject({ url: `${url}/debug/pprof`, goroutines: 42 });
  });

  it('reads the Go version off the paths where nothing else says it', async () => {
    const trace = (file: string): string =>
      `goroutine profile: total 1\n1 @ 0x1 0x2\n#\t0x1\truntime.gopark+0x1\t${file}:424\n`;
    const version = async (file: string): Promise<string | null> =>
      (await probe(await serving({ '/debug/pprof/': INDEX, '/debug/pprof/goroutine': send(trace(file)) })))
        .goVersion;
    expect(
      await version('/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.23.12.linux-amd64/src/runtime/proc.go'),
    ).toBe('go1.23.12');
    expect(await version('/usr/lib/go-1.19/src/runtime/proc.go')).toBe('go1.19');
    expect(await version('/usr/local/go/src/runtime/proc.go')).toBeNull();
  });
});

describe('a probe that fails', () => {
  it('lists where it looked', async () => {
    const { code, message, advice } = await failure(await serving({ '*': notFound() }));
    expect(code).toBe('target-answer');
    expect(message).toContain('404');
    expect(
      message.split(/[(,]/).filter((part) => part.includes('pprof') && !part.includes('net/http')),
    ).toHaveLength(3);
    expect(message).toContain(', …).');
    expect(message).toContain('/internal/debug/pprof');
    expect(advice).toContain('net/http/pprof');
  });

  it('tells a web application from pprof', async () => {
    const { code, message } = await failure(
      await serving({ '*': send('<!doctype html><div id=app></div>') }),
    );
    expect(code).toBe('target-answer');
    expect(message).toContain('web page');
  });

  it.each([
    [401, 'target-refused'],
    [403, 'target-refused'],
    [500, 'target-answer'],
  ] as const)('ends at status %i without looking elsewhere', async (status, code) => {
    const server = await startHostileServer({ '*': send('no', {}, status) });
    stops.push(() => server.stop());
    expect((await failure(server.url)).code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('refused, and a name that does not resolve', async () => {
    const server = await startHostileServer({});
    await server.stop();
    expect(await failure(server.url)).toMatchObject({ code: 'target-unreachable' });
    const lookup: ProbeOptions['lookup'] = (_n, _o, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 4);
    expect((await failure('http://pod1.invalid:6060', {}, { lookup })).message).toContain('pod1.invalid');
  });

  it('refuses a password in a URL, without showing it', async () => {
    const { code, message, advice } = await failure('http://admin:hunter2@127.0.0.1:1');
    expect(code).toBe('bad-request');
    expect(message + advice).not.toMatch(/hunter2|admin/);
  });
});

describe('parseIndex', () => {
  it('reads the page of old Go, and skips what is no profile', () => {
    const old = `<table><tr><td align=right>3<td><a href="block?debug=1">block</a>
<tr><td align=right>12<td><a href="goroutine?debug=1">goroutine</a></table>
<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>
<tr><td>7</td><td><a href='my.pool?debug=1'>my.pool</a></td></tr>
<tr><td>7</td><td><a href='a/b c?debug=1'>odd</a></td></tr>`;
    expect(parseIndex(old)).toEqual([
      { name: 'block', count: 3 },
      { name: 'goroutine', count: 12 },
      { name: 'my.pool', count: 7 },
    ]);
    expect(parseIndex('<html>nothing</html>')).toEqual([]);
  });
});
