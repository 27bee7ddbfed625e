// The mistake that a leaking stack looks like, by what it waits in or allocates with: a hint of where to look, as a colleague
// would give it. It names the usual cause of such a stack; growth is what says that it leaks.
import type { Stack } from '../base/frame';
import { waitStateOf } from './wait-class';

export const LEAK_PATTERNS = [
  'body-not-closed',
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
  [/^net\/http\.\(\*persistConn\)\.(readLoop|writeLoop|readResponse)$/, 'body-not-closed'],
  [/^net\/http\.\(\*Transport\)\.dialConn$/, 'body-not-closed'],
  [
    /^(net\/http\.\(\*http2|golang\.org\/x\/net\/http2\.\(\*)(clientStream|ClientConn|clientConnReadLoop)\b/,
    'body-not-closed',
  ],
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
 */
export function leakPatternOf(
  stack: Stack,
  kind: 'goroutine' | 'heap',
  state: string | null = null,
): LeakPattern | null {
  const byFunction = firstOf(stack, BY_FUNCTION);
  if (byFunction !== null) return byFunction;
  if (kind === 'heap') return firstOf(stack.slice(0, FEW_FRAMES), BY_ALLOCATION);
  const waits = state ?? waitStateOf(stack);
  return waits !== null && Object.hasOwn(BY_STATE, waits) ? (BY_STATE[waits] ?? null) : null;
}

/** What allocates stands at the leaf. */
const FEW_FRAMES = 3;

const firstOf = (stack: Stack, rules: typeof BY_FUNCTION): LeakPattern | null =>
  rules.find(([name]) => stack.some((frame) => name.test(frame.function)))?.[1] ?? null;
