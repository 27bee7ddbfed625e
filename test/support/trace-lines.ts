// A trace as lines of text, one per event, in the words of Go's own reader: what test/oracle/traceevents prints of the same
// file. See there for the format.
import { createHash } from 'node:crypto';
import { replaceRawBytes } from '../../src/core/base/utf8';
import { EV } from '../../src/core/trace/event-types';
import { frameOf, type Trace } from '../../src/core/trace/trace';
import { goJson, type TraceDigest } from './go-trace';

const GO_STATES = ['Undetermined', 'NotExist', 'Runnable', 'Running', 'Waiting', 'Syscall'];
const PROC_STATES = ['Undetermined', 'NotExist', 'Running', 'Idle'];
const NO_TASK = '18446744073709551615';

const METRICS = new Map<number, string>([
  [EV.procsChange, '/sched/gomaxprocs:threads'],
  [EV.heapAlloc, '/memory/classes/heap/objects:bytes'],
  [EV.heapGoal, '/gc/heap/goal:bytes'],
]);

const EXPERIMENTAL = new Map<number, readonly string[]>([
  [EV.span, ['Span', 'id', 'npages_value', 'kindclass']],
  [EV.spanAlloc, ['SpanAlloc', 'id', 'npages_value', 'kindclass']],
  [EV.spanFree, ['SpanFree', 'id']],
  [EV.heapObject, ['HeapObject', 'id', 'type']],
  [EV.heapObjectAlloc, ['HeapObjectAlloc', 'id', 'type']],
  [EV.heapObjectFree, ['HeapObjectFree', 'id']],
  [EV.goroutineStack, ['GoroutineStack', 'id', 'order']],
  [EV.goroutineStackAlloc, ['GoroutineStackAlloc', 'id', 'order']],
  [EV.goroutineStackFree, ['GoroutineStackFree', 'id']],
]);

const json = (text: string): string => goJson(replaceRawBytes(text));

/** What an event says beyond its time, place and stack. */
interface Details {
  readonly kind: string;
  readonly fields: readonly (string | number)[];
  /** Rows of stacks: a transition's; the event's own where it is not the one of its row. */
  readonly of?: number;
  readonly own?: number;
}

class Describer {
  readonly #numbers = new Map<number, number>();
  #syncs = 0;
  /** Those that have begun and not ended. */
  readonly #tasks = new Set<number>();

  constructor(private readonly trace: Trace) {}

