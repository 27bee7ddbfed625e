// A server that misbehaves as told, path by path: what a capture must survive.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export interface HostileServer {
  /** Without a path. */
  readonly url: string;
  readonly port: number;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Connections that are open now. */
  connections(): number;
  /** Resolves once no connection is open. */
  allClosed(): Promise<void>;
  stop(): Promise<void>;
}

/** Behaviours by path without query; `*` for every other. Without one: Go's own 404. */
export function startHostileServer(
  behaviours: Readonly<Record<string, Behaviour>>,
  tls?: { cert: string; key: string },
): Promise<HostileServer> {
  const requests: HostileServer['requests'] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const behaviour = behaviours[path.split('?')[0] ?? ''] ?? behaviours['*'] ?? notFound();
    behaviour(response, request);
  };
  return track(
    tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener),
    requests,
    tls,
  );
}

/** A TCP server that answers each connection with raw bytes, or with nothing. */
export const startRawServer = (onConnection: (socket: Socket) => void): Promise<HostileServer> =>
  track(createTcpServer(onConnection), []);

async function track(
  server: Server,
  requests: HostileServer['requests'],
  tls?: unknown,
): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // resets are what is being tested
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) waiting.forEach((resolve) => resolve());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => sockets.size,
    allClosed: () =>
      sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(() => resolve())),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Headers = Readonly<Record<string, string | number>>;

export const send =
  (body: string | Uint8Array, headers: Headers = {}, status = 200): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(body);
  };

export const notFound = (): Behaviour =>
  send('404 page not found\n', { 'content-type': 'text/plain; charset=utf-8' }, 404);

/** As net/http/pprof says what it cannot do. */
export const goError = (status: number, text: string): Behaviour =>
  send(`${text}\n`, { 'content-type': 'text/plain; charset=utf-8', 'x-go-pprof': '1' }, status);

export const redirect = (location: string, status = 302): Behaviour => send('', { location }, status);

export const neverAnswer = (): Behaviour => () => undefined;

/** A byte at a time, for ever. */
export const drip =
  (everyMs: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const timer = setInterval(() => response.write('x'), everyMs);
    response.once('close', () => clearInterval(timer));
  };

/** The start of a body, then silence. */
export const stall =
  (start: Uint8Array, announced: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-length': announced });
    response.write(start);
  };

/** Announces more than it sends, and closes in good order. */
export const closeEarly =
  (start: Uint8Array, announced: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-length': announced });
    response.write(start, () => response.socket?.end());
  };

/** Chunked, and reset after the first chunk. */
export const resetMidBody =
  (start: Uint8Array): Behaviour =>
  (response) => {
    response.writeHead(200);
    response.write(start, () => response.socket?.resetAndDestroy());
  };

export const resetAtOnce = (): Behaviour => (response) => void response.socket?.resetAndDestroy();

/** More and more, without an announced length, until the other side closes. */
export const flood = (): Behaviour => (response) => {
  response.writeHead(200);
  const block = new Uint8Array(64 << 10);
  const more = (): void => {
    while (!response.destroyed && response.write(block)) continue;
  };
  response.on('drain', more);
  more();
};
