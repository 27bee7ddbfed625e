// The wire format of Go's execution traces since 1.22: types of events and what their arguments are. Facts from Go's
// src/internal/trace/tracev2/events.go; traces of 1.11 to 1.21 are read into the same types.

/** Numbers as they stand in a trace. Those from `cpuSample` on that have no timed form are of batches and tables. */
export const EV = {
  none: 0,
  eventBatch: 1,
  stacks: 2,
  stack: 3,
  strings: 4,
  string: 5,
  cpuSamples: 6,
  cpuSample: 7,
  frequency: 8,
  procsChange: 9,
  procStart: 10,
  procStop: 11,
  procSteal: 12,
  procStatus: 13,
  goCreate: 14,
  goCreateSyscall: 15,
  goStart: 16,
  goDestroy: 17,
  goDestroySyscall: 18,
  goStop: 19,
  goBlock: 20,
  goUnblock: 21,
  goSyscallBegin: 22,
  goSyscallEnd: 23,
  goSyscallEndBlocked: 24,
  goStatus: 25,
  stwBegin: 26,
  stwEnd: 27,
  gcActive: 28,
  gcBegin: 29,
  gcEnd: 30,
  gcSweepActive: 31,
  gcSweepBegin: 32,
  gcSweepEnd: 33,
  gcMarkAssistActive: 34,
  gcMarkAssistBegin: 35,
  gcMarkAssistEnd: 36,
  heapAlloc: 37,
  heapGoal: 38,
  goLabel: 39,
  userTaskBegin: 40,
  userTaskEnd: 41,
  userRegionBegin: 42,
  userRegionEnd: 43,
  userLog: 44,
  goSwitch: 45,
  goSwitchDestroy: 46,
  goCreateBlocked: 47,
  goStatusStack: 48,
  experimentalBatch: 49,
  sync: 50,
  clockSnapshot: 51,
  endOfGeneration: 52,
  span: 128,
  spanAlloc: 129,
  spanFree: 130,
  heapObject: 131,
  heapObjectAlloc: 132,
  heapObjectFree: 133,
  goroutineStack: 134,
  goroutineStackAlloc: 135,
  goroutineStackFree: 136,
} as const;

const TYPES = 256;
export const NO_TIMED_EVENT = 255;

/** Arguments of a timed event, the time not counted; NO_TIMED_EVENT where there is no such event. */
export const ARGUMENTS = new Uint8Array(TYPES).fill(NO_TIMED_EVENT);
/** Which argument (from 1) is the stack of the goroutine that runs; 0: none is. */
export const STACK_ARGUMENT = new Uint8Array(TYPES);

const declare = (count: number, stack: number, ...types: readonly number[]): void => {
  for (const type of types) {
    ARGUMENTS[type] = count;
    STACK_ARGUMENT[type] = stack;
  }
};
declare(0, 0, EV.procStop, EV.goDestroy, EV.goDestroySyscall, EV.goSyscallEnd, EV.goSyscallEndBlocked);
declare(0, 0, EV.stwEnd, EV.gcMarkAssistEnd);
declare(1, 0, EV.goCreateSyscall, EV.gcActive, EV.gcEnd, EV.gcSweepActive, EV.gcMarkAssistActive);
declare(1, 0, EV.heapAlloc, EV.heapGoal, EV.goLabel);
declare(1, 0, EV.spanFree, EV.heapObjectFree, EV.goroutineStackFree);
declare(1, 1, EV.gcSweepBegin, EV.gcMarkAssistBegin);
declare(2, 0, EV.procStart, EV.procStatus, EV.goStart, EV.gcSweepEnd, EV.goSwitch, EV.goSwitchDestroy);
declare(2, 0, EV.heapObject, EV.heapObjectAlloc, EV.goroutineStack, EV.goroutineStackAlloc);
declare(2, 2, EV.procsChange, EV.goStop, EV.goBlock, EV.goSyscallBegin, EV.stwBegin, EV.gcBegin);
declare(2, 2, EV.userTaskEnd);
declare(3, 0, EV.procSteal, EV.goStatus, EV.span, EV.spanAlloc, EV.clockSnapshot);
declare(3, 3, EV.goCreate, EV.goCreateBlocked, EV.goUnblock, EV.userRegionBegin, EV.userRegionEnd);
declare(4, 4, EV.userTaskBegin, EV.userLog, EV.goStatusStack);

/** States of a goroutine, as Go's reader names them; `none` is NotExist. */
export const GO_STATE = {
  undetermined: 0,
  none: 1,
  runnable: 2,
  running: 3,
  waiting: 4,
  syscall: 5,
} as const;
export type GoState = (typeof GO_STATE)[keyof typeof GO_STATE];

/** States of a P. In a system call it is running still, until it is taken away. */
export const PROC_STATE = { undetermined: 0, none: 1, running: 2, idle: 3 } as const;
export type ProcState = (typeof PROC_STATE)[keyof typeof PROC_STATE];

/** What a trace may hold of each, by the format. */
export const MAX_BATCH_BYTES = 64 * 1024;
export const MAX_STACK_FRAMES = 128;
export const MAX_STRING_BYTES = 1024;
