// Where net/http/pprof is, from what a user types: with or without /debug/pprof, a slash, a kind at the end.
import { KNOWN_KINDS } from '../../contract/domain';

const KINDS_IN_URLS: ReadonlySet<string> = new Set([...KNOWN_KINDS, 'cmdline', 'symbol']);

/**
 * The base URL, without a slash at its end and without user information. An empty path becomes /debug/pprof; a
 * pasted URL of one profile loses its last segment. Queries stay (some proxies want one), fragments go.
 */
export function pprofBase(url: string): URL {
  const base = new URL(url);
  base.hash = '';
  base.username = '';
  base.password = '';
  let path = base.pathname.replace(/\/+$/, '');
  const last = /^(.*\/pprof)\/([^/]+)$/.exec(path);
  if (last?.[2] !== undefined && KINDS_IN_URLS.has(last[2])) {
    path = last[1] ?? '';
    for (const name of ['debug', 'gc', 'seconds']) base.searchParams.delete(name);
  }
  base.pathname = path === '' ? '/debug/pprof' : path;
  return base;
}

/** A URL below the base: `childUrl(base, 'heap', { gc: '1' })`; the empty name is the index page. */
export function childUrl(base: URL, name: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${name}`;
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url;
}

/** The same origin and query, another path. */
export function siblingUrl(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = path;
  return url;
}

/** A URL as it may be shown: no user information, no query, no fragment. */
export const shownUrl = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

/** `Basic …` of the URL's user information, null where there is none. */
export function basicCredentials(url: string): string | null {
  const { username, password } = new URL(url);
  if (username === '' && password === '') return null;
  const text = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/** As it stands where it is no percent-encoding; URL takes such a user name. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // expected: see above
  }
}
