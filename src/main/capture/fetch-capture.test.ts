import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  closeEarly,
  drip,
  flood,
  goError,
  neverAnswer,
  notFound,
  redirect,
  resetAtOnce,
  resetMidBody,
  send,
  stall,
  startHostileServer,
  startRawServer,
  type Behaviour,
  type HostileServer,
} from '../../../test/support/hostile-server';
import { makeCertificate } from '../../../test/support/hostile-server-certificate';
import type { Problem } from './capture-failure';
import { toPlumblineError } from './capture-failure';
import { fetchCapture, type CaptureRequest, type FetchLimits, type FetchedCapture } from './fetch-capture';
import { openTargetClient, type ClientOptions, type ClientTarget, type TargetClient } from './target-client';
import { pprofBase } from './target-url';
import type { Result } from '../../core/base/result';

const PROFILE = readFileSync(
  new URL('../../../test/fixtures/services/steady/go1.26.8/00-goroutine.pb.gz', import.meta.url),
);
const SECRET = 's3cr3t-t0ken';

const servers: HostileServer[] = [];
const clients: TargetClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serving(
  behaviours: Record<string, Behaviour>,
  tls?: Parameters<typeof startHostileServer>[1],
): Promise<HostileServer> {
  const server = await startHostileServer(behaviours, tls);
  servers.push(server);
  return server;
}

function open(url: string, target: Partial<ClientTarget> = {}, options: ClientOptions = {}): TargetClient {
  const client = openTargetClient({ url, headers: [], insecureTls: false, ...target }, options);
  clients.push(client);
  return client;
}

interface Case {
  readonly request?: CaptureRequest;
  readonly limits?: FetchLimits;
  readonly target?: Partial<ClientTarget>;
  readonly options?: ClientOptions;
}

function fetchFrom(url: string, c: Case = {}): Promise<Result<FetchedCapture, Problem>> {
  const client = open(url, c.target, c.options);
  return fetchCapture(client, pprofBase(url), c.request ?? { kind: 'goroutine' }, c.limits);
}

async function failureOf(url: string, c: Case = {}): Promise<Problem> {
  const result = await fetchFrom(url, c);
  if (result.ok) throw new Error('it should have failed');
  const { message, advice } = result.error;
  // Each failure is a sentence that says what happened, and none gives a secret away.
  expect(message).toMatch(/^[A-Z0-9].*[.)]$/s);
  expect(advice ?? 'x').not.toBe('');
  expect(`${message} ${advice ?? ''}`).not.toContain(SECRET);
  return result.error;
}

const answering = async (behaviour: Behaviour): Promise<string> =>
  (await serving({ '/debug/pprof/goroutine': behaviour })).url;

