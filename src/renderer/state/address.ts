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
/** What would make each capture something else than the snapshot that the plan asks for; other parameters stay. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['seconds', 'debug', 'gc']);

type Header = { name: string; value: string };

/** As it stands where it is no percent-encoding: `a%` is a user name as good as any. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // expected: see above
  }
}

/** btoa takes bytes as characters; credentials are UTF-8 (RFC 7617). */
function basic(pair: string): Header {
  const bytes = Array.from(new TextEncoder().encode(pair), (byte) => String.fromCharCode(byte));
  return { name: 'Authorization', value: `Basic ${btoa(bytes.join(''))}` };
}

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
  const own = [...url.searchParams].filter(([name]) => OWN_PARAMETERS.has(name));
  const leftOut = own.map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  for (const [name] of own) url.searchParams.delete(name);
  const headers: Header[] = [];
  if (url.username !== '' || url.password !== '') {
    headers.push(basic(`${decode(url.username)}:${decode(url.password)}`));
  }
  const mount = url.pathname.indexOf(MOUNT);
  const path = mount >= 0 ? url.pathname.slice(0, mount + MOUNT.length) : url.pathname.replace(/\/+$/, '');
  return { target: { url: `${url.protocol}//${url.host}${path}${url.search}`, headers }, leftOut };
}

function toHeader(text: string): Header | null {
  const colon = text.indexOf(':');
  return colon < 1 ? null : { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

interface Program {
  /** Letters of the options that take a value: `-x VALUE`, `-xVALUE`, `-sx VALUE`. */
  readonly short: string;
  /** Options that take a value: `--proxy VALUE`, `--proxy=VALUE`; for Go's flags with one dash or two. */
  readonly long: ReadonlySet<string>;
}
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Of the options that take values those that may hold an address, or are often typed. */
const PPROF: Program = {
  short: '',
  long: words(
    'http base diff_base seconds timeout output buildid source_path trim_path tls_cert tls_key tls_ca focus ignore show hide nodecount sample_index symbolize unit',
  ),
};
const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  [
    'curl',
    {
      short: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
      long: words(
        'url header user user-agent proxy preproxy proxy-user proxy-header noproxy socks4 socks4a socks5 socks5-hostname output output-dir request data data-raw data-binary data-urlencode form cookie cookie-jar referer max-time connect-timeout connect-to resolve retry retry-delay retry-max-time write-out cacert capath cert key interface limit-rate unix-socket dns-servers doh-url range config',
      ),
    },
  ],
  [
    'wget',
    {
      short: 'oOaeUtTPQi',
      long: words(
        'header user password output-document output-file user-agent referer timeout tries post-data execute base',
      ),
    },
  ],
  ['go', PPROF],
  ['pprof', PPROF],
]);

interface Option {
  readonly name: string;
  readonly value: string | null;
}

/** Options with their values, and what is left: words that are none. */
function readOptions(program: Program, list: readonly string[]): { options: Option[]; rest: string[] } {
  const options: Option[] = [];
  const rest: string[] = [];
  for (let i = 0; i < list.length; i += 1) {
    const word = list[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
    } else if (word.startsWith('--') || program.short === '') {
      const equals = word.indexOf('=');
      const name = word.slice(0, equals < 0 ? word.length : equals).replace(/^--?/, '');
      const inline = equals < 0 ? null : word.slice(equals + 1);
      options.push({ name, value: inline ?? (program.long.has(name) ? (list[++i] ?? '') : null) });
    } else {
      for (let at = 1; at < word.length; at += 1) {
        const name = word[at] ?? '';
        const takes = program.short.includes(name);
        options.push({ name, value: takes ? word.slice(at + 1) || (list[++i] ?? '') : null });
        if (takes) break;
      }
    }
  }
  return { options, rest };
}

const isAddress = (word: string): boolean => /^https?:\/\//i.test(word) || /^[\w.-]+:\d+(\/|$)/.test(word);

/** Null where no address is to be found in the text. */
export function parseAddress(text: string): Address | null {
  const line = splitWords(text.trim());
  const [first, ...others] = line;
  if (first === undefined) return null;
  const program = PROGRAMS.get(first);
  if (program === undefined) return line.length === 1 ? toAddress(first) : null;
  const { options, rest } = readOptions(program, others);
  const headers: Header[] = [];
  const addresses = rest.filter(isAddress);
  let insecureTls = false;
  for (const { name, value } of options) {
    const isHeader = name === 'header' || (first === 'curl' && name === 'H');
    const header = isHeader ? toHeader(value ?? '') : null;
    if (header !== null) headers.push(header);
    if (first === 'curl' && (name === 'u' || name === 'user')) headers.push(basic(value ?? ''));
    if (first === 'curl' && name === 'url') addresses.unshift(value ?? '');
    if (name === 'insecure' || name === 'no-check-certificate' || (first === 'curl' && name === 'k')) {
      insecureTls = true;
    }
  }
  // A go tool pprof line names the program, if at all, before the address.
  const address = toAddress((program === PPROF ? addresses.at(-1) : addresses[0]) ?? '');
  if (address === null) return null;
  return {
    ...address,
    target: { ...address.target, headers: [...(address.target.headers ?? []), ...headers], insecureTls },
  };
}

const CREDENTIAL_NAME = /auth|cookie|token|key|secret|passw|credential|jwt|session|signature/i;
const CREDENTIAL_VALUE = /^\s*(basic|bearer|digest|negotiate|token)\s+\S/i;

/**
 * Whether a header would be refused because its value looks like a secret and names no environment variable: said
 * before it is sent. What counts is the server's own look (main/workspace/session-file).
 */
export const holdsSecret = ({ name, value }: Header): boolean =>
  value !== '' &&
  (CREDENTIAL_NAME.test(name) || CREDENTIAL_VALUE.test(value)) &&
  !/\$\{[A-Za-z_][A-Za-z0-9_]*\}/.test(value);

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
