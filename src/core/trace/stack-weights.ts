// How long goroutines of a trace waited, and how often, by stack: what `go tool trace -pprof=…` sums up, interval by
// interval, and beside it all waiting and the CPU samples. Columns by place, nothing per event.
//
// The rules of net, sync, syscall and sched are those of Go's src/cmd/trace/pprof.go: an interval is of the stack of the event
// that began it (of a goroutine that was woken that is whoever woke it), counts when it ends within the trace, and only from
// when its goroutine first ran; what waited already when the trace began has no reason, so it is neither net nor sync.
import { EV, GO_STATE } from './event-types';
import { goroutineChangedBy, holdsSince, stackOfChange, stateAfter, type Lanes } from './lanes';
import { NONE, durationOf, type Trace } from './trace';

/**
 * `blocked`: every wait, whatever it is for and whether or not it ends or began in the trace, by where the goroutine stands. `cpu`: samples of a CPU
 * profile that was taken at the same time; they have a count and no time.
 */
export const TRACE_PROFILE_KINDS = ['sync', 'net', 'syscall', 'sched', 'blocked', 'cpu'] as const;
export type TraceProfileKind = (typeof TRACE_PROFILE_KINDS)[number];

export interface TraceSelection {
  /** As `time` of events; of an interval counts what lies between. Default: the whole trace. */
  readonly from?: number;
  readonly to?: number;
  /** Rows of `trace.goroutines`; default: all, and CPU samples of no goroutine. */
  readonly goroutines?: Iterable<number>;
}

/**
 * By place: row i of `trace.stacks`, and behind those, at `trace.stacks.length` + i, frame i alone: the function that a
 * goroutine began with, where nothing else is known.
 */
export interface StackWeights {
  readonly count: Float64Array;
  readonly ns: Float64Array;
}

export function weighStacks<K extends TraceProfileKind>(
  trace: Trace,
  lanes: Lanes,
  kinds: readonly K[],
  selection: TraceSelection = {},
): Readonly<Record<K, StackWeights>> {
  const places = trace.stacks.length + trace.stacks.function.length;
  const weights: Partial<Record<TraceProfileKind, StackWeights>> = {};
  for (const kind of kinds) weights[kind] = { count: new Float64Array(places), ns: new Float64Array(places) };
  const { cpu, ...waits } = weights;
  const isSelected = rowsOf(trace, selection);
  const from = selection.from ?? 0;
  const to = selection.to ?? durationOf(trace);
  if (Object.keys(waits).length > 0) {
    new WaitWeigher(trace, lanes, waits, from, to).addAll(isSelected);
  }
  if (cpu !== undefined) countSamples(trace, cpu, isSelected, from, to);
  for (const some of Object.values(weights)) foldNameless(trace, some);
  return weights as Record<K, StackWeights>;
}

/** A frame of address 0 stands where the runtime knew of none: such a stack is the empty one, in Go's tool too. */
function foldNameless({ stacks }: Trace, { count, ns }: StackWeights): void {
  for (let stack = 1; stack < stacks.length; stack++) {
    const first = stacks.start[stack]!;
    if (count[stack] === 0 || stacks.start[stack + 1]! !== first + 1) continue;
    const frame = stacks.frames[first]!;
    if (stacks.function[frame] !== 0 || stacks.file[frame] !== 0 || stacks.line[frame] !== 0) continue;
    count[0]! += count[stack]!;
    ns[0]! += ns[stack]!;
    count[stack] = ns[stack] = 0;
  }
}

function rowsOf(trace: Trace, { goroutines }: TraceSelection): Uint8Array | null {
  if (goroutines === undefined) return null;
  const rows = new Uint8Array(trace.goroutines.length);
  for (const row of goroutines) rows[row] = 1;
  return rows;
}

function countSamples(
  { events }: Trace,
  { count }: StackWeights,
  isSelected: Uint8Array | null,
  from: number,
  to: number,
): void {
  for (let i = 0; i < events.length; i++) {
    if (events.type[i] !== EV.cpuSample || events.time[i]! < from || events.time[i]! > to) continue;
    const goroutine = events.goroutine[i]!;
    if (isSelected === null || (goroutine !== NONE && isSelected[goroutine] === 1))
      count[events.stack[i]!]!++;
  }
}

/** What a wait with that reason counts as in Go's tool; by string. */
const REASON = { unknown: 0, net: 1, sync: 2, other: 3 } as const;

const reasonOf = (text: string): number => {
  if (text === 'network') return REASON.net;
  return /chan|sync|select/.test(text) ? REASON.sync : REASON.other;
};

/** One pass over all events in their order, which is faster by far than lane by lane: of goroutines only little is held. */
class WaitWeigher {
  readonly #reasons: Uint8Array;
  /** By goroutine: its state, and the event that it has been in it since. */
  readonly #state: Uint8Array;
  readonly #since: Uint32Array;
  /** By goroutine: the stack it was seen in last; 0: in none. */
  readonly #stack: Uint32Array;
  readonly #firstRun: Uint32Array;

