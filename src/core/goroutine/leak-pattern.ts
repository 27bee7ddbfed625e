// The mistake that a leaking stack looks like, by what it waits in or allocates with: a hint of where to look, as a colleague
// would give it. It names the usual cause of such a stack; growth is what says that it leaks.
import type { Stack } from '../base/frame';
import { waitStateOf } from './wait-class';

export const LEAK_PATTERNS = [
  'body-not-closed',
  'connections-kept-idle',
  'request-without-timeout',
  'rows-not-closed',
  'context-not-cancelled',
  'ticker-not-stopped',
  'timer-kept',
  'wait-group-not-done',
  'mutex-not-unlocked',
  'condition-not-signalled',
  'semaphore-not-released',
  'nil-channel',
  'select-without-cases',
  'send-without-receiver',
  'receive-without-sender',
  'select-without-exit',
  'connection-without-deadline',
  'sleeps-for-ever',
  'map-grows',
  'buffer-grows',
] as const;
export type LeakPattern = (typeof LEAK_PATTERNS)[number];

/** In order: what a library leaves behind says more than the state in which it does. */
const BY_FUNCTION: readonly (readonly [RegExp, LeakPattern])[] = [
  [/^database\/sql\.\(\*(Rows|Tx)\)\.awaitDone$/, 'rows-not-closed'],
  [/^database\/sql\.\(\*(DB|Stmt|Tx|Conn)\)\.(query|queryDC|QueryContext|Query|conn)$/, 'rows-not-closed'],
  [/^context\.(\(\*cancelCtx\)\.)?propagateCancel(\.func\d+)?$/, 'context-not-cancelled'],
  [
    /^context\.(WithCancel|WithCancelCause|WithTimeout|WithDeadline|withCancel|newCancelCtx)\w*$/,
    'context-not-cancelled',
  ],
  [/^time\.(NewTicker|Tick)$/, 'ticker-not-stopped'],
  [/^time\.(NewTimer|After|AfterFunc)$/, 'timer-kept'],
  [/^golang\.org\/x\/sync\/semaphore\.\(\*Weighted\)\.Acquire$/, 'semaphore-not-released'],
];

/** Where goroutines wait for good. */
const BY_STATE: Readonly<Record<string, LeakPattern>> = {
  'sync.WaitGroup.Wait': 'wait-group-not-done',
  'sync.Mutex.Lock': 'mutex-not-unlocked',
  'sync.RWMutex.Lock': 'mutex-not-unlocked',
  'sync.RWMutex.RLock': 'mutex-not-unlocked',
  'sync.Cond.Wait': 'condition-not-signalled',
  semacquire: 'semaphore-not-released',
  'chan receive (nil chan)': 'nil-channel',
  'chan send (nil chan)': 'nil-channel',
  'select (no cases)': 'select-without-cases',
  'chan send': 'send-without-receiver',
  'chan receive': 'receive-without-sender',
  select: 'select-without-exit',
  'IO wait': 'connection-without-deadline',
  sleep: 'sleeps-for-ever',
};

/** What the heap is filled with; the runtime's own frames are left out of heap profiles, some of its packages' are not. */
const BY_ALLOCATION: readonly (readonly [RegExp, LeakPattern])[] = [
  [/^(internal\/runtime\/maps\.|runtime\.map(assign|_)|runtime\.hashGrow)/, 'map-grows'],
  [
    /^(strings\.\(\*Builder\)|bytes\.\(\*Buffer\)|bytes\.growSlice|bytes\.makeSlice|io\.ReadAll)/,
    'buffer-grows',
  ],
];

/**
 * null: it looks like none of them. `state`: as a dump says it; null: by the frames. Of the heap no state is asked for.
 * `company`: what grows in the same process; some stacks say nothing by themselves.
 */
export function leakPatternOf(
  stack: Stack,
  kind: 'goroutine' | 'heap',
  state: string | null = null,
  company: readonly Stack[] = [],
): LeakPattern | null {
  const byFunction = connectionPattern(stack, company) ?? firstOf(stack, BY_FUNCTION);
  if (byFunction !== null) return byFunction;
  if (kind === 'heap') return firstOf(stack.slice(0, FEW_FRAMES), BY_ALLOCATION);
  const waits = state ?? waitStateOf(stack);
  return waits !== null && Object.hasOwn(BY_STATE, waits) ? (BY_STATE[waits] ?? null) : null;
}

/**
 * An HTTP/1 connection of a client has two goroutines. Its reader waits in a select while a body is unread, else in Peek for the
 * first byte of an answer: of one that was asked for, in which case someone waits in roundTrip, or of none. Its writer waits
 * alike in all of them, and what it is made of does too. An HTTP/2 connection has a reader that waits alike, and a
 * goroutine for each request that is not done.
 */
const READER = /^net\/http\.\(\*persistConn\)\.readLoop$/;
const OF_CONNECTION = /^net\/http\.\(\*(persistConn\)\.writeLoop|Transport\)\.dialConn)$/;
const H2 = String.raw`^(net\/http\.\(\*http2|golang\.org\/x\/net\/http2\.\(\*)`;
const H2_READER = new RegExp(`${H2}(clientConnReadLoop|ClientConn\\)\\.readLoop)`);
const H2_REQUEST = new RegExp(`${H2}clientStream\\)`);
const REQUEST = new RegExp(
  `^net\\/http\\.\\(\\*persistConn\\)\\.roundTrip$|${H2}ClientConn\\)\\.[rR]oundTrip$`,
);
const PEEK = /^bufio\.\(\*Reader\)\.Peek$/;

const has = (stack: Stack, name: RegExp): boolean => stack.some((frame) => name.test(frame.function));

function connectionPattern(stack: Stack, company: readonly Stack[]): LeakPattern | null {
  if (has(stack, REQUEST)) return 'request-without-timeout';
  if (has(stack, H2_REQUEST)) return 'body-not-closed';
  const any = (name: RegExp): boolean => company.some((other) => has(other, name));
  if (has(stack, H2_READER)) {
    if (any(REQUEST)) return 'request-without-timeout';
    return any(H2_REQUEST) ? 'body-not-closed' : 'connections-kept-idle';
  }
  if (!has(stack, READER) && !has(stack, OF_CONNECTION)) return null;
  const readers = has(stack, READER) ? [stack] : company.filter((other) => has(other, READER));
  // Where nobody's reader is known, the usual mistake.
  if (readers.length === 0 || readers.some((reader) => !has(reader, PEEK))) return 'body-not-closed';
  return any(REQUEST) ? 'request-without-timeout' : 'connections-kept-idle';
}

/** What allocates stands at the leaf. */
const FEW_FRAMES = 3;

const firstOf = (stack: Stack, rules: typeof BY_FUNCTION): LeakPattern | null =>
  rules.find(([name]) => stack.some((frame) => name.test(frame.function)))?.[1] ?? null;