describe('a capture that comes', () => {
  it('is the bytes as sent, gzipped if they were', async () => {
    const url = await answering(send(PROFILE));
    const result = await fetchFrom(url);
    if (!result.ok) throw new Error(result.error.message);
    expect(Buffer.from(result.value.bytes).equals(PROFILE)).toBe(true);
    expect(result.value.encoding).toBe('proto');
    expect(Buffer.from(result.value.head).includes('goroutine')).toBe(true);
  });

  it('asks for what the kind needs and for no transfer of another form', async () => {
    const server = await serving({ '*': send(PROFILE) });
    const client = open(server.url);
    const base = pprofBase(server.url);
    for (const request of [
      { kind: 'goroutine' },
      { kind: 'goroutine-dump' },
      { kind: 'heap', gc: true },
      { kind: 'allocs', gc: true },
      { kind: 'goroutine', text: true },
      { kind: 'profile', seconds: 5 },
      { kind: 'trace' },
    ]) {
      await fetchCapture(client, base, request);
    }
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/debug/pprof/goroutine',
      '/debug/pprof/goroutine?debug=2',
      '/debug/pprof/heap?gc=1',
      '/debug/pprof/allocs',
      '/debug/pprof/goroutine?debug=1',
      '/debug/pprof/profile?seconds=5',
      '/debug/pprof/trace?seconds=5',
    ]);
    expect(new Set(server.requests.map(({ headers }) => headers['accept-encoding']))).toEqual(
      new Set(['identity']),
    );
  });

  it('is unpacked where a proxy encoded it unasked', async () => {
    const url = await answering(send(gzipSync('goroutine 1 [running]:\n'), { 'content-encoding': 'gzip' }));
    const result = await fetchFrom(url, { request: { kind: 'goroutine', text: true } });
    expect(result.ok && Buffer.from(result.value.bytes).toString()).toBe('goroutine 1 [running]:\n');
  });

  it('uses one connection for several, and outlives one that was closed meanwhile', async () => {
    const server = await serving({ '*': send(PROFILE) });
    const client = open(server.url);
    const take = (): ReturnType<typeof fetchCapture> =>
      fetchCapture(client, pprofBase(server.url), { kind: 'heap' });
    expect((await take()).ok).toBe(true);
    expect((await take()).ok).toBe(true);
    expect(server.connections()).toBe(1);
    let resets = 0;
    const flaky = await serving({
      '*': (response, request) => (resets++ === 1 ? resetAtOnce() : send(PROFILE))(response, request),
    });
    const other = open(flaky.url);
    for (let n = 0; n < 2; n++) {
      expect((await fetchCapture(other, pprofBase(flaky.url), { kind: 'heap' })).ok).toBe(true);
    }
    expect(resets).toBe(3);
  });

  it('never asks twice at once', async () => {
    let under = 0;
    let most = 0;
    const server = await serving({
      '*': (response) => {
        most = Math.max(most, ++under);
        setImmediate(() => {
          under--;
          response.end(PROFILE);
        });
      },
    });
    const client = open(server.url);
    const base = pprofBase(server.url);
    await Promise.all(['heap', 'goroutine', 'block'].map((kind) => fetchCapture(client, base, { kind })));
    expect(server.requests).toHaveLength(3);
    expect(most).toBe(1);
  });
});

describe('a target that cannot be reached', () => {
  it('refused', async () => {
    const server = await serving({});
    await server.stop();
    servers.length = 0;
    const problem = await failureOf(server.url);
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain(`127.0.0.1:${server.port}`);
    expect(toPlumblineError(problem).code).toBe('target-unreachable');
  });

  it('no such name', async () => {
    const lookup: ClientOptions['lookup'] = (_name, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '', 4);
    const problem = await failureOf('http://collect.invalid:6060', { options: { lookup } });
    expect(problem.code).toBe('dns');
    expect(problem.message).toBe('The name collect.invalid could not be resolved.');
  });

  it('takes the connection and never speaks TLS', async () => {
    const server = await startRawServer(() => undefined);
    servers.push(server);
    const problem = await failureOf(`https://127.0.0.1:${server.port}`, { options: { connectMs: 80 } });
    expect(problem.code).toBe('connect-timeout');
  });

  it('resets at once', async () => {
    const { code, advice } = await failureOf(await answering(resetAtOnce()));
    expect([code, advice]).toEqual(['reset', expect.stringContaining('https://')]);
  });

  it('closes on the greeting of TLS', async () => {
    const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    servers.push(server);
    const { code, advice } = await failureOf(`https://127.0.0.1:${server.port}`);
    expect([code, advice]).toEqual(['reset', expect.stringContaining('may not speak TLS (http://)')]);
  });

  it('speaks something else than HTTP', async () => {
    const server = await startRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    servers.push(server);
    expect((await failureOf(`http://127.0.0.1:${server.port}`)).code).toBe('not-http');
    expect((await failureOf(`https://127.0.0.1:${server.port}`)).code).toMatch(/^(tls|reset)$/);
  });
});

