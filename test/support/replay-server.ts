// Serves a recording of test/fixtures/services over HTTP as the service did, for machines without Go.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ServiceName } from './go-service';

const RECORDINGS = path.resolve(import.meta.dirname, '../fixtures/services');

export interface Recording {
  readonly service: string;
  readonly goVersion: string;
  readonly flags: readonly string[];
  readonly snapshots: readonly { readonly timeMs: number }[];
  /** Bytes of a file of the recording, e.g. `00-heap.pb.gz`. */
  file(name: string): Buffer;
}

/** The recording of a service, of the newest Go version there is one of. */
export function openRecording(name: ServiceName): Recording {
  const versions = readdirSync(path.join(RECORDINGS, name)).sort();
  const folder = path.join(RECORDINGS, name, versions.at(-1) ?? '');
  const about = JSON.parse(readFileSync(path.join(folder, 'recording.json'), 'utf8')) as Omit<
    Recording,
    'file'
  >;
  return { ...about, file: (file) => readFileSync(path.join(folder, file)) };
}

export interface ReplayServer {
  /** Without a path: `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly recording: Recording;
  /** Paths with query that were asked for, in order. */
  readonly requests: readonly string[];
  /** Goes to a snapshot; the last one stays when the recording is over. */
  seek(snapshot: number): void;
  stop(): Promise<void>;
}

export interface ReplayOptions {
  /** Path under which pprof is served. */
  readonly prefix?: string;
  /** Each request for `goroutine` without debug goes one snapshot further. On by default. */
  readonly advance?: boolean;
  readonly metrics?: boolean;
  readonly vars?: boolean;
}

/** Starts a server for a recording; kinds that were not recorded answer 404 as net/http/pprof does. */
export async function startReplay(name: ServiceName, options: ReplayOptions = {}): Promise<ReplayServer> {
  const prefix = options.prefix ?? '/debug/pprof';
  const recording = openRecording(name);
  const requests: string[] = [];
  let current = -1;

  const numbered = (rest: string): string => `${String(Math.max(0, current)).padStart(2, '0')}-${rest}`;
  const send = (response: ServerResponse, type: string, body: Buffer): void => {
    response.writeHead(200, { 'content-type': type, 'content-length': body.length });
    response.end(body);
  };
  const text = (response: ServerResponse, file: string): void => {
    const body = recording.file(file);
    send(response, 'text/plain; charset=utf-8', file.endsWith('.gz') ? gunzipSync(body) : body);
  };
  const profile = (response: ServerResponse, kind: string, query: URLSearchParams): void => {
    const debug = Number(query.get('debug') ?? '0');
    if (kind === '') return send(response, 'text/html; charset=utf-8', recording.file('index.html'));
    if (kind === 'goroutine' && debug === 1) return text(response, 'goroutine-debug1.txt');
    if (kind === 'goroutine' && debug >= 2) return text(response, 'goroutine-debug2.txt.gz');
    if (kind === 'heap' && debug > 0) return text(response, 'heap-debug1.txt.gz');
    if (kind === 'goroutine' && options.advance !== false) {
      current = Math.min(current + 1, recording.snapshots.length - 1);
    }
    if (kind === 'goroutine' || kind === 'heap') {
      return send(response, 'application/octet-stream', recording.file(numbered(`${kind}.pb.gz`)));
    }
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'x-go-pprof': '1' });
    response.end('Unknown profile\n');
  };

  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://replay');
    if (url.pathname.startsWith(`${prefix}/`)) {
      return profile(response, url.pathname.slice(prefix.length + 1), url.searchParams);
    }
    if (url.pathname === '/metrics' && options.metrics !== false) {
      return text(response, numbered('metrics.txt.gz'));
    }
    if (url.pathname === '/debug/vars' && options.vars !== false) return text(response, 'vars.json.gz');
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('404 page not found\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recording,
    requests,
    seek: (snapshot) => void (current = snapshot),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether a recording is there. */
export const hasRecording = (name: ServiceName): boolean => existsSync(path.join(RECORDINGS, name));
