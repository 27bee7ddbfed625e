// What a goroutine waits for, told from the runtime's own frames above the waiting function. Dumps say it; profiles
// do not, but a parked goroutine's leaf is runtime.gopark and its callers name the reason (runtime/chan.go, select.go,
// sema.go, netpoll.go, time.go …). The names are those of Go's newest dumps: where Go before 1.20 prints `semacquire`
// for a mutex and before 1.25 for a wait group, the frames tell them apart and so does this.
import type { Stack } from '../base/frame';

/** Functions that gopark is called from, by themselves or through inlined goparkunlock. */
const PARKED_IN: Readonly<Record<string, string>> = {
  'runtime.chanrecv': 'chan receive',
  'runtime.chansend': 'chan send',
  'runtime.selectgo': 'select',
  'runtime.block': 'select (no cases)',
  'runtime.netpollblock': 'IO wait',
  'internal/poll.runtime_pollWait': 'IO wait',
  'sync.runtime_notifyListWait': 'sync.Cond.Wait',
  'time.Sleep': 'sleep',
  'runtime.timeSleep': 'sleep',
  'runtime.gcBgMarkWorker': 'GC worker (idle)',
  'runtime.bgsweep': 'GC sweep wait',
  'runtime.(*scavengerState).park': 'GC scavenge wait',
  'runtime.(*scavengerState).sleep': 'sleep',
  'runtime.bgscavenge': 'GC scavenge wait',
  'runtime.forcegchelper': 'force gc (idle)',
  'runtime.runfinq': 'finalizer wait',
  'runtime.runFinalizers': 'finalizer wait',
  'runtime.(*cleanupQueue).dequeue': 'cleanup wait',
  'runtime.runCleanups': 'cleanup wait',
  'runtime.updateMaxProcsGoroutine': 'GOMAXPROCS updater (idle)',
  'runtime.gcParkAssist': 'GC assist wait',
  'runtime.synctestRun': 'synctest.Run',
  'runtime.synctestWait': 'synctest.Wait',
};

/** Functions that take a semaphore for someone; the reason each gives since Go 1.20 (wait group: 1.25). */
const SEMAPHORES: Readonly<Record<string, string>> = {
  'sync.runtime_SemacquireMutex': 'sync.Mutex.Lock',
  'internal/sync.runtime_SemacquireMutex': 'sync.Mutex.Lock',
  'sync.runtime_SemacquireRWMutex': 'sync.RWMutex.Lock',
  'sync.runtime_SemacquireRWMutexR': 'sync.RWMutex.RLock',
  'sync.runtime_SemacquireWaitGroup': 'sync.WaitGroup.Wait',
  'sync.runtime_Semacquire': 'semacquire',
  'internal/poll.runtime_Semacquire': 'semacquire',
};
/** Where the caller of a semaphore of older Go says more than the semaphore does. */
const SEMAPHORE_CALLERS: Readonly<Record<string, string>> = {
  'sync.(*WaitGroup).Wait': 'sync.WaitGroup.Wait',
  'sync.(*RWMutex).Lock': 'sync.RWMutex.Lock',
  'sync.(*RWMutex).RLock': 'sync.RWMutex.RLock',
};

const SYSCALL =
  /^(?:syscall\.(?:Raw)?[Ss]yscall\w*|(?:internal\/runtime|runtime\/internal)\/syscall\.\w+|runtime\.(?:cgocall|notetsleepg|syscall\w*|libcCall)|os\/signal\.signal_recv)$/;

const WRITES_PROFILE =
  /^runtime(?:\/pprof\.(?:runtime_|pprof_)goroutineProfile|\/pprof\.write|\.goroutineProfile)/;

const own = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export interface WaitContext {
  /** Lines at which these functions of the runtime begin, where the source says so: tells nil channels apart. */
  readonly startLines?: { readonly chanrecv: number; readonly chansend: number };
  /** The source hides the runtime's frames above the first other one, as debug=1 does. */
  readonly runtimeHidden?: boolean;
}

/** A channel operation on nil parks in its first lines (23 and 17 in Go 1.26), on a channel over 100 lines below. */
const NIL_CHANNEL_LINES = 50;

/**
 * The wait state of a stack in the words of Go's dumps; null where the frames do not tell, as for a goroutine that
 * runs or could run.
 */
export const waitStateOf = (stack: Stack, context: WaitContext = {}): string | null => {
  let parked = context.runtimeHidden === true;
  for (let i = 0; i < stack.length; i++) {
    const frame = stack[i];
    if (frame === undefined) break;
    const name = frame.function;
    if (name === 'runtime.gopark' || name === 'runtime.goparkunlock') {
      parked = true;
      continue;
    }
    if (i === 0) {
      if (SYSCALL.test(name)) return 'syscall';
      // The goroutine that writes the profile.
      if (WRITES_PROFILE.test(name)) return 'running';
      if (name === 'runtime.coroswitch_m' || name === 'runtime.coroswitch') return 'coroutine';
      // debug=1 hides runtime.coroswitch.
      if (/^iter\.Pull2?\[/.test(name)) return 'coroutine';
    }
    if (!parked) return null;
    const semaphore = own(SEMAPHORES, name);
    if (semaphore !== undefined) {
      const caller = own(SEMAPHORE_CALLERS, stack[i + 1]?.function ?? '');
      return caller ?? semaphore;
    }
    const state = own(PARKED_IN, name);
    if (state !== undefined) {
      const start =
        name === 'runtime.chanrecv'
          ? context.startLines?.chanrecv
          : name === 'runtime.chansend'
            ? context.startLines?.chansend
            : undefined;
      const isNil =
        start !== undefined && start > 0 && frame.line >= start && frame.line < start + NIL_CHANNEL_LINES;
      return isNil ? `${state} (nil chan)` : state;
    }
    // Between gopark and the function with a name: runtime.semacquire1 and the like.
    if (!name.startsWith('runtime.')) return null;
  }
  return null;
};

/** Work, or the readiness for it, and the runtime's own waits, which are no one's leak. */
const NOT_BLOCKED = new Set([
  ...[
    'running',
    'runnable',
    'idle',
    'dead',
    'copystack',
    'preempted',
    'syscall',
    'waiting',
    'moribund',
    'enqueue',
  ],
  ...['GC worker (idle)', 'GC worker (active)', 'GC sweep wait', 'GC scavenge wait', 'force gc (idle)'],
  ...[
    'finalizer wait',
    'cleanup wait',
    'GOMAXPROCS updater (idle)',
    'trace reader (blocked)',
    'GC assist wait',
  ],
  ...[
    'GC assist marking',
    'garbage collection',
    'garbage collection scan',
    'GC mark termination',
    'dumping heap',
  ],
  ...[
    'stopping the world',
    'flushing proc caches',
    'trace goroutine status',
    'trace proc status',
    'debug call',
  ],
  ...['page trace flush', 'wait for GC cycle', 'GC weak to strong wait'],
]);

/**
 * Whether a goroutine in this state waits for someone else: a channel, a lock, a timer, the network. A system call is
 * not counted, since it may be at work. An unknown state is not blocked, as far as one can tell.
 */
export const isBlocked = (state: string | null): boolean => state !== null && !NOT_BLOCKED.has(state);