describe('TLS', () => {
  const secure = async (certificate: { cert: string; key: string }): Promise<string> =>
    (await serving({ '*': send(PROFILE) }, certificate)).url;

  it('a self-signed certificate is refused, unless the target accepts it', async () => {
    const url = await secure(makeCertificate({ host: '127.0.0.1' }));
    const problem = await failureOf(url);
    expect(problem.code).toBe('tls-untrusted');
    expect(problem.message).toContain('self-signed');
    expect(toPlumblineError(problem).code).toBe('target-refused');
    expect((await fetchFrom(url, { target: { insecureTls: true } })).ok).toBe(true);
  });

  it('a service that ends before it answers is not taken for one that expects TLS', async () => {
    const certificate = makeCertificate({ host: '127.0.0.1' });
    const { url } = await serving({ '*': (response) => void response.socket?.destroy() }, certificate);
    const options = { ca: certificate.cert };
    const { code, advice } = await failureOf(url, { options, request: { kind: 'trace', seconds: 1 } });
    expect([code, advice]).toEqual(['reset', expect.stringContaining('restarted or crashed')]);
    expect(advice).not.toContain('https://');
  });

  it('and one that ends within a trace leaves what came', async () => {
    const certificate = makeCertificate({ host: '127.0.0.1' });
    const cut: Behaviour = (response) => {
      response.writeHead(200);
      response.write(PROFILE, () => response.socket?.destroy());
    };
    const { url } = await serving({ '/debug/pprof/trace': cut }, certificate);
    const options = { ca: certificate.cert };
    const result = await fetchFrom(url, { options, request: { kind: 'trace', seconds: 1 } });
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.cut?.message).toContain('the connection closed');
  });

  it('a private authority is accepted where it is given', async () => {
    const certificate = makeCertificate({ host: '127.0.0.1' });
    expect((await fetchFrom(await secure(certificate), { options: { ca: certificate.cert } })).ok).toBe(true);
  });

  it('an expired one, and one of another host', async () => {
    const past = new Date(Date.now() - 10 * 86_400_000);
    const expired = makeCertificate({ host: '127.0.0.1', notBefore: past, notAfter: new Date(+past + 1000) });
    expect((await failureOf(await secure(expired), { options: { ca: expired.cert } })).code).toBe(
      'tls-expired',
    );
    const other = makeCertificate({ host: 'elsewhere.example.org' });
    expect((await failureOf(await secure(other), { options: { ca: other.cert } })).code).toBe('tls-host');
  });
});

describe('an answer that is no capture', () => {
  it.each([
    ['401', send('no', {}, 401), 'unauthorized', 'Authorization'],
    ['403', send('no', {}, 403), 'forbidden', 'credentials'],
    ['404', notFound(), 'not-found', '/internal/debug/pprof'],
    ['503 of a proxy', send('<html>', {}, 503), 'status', 'next capture'],
    ['404 of pprof', goError(404, 'Unknown profile'), 'unknown-profile', 'plan'],
    [
      '400 of pprof',
      goError(400, "profile duration exceeds server's WriteTimeout"),
      'write-timeout',
      'WriteTimeout',
    ],
    [
      '500 of pprof',
      goError(500, 'Could not enable CPU profiling: cpu profiling already in use'),
      'in-use',
      'one CPU profile',
    ],
    ['an HTML page', send('<!DOCTYPE html><title>Sign in</title>', {}), 'html', 'sign-in'],
    [
      'an HTML page, gzipped by a proxy',
      send(gzipSync('  <html>'), { 'content-encoding': 'gzip' }),
      'html',
      'sign-in',
    ],
    ['text of type HTML', send('hello', { 'content-type': 'text/html; charset=utf-8' }), 'html', 'sign-in'],
    ['an empty body', send(''), 'empty', 'proxy'],
    ['gzip of nothing', send(gzipSync('')), 'empty', 'proxy'],
    ['truncated gzip', send(PROFILE.subarray(0, PROFILE.length - 40)), 'truncated-gzip', 'WriteTimeout'],
    ['two bytes of gzip', send(PROFILE.subarray(0, 2)), 'truncated-gzip', 'WriteTimeout'],
    [
      'broken gzip',
      send(Buffer.concat([PROFILE.subarray(0, 10), Buffer.alloc(500, 0xff)])),
      'broken-gzip',
      'proxy',
    ],
    ['an unknown encoding', send('x', { 'content-encoding': 'zstd' }), 'content-encoding', 'proxy'],
    ['fewer bytes than announced', closeEarly(PROFILE, PROFILE.length + 100), 'short-body', 'restarted'],
    ['a reset in the middle', resetMidBody(PROFILE.subarray(0, 100)), 'short-body', 'restarted'],
  ])('%s', async (_, behaviour, code, advice) => {
    const problem = await failureOf(await answering(behaviour));
    expect(problem.code).toBe(code);
    expect(problem.advice).toContain(advice);
  });

  it('names what was announced and what came', async () => {
    const url = await answering(closeEarly(new Uint8Array(100), 250));
    expect((await failureOf(url)).message).toContain('100 bytes of 250 bytes');
  });
});

