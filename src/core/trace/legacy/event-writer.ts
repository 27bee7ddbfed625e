// Says the events of an old trace in today's terms, as Go's own reader converts them.
import { GrowableUint32 } from '../../base/growable';
import { decodeUtf8 } from '../../base/utf8';
import { EV, GO_STATE, PROC_STATE } from '../event-types';
import { NONE } from '../trace';
import type { TraceBuilder } from '../trace-builder';
import { VarintReader } from '../varint-reader';
import { OLD, REASONS, stwKind } from './event-types';
import type { LegacyFile } from './legacy-file';
import { UNKNOWN, UNNAMED } from './legacy-tables';
import { NOBODY } from './legacy-file';

/** Rows that were not asked for yet, and the thread of a P that is on none. */
const NOT_YET = -2;
/** A Map's own bound is some 16 million. */
const MAX_TASKS = 4_000_000;
const TWO_64 = 2 ** 64;

export class EventWriter {
  /** What an event named that is not there, first of all. The event is added without it: stacks and names stand last in a file. */
  missing: string | null = null;
  /** Rows of the builder by row of the file: of Ps and goroutines, and the thread that a P is on. */
  readonly #procs: Int32Array;
  readonly #goroutines: Int32Array;
  readonly #threads: Int32Array;
  readonly #seen: Uint8Array;
  /** Rows of the events that began tasks which have not ended. */
  readonly #tasks = new Map<number, number>();
  /** Until the trace has begun: goroutines that were there before, and by goroutine whether no more is known of it. */
  readonly #created = new GrowableUint32();
  readonly #isUntold: Uint8Array;
  #hasBegun = false;
  #stop = 0;
  #cycle = 0;

  constructor(
    private readonly file: LegacyFile,
    private readonly builder: TraceBuilder,
  ) {
    this.#procs = new Int32Array(file.procs.size).fill(NOT_YET);
    this.#goroutines = new Int32Array(file.goroutines.size).fill(NOT_YET);
    this.#threads = new Int32Array(file.procs.size).fill(NOT_YET);
    this.#isUntold = new Uint8Array(file.goroutines.size);
    this.#seen = new Uint8Array(file.procs.size);
  }

  /** Adds what the event of a row is today: none, one or several. What is wrong with it, null: nothing is. */
  write(row: number, time: number): string | null {
    const { type, value } = this.file.events;
    const of = type[row]!;
    switch (of) {
      case OLD.gomaxprocs:
        if (!this.#hasBegun) return this.#begin(time);
        return this.#add(EV.procsChange, row, time, this.#number(value[row]!));
      case OLD.heapAlloc:
        return this.#add(EV.heapAlloc, row, time, this.#number(value[row]!));
      case OLD.heapGoal:
        return this.#add(EV.heapGoal, row, time, this.#number(value[row]!));
      case OLD.procStart:
      case OLD.procStop:
        return this.#writeProc(row, of, time);
      case OLD.gcStart:
        this.#cycle = value[row]!;
        return this.#add(EV.gcBegin, row, time, this.#number(this.#cycle));
      case OLD.gcDone:
        return this.#add(EV.gcEnd, row, time, this.#number(this.#cycle));
      case OLD.stwStart:
        this.#stop = this.builder.string(stwKind(this.file.version, value[row]!));
        return this.#add(EV.stwBegin, row, time, this.#stop);
      case OLD.stwDone:
        return this.#add(EV.stwEnd, row, time, this.#stop);
      case OLD.gcSweepStart:
        return this.#add(EV.gcSweepBegin, row, time);
      case OLD.gcSweepDone:
        return this.#add(EV.gcSweepEnd, row, time, this.#number(value[row]!, this.#more(row, 0)));
      case OLD.gcMarkAssistStart:
        return this.#add(EV.gcMarkAssistBegin, row, time);
      case OLD.gcMarkAssistDone:
        return this.#add(EV.gcMarkAssistEnd, row, time);
      case OLD.userTaskCreate:
      case OLD.userTaskEnd:
      case OLD.userRegion:
      case OLD.userLog:
        return this.#writeUser(row, of, time);
      case OLD.cpuSample:
        return this.#addAt(EV.cpuSample, row, time, NONE);
      default:
        return this.#writeGoroutine(row, of, time);
    }
  }

  /** The first number of Ps ends what a trace says of how things stood before. What it did not mention could run. */
  #begin(time: number): null {
    const { numbers } = this.file.goroutines;
    const untold = this.#created.finish().filter((created) => this.#isUntold[created] === 1);
    // Go's reader leaves their order to chance.
    for (const created of untold.sort((g, h) => numbers[g]! - numbers[h]!)) {
      const goroutine = this.#goroutine(created);
      this.builder.event(EV.goStatus, time, NONE, NONE, NONE, 0, goroutine, GO_STATE.runnable);
    }
    this.#hasBegun = true;
    return null;
  }

