// What is drawn in lanes: stretches of time in one state, of goroutines and of Ps, in columns. A lane has no gaps: each
// stretch ends where the next one begins, the last where the lane does.
import { EV, GO_STATE, PROC_STATE } from './event-types';
import { IN_SYSCALL, LaneStates, NOT_THERE, RUNNING, placeOf } from './lane-states';
import {
  goroutineChangedBy,
  holdsSince,
  isStatus,
  laneEventAt,
  stackOfChange,
  stateAfter,
  type Lanes,
} from './lanes';
import { NONE, durationOf, type Trace } from './trace';

export { NOT_THERE } from './lane-states';

/** Spans of lane i: start[i] … start[i + 1] − 1. */
export interface Spans {
  /** Words, as dumps have them. */
  readonly states: readonly string[];
  readonly start: Uint32Array;
  /** Nanoseconds, as `time` of events. */
  readonly from: Float64Array;
  /** Row of `states`; NOT_THERE: nothing is there. */
  readonly state: Uint8Array;
  /** By lane: where its last span ends. 0 where it has none. */
  readonly end: Float64Array;
}

export interface ProcSpans extends Spans {
  /** Who ran, or is in a system call that its P waits for; NONE: no one (NOT_THERE). */
  readonly goroutine: Int32Array;
}

/**
 * One lane per row of the trace's goroutines. A state that is told again (each generation tells all of them) does not
 * begin a span.
 */
export function goroutineSpans(trace: Trace, lanes: Lanes): Spans {
  const { events } = trace;
  const count = trace.goroutines.length;
  const words = new LaneStates(trace);
  // As many as there are changes, at most: closed up at the end.
  const from = new Float64Array(lanes.event.length);
  const state = new Uint8Array(lanes.event.length);
  const next = lanes.start.slice(0, count);
  const reason = new Int32Array(count).fill(NONE);
  const stack = new Uint32Array(count);
  // In the order of time, not lane by lane: the columns of events are read once, from front to back.
  for (let i = 0; i < events.length; i++) {
    const goroutine = goroutineChangedBy(trace, i);
    if (goroutine === NONE) continue;
    const type = events.type[i]!;
    const isAgain = isStatus(type);
    if (type === EV.goBlock) reason[goroutine] = events.a[i]!;
    else if (!isAgain) reason[goroutine] = NONE;
    const before = stack[goroutine]!;
    const place = stackOfChange(trace, i) || before;
    stack[goroutine] = place;
    const where = placeOf(trace, place, lanes.startFrame[goroutine]!);
    const now = words.of(stateAfter(trace, i), reason[goroutine]!, where);
    const at = next[goroutine]!;
    const isFirst = at === lanes.start[goroutine]!;
    // The first to say where it stands is kept.
    if (isAgain && !isFirst && state[at - 1] === now && (before !== 0 || place === 0)) continue;
    from[at] = isFirst ? holdsSince(trace, i) : events.time[i]!;
    state[at] = now;
    next[goroutine] = at + 1;
  }
  const start = new Uint32Array(count + 1);
  const end = new Float64Array(count);
  let length = 0;
  for (let g = 0; g < count; g++) {
    const first = lanes.start[g]!;
    let last = next[g]!;
    end[g] = last === first ? 0 : durationOf(trace);
    if (last > first && state[last - 1] === NOT_THERE) end[g] = from[--last]!;
    from.copyWithin(length, first, last);
    state.copyWithin(length, first, last);
    length += last - first;
    start[g + 1] = length;
  }
  return {
    states: words.words,
    start,
    from: from.subarray(0, length),
    state: state.subarray(0, length),
    end,
  };
}

/** The event that a goroutine's span began with; stackAtLaneEvent gives its stack from there. A row of `lanes.event`. */
export const laneEventOfSpan = (
  trace: Trace,
  lanes: Lanes,
  spans: Spans,
  lane: number,
  span: number,
): number => laneEventAt(trace, lanes, lane, spans.from[span]!);

