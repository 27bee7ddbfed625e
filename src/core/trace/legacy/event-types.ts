// The wire format of Go's execution traces from 1.11 to 1.21: types of events and what their arguments are. Facts from
// Go's src/internal/trace/internal/tracev1.

export const OLD = {
  none: 0,
  batch: 1,
  frequency: 2,
  stack: 3,
  gomaxprocs: 4,
  procStart: 5,
  procStop: 6,
  gcStart: 7,
  gcDone: 8,
  stwStart: 9,
  stwDone: 10,
  gcSweepStart: 11,
  gcSweepDone: 12,
  goCreate: 13,
  goStart: 14,
  goEnd: 15,
  goStop: 16,
  goSched: 17,
  goPreempt: 18,
  goSleep: 19,
  goBlock: 20,
  goUnblock: 21,
  goBlockSend: 22,
  goBlockRecv: 23,
  goBlockSelect: 24,
  goBlockSync: 25,
  goBlockCond: 26,
  goBlockNet: 27,
  goSysCall: 28,
  goSysExit: 29,
  goSysBlock: 30,
  goWaiting: 31,
  goInSyscall: 32,
  heapAlloc: 33,
  heapGoal: 34,
  timerGoroutine: 35,
  futileWakeup: 36,
  string: 37,
  goStartLocal: 38,
  goUnblockLocal: 39,
  goSysExitLocal: 40,
  goStartLabel: 41,
  goBlockGC: 42,
  gcMarkAssistStart: 43,
  gcMarkAssistDone: 44,
  userTaskCreate: 45,
  userTaskEnd: 46,
  userRegion: 47,
  userLog: 48,
  cpuSample: 49,
  /** In no file: a `goSysCall` that turned out to block. */
  goSysCallBlocked: 50,
} as const;

/** Types have six bits. */
export const OLD_TYPES = 64;

/** In which Go 1.x a type came up; 255: there is none. All that are older than the oldest file are 0. */
export const SINCE = new Uint8Array(OLD_TYPES).fill(255).fill(0, OLD.batch, OLD.goSysCallBlocked);
SINCE[OLD.cpuSample] = 19;

/** Arguments of a type between its time and its stack. */
export const ARGUMENTS = new Uint8Array(OLD_TYPES);
const declare = (count: number, ...types: readonly number[]): void => {
  for (const type of types) ARGUMENTS[type] = count;
};
declare(1, OLD.gomaxprocs, OLD.procStart, OLD.gcStart, OLD.stwStart, OLD.goWaiting, OLD.goInSyscall);
declare(1, OLD.heapAlloc, OLD.heapGoal, OLD.goStartLocal, OLD.goUnblockLocal, OLD.userTaskEnd);
declare(2, OLD.gcSweepDone, OLD.goCreate, OLD.goStart, OLD.goUnblock, OLD.goSysExitLocal, OLD.userLog);
declare(3, OLD.goSysExit, OLD.goStartLabel, OLD.userTaskCreate, OLD.userRegion, OLD.cpuSample);

/** 1 where a type's last argument is the stack of what it happened to. */
export const HAS_STACK = new Uint8Array(OLD_TYPES);
for (const type of [
  OLD.gomaxprocs,
  OLD.gcStart,
  OLD.gcSweepStart,
  OLD.goCreate,
  OLD.goStop,
  OLD.goSched,
  OLD.goPreempt,
  OLD.goSleep,
  OLD.goBlock,
  OLD.goUnblock,
  OLD.goBlockSend,
  OLD.goBlockRecv,
  OLD.goBlockSelect,
  OLD.goBlockSync,
  OLD.goBlockCond,
  OLD.goBlockNet,
  OLD.goSysCall,
  OLD.goUnblockLocal,
  OLD.goBlockGC,
  OLD.gcMarkAssistStart,
  OLD.userTaskCreate,
  OLD.userTaskEnd,
  OLD.userRegion,
  OLD.userLog,
  OLD.cpuSample,
])
  HAS_STACK[type] = 1;

/** 1 where a type's goroutine does not run any more on its P. */
export const STOPS = new Uint8Array(OLD_TYPES);
for (const type of [
  OLD.goEnd,
  OLD.goStop,
  OLD.goSched,
  OLD.goPreempt,
  OLD.goSleep,
  OLD.goBlock,
  OLD.goBlockSend,
  OLD.goBlockRecv,
  OLD.goBlockSelect,
  OLD.goBlockSync,
  OLD.goBlockCond,
  OLD.goBlockNet,
  OLD.goSysBlock,
  OLD.goBlockGC,
])
  STOPS[type] = 1;

/** Why a goroutine stops, in the words of Go's reader; by the type that says so. */
export const REASONS: readonly (string | undefined)[] = Object.assign<(string | undefined)[], object>([], {
  [OLD.goStop]: 'forever',
  [OLD.goSched]: 'runtime.Gosched',
  [OLD.goPreempt]: 'preempted',
  [OLD.goSleep]: 'sleep',
  [OLD.goBlock]: '',
  [OLD.goBlockSend]: 'chan send',
  [OLD.goBlockRecv]: 'chan receive',
  [OLD.goBlockSelect]: 'select',
  [OLD.goBlockSync]: 'sync',
  [OLD.goBlockCond]: 'sync.(*Cond).Wait',
  [OLD.goBlockNet]: 'network',
  [OLD.goBlockGC]: 'GC mark assist wait for work',
});

const STW_KINDS = [
  '',
  'GC mark termination',
  'GC sweep termination',
  'write heap dump',
  'goroutine profile',
  'goroutine profile cleanup',
  'all goroutine stack trace',
  'read mem stats',
  'AllThreadsSyscall',
  'GOMAXPROCS',
  'start trace',
  'stop trace',
  'CountPagesInUse (test)',
  'ReadMetricsSlow (test)',
  'ReadMemStatsSlow (test)',
  'PageCachePagesLeaked (test)',
  'ResetDebugLog (test)',
];

/** Why the world was stopped. Before Go 1.21 only the GC said so. */
export const stwKind = (version: number, kind: number): string =>
  version < 21 ? (kind === 0 || kind === 1 ? STW_KINDS[kind + 1]! : '') : (STW_KINDS[kind] ?? '');
