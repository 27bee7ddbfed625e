import { WebSocket as NodeWebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MAX_MESSAGE_LENGTH, WS_KEY_PREFIX, WS_PATH, WS_PROTOCOL } from '../../src/contract/wire';
import { startWebHost, type WebHost } from '../../src/main/web/web-host';
import { createWebTransport, type WebTransport } from '../../src/renderer/app/transport-web';
import { temporaryFolder } from '../support/temporary-folder';
import { createFakeBackend } from './support/fake-backend';
import { scenarios } from './support/scenarios';
import { describeTransport, writeCaptures } from './support/transport-suite';

const dir = temporaryFolder('web');
const staticDir = join(dir, 'static');
const backend = createFakeBackend(join(dir, 'captures'));
let host: WebHost;
const opened: WebTransport[] = [];

/** Node 20 has no WebSocket of its own; that of ws has the DOM's shape. Keeps its instances and what they received. */
class RecordedSocket extends NodeWebSocket {
  static last: RecordedSocket | undefined;
  readonly received: string[] = [];
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    RecordedSocket.last = this;
    this.on('message', (data: Buffer) => this.received.push(data.toString('utf8')));
  }
}
const Socket = RecordedSocket as unknown as typeof WebSocket;

const open = (key = host.key, port = host.port): WebTransport => {
  const transport = createWebTransport({ origin: `http://127.0.0.1:${port}`, key, WebSocket: Socket });
  opened.push(transport);
  return transport;
};

beforeAll(async () => {
  await writeCaptures(join(dir, 'captures'));
  await mkdir(join(staticDir, 'assets'), { recursive: true });
  await writeFile(join(staticDir, 'web.html'), '<!doctype html><title>page</title>');
  await writeFile(join(staticDir, 'assets/app-1.js'), 'export {}');
  await writeFile(join(dir, 'outside.txt'), 'secret');
  await symlink(join(dir, 'outside.txt'), join(staticDir, 'link.txt'));
  host = await startWebHost(backend, { port: 0, staticDir });
});
afterEach(() => {
  for (const transport of opened.splice(0)) transport.close();
});
afterAll(() => host.close());

describeTransport(
  'WebSocket',
  async (scenario) => {
    const transport = open();
    await transport.call('app.capabilities', {});
    const socket = RecordedSocket.last;
    if (socket === undefined) throw new Error('no socket was made');
    return scenarios[scenario]({
      transport,
      sendRaw: (text) => socket.send(text),
      received: socket.received,
    });
  },
  { carriesTexts: true },
);

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
/** A request as no browser would make it: path and headers go out as they are. */
const ask = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: host.port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
/** Status of an upgrade that is not let through, 101 of one that is. */
const upgrade = async (
  headers: OutgoingHttpHeaders,
  protocols?: string[],
  path = WS_PATH,
): Promise<number> => {
  const offered = protocols ?? [WS_PROTOCOL, WS_KEY_PREFIX + host.key];
  const socket = new NodeWebSocket(`ws://127.0.0.1:${host.port}${path}`, offered, {
    headers: headers as Record<string, string>,
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', reject);
  });
};
const bearer = (key = host.key): OutgoingHttpHeaders => ({ authorization: `Bearer ${key}` });

