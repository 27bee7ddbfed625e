// The events of each goroutine, in columns: what is drawn as a lane. A lane holds every event that changes its goroutine's
// state; between two of them the goroutine is in the state that the first one left it in.
import { EV, GO_STATE, type GoState } from './event-types';
import { NONE, type Trace } from './trace';

export interface Lanes {
  /** Events of goroutine i: event[start[i]] … event[start[i + 1] − 1], rows of the trace's events by time. */
  readonly start: Uint32Array;
  readonly event: Uint32Array;
  /** By goroutine: the function that it began with (frame); NONE where no event of it has a stack. */
  readonly startFrame: Int32Array;
  /** By goroutine: the event that created it, which says by whom and where; NONE: it was there before the trace. */
  readonly creation: Int32Array;
}

const OF_ANOTHER = 1;
const OF_ITSELF = 2;

/** Whose state an event changes: that of the goroutine in `a`, that of the one it happens in, or no one's. */
const CHANGES = new Uint8Array(256);
for (const type of [EV.goCreate, EV.goCreateBlocked, EV.goCreateSyscall, EV.goStart, EV.goUnblock])
  CHANGES[type] = OF_ANOTHER;
for (const type of [EV.goSwitch, EV.goSwitchDestroy, EV.goStatus, EV.goStatusStack])
  CHANGES[type] = OF_ANOTHER;
for (const type of [EV.goDestroy, EV.goDestroySyscall, EV.goStop, EV.goBlock]) CHANGES[type] = OF_ITSELF;
for (const type of [EV.goSyscallBegin, EV.goSyscallEnd, EV.goSyscallEndBlocked]) CHANGES[type] = OF_ITSELF;

/** The goroutine whose state the event changes; NONE: no one's. */
export const goroutineChangedBy = ({ events }: Trace, event: number): number => {
  const changes = CHANGES[events.type[event]!];
  if (changes === OF_ANOTHER) return events.a[event]!;
  return changes === OF_ITSELF ? events.goroutine[event]! : NONE;
};

/** By type; of a status it is said in the event. */
const AFTER = new Uint8Array(256);
const become = (state: GoState, ...types: readonly number[]): void => {
  for (const type of types) AFTER[type] = state;
};
become(GO_STATE.none, EV.goDestroy, EV.goDestroySyscall);
become(GO_STATE.runnable, EV.goCreate, EV.goStop, EV.goUnblock, EV.goSwitch, EV.goSwitchDestroy);
become(GO_STATE.runnable, EV.goSyscallEndBlocked);
become(GO_STATE.running, EV.goStart, EV.goSyscallEnd);
become(GO_STATE.waiting, EV.goCreateBlocked, EV.goBlock);
become(GO_STATE.syscall, EV.goCreateSyscall, EV.goSyscallBegin);

/** The state of the goroutine that the event changes, from then on. */
export const stateAfter = ({ events }: Trace, event: number): GoState =>
  (AFTER[events.type[event]!]! || events.b[event]! & 0xff) as GoState;

export function lanesOf(trace: Trace): Lanes {
  const { events, goroutines } = trace;
  const count = goroutines.length;
  const start = new Uint32Array(count + 1);
  const startFrame = new Int32Array(count).fill(NONE);
  const creation = new Int32Array(count).fill(NONE);
  for (let i = 0; i < events.length; i++) {
    const goroutine = goroutineChangedBy(trace, i);
    if (goroutine === NONE) continue;
    start[goroutine + 1]!++;
    noteStart(trace, i, goroutine, startFrame);
    if (isCreation(events.type[i]!)) creation[goroutine] = i;
  }
  for (let i = 0; i < count; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, count);
  const event = new Uint32Array(start[count]!);
  for (let i = 0; i < events.length; i++) {
    const goroutine = goroutineChangedBy(trace, i);
    if (goroutine !== NONE) event[next[goroutine]!++] = i;
  }
  return { start, event, startFrame, creation };
}

const isCreation = (type: number): boolean =>
  type === EV.goCreate || type === EV.goCreateBlocked || type === EV.goCreateSyscall;

/** The outermost frame of the first stack that is known of it. */
function noteStart(trace: Trace, i: number, goroutine: number, startFrame: Int32Array): void {
  if (startFrame[goroutine] !== NONE) return;
  const stack = stackOfChange(trace, i);
  const end = trace.stacks.start[stack + 1]!;
  if (end > trace.stacks.start[stack]!) startFrame[goroutine] = trace.stacks.frames[end - 1]!;
}

/** The stack of the goroutine that the event changes, at that moment; 0: not known. */
export const stackOfChange = ({ events }: Trace, event: number): number => {
  switch (events.type[event]) {
    case EV.goCreate:
    case EV.goCreateBlocked:
      return events.b[event]!;
    case EV.goStatusStack:
    case EV.goStop:
    case EV.goBlock:
    case EV.goSyscallBegin:
      return events.stack[event]!;
    default:
      return 0;
  }
};

/**
 * Since when the event holds for the goroutine that it changes. Go tells how a goroutine is when it first does something,
 * or else at the end of a generation; it has been so since the trace began. So Go's own sums have it.
 */
export const holdsSince = ({ events }: Trace, event: number): number => {
  const isFirst = isStatus(events.type[event]!) && events.b[event]! >> 8 === GO_STATE.undetermined;
  return isFirst ? 0 : events.time[event]!;
};

/** Whether such an event says how a goroutine is, rather than what becomes of it. */
export const isStatus = (type: number): boolean => type === EV.goStatus || type === EV.goStatusStack;

/** The last event of a lane that holds at a time, as a row of `lanes.event`; NONE: it is not there that early. */
export function laneEventAt(trace: Trace, lanes: Lanes, goroutine: number, time: number): number {
  const { events } = trace;
  const first = lanes.start[goroutine]!;
  const end = lanes.start[goroutine + 1]!;
  if (first === end || holdsSince(trace, lanes.event[first]!) > time) return NONE;
  let low = first + 1;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events.time[lanes.event[middle]!]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The stack where it stood last, at or before that row of its lane; 0: not known. It has not moved since unless it ran. */
export function stackAtLaneEvent(trace: Trace, lanes: Lanes, goroutine: number, at: number): number {
  for (let i = at; i >= lanes.start[goroutine]!; i--) {
    const stack = stackOfChange(trace, lanes.event[i]!);
    if (stack !== 0) return stack;
  }
  return 0;
}
