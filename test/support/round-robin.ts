// A reverse proxy that sends each request to the next of its processes, as a service address in front of pods does.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly url: string;
  stop(): Promise<void>;
}

export function startRoundRobin(urls: readonly string[]): Promise<RoundRobin> {
  let next = 0;
  return startProxy(() => Promise.resolve(urls[next++ % urls.length] ?? ''));
}

/** `choose`: the process that answers a request of this path. */
export async function startProxy(choose: (path: string) => Promise<string>): Promise<RoundRobin> {
  const server = createServer((incoming, response) => {
    void choose(incoming.url ?? '/').then((origin) => forward(origin, incoming, response));
  });
  const forward = (origin: string, incoming: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(incoming.url ?? '/', origin);
    const outgoing = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.writeHead(502).end());
    incoming.pipe(outgoing);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