  #writeProc(row: number, of: number, time: number): null {
    const p = this.file.events.proc[row]!;
    const isStart = of === OLD.procStart;
    if (isStart) {
      const id = this.file.events.value[row]!;
      this.#threads[p] = id === -1 ? NONE : this.builder.thread(id);
    }
    if (this.#seen[p] === 1)
      this.#add(isStart ? EV.procStart : EV.procStop, row, time, isStart ? this.#proc(p) : NONE);
    else {
      const state = isStart ? PROC_STATE.running : PROC_STATE.idle;
      this.#add(EV.procStatus, row, time, this.#proc(p), state);
      this.#seen[p] = 1;
    }
    if (!isStart) this.#threads[p] = NOT_YET;
    return null;
  }

  #writeGoroutine(row: number, of: number, time: number): string | null {
    const { goroutine, a } = this.file.events;
    const g = goroutine[row]!;
    switch (of) {
      case OLD.goCreate:
        return this.#writeCreate(row, time);
      case OLD.goStart:
      case OLD.goStartLocal:
        if (!this.#hasBegun) return this.#writeStatus(row, GO_STATE.running, time);
        return this.#add(EV.goStart, row, time, this.#goroutine(g));
      case OLD.goStartLabel:
        return this.#writeLabelled(row, time);
      case OLD.goWaiting:
        return this.#writeStatus(row, GO_STATE.waiting, time);
      case OLD.goInSyscall:
        return this.#writeStatus(row, GO_STATE.syscall, time);
      case OLD.goEnd:
        return this.#add(EV.goDestroy, row, time);
      case OLD.goSched:
      case OLD.goPreempt:
        return this.#add(EV.goStop, row, time, this.builder.string(REASONS[of]!));
      case OLD.goUnblock:
      case OLD.goUnblockLocal:
        return this.#add(EV.goUnblock, row, time, this.#goroutine(a[row]!));
      case OLD.goSysCall:
        return this.#writeCall(row, time);
      case OLD.goSysCallBlocked:
        return this.#add(EV.goSyscallBegin, row, time);
      case OLD.goSysBlock:
        return null; // in the call's own event
      case OLD.goSysExit:
      case OLD.goSysExitLocal:
        return this.#add(EV.goSyscallEndBlocked, row, time);
      default: {
        const reason = REASONS[of];
        if (reason === undefined) return `an event of type ${of}, which no Go from 1.11 on writes`;
        return this.#add(EV.goBlock, row, time, this.builder.string(reason));
      }
    }
  }

