// What the rules of order work on: the state of the scheduler, the place where the event in hand happens, and the trace that
// it is put into.
import type { FormatError } from '../base/result';
import type { BatchCursor } from './batch-cursor';
import { STACK_ARGUMENT } from './event-types';
import type { Generation } from './generation';
import { NONE } from './trace';
import type { TraceBuilder } from './trace-builder';
import { SchedulerState, UNSEEN } from './scheduler-state';

/** The event is put in, it is not its turn yet, or it cannot be: the trace is broken. */
export type Advance = 'done' | 'wait' | 'broken';

export class Ordering {
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

  /** An event of this thread comes. */
  enter(thread: number): void {
    const { state } = this;
    this.thread = thread;
    this.proc = thread === NONE ? NONE : state.procOf(thread);
    this.goroutine = thread === NONE ? NONE : state.goroutineOf(thread);
    if (this.goroutine === UNSEEN) {
      this.goroutine = NONE;
      state.bind(thread, NONE, NONE);
    }
    this.nextProc = this.proc;
    this.nextGoroutine = this.goroutine;
  }

  /** It was put in: the thread has what the event gave it. */
  leave(): void {
    if (this.nextProc === this.proc && this.nextGoroutine === this.goroutine) return;
    if (this.thread !== NONE) this.state.bind(this.thread, this.nextProc, this.nextGoroutine);
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
    const argument = STACK_ARGUMENT[event.type]!;
    const stack = argument === 0 ? 0 : this.generation.stack(event.argument(argument));
    if (stack < 0) return this.fail('an event names a stack that is not there');
    this.builder.event(event.type, event.time, thread, proc, goroutine, stack, a, b);
    return 'done';
  }
}
