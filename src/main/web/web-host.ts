// The workbench for a browser on this machine, or at the other end of an ssh tunnel to it.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Backend } from '../backend';
import { createRoutes, SECURITY_HEADERS, type Routes } from '../routes';
import { isLoopbackHost, isLoopbackOrigin } from './loopback';
import { serveSockets } from './sockets';

export interface WebHost {
  /** With the key in its fragment, which browsers neither send nor log. */
  readonly url: string;
  readonly port: number;
  readonly key: string;
  close(): Promise<void>;
}

export interface WebHostOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The built renderer. */
  readonly staticDir: string;
}

/** Serves on 127.0.0.1 only. Rejects where the port is taken (EADDRINUSE) or may not be had (EACCES). */
export async function startWebHost(backend: Backend, options: WebHostOptions): Promise<WebHost> {
  const key = randomBytes(32).toString('base64url');
  const routes = createRoutes({ backend, staticDir: options.staticDir, indexFile: 'web.html', key });
  const server = createServer((request, response) => {
    respond(routes, request, response).catch((error: unknown) => {
      // The client went away in the middle, or a file could not be read to its end: either way it must notice.
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  const sockets = serveSockets(server, backend, key);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/#key=${key}`,
    port,
    key,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function respond(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLoopbackHost(request.headers.host) || !isLoopbackOrigin(request.headers.origin)) {
    response.writeHead(403, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
    response.end('This page is served to this machine only.\n');
    return;
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const answer = await routes({
    method: request.method ?? 'GET',
    path: path.startsWith('/') ? path : '/',
    authorization: request.headers.authorization ?? null,
    body: request,
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) response.end();
  else await pipeline(Readable.from(answer.body), response);
}
