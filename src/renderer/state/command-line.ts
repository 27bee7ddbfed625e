// What a curl, wget, go tool pprof or Invoke-WebRequest line says of a target: the address, headers, and what of it
// Plumbline does not do.
/** Why a part of what was pasted is not kept: `seconds=120` would make every capture a delta. */
export interface LeftOut {
  /** As it was typed. */
  readonly text: string;
  readonly why: 'seconds' | 'debug' | 'on-demand' | 'unsupported' | 'user-in-variable' | 'another';
  /** Of `seconds`: how many. */
  readonly seconds?: string;
}

type Header = { name: string; value: string };

export interface CommandLine {
  readonly url: string;
  readonly headers: readonly Header[];
  readonly insecureTls: boolean;
  readonly leftOut: readonly LeftOut[];
}

interface Program {
  /** Letters of the options that take a value: `-x VALUE`, `-xVALUE`, `-sx VALUE`; '' where one dash opens a whole name. */
  readonly short: string;
  /** Options that take a value: `--proxy VALUE`, `--proxy=VALUE`; in lower case where `ignoreCase`. */
  readonly long: ReadonlySet<string>;
  /** What would change the request, and is not supported. */
  readonly unsupported: ReadonlySet<string>;
  readonly ignoreCase?: boolean;
}
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Of the options that take values those that may hold an address, or are often typed. */
const PPROF: Program = {
  short: '',
  long: words(
    'http base diff_base seconds timeout output buildid add_comment source_path trim_path trim_path_prefix tls_cert tls_key tls_ca focus ignore show hide show_from prune_from tagfocus tagignore tagshow taghide tagroot tagleaf nodecount nodefraction edgefraction sample_index symbolize unit granularity divide_by tools list peek weblist',
  ),
  unsupported: words('tls_cert tls_key tls_ca'),
};
const CURL: Program = {
  short: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  long: words(
    'url header user user-agent proxy preproxy proxy-user proxy-header noproxy socks4 socks4a socks5 socks5-hostname output output-dir request data data-raw data-binary data-urlencode form cookie cookie-jar referer oauth2-bearer max-time connect-timeout connect-to resolve retry retry-delay retry-max-time write-out cacert capath cert cert-type key key-type pass interface limit-rate unix-socket abstract-unix-socket dns-servers doh-url range config stderr trace trace-ascii ciphers tls-max pinnedpubkey aws-sigv4',
  ),
  unsupported: words(
    'x proxy preproxy socks4 socks4a socks5 socks5-hostname E cert key cacert capath resolve connect-to unix-socket abstract-unix-socket d data data-raw data-binary data-urlencode F form K config aws-sigv4 digest ntlm negotiate',
  ),
};
const WGET: Program = {
  short: 'oOaeUtTPQi',
  long: words(
    'header user password output-document output-file user-agent referer timeout tries post-data execute base ca-certificate certificate private-key',
  ),
  unsupported: words('ca-certificate certificate private-key post-data e execute'),
};
const WEB_REQUEST: Program = {
  short: '',
  long: words('uri headers method outfile useragent proxy credential timeoutsec certificate body'),
  unsupported: words('proxy credential certificate body'),
  ignoreCase: true,
};
const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ['curl', CURL],
  ['wget', WGET],
  ['go', PPROF],
  ['pprof', PPROF],
  ['iwr', WEB_REQUEST],
  ['irm', WEB_REQUEST],
  ['invoke-webrequest', WEB_REQUEST],
  ['invoke-restmethod', WEB_REQUEST],
]);

interface Option {
  readonly name: string;
  readonly value: string | null;
  /** As it was typed, without its value: `-x`, `--proxy`. */
  readonly typed: string;
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
      const typed = word.slice(0, equals < 0 ? word.length : equals);
      const bare = typed.replace(/^--?/, '');
      const name = program.ignoreCase === true ? bare.toLowerCase() : bare;
      const inline = equals < 0 ? null : word.slice(equals + 1);
      options.push({ name, typed, value: inline ?? (program.long.has(name) ? (list[++i] ?? '') : null) });
    } else {
      for (let at = 1; at < word.length; at += 1) {
        const name = word[at] ?? '';
        const takes = program.short.includes(name);
        const value = takes ? word.slice(at + 1) || (list[++i] ?? '') : null;
        options.push({ name, typed: `-${name}`, value });
        if (takes) break;
      }
    }
  }
  return { options, rest };
}

