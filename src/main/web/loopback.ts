// Who may speak to the web host. A page of another site can make a browser send requests to 127.0.0.1, and a name
// that it owns can be made to resolve there: so Host must be a loopback name, and Origin, where there is one, too.
// Any port: `ssh -L` changes it.
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a Host header names this machine. */
export function isLoopbackHost(host: string | undefined): boolean {
  const match = /^(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.exec(host ?? '');
  return match !== null;
}

/** Whether an Origin header is absent (no browser, or a plain GET of the page's own) or of this machine. */
export function isLoopbackOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname, origin: normal } = new URL(origin);
  return protocol === 'http:' && LOOPBACK.has(hostname) && normal === origin;
}
