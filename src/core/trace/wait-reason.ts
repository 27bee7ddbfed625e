// The wait states of traces in the words of Go's dumps, so that a goroutine is told in the same words in every capture.
// Traces say less: `sync` of every lock, `forever` of every wait that no one can end, and nothing at all of what was
// parked when the trace began. The stack says the rest.
import type { Stack } from '../base/frame';
import { waitStateOf } from '../goroutine/wait-class';

const SAME = new Set(['select', 'chan send', 'chan receive', 'sleep', 'preempted', 'GC weak to strong wait']);

const WORDS: Readonly<Record<string, string>> = {
  network: 'IO wait',
  'sync.(*Cond).Wait': 'sync.Cond.Wait',
  'GC mark assist wait for work': 'GC assist wait',
  'GC background sweeper wait': 'GC sweep wait',
  'wait until GC ends': 'wait for GC cycle',
  'wait for debug call': 'debug call',
  '': 'coroutine',
};

/** The function of `sync` that waits is the leaf of such a stack. */
const LOCKS: Readonly<Record<string, string>> = {
  'sync.(*Mutex).Lock': 'sync.Mutex.Lock',
  'sync.(*RWMutex).Lock': 'sync.RWMutex.Lock',
  'sync.(*RWMutex).RLock': 'sync.RWMutex.RLock',
  'sync.(*WaitGroup).Wait': 'sync.WaitGroup.Wait',
};

const FOREVER: Readonly<Record<string, string>> = {
  'runtime.chanrecv1': 'chan receive (nil chan)',
  'runtime.chanrecv2': 'chan receive (nil chan)',
  'runtime.chansend1': 'chan send (nil chan)',
  'runtime.block': 'select (no cases)',
};

/** `reason` null: parked before the trace began. */
export function waitStateOfTrace(reason: string | null, stack: Stack): string {
  if (reason === null) return waitStateOf(stack) ?? 'waiting';
  if (SAME.has(reason)) return reason;
  const leaf = stack[0]?.function ?? '';
  if (reason === 'sync') return LOCKS[leaf] ?? 'semacquire';
  if (reason === 'forever') return FOREVER[leaf] ?? 'waiting';
  return WORDS[reason] ?? waitStateOf(stack, { runtimeHidden: true }) ?? reason;
}
