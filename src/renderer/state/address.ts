// A target from what one has at hand: an address, or the curl or `go tool pprof` line that was last typed.
import { MAX_SESSION_NAME } from '../../contract/limits';
import { isSecretHeader } from '../../contract/secrets';
import type { CapturePlan, NewTarget } from '../../contract/domain';
import { basic, readCommandLine, type LeftOut } from './command-line';
import { splitCommands } from './shell-words';

export interface Address {
  readonly target: NewTarget;
  readonly leftOut: readonly LeftOut[];
  /** What the path and its parameters ask for beside the usual plan: `goroutine?debug=2` a dump, `heap?gc=1` a GC. */
  readonly plan: { readonly kinds: readonly string[]; readonly heapGc: boolean };
}

const MOUNT = '/debug/pprof';
/** What would make each capture something else than the snapshot that the plan asks for; other parameters stay. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['seconds', 'debug', 'gc']);
/** What a plan can take; CPU profiles and traces last, and are recorded on demand. */
const PLANNED: ReadonlySet<string> = new Set([
  'goroutine',
  'heap',
  'allocs',
  'block',
  'mutex',
  'threadcreate',
  'goroutineleak',
]);
const ON_DEMAND: ReadonlySet<string> = new Set(['profile', 'trace']);
/** A line that anyone would paste is shorter by far. */
const MAX_LENGTH = 64 * 1024;

/** As it stands where it is no percent-encoding: `a%` is a user name as good as any. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // expected: see above
  }
}

/** As a path is written on any system, or a name as profiles have it. */
const FILE = /^(?:~?\/|\.{1,2}\/|[a-z]:[\\/]|file:)|^[^/:?#]+\.(?:pb|gz|pprof|prof|txt)$/i;

/** Whether what was pasted names a file, alone, and no address. */
export const isFile = (text: string): boolean => FILE.test(withoutQuotes(text));

const withoutQuotes = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

function toAddress(text: string): Address | null {
  if (FILE.test(text)) return null;
  const insecureTls = /^https\+insecure:/i.test(text);
  // A port alone is one of this machine: by itself, a URL would take it for the number of a host.
  const plain = text.replace(/^(https?)\+insecure:/i, '$1:').replace(/^:?(\d+)(?=[/?]|$)/, 'localhost:$1');
  // host:port alone is what most people have at hand; `localhost:6060` would otherwise parse as a scheme.
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : `http://${plain}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return null; // expected: the user is still typing
  }
  // A variable is known to the shell alone: what it would have put here is not.
  if (withScheme.includes('${')) return null;
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  const own = [...url.searchParams].filter(([name]) => OWN_PARAMETERS.has(name));
  for (const [name] of own) url.searchParams.delete(name);
  const headers =
    url.username !== '' || url.password !== ''
      ? [basic(`${decode(url.username)}:${decode(url.password)}`)]
      : [];
  const mount = url.pathname.indexOf(MOUNT);
  const path = mount >= 0 ? url.pathname.slice(0, mount + MOUNT.length) : url.pathname.replace(/\/+$/, '');
  const asked = mount < 0 ? '' : (url.pathname.slice(mount + MOUNT.length + 1).split('/')[0] ?? '');
  const target = { url: `${url.protocol}//${url.host}${path}${url.search}`, headers, insecureTls };
  return { target, ...readRequest(asked, own) };
}

/** What of a request becomes part of the plan, and what does not. */
function readRequest(
  asked: string,
  parameters: readonly (readonly [string, string])[],
): Pick<Address, 'leftOut' | 'plan'> {
  const leftOut: LeftOut[] = [];
  const isDump =
    asked === 'goroutine' && parameters.some(([name, value]) => name === 'debug' && value === '2');
  const isOnDemand = ON_DEMAND.has(asked);
  if (isOnDemand) {
    const typed = parameters.map(([name, value]) => `${name}=${value}`).join('&');
    leftOut.push({ text: typed === '' ? asked : `${asked}?${typed}`, why: 'on-demand' });
  }
  for (const [name, value] of isOnDemand ? [] : parameters) {
    const text = value === '' ? name : `${name}=${value}`;
    if (name === 'seconds') leftOut.push({ text, why: 'seconds', seconds: value });
    else if (name === 'debug' && !isDump && value !== '0') leftOut.push({ text, why: 'debug' });
  }
  return {
    leftOut,
    plan: {
      kinds: isDump ? ['goroutine-dump'] : PLANNED.has(asked) ? [asked] : [],
      heapGc: parameters.some(([name, value]) => name === 'gc' && value !== '0' && value !== ''),
    },
  };
}

/** Null where no address is to be found in the text. */
export function parseAddress(text: string): Address | null {
  if (text.length > MAX_LENGTH) return null;
  // `cd /tmp && curl …`: the first that is a program which is known.
  const command = splitCommands(text)
    .map(readCommandLine)
    .find((one) => one !== undefined);
  if (command === undefined) {
    // A lone address is taken as it stands: in a shell, its `&` and `;` would need quotes.
    const alone = withoutQuotes(text);
    return alone === '' || /\s/.test(alone) ? null : toAddress(alone);
  }
  const address = command === null ? null : toAddress(command.url);
  if (command === null || address === null) return null;
  const { target, plan, leftOut } = withOthers(address, command.others);
  const isOnDemand = leftOut.some(({ why }) => why === 'on-demand');
  return {
    plan,
    target: {
      url: target.url,
      headers: [...(target.headers ?? []), ...command.headers],
      insecureTls: target.insecureTls === true || command.insecureTls,
    },
    // How long a recording would have lasted goes with it: its seconds are no delta.
    leftOut: [...leftOut, ...command.leftOut.filter(({ why }) => !(isOnDemand && why === 'seconds'))],
  };
}

/** What further addresses of the same target ask for goes with the first; another target is one of its own. */
function withOthers(first: Address, others: readonly string[]): Address {
  return others.reduce<Address>((all, text) => {
    const other = toAddress(text);
    if (other?.target.url !== first.target.url)
      return { ...all, leftOut: [...all.leftOut, { text, why: 'another' }] };
    return {
      ...all,
      leftOut: [...all.leftOut, ...other.leftOut],
      plan: {
        kinds: [...new Set([...all.plan.kinds, ...other.plan.kinds])],
        heapGc: all.plan.heapGc || other.plan.heapGc,
      },
    };
  }, first);
}

/** The usual plan, and what was asked for beside it. */
export function planFrom(
  { plan }: Address,
  usual: Pick<CapturePlan, 'kinds' | 'heapGc'>,
): { kinds: string[]; heapGc: boolean } {
  return {
    kinds: [...new Set([...usual.kinds, ...plan.kinds])],
    heapGc: usual.heapGc || plan.heapGc,
  };
}

/** Whether a header would be refused because its value may be a secret: said before it is sent. Nothing yet is none. */
export const holdsSecret = (header: { name: string; value: string }): boolean =>
  header.value !== '' && isSecretHeader(header);

/** A first name for a session: the host, without what every host has. */
export const nameFromUrl = (url: string): string => {
  try {
    return new URL(url).hostname.slice(0, MAX_SESSION_NAME);
  } catch {
    return ''; // expected: not an address yet
  }
};

/** As the header shows it: no scheme. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\//, '');