describe('limits', () => {
  it('refuses an announced size before reading it, and an unannounced one as it grows', async () => {
    const big = await serving({
      '/debug/pprof/goroutine': stall(PROFILE, 2 ** 40),
      '/debug/pprof/heap': flood(),
    });
    const limits = { maxBytes: 1 << 20 };
    expect((await failureOf(big.url, { limits })).code).toBe('too-large');
    expect((await failureOf(big.url, { limits, request: { kind: 'heap' } })).code).toBe('too-large');
    await big.allClosed();
  });

  it('ends a trace at its limit, and keeps what came; the service is told by the closed connection', async () => {
    const server = await serving({ '/debug/pprof/trace': flood() });
    const came: number[] = [];
    const request = { kind: 'trace', seconds: 0.5, maxBytes: 1 << 20 };
    const client = open(server.url);
    const onBytes = (received: number): void => void came.push(received);
    const result = await fetchCapture(client, pprofBase(server.url), request, {}, undefined, onBytes);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.bytes).toHaveLength(1 << 20);
    expect(result.value.cut).toMatchObject({ code: 'trace-cut', values: { limit: 1 << 20 } });
    expect(came.at(-1)).toBeGreaterThan(1 << 20);
    expect(server.requests[0]?.path).toBe('/debug/pprof/trace?seconds=0.5');
    await server.allClosed();
  });

  it.each([
    ['that announced more', closeEarly(PROFILE, PROFILE.length + 100)],
    ['that is reset', resetMidBody(PROFILE)],
  ])('keeps what came of a trace %s', async (_, behaviour) => {
    const { url } = await serving({ '/debug/pprof/trace': behaviour });
    const result = await fetchFrom(url, { request: { kind: 'trace' } });
    if (!result.ok) throw new Error(result.error.message);
    expect(Buffer.from(result.value.bytes).equals(PROFILE)).toBe(true);
    expect(result.value.cut?.message).toContain('the connection closed');
  });

  it.each([
    [400, "profile duration exceeds server's WriteTimeout", 'write-timeout'],
    [500, 'Could not enable tracing: tracing is already enabled', 'in-use'],
    [503, 'no upstream', 'status'],
  ])('says what a %i to a trace means', async (status, text, code) => {
    const { url } = await serving({ '/debug/pprof/trace': goError(status, text) });
    expect((await failureOf(url, { request: { kind: 'trace' } })).code).toBe(code);
  });

  it('holds a dump to its own limit', async () => {
    const url = await answering(stall(PROFILE, 81 << 20));
    const problem = await failureOf(url, { request: { kind: 'goroutine-dump' } });
    expect(problem.message).toContain('80 MiB');
  });

  it('stops a gzip bomb', async () => {
    const url = await answering(send(gzipSync(new Uint8Array(8 << 20))));
    expect((await failureOf(url, { limits: { maxDecodedBytes: 1 << 20 } })).code).toBe('too-large-decoded');
  });

  it('gives up on a server that never answers, stops half-way or drips, and closes the connection', async () => {
    const server = await serving({
      '/debug/pprof/goroutine': neverAnswer(),
      '/debug/pprof/heap': stall(PROFILE.subarray(0, 64), PROFILE.length),
      '/debug/pprof/block': drip(5),
    });
    const code = async (kind: string, limits: FetchLimits): Promise<string> =>
      (await failureOf(server.url, { request: { kind }, limits })).code;
    expect(await code('goroutine', { answerMs: 60 })).toBe('answer-timeout');
    expect(await code('heap', { idleMs: 60 })).toBe('idle-timeout');
    expect(await code('block', { idleMs: 5_000, totalMs: 150 })).toBe('total-timeout');
    await server.allClosed();
  });

  it('ends at once when the caller gives up', async () => {
    const server = await serving({ '*': neverAnswer() });
    const stop = new AbortController();
    const client = open(server.url);
    const pending = fetchCapture(client, pprofBase(server.url), { kind: 'heap' }, {}, stop.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    const result = await pending;
    expect(!result.ok && result.error.code).toBe('cancelled');
    await server.allClosed();
  });
});

