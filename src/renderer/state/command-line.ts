// What a curl, wget, go tool pprof or Invoke-WebRequest line says of a target: the address, headers, and what of it
// Plumbline does not do.
import { splitCommands } from './shell-words';

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
  /** Further addresses on the line, as they were typed. */
  readonly others: readonly string[];
  readonly headers: readonly Header[];
  readonly insecureTls: boolean;
  readonly leftOut: readonly LeftOut[];
}

interface Program {
  /** Letters of the options that take a value: `-x VALUE`, `-xVALUE`, `-sx VALUE`; '' where one dash opens a whole name. */
  readonly short: string;
  /** Options that take a value: `--proxy VALUE`, `--proxy=VALUE`; in lower case where `ignoreCase`. */
  readonly long: ReadonlySet<string>;
  /** Whether an option that is not taken over leaves the request as it is: all others are named, known or not. */
  readonly isHarmless: (name: string) => boolean;
  readonly ignoreCase?: boolean;
  /** Whether `{a,b}` in an address are two: the program says so, or the shell that it is typed in. */
  readonly hasBraces?: boolean;
}
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const oneOf = (text: string): ((name: string) => boolean) => {
  const names = words(text);
  return (name) => names.has(name);
};

/** Of the options that take values those that may hold an address, or are often typed. */
const PPROF: Program = {
  short: '',
  long: words(
    'http base diff_base seconds timeout output buildid add_comment source_path trim_path trim_path_prefix tls_cert tls_key tls_ca focus ignore show hide show_from prune_from tagfocus tagignore tagshow taghide tagroot tagleaf nodecount nodefraction edgefraction sample_index symbolize unit granularity divide_by tools list peek weblist',
  ),
  // All but these say what becomes of the profile.
  isHarmless: (name) => !/^tls_/.test(name),
};
const CURL: Program = {
  short: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  long: words(
    'url header user user-agent proxy preproxy proxy-user proxy-header noproxy socks4 socks4a socks5 socks5-hostname output output-dir request data data-raw data-binary data-urlencode form cookie cookie-jar referer oauth2-bearer max-time connect-timeout connect-to resolve retry retry-delay retry-max-time write-out cacert capath cert cert-type key key-type pass interface limit-rate unix-socket abstract-unix-socket dns-servers doh-url range config stderr trace trace-ascii ciphers tls-max pinnedpubkey aws-sigv4 netrc-file json url-query data-ascii form-string upload-file proto proto-default tlsuser tlspassword tlsauthtype crlfile cacert proxy-cacert proxy-cert proxy-key max-redirs max-filesize speed-limit speed-time time-cond keepalive-time expect100-timeout happy-eyeballs-timeout-ms variable',
  ),
  isHarmless: oneOf(
    's silent S show-error f fail fail-with-body fail-early v verbose i include show-headers I head o output O remote-name remote-name-all J remote-header-name R remote-time output-dir create-dirs no-clobber C continue-at D dump-header c cookie-jar w write-out stderr trace trace-ascii trace-time # progress-bar no-progress-meter N no-buffer styled-output Z parallel m max-time connect-timeout retry retry-delay retry-max-time retry-all-errors retry-connrefused limit-rate y Y speed-limit speed-time max-filesize keepalive-time no-keepalive tcp-nodelay compressed tr-encoding raw L location location-trusted max-redirs post301 post302 post303 G get g globoff path-as-is basic noproxy 0 http1.0 http1.1 http2 http2-prior-knowledge http3 1 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-max ciphers ssl-no-revoke ssl-revoke-best-effort q disable j junk-session-cookies',
  ),
  hasBraces: true,
};
const WGET: Program = {
  short: 'oOaeUtTPQiw',
  long: words(
    'http-user http-password proxy-user proxy-password method body-data body-file post-file load-cookies save-cookies certificate-type ca-directory crl-file bind-address connect-timeout read-timeout dns-timeout wait waitretry limit-rate directory-prefix secure-protocol header user password output-document output-file user-agent referer timeout tries post-data execute base ca-certificate certificate private-key',
  ),
  isHarmless: oneOf(
    'q quiet v verbose n no-verbose nv O output-document o output-file a append-output S server-response T timeout connect-timeout read-timeout dns-timeout t tries retry-connrefused w wait waitretry limit-rate c continue N timestamping P directory-prefix d debug show-progress progress no-clobber no-directories no-proxy no-dns-cache no-cache no-cookies keep-session-cookies save-cookies auth-no-challenge content-on-error content-disposition trust-server-names max-redirect secure-protocol compression no-hsts https-only background b',
  ),
  hasBraces: true,
};
const WEB_REQUEST: Program = {
  short: '',
  long: words(
    'uri headers method outfile useragent proxy proxycredential credential timeoutsec certificate certificatethumbprint body infile form contenttype authentication token websession sessionvariable maximumredirection maximumretrycount retryintervalsec sslprotocol httpversion erroraction transferencoding custommethod',
  ),
  isHarmless: oneOf(
    'outfile timeoutsec usebasicparsing passthru maximumredirection maximumretrycount retryintervalsec sslprotocol httpversion erroraction verbose debug resume disablekeepalive skipheadervalidation skiphttperrorcheck sessionvariable contenttype allowunencryptedauthentication noproxy preserveauthorizationonredirect',
  ),
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

/** `TOKEN=x curl …`, `watch -n 5 curl …`, `/usr/bin/curl`, `curl.exe`. Null: the line begins with no program that is known. */
function programOf(
  line: readonly string[],
): { name: string; program: Program; args: readonly string[] } | null {
  let isBehind = false;
  for (const [i, word] of line.entries()) {
    if (/^[A-Za-z_]\w*=/.test(word)) continue;
    if (BEFORE.test(word)) {
      isBehind = true;
      continue;
    }
    const name = word
      .replace(/.*[/\\]/, '')
      .replace(/\.exe$/i, '')
      .toLowerCase();
    // The path of pprof ends as the program's does: `collect-svr/debug/pprof`.
    const isPath = /[/\\]/.test(word) && !/^(\.{0,2}[/\\]|~\/|[A-Za-z]:)/.test(word);
    const program = isPath || isAddress(word) ? undefined : PROGRAMS.get(name);
    if (program !== undefined) return { name, program, args: line.slice(i + 1) };
    if (!isBehind) return null;
    // It stands behind options and their values, as in `watch -n 5 curl …`, or within one: `bash -c 'cd /tmp && curl …'`.
    const within = /\s/.test(word) ? splitCommands(word).map(programOf) : [];
    const nested = within.find((one) => one !== null);
    if (nested !== undefined) return nested;
  }
  return null;
}

/** What runs another program, and the words of a shell that stand before one. */
const BEFORE =
  /^(sudo|time|env|nohup|watch|timeout|nice|ionice|stdbuf|exec|command|do|then|while|until|!|sh|bash|zsh)$/;

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
  const typedAddresses = rest.filter(isAddress);
  const leftOut: LeftOut[] = [];
  let insecureTls = false;
  let user: string | null = null;
  let password = '';
  for (const { name, value, typed } of options) {
    const text = value ?? '';
    if (name === 'header' || (isCurl && name === 'H')) {
      const header = toHeader(text);
      if (header !== null) headers.push(header);
      // `-H @headers.txt`; anything else may be a secret that lost its name, and is not repeated.
      else leftOut.push({ text: text.startsWith('@') ? `${typed} ${text}` : typed, why: 'unsupported' });
    } else if (isCurl && (name === 'u' || name === 'user')) {
      user = text;
    } else if (first === 'wget' && (name === 'user' || name === 'http-user')) {
      user = `${text}:`;
    } else if (first === 'wget' && (name === 'password' || name === 'http-password')) {
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
      typedAddresses.unshift(text);
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
    } else if (name === 'method' || (isCurl && (name === 'X' || name === 'request'))) {
      if (!/^(get|head)$/i.test(text)) leftOut.push({ text: `${typed} ${text}`, why: 'unsupported' });
    } else if (!program.isHarmless(name)) {
      leftOut.push({ text: typed, why: 'unsupported' });
    }
  }
  if (user !== null) {
    const pair = user + password;
    // What is in the variable is not known here, so it cannot be put into base64.
    if (/\$\{\w+\}/.test(pair)) leftOut.push({ text: '-u', why: 'user-in-variable' });
    else headers.push(basic(pair));
  }
  const addresses = program.hasBraces === true ? typedAddresses.flatMap(spread) : typedAddresses;
  // A go tool pprof line names the program, if at all, before the address.
  const at = program === PPROF ? addresses.length - 1 : 0;
  const url = addresses[at];
  if (url === undefined) return null;
  return { url, others: addresses.filter((_, i) => i !== at), headers, insecureTls, leftOut };
}

/** More than anyone would put into one. */
const MOST_ADDRESSES = 64;
const BRACES = /(?<!\$)\{([^{}]*)\}/;

/** `…/{heap,goroutine}` is two addresses; what would be more than anyone types stays as it is. */
function spread(address: string): string[] {
  let all = [address];
  for (;;) {
    const list = BRACES.exec(all[0] ?? '')?.[1]?.split(',');
    if (list === undefined) return all;
    if (all.length * list.length > MOST_ADDRESSES) return [address];
    all = all.flatMap((one) => list.map((part) => one.replace(BRACES, () => part)));
  }
}