/** `TOKEN=x curl …`, `sudo curl …`, `/usr/bin/curl`, `curl.exe`. Null: the line begins with no program that is known. */
function programOf(
  line: readonly string[],
): { name: string; program: Program; args: readonly string[] } | null {
  for (const [i, word] of line.entries()) {
    if (/^[A-Za-z_]\w*=/.test(word) || /^(sudo|time|env|nohup|watch)$/.test(word)) continue;
    const name = word
      .replace(/.*[/\\]/, '')
      .replace(/\.exe$/i, '')
      .toLowerCase();
    // The path of pprof ends as the program's does: `collect-svr/debug/pprof`.
    const isPath = /[/\\]/.test(word) && !/^(\.{0,2}[/\\]|~\/|[A-Za-z]:)/.test(word);
    const program = isPath || isAddress(word) ? undefined : PROGRAMS.get(name);
    return program === undefined ? null : { name, program, args: line.slice(i + 1) };
  }
  return null;
}

const isAddress = (word: string): boolean =>
  /^https?(\+insecure)?:\/\//i.test(word) || /^(\[[\da-f:]+\]|[\w.-]+):\d+(\/|\?|$)/i.test(word);

/** btoa takes bytes as characters; credentials are UTF-8 (RFC 7617). */
export function basic(pair: string): Header {
  const bytes = Array.from(new TextEncoder().encode(pair), (byte) => String.fromCharCode(byte));
  return { name: 'Authorization', value: `Basic ${btoa(bytes.join(''))}` };
}

function toHeader(text: string): Header | null {
  const colon = text.indexOf(':');
  return colon < 1 ? null : { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() };
}

/** Undefined: no program that is known; null: one that is, without an address. */
export function readCommandLine(line: readonly string[]): CommandLine | null | undefined {
  const found = programOf(line);
  if (found === null) return undefined;
  const { name: first, program, args } = found;
  const { options, rest } = readOptions(program, args);
  const isCurl = program === CURL;
  const headers: Header[] = [];
  const addresses = rest.filter(isAddress);
  const leftOut: LeftOut[] = [];
  let insecureTls = false;
  let user: string | null = null;
  let password = '';
  for (const { name, value, typed } of options) {
    const text = value ?? '';
    if (program.unsupported.has(name)) {
      leftOut.push({ text: typed, why: 'unsupported' });
    } else if (name === 'header' || (isCurl && name === 'H')) {
      const header = toHeader(text);
      if (header !== null) headers.push(header);
    } else if (isCurl && (name === 'u' || name === 'user')) {
      user = text;
    } else if (first === 'wget' && name === 'user') {
      user = `${text}:`;
    } else if (first === 'wget' && name === 'password') {
      password = text;
    } else if (name === 'user-agent' || name === 'useragent' || (isCurl && name === 'A')) {
      headers.push({ name: 'User-Agent', value: text });
    } else if (name === 'referer' || (isCurl && name === 'e')) {
      headers.push({ name: 'Referer', value: text });
    } else if (isCurl && (name === 'b' || name === 'cookie')) {
      // Without an equals sign it is a file of cookies.
      if (text.includes('=')) headers.push({ name: 'Cookie', value: text });
      else leftOut.push({ text: typed, why: 'unsupported' });
    } else if (isCurl && name === 'oauth2-bearer') {
      headers.push({ name: 'Authorization', value: `Bearer ${text}` });
    } else if ((isCurl && name === 'url') || name === 'uri') {
      addresses.unshift(text);
    } else if (program === PPROF && name === 'seconds') {
      leftOut.push({ text: `-seconds=${text}`, why: 'seconds', seconds: text });
    } else if (name === 'insecure' || name === 'no-check-certificate' || (isCurl && name === 'k')) {
      insecureTls = true;
    } else if (name === 'skipcertificatecheck') {
      insecureTls = true;
    } else if (name === 'headers') {
      // A table that is no plain one, or a variable that holds one.
      const header = /^[\w-]+: /.test(text) ? toHeader(text) : null;
      if (header === null) leftOut.push({ text: typed, why: 'unsupported' });
      else headers.push(header);
    }
  }
  if (user !== null) {
    const pair = user + password;
    // What is in the variable is not known here, so it cannot be put into base64.
    if (/\$\{\w+\}/.test(pair)) leftOut.push({ text: '-u', why: 'user-in-variable' });
    else headers.push(basic(pair));
  }
  // A go tool pprof line names the program, if at all, before the address.
  const at = program === PPROF ? addresses.length - 1 : 0;
  const url = addresses[at];
  if (url === undefined) return null;
  const others = addresses.filter((_, i) => i !== at).map((text): LeftOut => ({ text, why: 'another' }));
  return { url, headers, insecureTls, leftOut: [...leftOut, ...others] };
}
