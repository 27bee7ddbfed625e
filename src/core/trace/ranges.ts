// What lasts in a trace beside the states of goroutines: collections and what they cost, stops of the world, the user's
// tasks and regions. And what is counted at moments: the heap, goroutines. One pass over the events, rows in columns.
import { EV, GO_STATE } from './event-types';
import { goroutineChangedBy, holdsSince, stateAfter } from './lanes';

import { NONE, durationOf, type Trace } from './trace';

/** In order of their beginnings. */
export interface Ranges {
  readonly length: number;
  /** Nanoseconds, as `time` of events. What does not end within the trace goes on to its end. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Events; NONE: it began before the trace, or was not ended. */
  readonly begin: Int32Array;
  readonly end: Int32Array;
  /** Goroutine that it is of; of sweeps the P; NONE: of none. */
  readonly of: Int32Array;
  /** Why the world was stopped, the name of a region or a task (string); 0: none. */
  readonly name: Int32Array;
}

export interface Tasks extends Ranges {
  readonly id: Float64Array;
  /** Its id; 0: none. */
  readonly parent: Float64Array;
}

export interface Regions extends Ranges {
  /** Its id; 0: of none. */
  readonly task: Float64Array;
}

/** A value from a time on, until the next. */
export interface Series {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

export interface TraceRanges {
  /** Marking, which goes on beside the program. */
  readonly gc: Ranges;
  readonly stops: Ranges;
  readonly assists: Ranges;
  readonly sweeps: Ranges;
  readonly tasks: Tasks;
  readonly regions: Regions;
  /** Events: numbers[a] is the task, numbers[a + 1] the category (string), b the message (string). */
  readonly logs: Uint32Array;
  /** Bytes. */
  readonly heapAlloc: Series;
  readonly heapGoal: Series;
  /** How many there are. */
  readonly goroutines: Series;
  /** GOMAXPROCS. */
  readonly procs: Series;
}

class RangeBuilder {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly begin: number[] = [];
  readonly end: number[] = [];
  readonly of: number[] = [];
  readonly name: number[] = [];

  constructor(private readonly trace: Trace) {}

  /** `event` NONE: it went on when the trace began. */
  open(event: number, of: number, name = 0): number {
    this.from.push(event === NONE ? 0 : this.trace.events.time[event]!);
    this.to.push(durationOf(this.trace));
    this.begin.push(event);
    this.end.push(NONE);
    this.of.push(of);
    return this.name.push(name) - 1;
  }

  close(row: number, event: number, isEnded = true): void {
    this.to[row] = this.trace.events.time[event]!;
    if (isEnded) this.end[row] = event;
  }

  /** The order of rows by their beginnings: only those from before the trace are out of it. */
  order(): number[] {
    return [...this.from.keys()].sort((a, b) => this.from[a]! - this.from[b]! || a - b);
  }

  finish(order = this.order()): Ranges {
    const pick = (column: readonly number[]): number[] => order.map((row) => column[row]!);
    return {
      length: order.length,
      from: Float64Array.from(pick(this.from)),
      to: Float64Array.from(pick(this.to)),
      begin: Int32Array.from(pick(this.begin)),
      end: Int32Array.from(pick(this.end)),
      of: Int32Array.from(pick(this.of)),
      name: Int32Array.from(pick(this.name)),
    };
  }
}

/** Ranges of which each goroutine, or each P, has one at most. */
class OneEach extends RangeBuilder {
  readonly #open: Int32Array;

  constructor(trace: Trace, rows: number) {
    super(trace);
    this.#open = new Int32Array(rows).fill(NONE);
  }

  begun(event: number, of: number): void {
    if (of !== NONE) this.#open[of] = this.open(event, of);
  }