describe('web host', () => {
  it('listens on the loopback address alone', () => {
    expect(new URL(host.url).hostname).toBe('127.0.0.1');
    expect(host.key.length).toBeGreaterThanOrEqual(43);
    expect(host.url.endsWith(`#key=${host.key}`)).toBe(true);
  });

  it('serves the page without a key, and with every header that guards it', async () => {
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>page</title>');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const policy = String(page.headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain('unsafe-eval');
    expect((await ask('/assets/app-1.js')).headers['content-type']).toContain('text/javascript');
    expect((await ask('/', {}, 'POST')).status).toBe(405);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '192.168.0.1:80', 'localhost:x'])(
    'refuses Host %j, for pages, bytes and sockets',
    async (name) => {
      expect((await ask('/', { host: name })).status).toBe(403);
      expect((await ask('/bytes/s1/x', { ...bearer(), host: name })).status).toBe(403);
      expect(await upgrade({ host: name })).toBe(403);
    },
  );
  it.each(['localhost', 'localhost:9999', '127.0.0.1:1', '[::1]:7311', 'LOCALHOST:80'])(
    'takes Host %j',
    async (name) => {
      expect((await ask('/', { host: name })).status).toBe(200);
      expect(await upgrade({ host: name })).toBe(101);
    },
  );

  it.each([
    'http://evil.example',
    'https://localhost.evil.example',
    'null',
    'file://',
    'http://localhost@evil.example',
    '',
  ])('refuses Origin %j', async (origin) => {
    expect((await ask('/bytes/s1/x', { ...bearer(), origin })).status).toBe(403);
    expect((await ask('/upload', { ...bearer(), origin }, 'POST')).status).toBe(403);
    expect(await upgrade({ origin })).toBe(403);
  });
  it.each(['http://localhost:9999', 'http://127.0.0.1:1', 'http://[::1]:7311'])(
    'takes Origin %j',
    async (origin) => {
      expect((await ask('/key', { ...bearer(), origin })).status).toBe(204);
      expect(await upgrade({ origin })).toBe(101);
    },
  );

  it('refuses a wrong, cut or missing key', async () => {
    for (const headers of [{}, bearer('wrong'), bearer(host.key.slice(0, -1)), bearer('')]) {
      expect((await ask('/bytes/s1/2025-05-12%2Fbulk.pb.gz', headers)).status).toBe(401);
      expect((await ask('/bulk/answer', headers)).status).toBe(401);
      expect((await ask('/upload', headers, 'POST')).status).toBe(401);
      expect((await ask('/key', headers)).status).toBe(401);
    }
    expect(await upgrade({}, [WS_PROTOCOL])).toBe(401);
    expect(await upgrade({}, [WS_PROTOCOL, `${WS_KEY_PREFIX}wrong`])).toBe(401);
    expect(await upgrade({}, [WS_KEY_PREFIX + host.key])).toBe(401);
    expect(await upgrade({}, undefined, '/other')).toBe(404);
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..%5coutside.txt',
    '/assets/%00.js',
    '/%',
    '/link.txt',
    '/assets',
    '//outside.txt',
    '/.hidden',
    'http://127.0.0.1/../outside.txt',
  ])('serves nothing outside its folder: %s', async (path) => {
    const answer = await ask(path);
    expect(answer.body).not.toContain('secret');
    expect(path.startsWith('/') ? answer.status : 404).toBe(404);
  });
  it.each([
    '/bytes/../s1/2025-05-12/bulk.pb.gz',
    '/bytes/s1/..%2f..%2foutside.txt',
    '/bytes/..%2f/outside.txt',
    '/bytes/%2e%2e/outside.txt',
    '/bytes/s1/%2e%2e',
    '/bytes/s1/a%5c..%5cb',
    '/bytes/s1/%00',
    '/bytes/s1',
    '/bytes/s1/2025-05-12/bulk.pb.gz/more',
  ])('gives no bytes outside a session: %s', async (path) => {
    const answer = await ask(path, bearer());
    expect([404, 405]).toContain(answer.status);
    expect(answer.body).not.toContain('secret');
  });

  it('drops a message above the limit and lives on', async () => {
    const transport = open();
    await transport.call('app.capabilities', {});
    const socket = RecordedSocket.last;
    socket?.send('x'.repeat(MAX_MESSAGE_LENGTH * 3 + 1));
    if (socket !== undefined) await once(socket, 'close');
    const { code } = await open()
      .call('sessions.get', { sessionId: 's' })
      .then(
        () => ({ code: 'none' }),
        (error: { code: string }) => error,
      );
    expect(code).toBe('format');
  });
  it('survives bytes that are no HTTP and frames that are no frames', async () => {
    const noise = connect(host.port, '127.0.0.1');
    noise.end('\u0016\u0003\u0001 not http\r\n\r\n');
    noise.resume();
    await once(noise, 'close');
    await open().call('app.capabilities', {});
    const socket = RecordedSocket.last;
    // Under the WebSocket: a frame with reserved bits set.
    (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
      Buffer.from([0xff, 0xff, 1]),
    );
    if (socket !== undefined) await once(socket, 'close');
    expect(await open().call('app.capabilities', {})).toMatchObject({ version: 'fake' });
  });
});

describe('a web transport whose server goes away', () => {
  it('fails what was under way, says so, and is back by itself', async () => {
    const first = await startWebHost(backend, { port: 0, staticDir });
    const transport = open(first.key, first.port);
    const states: string[] = [];
    const back = new Promise<void>((resolve) => {
      transport.onState((state) => {
        states.push(state);
        if (states.filter((each) => each === 'open').length === 2) resolve();
      });
    });
    await transport.call('app.capabilities', {});
    const underWay = transport.call('timeline.get', { sessionId: 'never' });
    const failed = expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    RecordedSocket.last?.terminate();
    await failed;
    await back;
    expect(states).toEqual(['closed', 'open', 'closed', 'open']);
    expect(await transport.call('app.capabilities', {})).toMatchObject({ version: 'fake' });
    await first.close();
  });

  it('says that the key is of a server that is no more', async () => {
    const transport = open('a-key-of-another-server');
    await expect(transport.call('app.capabilities', {})).rejects.toMatchObject({
      code: 'unavailable',
      advice: expect.stringContaining('address') as string,
    });
    await expect(transport.download('s1', 'x')).rejects.toMatchObject({ code: 'bad-request' });
  });
});