/** One lane per row of the trace's Ps: which goroutine ran on it, from the beginning to the end of the trace. */
export function procSpans(trace: Trace): ProcSpans {
  const count = trace.procs.length;
  const start = new Uint32Array(count + 1);
  forEachProcChange(trace, (proc) => {
    start[proc + 1]!++;
  });
  for (let p = 0; p < count; p++) start[p + 1]! += start[p]!;
  const next = start.slice(0, count);
  const length = start[count]!;
  const from = new Float64Array(length);
  const state = new Uint8Array(length);
  const goroutine = new Int32Array(length);
  forEachProcChange(trace, (proc, who, what, since) => {
    const at = next[proc]!++;
    from[at] = since;
    state[at] = what;
    goroutine[at] = who;
  });
  const end = new Float64Array(count);
  for (let p = 0; p < count; p++) if (start[p + 1]! > start[p]!) end[p] = durationOf(trace);
  return { states: ['runnable', 'running', 'syscall'], start, from, state, end, goroutine };
}

type ProcChange = (proc: number, goroutine: number, state: number, since: number) => void;

/** Follows the scheduler as far as it takes to know who runs where. */
function forEachProcChange(trace: Trace, change: ProcChange): void {
  const { events } = trace;
  /** By P: who is on it, in which state; and whether anything is known of it. */
  const onProc = new Int32Array(trace.procs.length).fill(NONE);
  const state = new Uint8Array(trace.procs.length).fill(NOT_THERE);
  const isKnown = new Uint8Array(trace.procs.length);
  /** By thread: its P. */
  const procOf = new Int32Array(trace.threads.length).fill(NONE);
  const isOld = trace.version < 22;

  const procOfThread = (thread: number): number => (thread === NONE || isOld ? NONE : procOf[thread]!);
  const set = (proc: number, goroutine: number, what: number, since: number): void => {
    if (proc === NONE) return;
    const isFirst = isKnown[proc] === 0;
    if (!isFirst && onProc[proc] === goroutine && state[proc] === what) return;
    if (isFirst && since > 0 && what !== NOT_THERE) change(proc, NONE, NOT_THERE, 0);
    change(proc, goroutine, what, isFirst && what === NOT_THERE ? 0 : since);
    isKnown[proc] = 1;
    onProc[proc] = goroutine;
    state[proc] = what;
  };
  for (let i = 0; i < events.length; i++) {
    const time = events.time[i]!;
    const proc = events.proc[i]!;
    const thread = events.thread[i]!;
    switch (events.type[i]) {
      case EV.goStart:
        set(proc, events.a[i]!, RUNNING, time);
        break;
      case EV.goStop:
      case EV.goBlock:
      case EV.goDestroy:
      case EV.goDestroySyscall:
      case EV.goSyscallEndBlocked:
        if (proc !== NONE && onProc[proc] === events.goroutine[i]) set(proc, NONE, NOT_THERE, time);
        break;
      case EV.goSyscallBegin:
        set(proc, events.goroutine[i]!, IN_SYSCALL, time);
        break;
      case EV.goSyscallEnd:
        set(proc, events.goroutine[i]!, RUNNING, time);
        break;
      case EV.goStatus:
      case EV.goStatusStack: {
        const now = events.b[i]! & 0xff;
        const isCall = now === GO_STATE.syscall;
        // Of a system call another thread may tell. Old traces tell of those that have no P.
        const on = isCall ? procOfThread(thread) : now === GO_STATE.running ? proc : NONE;
        if (on === NONE) break;
        const since = isKnown[on] === 1 ? time : holdsSince(trace, i);
        set(on, events.a[i]!, isCall ? IN_SYSCALL : RUNNING, since);
        break;
      }
      case EV.procStart:
        if (thread !== NONE) procOf[thread] = events.a[i]!;
        set(events.a[i]!, NONE, NOT_THERE, time);
        break;
      case EV.procStop:
        if (thread !== NONE) procOf[thread] = NONE;
        set(proc, NONE, NOT_THERE, time);
        break;
      case EV.procSteal: {
        const holder = procOf.indexOf(events.a[i]!);
        if (holder !== -1) procOf[holder] = NONE;
        set(events.a[i]!, NONE, NOT_THERE, time);
        break;
      }
      case EV.procStatus:
        if ((events.b[i]! & 0xff) === PROC_STATE.idle) set(events.a[i]!, NONE, NOT_THERE, time);
        else if (thread !== NONE) procOf[thread] = events.a[i]!;
        break;
      default:
        break;
    }
  }
}
