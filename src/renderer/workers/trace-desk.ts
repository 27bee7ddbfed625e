// An open trace and what a view asks of it. Lives in a worker of the page: a trace of a hundred megabytes takes seconds to
// read, and its columns stay where they are; what crosses to the page are answers.
import type { FlameTable } from '../../contract/flame-table';
import type { Frame } from '../../core/base/frame';
import { inferOwnCode, isOwn, ownSiteOf, type OwnCode } from '../../core/base/own-code';
import type { FormatError, Result } from '../../core/base/result';
import { siteOf } from '../../core/base/site';
import { groupGoroutines, type GoroutineGroup } from '../../core/goroutine/group';
import type { Grouping } from '../../core/goroutine/groupings';
import { densityOf, spanAt, spanEnd, sumStates } from '../../core/layout/lane-layout';
import { layOutRanges, rangeAt } from '../../core/layout/range-layout';
import { combineProfiles } from '../../core/pprof/combine';
import { flameOf, type FlameOrder } from '../../core/pprof/flame';
import { DEFAULT_OPTIONS } from '../../core/pprof/options';
import { viewOf } from '../../core/pprof/view';
import { censusAt, censusAtEnd } from '../../core/trace/census';
import { censusRows, type CensusRow } from '../../core/trace/census-rows';
import { lanesOf, stackAtLaneEvent, stackOfChange, type Lanes } from '../../core/trace/lanes';
import { rangesOf, type Ranges, type TraceRanges } from '../../core/trace/ranges';
import {
  goroutineSpans,
  laneEventOfSpan,
  NOT_THERE,
  procSpans,
  type ProcSpans,
  type Spans,
} from '../../core/trace/spans';
import { howBroken } from '../../core/trace/trace-break';
import { traceProfile } from '../../core/trace/trace-profile';
import { NONE, durationOf, frameOf, stackOf, startMsOf, type Trace } from '../../core/trace/trace';
import {
  unblockLatency,
  unblocksBy,
  unblocksOf,
  unblockThatEnded,
  type Unblocks,
} from '../../core/trace/unblocks';
import type { RuntimeFigures } from './runtime-figures';
import type {
  TraceFacts,
  GoroutineFacts,
  LaneGroup,
  SheetName,
  UserRow,
  LaneSheet,
  NamedRanges,
  TraceSeries,
  TracePart,
  GoroutineLink,
  Stretch,
} from './trace-answers';

const MOST_LINKS = 20;
/** Of states that no one waits in. */
const AT_WORK: ReadonlySet<string> = new Set(['running', 'runnable', 'syscall']);