  constructor(
    private readonly trace: Trace,
    private readonly lanes: Lanes,
    private readonly into: Partial<Record<TraceProfileKind, StackWeights>>,
    private readonly from: number,
    private readonly to: number,
  ) {
    const goroutines = trace.goroutines.length;
    this.#reasons = new Uint8Array(trace.strings.length);
    this.#state = new Uint8Array(goroutines);
    this.#since = new Uint32Array(goroutines);
    this.#stack = new Uint32Array(goroutines);
    this.#firstRun = firstRuns(trace, lanes);
  }

  addAll(isSelected: Uint8Array | null): void {
    const { trace } = this;
    const { length, time } = trace.events;
    for (let event = 0; event < length; event++) {
      const goroutine = goroutineChangedBy(trace, event);
      if (goroutine === NONE || (isSelected !== null && isSelected[goroutine] === 0)) continue;
      const after = stateAfter(trace, event);
      const before = this.#state[goroutine]!;
      // Said again in each generation.
      if (after === before) {
        if (this.#stackAt(this.#since[goroutine]!) === 0) this.#noteStack(goroutine, event);
        continue;
      }
      this.#end(goroutine, before, time[event]!, true);
      this.#noteStack(goroutine, event);
      this.#state[goroutine] = after;
      this.#since[goroutine] = event;
    }
    const end = durationOf(trace);
    for (const [goroutine, state] of this.#state.entries()) this.#end(goroutine, state, end, false);
  }

  #stackAt(event: number): number {
    return stackOfChange(this.trace, event);
  }

  #noteStack(goroutine: number, event: number): void {
    const stack = this.#stackAt(event);
    if (stack !== 0) this.#stack[goroutine] = stack;
  }

  /** A state is over, or the trace is. */
  #end(goroutine: number, state: number, until: number, isOver: boolean): void {
    if (state !== GO_STATE.waiting && state !== GO_STATE.syscall && state !== GO_STATE.runnable) return;
    const since = this.#since[goroutine]!;
    const { events } = this.trace;
    if (isOver && since >= this.#firstRun[goroutine]!) {
      const weights = this.#weightsOf(state, since);
      if (weights !== undefined) this.#weigh(weights, events.stack[since]!, events.time[since]!, until);
    }
    const { blocked } = this.into;
    // As long as lanes show it.
    if (blocked !== undefined && state === GO_STATE.waiting)
      this.#weigh(blocked, this.#placeOf(goroutine), holdsSince(this.trace, since), until);
  }

  #weightsOf(state: number, since: number): StackWeights | undefined {
    const { sync, net, syscall, sched } = this.into;
    if (state === GO_STATE.syscall) return syscall;
    if (state === GO_STATE.runnable) return sched;
    const reason = this.#reasonOf(since);
    return reason === REASON.sync ? sync : reason === REASON.net ? net : undefined;
  }

  #reasonOf(event: number): number {
    const { events, strings } = this.trace;
    if (events.type[event] !== EV.goBlock) return REASON.other;
    const string = events.a[event]!;
    const known = this.#reasons[string]!;
    if (known !== REASON.unknown) return known;
    return (this.#reasons[string] = reasonOf(strings[string]!));
  }

  /** Where it stands: as an event of the wait says, else where it was seen last, else where it began. */
  #placeOf(goroutine: number): number {
    const stack = this.#stack[goroutine]!;
    if (stack !== 0) return stack;
    const frame = this.lanes.startFrame[goroutine]!;
    return frame === NONE ? 0 : this.trace.stacks.length + frame;
  }

  #weigh({ count, ns }: StackWeights, place: number, since: number, until: number): void {
    const ended = Math.min(until, this.to);
    const began = Math.max(since, this.from);
    if (ended <= began) return;
    count[place]!++;
    ns[place]! += ended - began;
  }
}

/**
 * By goroutine the event by which it runs for the first time since it came to be for the last time: the number of a goroutine
 * that C called is used again. 0 where it never runs, since then Go's tool counts all of it.
 */
function firstRuns(trace: Trace, { creation }: Lanes): Uint32Array {
  const { events, goroutines } = trace;
  const first = new Uint32Array(goroutines.length);
  const hasRun = new Uint8Array(goroutines.length);
  for (let event = 0; event < events.length; event++) {
    const goroutine = goroutineChangedBy(trace, event);
    if (goroutine === NONE || hasRun[goroutine] === 1 || event < creation[goroutine]!) continue;
    if (stateAfter(trace, event) !== GO_STATE.running) continue;
    hasRun[goroutine] = 1;
    first[goroutine] = event;
  }
  return first;
}