describe('headers', () => {
  const header = (value: string): Partial<ClientTarget> => ({ headers: [{ name: 'Authorization', value }] });

  it('expands environment variables at each request, and names one that is not set', async () => {
    const server = await serving({ '*': send(PROFILE) });
    const environment: Record<string, string> = { TOKEN: SECRET };
    const client = open(server.url, header('Bearer ${TOKEN}'), { environment });
    const base = pprofBase(server.url);
    await fetchCapture(client, base, { kind: 'heap' });
    environment['TOKEN'] = 'rotated';
    await fetchCapture(client, base, { kind: 'heap' });
    delete environment['TOKEN'];
    const result = await fetchCapture(client, base, { kind: 'heap' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${SECRET}`,
      'Bearer rotated',
    ]);
    expect(!result.ok && result.error.message).toContain('TOKEN');
  });

  it('never shows a value: not of a header, not of the user information, not of a query', async () => {
    const server = await serving({ '*': send('no', {}, 401) });
    const url = `http://user:${SECRET}@127.0.0.1:${server.port}/debug/pprof?access=${SECRET}`;
    await failureOf(url, { target: header(SECRET) });
    await failureOf(url, { target: header(`${SECRET}\u0001`) });
    await server.stop();
    servers.length = 0;
    await failureOf(url);
    await failureOf(url, { target: { headers: [{ name: 'Content-Length', value: SECRET }] } });
  });

  it('sends user information as basic credentials', async () => {
    const server = await serving({ '*': send(PROFILE) });
    await fetchFrom(`http://me:p%40ss@127.0.0.1:${server.port}`);
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    );
    expect(server.requests[0]?.path).toBe('/debug/pprof/goroutine');
  });

  it('follows a redirect within the origin, and none to another: no header goes there', async () => {
    const other = await serving({ '*': send(PROFILE) });
    const server = await serving({
      '/debug/pprof/goroutine': redirect('/x/goroutine'),
      '/x/goroutine': send(PROFILE),
      '/debug/pprof/heap': redirect(`http://localhost:${other.port}/heap?token=${SECRET}`),
      '/debug/pprof/block': redirect(`${other.url}/block`, 307),
      '/debug/pprof/mutex': redirect('/debug/pprof/mutex'),
    });
    const target = header(SECRET);
    expect((await fetchFrom(server.url, { target })).ok).toBe(true);
    expect(server.requests.at(-1)?.headers.authorization).toBe(SECRET);
    for (const kind of ['heap', 'block', 'mutex']) {
      expect((await failureOf(server.url, { target, request: { kind } })).code).toBe('redirect');
    }
    expect(other.requests).toEqual([]);
  });

  it('gives a page on another host no headers', async () => {
    const server = await serving({ '*': send('ok') });
    const client = open('http://pprof.example.org:6060', header(SECRET));
    await client.get(new URL(`${server.url}/metrics`), 'The page');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});