export class TraceDesk {
  readonly #trace: Trace;
  readonly #lanes: Lanes;
  readonly #own: OwnCode;
  readonly #spans: Spans;
  readonly #ranges: TraceRanges;
  readonly #user: readonly (UserRow & { readonly rows: readonly number[] })[];
  /** By lane, 1: it is there when the trace ends. */
  readonly #isAtEnd: Uint8Array;
  // Made when they are first asked for: not everyone looks at them.
  #procs: ProcSpans | null = null;
  #unblocks: Unblocks | null = null;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#lanes = lanesOf(trace);
    // Of all that is called in it: main need not wait anywhere when the trace ends.
    this.#own = inferOwnCode(Array.from(trace.stacks.function, (_, frame) => [frameOf(trace, frame)]));
    this.#spans = goroutineSpans(trace, this.#lanes);
    this.#ranges = rangesOf(trace);
    this.#isAtEnd = new Uint8Array(trace.goroutines.length);
    for (const lane of censusAtEnd(trace, this.#lanes).rows) this.#isAtEnd[lane] = 1;
    const { tasks, regions } = this.#ranges;
    this.#user = [...userRows(trace, 'task', tasks), ...userRows(trace, 'region', regions)];
  }

  facts(): TraceFacts {
    const { version, events, broken } = this.#trace;
    return {
      version: `1.${version}`,
      events: events.length,
      durationNs: durationOf(this.#trace),
      startMs: startMsOf(this.#trace),
      firstGcNs: this.#firstGc(),
      goroutines: this.#isAtEnd.reduce((sum, one) => sum + one, 0),
      broken: broken === null ? null : howBroken(broken),
    };
  }

  /** One pass over all that goroutines did. */
  goroutines(): GoroutineFacts {
    const spans = this.#spans;
    const { states, start, from, state } = spans;
    const lanes = start.length - 1;
    const isWait = states.map((word) => !AT_WORK.has(word));
    const stateNs = new Float64Array(states.length);
    const blockedNs = new Float64Array(lanes);
    const lifetimeNs = new Float64Array(lanes);
    for (let lane = 0; lane < lanes; lane++) {
      for (let i = start[lane]!; i < start[lane + 1]!; i++) {
        if (state[i] === NOT_THERE) continue;
        const ns = spanEnd(spans, lane, i) - from[i]!;
        stateNs[state[i]!]! += ns;
        lifetimeNs[lane]! += ns;
        if (isWait[state[i]!] === true) blockedNs[lane]! += ns;
      }
    }
    return { groups: this.#groups(), states, stateNs, ids: this.#trace.goroutines, blockedNs, lifetimeNs };
  }

  sheet(name: SheetName): LaneSheet {
    if (name === 'goroutines') return { spans: this.#spans, ids: this.#trace.goroutines, ran: null };
    const { goroutine: ran, ...spans } = this.#procSpans();
    return { spans, ids: this.#trace.procs, ran };
  }

  #firstGc(): number | null {
    const { from, begin } = this.#ranges.gc;
    return from[begin.findIndex((event) => event !== NONE)] ?? null;
  }

  runtime(): RuntimeFigures {
    const { gc, stops, heapAlloc, goroutines } = this.#ranges;
    const { creation } = this.#lanes;
    const { start } = this.#spans;
    const lasted = (ranges: Ranges): Float64Array => ranges.to.map((to, i) => to - ranges.from[i]!);
    const sum = (values: Float64Array): number => values.reduce((all, one) => all + one, 0);
    const most = (values: Float64Array): number | null =>
      values.length === 0 ? null : values.reduce((max, one) => Math.max(max, one));
    let ended = 0;
    for (let lane = 0; lane + 1 < start.length; lane++)
      if (start[lane + 1]! > start[lane]! && this.#isAtEnd[lane] === 0) ended++;
    const latency = unblockLatency(this.#trace);
    const ofLatency = (ns: number): number | null => (latency.count === 0 ? null : ns);
    return {
      created: creation.reduce((count, event) => count + (event === NONE ? 0 : 1), 0),
      ended,
      goroutinesMost: most(goroutines.value) ?? 0,
      gcs: gc.length,
      gcNs: sum(lasted(gc)),
      stws: stops.length,
      stwTotal: sum(lasted(stops)),
      stwLongest: most(lasted(stops)),
      heapFirst: heapAlloc.value[0] ?? null,
      heapLast: heapAlloc.value.at(-1) ?? null,
      heapMost: most(heapAlloc.value),
      unblocks: latency.count,
      latency50: ofLatency(latency.p50),
      latency99: ofLatency(latency.p99),
      latencyMost: ofLatency(latency.max),
    };
  }

  series(): TraceSeries {
    const { gc, stops, heapAlloc, heapGoal, goroutines } = this.#ranges;
    const named = ({ from, to, name }: Ranges): NamedRanges => {
      const names = [...new Set(name)];
      return {
        from,
        to,
        name: Uint8Array.from(name, (string) => names.indexOf(string)),
        names: names.map((string) => this.#trace.strings[string]!),
      };
    };
    return { heap: heapAlloc, goal: heapGoal, goroutines, gc: named(gc), stw: named(stops) };
  }

  /** Tasks, then regions, by name. */
  user(): UserRow[] {
    return this.#user.map(({ kind, name, layout }) => ({ kind, name, layout }));
  }

  /** Those that were there at a time, as the Goroutines view groups them. */
  census({ time, by }: { time: number; by: Grouping }): { total: number; groups: GoroutineGroup[] } {
    const { goroutines } = censusAt(this.#trace, this.#lanes, time);
    return { total: goroutines.total, groups: groupGoroutines(goroutines, by, this.#own) };
  }

  /** Those that were there at a time, by start function, site and state. */
  censusRows({ time }: { time: number }): CensusRow[] {
    return censusRows(this.#trace, this.#lanes, censusAt(this.#trace, this.#lanes, time));
  }

  /** Nanoseconds by state, as `states` of goroutines. */
  stateSums({ from, to, lanes }: TracePart): Float64Array {
    const sums = new Float64Array(this.#spans.states.length);
    const all = this.#spans.start.length - 1;
    if (lanes === null) for (let lane = 0; lane < all; lane++) sumStates(this.#spans, lane, from, to, sums);
    else for (const lane of lanes) sumStates(this.#spans, lane, from, to, sums);
    return sums;
  }

  /** By each group of lanes how many of them were in each state, see `densityOf`. */
  densities(asked: {
    sheet: SheetName;
    groups: readonly Uint32Array[];
    from: number;
    nsPerColumn: number;
    columns: number;
  }): Float32Array[] {
    const spans = this.#spansOf(asked.sheet);
    return asked.groups.map((lanes) => densityOf(spans, lanes, asked.from, asked.nsPerColumn, asked.columns));
  }

  /** CPU samples in a part. */
  samples(part: TracePart): number {
    const { values } = this.#profile('cpu', part).samples;
    return values[0]?.numbers.reduce((sum, one) => sum + one, 0) ?? 0;
  }

  /** What was waited for, or ran, in a part. */
  flame({
    kind,
    order,
    pivot,
    limit,
    ...part
  }: TracePart & {
    kind: 'blocked' | 'cpu';
    order: FlameOrder;
    pivot: string | null;
    limit: number;
  }): FlameTable {
    const profile = this.#profile(kind, part);
    const view = expect(viewOf(expect(combineProfiles([profile])), DEFAULT_OPTIONS));
    const { tree, frames, total } = flameOf(view, profile.sampleTypes.length - 1, {
      order,
      pivot,
      limit,
    });
    return { tree, frames: frames.map((frame) => ({ ...frame, own: isOwn(frame, this.#own) })), total };
  }

  /** 1 per lane of goroutines whose id it is, or that have a function of such a name in any of their stacks. */
  search({ text }: { text: string }): Uint8Array {
    const { goroutines, strings, stacks } = this.#trace;
    const { start, event, startFrame } = this.#lanes;
    const needle = text.trim().toLowerCase();
    const goid = /^(?:g ?)?(\d+)$/.exec(needle)?.[1];
    const isName = strings.map((name) => name.toLowerCase().includes(needle));
    const isFrame = Array.from(stacks.function, (name) => isName[name] === true);
    const isStack = new Uint8Array(stacks.length);
    for (let stack = 0; stack < stacks.length; stack++)
      for (let i = stacks.start[stack]!; i < stacks.start[stack + 1]!; i++)
        if (isFrame[stacks.frames[i]!] === true) isStack[stack] = 1;
    const found = new Uint8Array(goroutines.length);
    for (let lane = 0; lane < found.length; lane++) {
      if (goid !== undefined) {
        found[lane] = goroutines[lane] === Number(goid) ? 1 : 0;
        continue;
      }
      const first = startFrame[lane]!;
      let isFound = first !== NONE && isFrame[first] === true;
      for (let i = start[lane]!; !isFound && i < start[lane + 1]!; i++)
        isFound = isStack[stackOfChange(this.#trace, event[i]!)] === 1;
      found[lane] = isFound ? 1 : 0;
    }
    return found;
  }

  /** What is at a place; null: there is no lane there then. `level` of tasks and regions, see `UserRow`. */
  stretch({
    sheet,
    lane,
    time,
    level = 0,
  }: {
    sheet: SheetName | 'tasks';
    lane: number;
    time: number;
    level?: number;
  }): Stretch | null {
    if (sheet === 'tasks') return this.#userStretch(lane, time, level);
    const spans = this.#spansOf(sheet);
    const span = spanAt(spans, lane, time);
    if (span === NONE) return null;
    const from = spans.from[span]!;
    const to = spanEnd(spans, lane, span);
    const state = spans.state[span]!;
    const common = {
      from,
      to,
      state: state === NOT_THERE ? null : spans.states[state]!,
      isLast: to >= durationOf(this.#trace),
    };
    if (sheet === 'procs') {
      const goroutine = this.#procSpans().goroutine[span]!;
      const ran = goroutine === NONE ? null : this.#link(goroutine, from);
      return { ...NOTHING_TOLD, ...common, id: this.#trace.procs[lane]!, ran };
    }
    return { ...NOTHING_TOLD, ...common, ...this.#goroutine(lane, span) };
  }

  #goroutine(lane: number, span: number): Partial<Stretch> & Pick<Stretch, 'id'> {
    const { events } = this.#trace;
    const stack = this.#stackOf(lane, span);
    const first = this.#lanes.startFrame[lane]!;
    const creation = this.#lanes.creation[lane]!;
    const creator = creation === NONE ? NONE : events.goroutine[creation]!;
    const link = this.#link(lane, 0);
    const end = unblockThatEnded(this.#trace, this.#lanes, this.#spans, lane, span);
    const unblocked = this.#unblockedBy(lane, span);
    return {
      id: link.goid,
      goid: link.goid,
      startFunction: link.startFunction,
      own: first !== NONE && isOwn(frameOf(this.#trace, first), this.#own),
      stack,
      site: siteOf(stack),
      ownSite: ownSiteOf(stack, this.#own),
      createdBy:
        creation === NONE
          ? null
          : {
              frame: stackOf(this.#trace, events.stack[creation]!)[0] ?? null,
              by: creator === NONE ? null : this.#link(creator, events.time[creation]!),
            },
      unblockedBy: end === NONE ? null : { by: this.#actor(end) },
      unblocked: Array.from(unblocked.subarray(0, MOST_LINKS), (event) =>
        this.#link(events.a[event]!, events.time[event]!),
      ),
      unblocks: unblocked.length,
    };
  }

  /** The goroutine that an event happened in. */
  #actor(event: number): GoroutineLink | null {
    const { events } = this.#trace;
    const by = events.goroutine[event]!;
    return by === NONE ? null : this.#link(by, events.time[event]!);
  }

  #unblockedBy(lane: number, span: number): Uint32Array {
    const to = spanEnd(this.#spans, lane, span);
    this.#unblocks ??= unblocksOf(this.#trace);
    return unblocksBy(this.#trace, this.#unblocks, lane, this.#spans.from[span]!, to);
  }

  /** The task or region that is under way then on that level. */
  #userStretch(row: number, time: number, level: number): Stretch | null {
    const user = this.#user[row];
    const at = user === undefined ? -1 : rangeAt(user.layout, time, level);
    if (user === undefined || at < 0) return null;
    const { tasks, regions } = this.#ranges;
    const ranges = user.kind === 'task' ? tasks : regions;
    const range = user.rows[at]!;
    const goroutine = ranges.of[range]!;
    return {
      ...NOTHING_TOLD,
      id: user.kind === 'task' ? tasks.id[range]! : 0,
      task: user.kind === 'task' ? null : this.#taskOf(regions.task[range]!),
      startFunction: user.name,
      state: null,
      from: user.layout.from[at]!,
      to: user.layout.to[at]!,
      isLast: ranges.end[range] === NONE,
      ran: goroutine === NONE ? null : this.#link(goroutine, user.layout.from[at]!),
    };
  }

  #taskOf(id: number): Stretch['task'] {
    if (id === 0) return null;
    const { tasks } = this.#ranges;
    return { id, name: this.#trace.strings[tasks.name[tasks.id.indexOf(id)] ?? 0]! };
  }

  #stackOf(lane: number, span: number): Frame[] {
    const isRunning = this.#spans.states[this.#spans.state[span]!] === 'running';
    // What ran is where it stopped: where it began to, nobody says.
    const at = isRunning && span + 1 < this.#spans.start[lane + 1]! ? span + 1 : span;
    const row = laneEventOfSpan(this.#trace, this.#lanes, this.#spans, lane, at);
    return [...stackOf(this.#trace, stackAtLaneEvent(this.#trace, this.#lanes, lane, row))];
  }

  #link(lane: number, time: number): GoroutineLink {
    const first = this.#lanes.startFrame[lane]!;
    return {
      lane,
      goid: this.#trace.goroutines[lane]!,
      startFunction: first === NONE ? '' : frameOf(this.#trace, first).function,
      time,
    };
  }

  #groups(): LaneGroup[] {
    const { startFrame } = this.#lanes;
    const found = new Map<string, { frame: number; lanes: number[] }>();
    for (let lane = 0; lane < startFrame.length; lane++) {
      const frame = startFrame[lane]!;
      const name = frame === NONE ? '' : frameOf(this.#trace, frame).function;
      const known = found.get(name);
      if (known === undefined) found.set(name, { frame, lanes: [lane] });
      else known.lanes.push(lane);
    }
    const { goroutines } = this.#trace;
    return [...found].map(([name, { frame, lanes }]) => ({
      name,
      own: frame !== NONE && isOwn(frameOf(this.#trace, frame), this.#own),
      lanes: Uint32Array.from(lanes).sort((a, b) => goroutines[a]! - goroutines[b]!),
      ...this.#countOf(lanes),
    }));
  }

  #countOf(lanes: readonly number[]): Pick<LaneGroup, 'atEnd' | 'most'> {
    const { start, from, end } = this.#spans;
    const begun = Float64Array.from(lanes, (lane) => from[start[lane]!] ?? 0).sort();
    const ended = Float64Array.from(lanes, (lane) => end[lane]!).sort();
    let [most, gone] = [0, 0];
    for (let i = 0; i < begun.length; i++) {
      while (ended[gone]! <= begun[i]!) gone++;
      most = Math.max(most, i + 1 - gone);
    }
    return { atEnd: lanes.reduce((sum, lane) => sum + this.#isAtEnd[lane]!, 0), most };
  }

  #profile(kind: 'blocked' | 'cpu', { from, to, lanes }: TracePart): ReturnType<typeof traceProfile> {
    return traceProfile(this.#trace, this.#lanes, kind, {
      from,
      to,
      ...(lanes === null ? {} : { goroutines: lanes }),
    });
  }

  #spansOf(name: SheetName): Spans {
    return name === 'procs' ? this.#procSpans() : this.#spans;
  }

  #procSpans(): ProcSpans {
    return (this.#procs ??= procSpans(this.#trace));
  }
}

function userRows(
  { strings }: Trace,
  kind: UserRow['kind'],
  ranges: Ranges,
): (UserRow & { rows: readonly number[] })[] {
  const byName = new Map<number, number[]>();
  for (let row = 0; row < ranges.length; row++) {
    const known = byName.get(ranges.name[row]!);
    if (known === undefined) byName.set(ranges.name[row]!, [row]);
    else known.push(row);
  }
  return [...byName].map(([name, rows]) => ({
    kind,
    name: strings[name]!,
    layout: layOutRanges(
      Float64Array.from(rows, (row) => ranges.from[row]!),
      Float64Array.from(rows, (row) => ranges.to[row]!),
    ),
    rows,
  }));
}

const NOTHING_TOLD = {
  goid: null,
  startFunction: '',
  own: false,
  stack: [],
  site: null,
  ownSite: null,
  createdBy: null,
  unblockedBy: null,
  unblocked: [],
  unblocks: 0,
  task: null,
  ran: null,
} satisfies Partial<Stretch>;

function expect<T>(result: Result<T, FormatError>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
