// All that the lanes of traces may say of a goroutine that waits, made of what Go's traces say and of the stacks that tell more.
import { waitStateOfTrace } from '../../src/core/trace/wait-reason';

/** runtime/traceruntime.go, traceBlockReasonStrings, of all versions since 1.22; and what stands for the events before. */
const REASONS = [
  ...[
    '',
    'unspecified',
    'forever',
    'network',
    'select',
    'sync.(*Cond).Wait',
    'sync',
    'chan send',
    'chan receive',
  ],
  ...['GC mark assist wait for work', 'GC background sweeper wait', 'system goroutine wait', 'preempted'],
  ...['wait for debug call', 'wait until GC ends', 'sleep', 'GC weak to strong wait', 'synctest', 'waiting'],
];

/** Where goroutines are parked, from the leaf. */
const STACKS = [
  [],
  ...[
    ...['runtime.chanrecv', 'runtime.chansend', 'runtime.selectgo', 'runtime.block', 'runtime.netpollblock'],
    ...[
      'runtime.chanrecv1',
      'runtime.chanrecv2',
      'runtime.chansend1',
      'sync.runtime_notifyListWait',
      'time.Sleep',
    ],
    ...['runtime.gcBgMarkWorker', 'runtime.bgsweep', 'runtime.bgscavenge', 'runtime.(*scavengerState).sleep'],
    ...[
      'runtime.forcegchelper',
      'runtime.runfinq',
      'runtime.runFinalizers',
      'runtime.(*cleanupQueue).dequeue',
    ],
    ...[
      'runtime.runCleanups',
      'runtime.updateMaxProcsGoroutine',
      'runtime.gcParkAssist',
      'runtime.synctestRun',
    ],
    ...['runtime.synctestWait', 'sync.runtime_SemacquireMutex', 'sync.runtime_SemacquireRWMutex'],
    ...['sync.runtime_SemacquireRWMutexR', 'sync.runtime_SemacquireWaitGroup', 'sync.runtime_Semacquire'],
    ...['sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'sync.(*RWMutex).RLock', 'sync.(*WaitGroup).Wait'],
    ...['runtime.coroswitch', 'main.f'],
  ].flatMap((leaf) => [[leaf], ['runtime.gopark', leaf]]),
];

/** In the words of dumps, each once. */
export const traceWaitWords = (): string[] => [
  ...new Set(
    [null, ...REASONS].flatMap((reason) =>
      STACKS.map((stack) =>
        waitStateOfTrace(
          reason,
          stack.map((name) => ({ function: name, file: '', line: 1 })),
        ),
      ),
    ),
  ),
];