  *lines(): Generator<string> {
    const { events, threads, procs, goroutines, originNs } = this.trace;
    const id = (ids: Float64Array, row: number): number => (row < 0 ? -1 : ids[row]!);
    for (let i = 0; i < events.length; i++) {
      const { kind, fields, of, own } = this.#details(i);
      const time = BigInt(originNs) + BigInt(events.time[i]!);
      const [m, p, g] = [
        id(threads, events.thread[i]!),
        id(procs, events.proc[i]!),
        id(goroutines, events.goroutine[i]!),
      ];
      const line = [time, kind, m, p, g, ...fields];
      if (of !== undefined) {
        yield* this.#introduce(of);
        line.push(this.#numberOf(of));
      }
      const stack = own ?? events.stack[i]!;
      yield* this.#introduce(stack);
      line.push(this.#numberOf(stack));
      yield line.join('\t');
    }
    yield this.trace.broken === null ? 'end' : `error\t${json(this.trace.broken.message)}`;
  }

  /** 0 is for the stack without frames. */
  #numberOf(stack: number): number {
    return this.#numbers.get(stack) ?? 0;
  }

  *#introduce(stack: number): Generator<string> {
    const { start, frames } = this.trace.stacks;
    if (start[stack] === start[stack + 1] || this.#numbers.has(stack)) return;
    const number = this.#numbers.size + 1;
    this.#numbers.set(stack, number);
    const line: (string | number)[] = ['stack', number];
    for (let i = start[stack]!; i < start[stack + 1]!; i++) {
      const frame = frameOf(this.trace, frames[i]!);
      line.push(json(frame.function), json(frame.file), frame.line);
    }
    yield line.join('\t');
  }

  #details(i: number): Details {
    const { events, strings, numbers } = this.trace;
    const type = events.type[i]!;
    const [a, b] = [events.a[i]!, events.b[i]!];
    const metric = METRICS.get(type);
    if (metric !== undefined) return { kind: 'Metric', fields: [json(metric), numbers[a]!] };
    const [name, ...names] = EXPERIMENTAL.get(type) ?? [];
    if (name !== undefined)
      return {
        kind: 'Experimental',
        fields: [json(name), ...names.map((n, k) => `${n}=${numbers[a + k]!}`)],
      };
    const text = (row: number): string => json(strings[row]!);
    switch (type) {
      case EV.sync:
        return { kind: 'Sync', fields: this.#sync(a) };
      case EV.cpuSample:
        return { kind: 'StackSample', fields: [] };
      case EV.goLabel:
        return { kind: 'Label', fields: [text(a), this.#goroutine(events.goroutine[i]!)] };
      case EV.userTaskBegin:
      case EV.userTaskEnd:
        return this.#task(type === EV.userTaskBegin, numbers[a]!, numbers[a + 1]!, text(b));
      case EV.userRegionBegin:
        return { kind: 'RegionBegin', fields: [numbers[a]!, text(b)] };
      case EV.userRegionEnd:
        return { kind: 'RegionEnd', fields: [numbers[a]!, text(b)] };
      case EV.userLog:
        return { kind: 'Log', fields: [numbers[a]!, text(numbers[a + 1]!), text(b)] };
      default:
        return type >= EV.stwBegin && type <= EV.gcMarkAssistEnd
          ? this.#range(type, i, a)
          : this.#transition(type, i, a, b);
    }
  }

  #task(isBegin: boolean, id: number, parent: number, name: string): Details {
    const isKnown = this.#tasks.has(id);
    if (isBegin) this.#tasks.add(id);
    else this.#tasks.delete(id);
    // Where a task of an old trace ends that has no parent, Go's reader says that its parent is 0.
    const none = this.trace.version < 22 && !isBegin && isKnown ? 0 : NO_TASK;
    return { kind: isBegin ? 'TaskBegin' : 'TaskEnd', fields: [id, parent === 0 ? none : parent, name] };
  }

  #sync(row: number): (string | number)[] {
    const clocks = this.trace.syncs[row]!;
    this.#syncs++;
    if (clocks === null) return [this.#syncs];
    const time = BigInt(this.trace.originNs) + BigInt(clocks.time);
    return [this.#syncs, ...[time, clocks.monotonicNs, clocks.wallNs].map(String)];
  }

  #goroutine(row: number): string {
    return `Goroutine(${row < 0 ? -1 : this.trace.goroutines[row]!})`;
  }

  #proc(row: number): string {
    return `Proc(${row < 0 ? -1 : this.trace.procs[row]!})`;
  }

  #range(type: number, i: number, a: number): Details {
    const { events, strings, numbers } = this.trace;
    const self = this.#goroutine(events.goroutine[i]!);
    const proc = this.#proc(events.proc[i]!);
    const stop = (): string => json(`stop-the-world (${strings[a]!})`);
    const mark = '"GC concurrent mark phase"';
    const sweep = '"GC incremental sweep"';
    const assist = '"GC mark assist"';
    switch (type) {
      case EV.stwBegin:
        return { kind: 'RangeBegin', fields: [stop(), self] };
      case EV.stwEnd:
        return { kind: 'RangeEnd', fields: [stop(), self] };
      case EV.gcActive:
        return { kind: 'RangeActive', fields: [mark, 'None'] };
      case EV.gcBegin:
        return { kind: 'RangeBegin', fields: [mark, 'None'] };
      case EV.gcEnd:
        return { kind: 'RangeEnd', fields: [mark, 'None'] };
      case EV.gcSweepActive:
        return { kind: 'RangeActive', fields: [sweep, this.#proc(a)] };
      case EV.gcSweepBegin:
        return { kind: 'RangeBegin', fields: [sweep, proc] };
      case EV.gcSweepEnd: {
        const [swept, reclaimed] = [numbers[a]!, numbers[a + 1]!];
        return {
          kind: 'RangeEnd',
          fields: [sweep, proc, `bytes swept=${swept}`, `bytes reclaimed=${reclaimed}`],
        };
      }
      case EV.gcMarkAssistActive:
        return { kind: 'RangeActive', fields: [assist, this.#goroutine(a)] };
      default:
        return { kind: type === EV.gcMarkAssistBegin ? 'RangeBegin' : 'RangeEnd', fields: [assist, self] };
    }
  }

  #transition(type: number, i: number, a: number, b: number): Details {
    const { events, strings } = this.trace;
    const of = (resource: string, from: string, to: string, reason = '', stack = 0): Details => ({
      kind: 'StateTransition',
      fields: [resource, from, to, json(reason)],
      of: stack,
    });
    const self = this.#goroutine(events.goroutine[i]!);
    const other = this.#goroutine(a);
    const stack = events.stack[i]!;
    switch (type) {
      case EV.procStart:
        return of(this.#proc(a), 'Idle', 'Running');
      case EV.procStop:
        return of(this.#proc(events.proc[i]!), 'Running', 'Idle');
      case EV.procSteal:
        return of(this.#proc(a), PROC_STATES[b]!, 'Idle');
      case EV.procStatus:
        return of(this.#proc(a), PROC_STATES[b >> 8]!, PROC_STATES[b & 255]!);
      case EV.goCreate:
        return of(other, 'NotExist', 'Runnable', '', b);
      case EV.goCreateBlocked:
        return of(other, 'NotExist', 'Waiting', '', b);
      case EV.goCreateSyscall:
        return of(other, 'NotExist', 'Syscall');
      case EV.goStart:
        return of(other, 'Runnable', 'Running');
      case EV.goDestroy:
        return of(self, 'Running', 'NotExist');
      case EV.goDestroySyscall:
        return of(self, 'Syscall', 'NotExist');
      case EV.goStop:
        return of(self, 'Running', 'Runnable', strings[a], stack);
      case EV.goBlock:
        return of(self, 'Running', 'Waiting', strings[a], stack);
      case EV.goUnblock:
      case EV.goSwitch:
      case EV.goSwitchDestroy:
        return of(other, 'Waiting', 'Runnable');
      case EV.goSyscallBegin:
        return of(self, 'Running', 'Syscall', '', stack);
      case EV.goSyscallEnd:
        return of(self, 'Syscall', 'Running');
      case EV.goSyscallEndBlocked:
        return of(self, 'Syscall', 'Runnable');
      case EV.goStatus:
      case EV.goStatusStack:
        return of(other, GO_STATES[b >> 8]!, GO_STATES[b & 255]!, '', stack);
      default:
        throw new Error(`no words for an event of type ${type}`);
    }
  }
}

export const traceLines = (trace: Trace): Generator<string> => new Describer(trace).lines();

/** As the oracle's `-digest`. */
export function traceDigest(trace: Trace): TraceDigest {
  const hash = createHash('sha256');
  const kinds: Record<string, number> = {};
  for (const line of traceLines(trace)) {
    const isError = line.startsWith('error\t');
    hash.update(isError ? 'error\n' : `${line}\n`);
    const [first, kind] = line.split('\t', 2);
    if (first !== 'stack' && kind !== undefined && !isError) kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return {
    events: trace.events.length,
    sha256: hash.digest('hex'),
    kinds,
    error: trace.broken?.message ?? null,
  };
}