  #writeCreate(row: number, time: number): null {
    const { a, value } = this.file.events;
    const created = a[row]!;
    if (!this.#hasBegun) {
      this.#created.push(created);
      this.#isUntold[created] = 1;
      return null;
    }
    const stack = this.file.tables.stackOf(value[row]!);
    if (stack === UNKNOWN) this.missing ??= 'a goroutine with a stack that is not there';
    return this.#add(EV.goCreate, row, time, this.#goroutine(created), this.#named(stack));
  }

  #writeStatus(row: number, state: number, time: number): null {
    const g = this.file.events.goroutine[row]!;
    this.#isUntold[g] = 0;
    return this.#add(EV.goStatus, row, time, this.#goroutine(g), state);
  }

  #writeLabelled(row: number, time: number): null {
    const thread = this.#threadOrFirst(row);
    this.#addAt(EV.goStart, row, time, thread, this.#goroutine(this.file.events.goroutine[row]!));
    const label = this.#string(this.#more(row, 0));
    return this.#addAt(EV.goLabel, row, time, thread, label);
  }

  /** A system call that did not block is an instant in old traces: given the least duration that there is. */
  #writeCall(row: number, time: number): null {
    const { proc, goroutine } = this.file.events;
    const thread = this.#threadOrFirst(row);
    this.#addAt(EV.goSyscallBegin, row, time, thread);
    const by = this.#goroutine(goroutine[row]!);
    this.builder.event(EV.goSyscallEnd, time + 1, thread, this.#proc(proc[row]!), by, 0, NONE, 0);
    return null;
  }

  #writeUser(row: number, of: number, time: number): string | null {
    const id = this.file.events.value[row]!;
    switch (of) {
      case OLD.userTaskCreate: {
        const name = this.#string(this.#more(row, 1));
        if (this.#tasks.has(id)) return 'a task that begins twice';
        if (this.#tasks.size === MAX_TASKS) return `more than ${MAX_TASKS} tasks at once`;
        this.#tasks.set(id, row);
        return this.#add(EV.userTaskBegin, row, time, this.#number(id, this.#more(row, 0)), name);
      }
      case OLD.userTaskEnd: {
        const begin = this.#tasks.get(id);
        this.#tasks.delete(id);
        // What began before the trace has neither a parent nor a name.
        if (begin === undefined) return this.#add(EV.userTaskEnd, row, time, this.#number(id, 0), 0);
        const name = this.#string(this.#more(begin, 1));
        return this.#add(EV.userTaskEnd, row, time, this.#number(id, this.#more(begin, 0)), name);
      }
      case OLD.userRegion: {
        const name = this.#string(this.#more(row, 1));
        const type = this.#more(row, 0) === 0 ? EV.userRegionBegin : EV.userRegionEnd;
        return this.#add(type, row, time, this.#number(id), name);
      }
      default: {
        const category = this.#string(this.#more(row, 0));
        const message = this.builder.string(this.#messageAt(this.#more(row, 1)));
        return this.#add(EV.userLog, row, time, this.#number(id, category), message);
      }
    }
  }

  /** What was read over, and its bounds made sure of, when the file was read. */
  #messageAt(at: number): string {
    const cursor = new VarintReader(this.file.bytes, at);
    const length = cursor.uvarint();
    return decodeUtf8(this.file.bytes.subarray(cursor.pos, cursor.pos + length));
  }

  #add(type: number, row: number, time: number, a = NONE, b = 0): null {
    const thread = this.#threads[this.file.events.proc[row]!]!;
    return this.#addAt(type, row, time, thread === NOT_YET ? NONE : thread, a, b);
  }

  #addAt(type: number, row: number, time: number, thread: number, a = NONE, b = 0): null {
    const { proc, goroutine, stack } = this.file.events;
    // A stack that is not there is none, for Go's reader too.
    const id = stack[row]!;
    const known = id === 0 ? 0 : this.#named(this.file.tables.stackOf(id));
    const g = goroutine[row]!;
    const by = g === NOBODY ? NONE : this.#goroutine(g);
    this.builder.event(type, time, thread, this.#proc(proc[row]!), by, known, a, b);
    return null;
  }

  /** The thread of an event's P. Where Go's reader does not know it and two events come of one, it says 0. */
  #threadOrFirst(row: number): number {
    const thread = this.#threads[this.file.events.proc[row]!]!;
    return thread === NOT_YET ? this.builder.thread(0) : thread;
  }

  #named(stack: number): number {
    if (stack === UNNAMED) this.missing ??= 'a stack with a name that is not there';
    return Math.max(stack, 0);
  }

  #string(id: number): number {
    const text = this.file.tables.stringOf(id);
    if (text >= 0) return text;
    this.missing ??= 'an event with a string that is not there';
    return 0;
  }

  #more(row: number, index: number): number {
    const { a, more } = this.file.events;
    return more[a[row]! + index]!;
  }

  #number(first: number, second?: number): number {
    return this.builder.numbers(unsigned(first), second === undefined ? undefined : unsigned(second));
  }

  #proc(p: number): number {
    const known = this.#procs[p]!;
    if (known !== NOT_YET) return known;
    const id = this.file.procs.numbers[p]!;
    return (this.#procs[p] = id === -1 ? NONE : this.builder.proc(id));
  }

  #goroutine(g: number): number {
    const known = this.#goroutines[g]!;
    if (known !== NOT_YET) return known;
    const id = this.file.goroutines.numbers[g]!;
    return (this.#goroutines[g] = id === -1 ? NONE : this.builder.goroutine(id));
  }
}

const unsigned = (value: number): number => (value < 0 ? value + TWO_64 : value);
