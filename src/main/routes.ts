// What a host serves by URL, the same for the desktop's own scheme and for http: the workbench's files, and bytes.
import { createHash, timingSafeEqual } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { failed, type ErrorCode } from '../contract/errors';
import { BULK_PATH, BYTES_PATH, KEY_PATH, MAX_UPLOAD_BYTES, UPLOAD_PATH } from '../contract/wire';
import type { Backend } from './backend';
import { toWireError } from './serve';
import { contentType, decodePath, findStaticFile, streamFile } from './static-files';

export interface RouteRequest {
  readonly method: string;
  /** Percent-encoded, from the first slash, without the query. */
  readonly path: string;
  readonly authorization: string | null;
  readonly body: AsyncIterable<Uint8Array> | null;
}
export type Routes = (request: RouteRequest) => Promise<Response>;

export interface RouteOptions {
  readonly backend: Backend;
  /** The built renderer. */
  readonly staticDir: string;
  /** Which page `/` is. */
  readonly indexFile: string;
  /** What a bearer must show for bytes. */
  readonly key: string;
}

/**
 * Nothing but the app's own files runs or loads. Inline style attributes are let through since chart tooltips are
 * made of them; a style can call out to nothing here.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  // The hash is of the one style element that reka-ui's select adds, to hide a scroll bar.
  "style-src 'self' 'sha256-60LHlRjW/B3CtzIoE/Lf1/NEDvko9efWMFaGVhHu/cs='",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export function createRoutes({ backend, staticDir, indexFile, key }: RouteOptions): Routes {
  return async (request) => {
    const segments = decodePath(request.path);
    if (segments === null) return plain(404, 'Not found');
    const isBearer = matchesKey(request.authorization?.replace(/^Bearer /, '') ?? '', key);
    const first = `/${segments[0] ?? ''}`;
    if ([BYTES_PATH, BULK_PATH, UPLOAD_PATH, KEY_PATH].includes(first)) {
      if (!isBearer) return failure(failed('bad-key'), 401);
      try {
        if (first === BYTES_PATH) return await download(backend, request, segments);
        if (first === BULK_PATH) return bulk(backend, request, segments);
        if (first === UPLOAD_PATH) return await upload(backend, request);
        return new Response(null, { status: 204, headers: SECURITY_HEADERS });
      } catch (error) {
        return failure(error);
      }
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Method not allowed');
    const file = await findStaticFile(staticDir, request.path === '/' ? [indexFile] : segments);
    if (file === null) return plain(404, 'Not found');
    return new Response(request.method === 'HEAD' ? null : streamFile(file), {
      headers: {
        ...SECURITY_HEADERS,
        'content-type': contentType(file),
        // Built assets have their hash in the name; pages have not.
        'cache-control': file.endsWith('.html') ? 'no-store' : 'max-age=31536000, immutable',
      },
    });
  };
}

async function download(
  backend: Backend,
  request: RouteRequest,
  [, sessionId, captureId, ...more]: readonly string[],
): Promise<Response> {
  if (request.method !== 'GET') return plain(405, 'Method not allowed');
  if (sessionId === undefined || captureId === undefined || more.length > 0) return plain(404, 'Not found');
  const file = await backend.captureFile(sessionId, captureId);
  return binary(streamFile(file), (await stat(file)).size);
}

function bulk(backend: Backend, request: RouteRequest, [, id, ...more]: readonly string[]): Response {
  if (request.method !== 'GET') return plain(405, 'Method not allowed');
  if (id === undefined || more.length > 0) return plain(404, 'Not found');
  const bytes = backend.takeBulk(id);
  return binary(bytes as Uint8Array<ArrayBuffer>, bytes.byteLength);
}

const binary = (body: ConstructorParameters<typeof Response>[0], length: number): Response =>
  new Response(body, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'application/octet-stream',
      'content-length': String(length),
      'content-disposition': 'attachment',
      'cache-control': 'no-store',
    },
  });

async function upload(backend: Backend, request: RouteRequest): Promise<Response> {
  if (request.method !== 'POST') return plain(405, 'Method not allowed');
  const name = await backend.storeUpload(limited(request.body ?? nothing()));
  return Response.json({ upload: name }, { headers: SECURITY_HEADERS });
}

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.byteLength;
    if (total > MAX_UPLOAD_BYTES) {
      throw failed('upload-too-large', { limit: MAX_UPLOAD_BYTES });
    }
    yield chunk;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const STATUS: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'not-found': 404,
  conflict: 409,
  'read-only': 409,
  format: 422,
  unavailable: 503,
  'disk-full': 507,
};

function failure(error: unknown, status?: number): Response {
  const wire = toWireError(error);
  return Response.json(wire, { status: status ?? STATUS[wire.code] ?? 500, headers: SECURITY_HEADERS });
}

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  });

/** Takes the same time whatever is wrong, so that a key cannot be found letter by letter. */
export function matchesKey(given: string, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(key));
}
