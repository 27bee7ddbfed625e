// Puts events of many threads into one order. Clocks of cores differ, so a time alone decides nothing: an event is next
// when Go's scheduler could have done that then. Goroutines and Ps count the events that concern them across threads,
// and whoever starts, wakes or takes one says the number; the rest follows from what each thread does in turn. These are the
// rules of Go's reader (src/internal/trace/order.go), event by event: another order would be another trace.
import type { FormatError } from '../base/result';
import type { BatchCursor } from './batch-cursor';
import { ARGUMENTS, EV, STACK_ARGUMENT } from './event-types';
import type { Generation } from './generation';
import { advanceGoroutine } from './order-goroutines';
import { advanceProc } from './order-procs';
import { advanceRange } from './order-ranges';
import { NONE } from './trace';
import type { TraceBuilder } from './trace-builder';
import { SchedulerState, UNSEEN } from './scheduler-state';

/** The event is put in, it is not its turn yet, or it cannot be: the trace is broken. */
export type Advance = 'done' | 'wait' | 'broken';

export class Order {
  error: FormatError | null = null;
  readonly state = new SchedulerState();
  generation!: Generation;
  /** Of the generation, from 1. */
  turn = 0;

  // Where the event happens: the thread that wrote it, its P and its goroutine before the event …
  thread = NONE;
  proc = NONE;
  goroutine = NONE;
  // … and after it.
  nextProc = NONE;
  nextGoroutine = NONE;

  constructor(readonly builder: TraceBuilder) {}

  begin(generation: Generation): void {
    this.generation = generation;
    this.turn++;
  }

  get isFirstGeneration(): boolean {
    return this.turn === 1;
  }

  advance(event: BatchCursor): Advance {
    const { state } = this;
    const { thread } = event;
    this.thread = thread;
    this.proc = thread === NONE ? NONE : state.procOf(thread);
    this.goroutine = thread === NONE ? NONE : state.goroutineOf(thread);
    if (this.goroutine === UNSEEN) {
      this.goroutine = NONE;
      state.bind(thread, NONE, NONE);
    }
    this.nextProc = this.proc;
    this.nextGoroutine = this.goroutine;
    const outcome = this.#dispatch(event);
    const isMoved = this.nextProc !== this.proc || this.nextGoroutine !== this.goroutine;
    if (isMoved && outcome === 'done' && thread !== NONE)
      state.bind(thread, this.nextProc, this.nextGoroutine);
    return outcome;
  }

  #dispatch(event: BatchCursor): Advance {
    const { type } = event;
    if (type === EV.procsChange) return this.isUserCode() ? this.emitNumber(event, event.a0) : 'broken';
    if (type <= EV.procStatus) return advanceProc(this, event);
    if (type <= EV.goStatus || (type >= EV.goSwitch && type <= EV.goStatusStack))
      return advanceGoroutine(this, event);
    if (type <= EV.userLog) return advanceRange(this, event);
    if (type >= EV.span) return this.#experimental(event);
    return this.fail(`an event of type ${type}, which has no place among others`);
  }

  #experimental(event: BatchCursor): Advance {
    if (this.thread === NONE) return this.fail('an experimental event without a thread');
    return this.emit(event, this.builder.numbers(event.a0, event.a1, event.a2), ARGUMENTS[event.type]!);
  }

  /** Whether there is all that it takes to run Go code; else `error`. */
  isUserCode(): boolean {
    if (this.thread !== NONE && this.proc !== NONE && this.goroutine !== NONE) return true;
    this.fail('an event of running code where no goroutine runs');
    return false;
  }

  isOnProc(): boolean {
    if (this.thread !== NONE && this.proc !== NONE) return true;
    this.fail('an event of a P where there is none');
    return false;
  }

  fail(message: string): 'broken' {
    this.error ??= { code: 'malformed', message };
    return 'broken';
  }

  emitNumber(event: BatchCursor, number: number): Advance {
    return this.emit(event, this.builder.numbers(number), 0);
  }

  emit(event: BatchCursor, a: number, b: number): Advance {
    return this.emitAt(event, this.thread, this.proc, this.goroutine, a, b);
  }

  emitAt(event: BatchCursor, thread: number, proc: number, goroutine: number, a: number, b: number): Advance {
    const stack = this.#stackOf(event);
    if (stack < 0) return this.fail('an event names a stack that is not there');
    this.builder.event(event.type, event.time, thread, proc, goroutine, stack, a, b);
    return 'done';
  }

  #stackOf(event: BatchCursor): number {
    switch (STACK_ARGUMENT[event.type]) {
      case 0:
        return 0;
      case 1:
        return this.generation.stack(event.a0);
      case 2:
        return this.generation.stack(event.a1);
      case 3:
        return this.generation.stack(event.a2);
      default:
        return this.generation.stack(event.a3);
    }
  }
}