  /** Said in each generation of what goes on. */
  goesOn(of: number): void {
    if (of !== NONE && this.#open[of] === NONE) this.begun(NONE, of);
  }

  ended(event: number, of: number, isEnded = true): void {
    if (of === NONE) return;
    if (this.#open[of] === NONE) {
      if (!isEnded) return;
      this.begun(NONE, of);
    }
    this.close(this.#open[of]!, event, isEnded);
    this.#open[of] = NONE;
  }
}

class SeriesBuilder {
  readonly #time: number[] = [];
  readonly #value: number[] = [];

  add(time: number, value: number): void {
    const last = this.#time.length - 1;
    if (last >= 0 && this.#time[last] === time) this.#value[last] = value;
    else {
      this.#time.push(time);
      this.#value.push(value);
    }
  }

  finish(): Series {
    return { time: Float64Array.from(this.#time), value: Float64Array.from(this.#value) };
  }
}

/** By type: what rangesOf looks at, few among the millions that goroutines come and go by. */
const IS_LOOKED_AT = new Uint8Array(256);
for (const type of [
  ...[EV.gcActive, EV.gcBegin, EV.gcEnd, EV.stwBegin, EV.stwEnd],
  ...[EV.gcSweepActive, EV.gcSweepBegin, EV.gcSweepEnd],
  ...[EV.gcMarkAssistActive, EV.gcMarkAssistBegin, EV.gcMarkAssistEnd, EV.goDestroy, EV.goDestroySyscall],
  ...[EV.userTaskBegin, EV.userTaskEnd, EV.userRegionBegin, EV.userRegionEnd, EV.userLog],
  ...[EV.heapAlloc, EV.heapGoal, EV.procsChange],
])
  IS_LOOKED_AT[type] = 1;

export function rangesOf(trace: Trace): TraceRanges {
  const { events, numbers } = trace;
  const gc = new OneEach(trace, 1);
  const stops = new RangeBuilder(trace);
  const assists = new OneEach(trace, trace.goroutines.length);
  const sweeps = new OneEach(trace, trace.procs.length);
  const user = new UserRanges(trace);
  const logs: number[] = [];
  const [heapAlloc, heapGoal, procs] = [new SeriesBuilder(), new SeriesBuilder(), new SeriesBuilder()];
  let stopped: number[] = [];
  for (let i = 0; i < events.length; i++) {
    if (IS_LOOKED_AT[events.type[i]!] === 0) continue;
    const a = events.a[i]!;
    const of = events.goroutine[i]!;
    switch (events.type[i]) {
      case EV.gcActive:
        gc.goesOn(0);
        break;
      case EV.gcBegin:
        gc.begun(i, 0);
        break;
      case EV.gcEnd:
        gc.ended(i, 0);
        break;
      case EV.stwBegin:
        stopped.push(stops.open(i, of, a));
        break;
      case EV.stwEnd: {
        const row = stopped.findLast((stop) => stops.name[stop] === a && stops.of[stop] === of);
        stopped = stopped.filter((stop) => stop !== row);
        stops.close(row ?? stops.open(NONE, of, a), i);
        break;
      }
      case EV.gcSweepActive:
        sweeps.goesOn(a);
        break;
      case EV.gcSweepBegin:
        sweeps.begun(i, events.proc[i]!);
        break;
      case EV.gcSweepEnd:
        sweeps.ended(i, events.proc[i]!);
        break;
      case EV.gcMarkAssistActive:
        assists.goesOn(a);
        break;
      case EV.gcMarkAssistBegin:
        assists.begun(i, of);
        break;
      case EV.gcMarkAssistEnd:
        assists.ended(i, of);
        break;
      case EV.goDestroy:
      case EV.goDestroySyscall:
        if (of === NONE) break;
        assists.ended(i, of, false);
        user.endGoroutine(i, of);
        break;
      case EV.userTaskBegin:
      case EV.userTaskEnd:
      case EV.userRegionBegin:
      case EV.userRegionEnd:
        user.add(i);
        break;
      case EV.userLog:
        logs.push(i);
        break;
      case EV.heapAlloc:
        heapAlloc.add(events.time[i]!, numbers[a]!);
        break;
      case EV.heapGoal:
        heapGoal.add(events.time[i]!, numbers[a]!);
        break;
      case EV.procsChange:
        procs.add(events.time[i]!, numbers[a]!);
        break;
      default:
        break;
    }
  }
  const marking = gc.finish();
  marking.of.fill(NONE);
  return {
    gc: marking,
    stops: stops.finish(),
    assists: assists.finish(),
    sweeps: sweeps.finish(),
    ...user.finish(),
    logs: Uint32Array.from(logs),
    heapAlloc: heapAlloc.finish(),
    heapGoal: heapGoal.finish(),
    goroutines: countGoroutines(trace),
    procs: procs.finish(),
  };
}

class UserRanges {
  readonly #tasks: RangeBuilder;
  readonly #regions: RangeBuilder;
  readonly #ids: number[] = [];
  readonly #parents: number[] = [];
  readonly #regionTasks: number[] = [];
  /** By id: the last task that had it, ended or not. */
  readonly #taskRows = new Map<number, number>();
  /** By goroutine: the innermost last. */
  readonly #open = new Map<number, number[]>();

  constructor(private readonly trace: Trace) {
    this.#tasks = new RangeBuilder(trace);
    this.#regions = new RangeBuilder(trace);
  }

  add(event: number): void {
    switch (this.trace.events.type[event]) {
      case EV.userTaskBegin:
        this.#beginTask(event, event);
        break;
      case EV.userTaskEnd:
        this.#endTask(event);
        break;
      case EV.userRegionBegin:
        this.#beginRegion(event, event);
        break;
      default:
        this.#endRegion(event);
        break;
    }
  }

  /** What says of it is its beginning, or its end where it began before the trace. */
  #beginTask(said: number, begin: number): number {
    const { events, numbers } = this.trace;
    const id = numbers[events.a[said]!]!;
    const row = this.#tasks.open(begin, begin === NONE ? NONE : events.goroutine[said]!, events.b[said]);
    this.#ids.push(id);
    this.#parents.push(numbers[events.a[said]! + 1]!);
    this.#taskRows.set(id, row);
    return row;
  }

  /** Programs may end a task twice: the first time counts. */
  #endTask(event: number): void {
    const row =
      this.#taskRows.get(this.trace.numbers[this.trace.events.a[event]!]!) ?? this.#beginTask(event, NONE);
    if (this.#tasks.end[row] === NONE) this.#tasks.close(row, event);
  }

  #beginRegion(said: number, begin: number): number {
    const { events, numbers } = this.trace;
    const goroutine = events.goroutine[said]!;
    const row = this.#regions.open(begin, goroutine, events.b[said]);
    this.#regionTasks.push(numbers[events.a[said]!]!);
    const open = this.#open.get(goroutine);
    if (open === undefined) this.#open.set(goroutine, [row]);
    else open.push(row);
    return row;
  }

  #endRegion(event: number): void {
    const { events, numbers } = this.trace;
    const open = this.#open.get(events.goroutine[event]!);
    const inner = open?.at(-1);
    const isIt =
      inner !== undefined &&
      this.#regions.name[inner] === events.b[event] &&
      this.#regionTasks[inner] === numbers[events.a[event]!];
    const row = isIt ? inner : this.#beginRegion(event, NONE);
    this.#open.get(events.goroutine[event]!)!.pop();
    this.#regions.close(row, event);
  }

  /** Its regions end with it, whether anyone ended them or not. */
  endGoroutine(event: number, goroutine: number): void {
    for (const row of this.#open.get(goroutine) ?? []) this.#regions.close(row, event, false);
    this.#open.delete(goroutine);
  }

  finish(): { tasks: Tasks; regions: Regions } {
    const [tasks, regions] = [this.#tasks.order(), this.#regions.order()];
    return {
      tasks: {
        ...this.#tasks.finish(tasks),
        id: Float64Array.from(tasks, (row) => this.#ids[row]!),
        parent: Float64Array.from(tasks, (row) => this.#parents[row]!),
      },
      regions: {
        ...this.#regions.finish(regions),
        task: Float64Array.from(regions, (row) => this.#regionTasks[row]!),
      },
    };
  }
}

/** As many as a census of that moment has. */
function countGoroutines(trace: Trace): Series {
  const { events } = trace;
  const isThere = new Uint8Array(trace.goroutines.length);
  const series = new SeriesBuilder();
  const changes: number[] = [];
  let before = 0;
  for (let i = 0; i < events.length; i++) {
    const goroutine = goroutineChangedBy(trace, i);
    if (goroutine === NONE) continue;
    const state = stateAfter(trace, i);
    const now = state === GO_STATE.none || state === GO_STATE.undetermined ? 0 : 1;
    if (isThere[goroutine] === now) continue;
    isThere[goroutine] = now;
    if (holdsSince(trace, i) === 0) before++;
    else changes.push(now === 1 ? i : -i - 1);
  }
  if (before > 0 || changes.length > 0) series.add(0, before);
  for (const change of changes) {
    before += change >= 0 ? 1 : -1;
    series.add(events.time[change >= 0 ? change : -change - 1]!, before);
  }
  return series.finish();
}

/** The value at a time; 0: before the first. */
export function valueAt({ time, value }: Series, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : value[low - 1]!;
}
