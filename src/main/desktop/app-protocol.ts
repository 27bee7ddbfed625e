import { protocol, type Session } from 'electron';
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

/** Serves the workbench and bytes in `session`. Bodies are streamed both ways. */
export function serveAppScheme(session: Session, routes: Routes): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.origin !== ORIGIN && `${url.protocol}//${url.host}` !== ORIGIN) {
      return new Response('Not found\n', { status: 404 });
    }
    return routes({
      method: request.method,
      path: url.pathname,
      authorization: request.headers.get('authorization'),
      body: request.body,
    });
  });
}
