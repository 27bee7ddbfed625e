// What is known of every goroutine, P and thread at one point of a trace, in columns by their rows: Go's scheduler, as far
// as its events show it.
import { NONE } from './trace';

/** States of a goroutine as events give them (GoStatus), one higher: 0 is for a goroutine that does not exist. */
export const GO = { absent: 0, bad: 1, runnable: 2, running: 3, syscall: 4, waiting: 5 } as const;
/** Of a P (ProcStatus), likewise. Abandoned: in a system call whose thread is lost; it is about to be taken. */
export const PROC = { absent: 0, bad: 1, running: 2, idle: 3, syscall: 4, abandoned: 5 } as const;
/** Of a thread's goroutine, where nothing is known of the thread. */
export const UNSEEN = -2;

export interface Region {
  readonly task: number;
  readonly name: number;
}

const TWO_32 = 2 ** 32;

/** A state and the number of the last event that concerned it, by row. A number counts within its generation only. */
class Sequenced {
  status = new Uint8Array(64);
  /** Turn of the generation × 2^32 + number: a generation has fewer events than that. */
  #order = new Float64Array(64);

  statusOf(row: number): number {
    return row >= 0 && row < this.status.length ? this.status[row]! : 0;
  }

  set(row: number, status: number, turn: number, number: number): void {
    if (row >= this.status.length) this.#grow(row);
    this.status[row] = status;
    this.#order[row] = turn * TWO_32 + number;
  }

  /** Whether an event of that number is the very next. */
  precedes(row: number, turn: number, number: number): boolean {
    return turn * TWO_32 + number === this.#order[row]! + 1;
  }

  #grow(row: number): void {
    const length = Math.max(row + 1, this.status.length * 2);
    const status = new Uint8Array(length);
    const order = new Float64Array(length);
    status.set(this.status);
    order.set(this.#order);
    this.status = status;
    this.#order = order;
  }
}

export class SchedulerState {
  readonly goroutines = new Sequenced();
  readonly procs = new Sequenced();
  /** By thread: its goroutine and its P. */
  #goroutineOf = new Int32Array(64).fill(UNSEEN);
  #procOf = new Int32Array(64).fill(NONE);

  /** Goroutines that help the GC to mark, Ps that sweep. */
  readonly assisting = new Set<number>();
  readonly sweeping = new Set<number>();
  /** By goroutine: why it has stopped the world (strings), and its user regions, the innermost last. */
  readonly stopping = new Map<number, number[]>();
  readonly regions = new Map<number, Region[]>();
  /** By id: name (string) and parent of each task that has begun. */
  readonly tasks = new Map<number, { readonly name: number; readonly parent: number }>();

  gc: 'unknown' | 'off' | 'on' = 'unknown';
  gcNumber = 0;

  /** UNSEEN, NONE, or a row. */
  goroutineOf(thread: number): number {
    return thread < this.#goroutineOf.length ? this.#goroutineOf[thread]! : UNSEEN;
  }

  procOf(thread: number): number {
    return thread < this.#procOf.length ? this.#procOf[thread]! : NONE;
  }

  bind(thread: number, proc: number, goroutine: number): void {
    if (thread >= this.#procOf.length) this.#growThreads(thread);
    this.#procOf[thread] = proc;
    this.#goroutineOf[thread] = goroutine;
  }

  /** The thread that has a P; NONE: no thread has. */
  threadOf(proc: number): number {
    return this.#procOf.indexOf(proc);
  }

  /** It is gone, with all that was going on in it. */
  endGoroutine(goroutine: number): void {
    this.goroutines.status[goroutine] = GO.absent;
    if (this.assisting.size > 0) this.assisting.delete(goroutine);
    if (this.stopping.size > 0) this.stopping.delete(goroutine);
    if (this.regions.size > 0) this.regions.delete(goroutine);
  }

  #growThreads(thread: number): void {
    const length = Math.max(thread + 1, this.#procOf.length * 2);
    const goroutineOf = new Int32Array(length).fill(UNSEEN);
    const procOf = new Int32Array(length).fill(NONE);
    goroutineOf.set(this.#goroutineOf);
    procOf.set(this.#procOf);
    this.#goroutineOf = goroutineOf;
    this.#procOf = procOf;
  }
}
