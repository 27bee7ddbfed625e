// A target from what one has at hand: an address, or the curl or `go tool pprof` line that was last typed.
import type { NewTarget } from '../../contract/domain';

export interface Address {
  readonly target: NewTarget;
  /** Query parameters that were dropped: `seconds=120` would make every capture a delta. */
  readonly leftOut: readonly string[];
}

/** Words as a POSIX shell splits them: quotes and backslashes go, nothing is expanded. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i] ?? '';
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && i + 1 < line.length) word = (word ?? '') + (line[++i] ?? '');
      else word = (word ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\' && i + 1 < line.length) {
      const next = line[++i] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
    } else if (/\s/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

const MOUNT = '/debug/pprof';

function toAddress(text: string): Address | null {
  // host:port alone is what most people have at hand; `localhost:6060` would otherwise parse as a scheme.
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return null; // expected: the user is still typing
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  const leftOut = [...url.searchParams].map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const headers: { name: string; value: string }[] = [];
  if (url.username !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.push({ name: 'Authorization', value: `Basic ${btoa(pair)}` });
  }
  const mount = url.pathname.indexOf(MOUNT);
  const path = mount >= 0 ? url.pathname.slice(0, mount + MOUNT.length) : url.pathname.replace(/\/+$/, '');
  return { target: { url: `${url.protocol}//${url.host}${path}`, headers }, leftOut };
}

function toHeader(text: string): { name: string; value: string } | null {
  const colon = text.indexOf(':');
  return colon < 1 ? null : { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

/** Null where no address is to be found in the text. */
export function parseAddress(text: string): Address | null {
  const words = splitWords(text.trim());
  const [program, ...rest] = words;
  if (program === undefined) return null;
  if (program !== 'curl' && program !== 'go' && program !== 'pprof' && program !== 'wget') {
    return words.length === 1 ? toAddress(program) : null;
  }
  const headers: { name: string; value: string }[] = [];
  let address: Address | null = null;
  let insecureTls = false;
  for (let i = 0; i < rest.length; i += 1) {
    const word = rest[i] ?? '';
    const next = rest[i + 1] ?? '';
    if (word === '-H' || word === '--header') {
      const header = toHeader(next);
      if (header !== null) headers.push(header);
      i += 1;
    } else if ((word === '-u' || word === '--user') && program === 'curl') {
      headers.push({ name: 'Authorization', value: `Basic ${btoa(next)}` });
      i += 1;
    } else if (word === '-k' || word === '--insecure' || word === '--no-check-certificate') {
      insecureTls = true;
    } else if (/^https?:\/\//i.test(word) || (!word.startsWith('-') && /^[\w.-]+:\d+(\/|$)/.test(word))) {
      address = toAddress(word) ?? address;
    }
  }
  if (address === null) return null;
  return {
    ...address,
    target: { ...address.target, headers: [...(address.target.headers ?? []), ...headers], insecureTls },
  };
}

/** A first name for a session: the host, without what every host has. */
export const nameFromUrl = (url: string): string => {
  try {
    return new URL(url).hostname;
  } catch {
    return ''; // expected: not an address yet
  }
};

/** As the header shows it: no scheme. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\//, '');
