import { protocol, type Session } from 'electron';
import { BULK_PATH, BYTES_PATH, KEY_PATH, UPLOAD_PATH } from '../../contract/wire';
import type { Routes } from '../routes';
import { ORIGIN, SCHEME } from './origin';

/** Must be called before the app is ready: only then can a scheme be given an origin of its own, and fetch. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/**
 * Serves the workbench and bytes in `session`. Bodies are streamed both ways. With a `devServer` (its URL) the
 * workbench's files are that server's, under the same origin, and without the security policy that it would break.
 */
export function serveAppScheme(session: Session, routes: Routes, devServer: string | null): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.origin !== ORIGIN && `${url.protocol}//${url.host}` !== ORIGIN) {
      return new Response('Not found\n', { status: 404 });
    }
    if (devServer !== null && !isBytes(url.pathname)) return fromDevServer(devServer, url);
    return routes({
      method: request.method,
      path: url.pathname,
      authorization: request.headers.get('authorization'),
      body: request.body,
    });
  });
}

const isBytes = (path: string): boolean =>
  path.startsWith(`${BYTES_PATH}/`) ||
  path.startsWith(`${BULK_PATH}/`) ||
  path === UPLOAD_PATH ||
  path === KEY_PATH;

async function fromDevServer(devServer: string, { pathname, search }: URL): Promise<Response> {
  const answer = await fetch(new URL(pathname + search, devServer));
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  return new Response(answer.body, { status: answer.status, headers: { 'content-type': type } });
}
