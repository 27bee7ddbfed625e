// Puts the events of all Ps into one order, as Go's reader does: of those that can come next by the state of their
// goroutine, the one with the least time. Events of a P are in order by themselves; what ties Ps together is that a goroutine
// is created before it runs, unblocked before it runs again, and so on, by sequence numbers where two Ps say so.
//
// Which of two events of the same time comes first depends on how Go's reader goes about it: a plain heap, into which it puts
// Ps in the order of a list, out of which it takes one by putting the last in its place. Here it is done in the same way,
// from a list by ascending id at first, which Go's reader leaves to chance.
import type { FormatError } from '../../base/result';
import { OLD, OLD_TYPES } from './event-types';
import { COLLECTOR, type LegacyFile } from './legacy-file';

const DEAD = 0;
const RUNNABLE = 1;
const RUNNING = 2;
const WAITING = 3;

/** Numbers that Go's reader gives a meaning: any sequence number will do or none changes; it goes up by one. */
const ANY = -1;
const NEXT = -2;
/** The id of a goroutine that is none. */
const NO_GOROUTINE = -1;

/** How often Ps may be looked at for each event, since a hostile file could have very many wait for one goroutine. */
const LOOKS_PER_EVENT = 64;

// What a type asks of a goroutine's state and sequence number, and what it makes of them.
const NOT_ORDERED = 0;
/** Of the sequence number that the event has, to the one after it. */
const BY_NUMBER = 1;
const FROM_0 = 2;
const FROM_1 = 3;
const ANY_TO_NEXT = 4;
const ANY_TO_SAME = 5;
const RULE = new Uint8Array(OLD_TYPES);
const FROM = new Uint8Array(OLD_TYPES);
const TO = new Uint8Array(OLD_TYPES);
const declare = (rule: number, from: number, to: number, ...types: readonly number[]): void => {
  for (const type of types) {
    RULE[type] = rule;
    FROM[type] = from;
    TO[type] = to;
  }
};
declare(FROM_0, DEAD, RUNNABLE, OLD.goCreate);
declare(FROM_1, RUNNABLE, WAITING, OLD.goWaiting, OLD.goInSyscall);
declare(BY_NUMBER, RUNNABLE, RUNNING, OLD.goStart, OLD.goStartLabel);
declare(ANY_TO_NEXT, RUNNABLE, RUNNING, OLD.goStartLocal);
declare(ANY_TO_SAME, RUNNING, WAITING, OLD.goBlock, OLD.goBlockSend, OLD.goBlockRecv, OLD.goBlockSelect);
declare(ANY_TO_SAME, RUNNING, WAITING, OLD.goBlockSync, OLD.goBlockCond, OLD.goBlockNet, OLD.goSleep);
declare(ANY_TO_SAME, RUNNING, WAITING, OLD.goSysBlock, OLD.goBlockGC);
declare(ANY_TO_SAME, RUNNING, RUNNABLE, OLD.goSched, OLD.goPreempt);
declare(BY_NUMBER, WAITING, RUNNABLE, OLD.goUnblock, OLD.goSysExit);
declare(ANY_TO_NEXT, WAITING, RUNNABLE, OLD.goUnblockLocal, OLD.goSysExitLocal);
declare(BY_NUMBER, DEAD, DEAD, OLD.gcStart);
/** 1: the goroutine that a rule is about is in the column `a`. */
const ABOUT_A = new Uint8Array(OLD_TYPES);
for (const type of [OLD.goCreate, OLD.goUnblock, OLD.goUnblockLocal, OLD.goSysExitLocal]) ABOUT_A[type] = 1;

export interface Merged {
  /** Rows of events in the order in which they happened, up to what broke it. */
  readonly order: Uint32Array;
  readonly broken: FormatError | null;
}

export const mergeBatches = (file: LegacyFile): Merged => new Merger(file).merge();

class Merger {
  // Columns of the events.
  readonly #type: Uint8Array;
  readonly #time: Float64Array;
  readonly #goroutine: Int32Array;
  readonly #a: Int32Array;
  readonly #value: Float64Array;
  readonly #order: Uint32Array;
  #length = 0;
  #broken: FormatError | null = null;
  #looks: number;
  /** By goroutine: its state, and how many Ps have a next event that waits for it to change. */
  readonly #status: Uint8Array;
  readonly #sequence: Float64Array;
  readonly #waiting: Uint32Array;
  /** The row of the goroutine that is none; −1 too. */
  readonly #nobody: number;
  /** By P: its next event and the end of its batch; the batch after it, −1 none; the goroutine that it waits for. */
  readonly #head: Uint32Array;
  readonly #end: Uint32Array;
  readonly #batch: Int32Array;
  readonly #waitsFor: Int32Array;
  /** By batch: the next one of its P. */
  readonly #nextBatch: Int32Array;
  /** Ps whose next event was not yet found to be ready. */
  readonly #list: Int32Array;
  #listLength = 0;
  /** Ps whose next event can come: a heap by its time. */
  readonly #heap: Int32Array;
  #heapLength = 0;

  constructor(private readonly file: LegacyFile) {
    const { events, batches, goroutines, procs } = file;
    this.#type = events.type;
    this.#time = events.time;
    this.#goroutine = events.goroutine;
    this.#a = events.a;
    this.#value = events.value;
    this.#order = new Uint32Array(events.length);
    this.#looks = (events.length + procs.size) * LOOKS_PER_EVENT;
    this.#nobody = goroutines.get(NO_GOROUTINE);
    this.#status = new Uint8Array(goroutines.size);
    this.#sequence = new Float64Array(goroutines.size);
    this.#waiting = new Uint32Array(goroutines.size);
    const lanes = procs.size + 1; // CPU samples have one of their own
    this.#head = new Uint32Array(lanes);
    this.#end = new Uint32Array(lanes);
    this.#batch = new Int32Array(lanes).fill(-1);
    this.#waitsFor = new Int32Array(lanes).fill(-1);
    this.#nextBatch = new Int32Array(batches.length);
    for (let batch = batches.length - 1; batch >= 0; batch--) {
      const proc = batches.proc[batch]!;
      this.#nextBatch[batch] = this.#batch[proc]!;
      this.#batch[proc] = batch;
    }
    this.#heap = new Int32Array(lanes);
    this.#list = Int32Array.from({ length: lanes }, (_, lane) => lane)
      .filter((lane) => this.#batch[lane] !== -1)
      .sort((p, q) => (p === procs.size ? 1 : q === procs.size ? -1 : procs.numbers[p]! - procs.numbers[q]!));
    this.#listLength = this.#list.length;
  }

  merge(): Merged {
    this.#lookFrom(0);
    while (this.#heapLength > 0 && this.#broken === null) this.#step();
    if (this.#listLength > 0) this.#fail('events of which each would have to come before another');
    return { order: this.#order.subarray(0, this.#length), broken: this.#broken };
  }

  /** Takes the least event that can come next. */
  #step(): void {
    const proc = this.#heap[0]!;
    const row = this.#head[proc]!;
    const n = this.#length;
    if (n > 0 && this.#time[row]! < this.#time[this.#order[n - 1]!]!)
      return this.#fail('times that contradict the order of its events');
    const about = this.#about(row);
    if (about >= 0) {
      // Another P's event may have changed the state since this one was found to be ready.
      if (!this.#isReady(row, about)) return this.#fail('a goroutine that is in two states at once');
      this.#apply(row, about);
    }
    this.#order[n] = row;
    this.#length = n + 1;
    this.#removeFirst();
    this.#head[proc]!++;
    this.#list[this.#listLength++] = proc;
    this.#lookFrom(about >= 0 && this.#waiting[about]! > 0 ? 0 : this.#listLength - 1);
  }

  /** Moves Ps whose next event can come now from the list, from a place in it on, to the heap. */
  #lookFrom(from: number): void {
    const list = this.#list;
    for (let i = from; i < this.#listLength;) {
      const proc = list[i]!;
      if (--this.#looks < 0) return this.#fail('too many Ps that wait for one another');
      const hasMore = this.#load(proc);
      if (hasMore && !this.#canCome(proc)) {
        i++;
        continue;
      }
      if (hasMore) this.#push(proc);
      list[i] = list[--this.#listLength]!;
    }
  }

  /** Sees to it that the P's next event is in a batch; false: it has none. */
  #load(proc: number): boolean {
    while (this.#head[proc] === this.#end[proc]) {
      const batch = this.#batch[proc]!;
      if (batch === -1) return false;
      const { batches, events } = this.file;
      this.#head[proc] = batches.start[batch]!;
      this.#end[proc] = batch + 1 < batches.length ? batches.start[batch + 1]! : events.length;
      this.#batch[proc] = this.#nextBatch[batch]!;
    }
    return true;
  }

  /** Whether the P's next event can come now; where not, what it waits for is noted. */
  #canCome(proc: number): boolean {
    const row = this.#head[proc]!;
    const about = this.#about(row);
    const isReady = about < 0 || this.#isReady(row, about);
    const waitsFor = this.#waitsFor[proc]!;
    if (isReady === waitsFor < 0) return isReady;
    if (isReady) this.#waiting[waitsFor]!--;
    else this.#waiting[about]!++;
    this.#waitsFor[proc] = isReady ? -1 : about;
    return isReady;
  }

  /** The goroutine whose state an event needs and changes; −1: none. */
  #about(row: number): number {
    const type = this.#type[row]!;
    if (RULE[type] === NOT_ORDERED) return -1;
    if (type === OLD.gcStart) return COLLECTOR;
    const about = ABOUT_A[type] === 1 ? this.#a[row]! : this.#goroutine[row]!;
    return about === this.#nobody ? -1 : about;
  }

  #isReady(row: number, about: number): boolean {
    const type = this.#type[row]!;
    if (this.#status[about] !== FROM[type]) return false;
    switch (RULE[type]) {
      case FROM_0:
        return this.#sequence[about] === 0;
      case FROM_1:
        return this.#sequence[about] === 1;
      case BY_NUMBER:
        return this.#value[row] === this.#sequence[about] || this.#value[row] === ANY;
      default:
        return true;
    }
  }

  #apply(row: number, about: number): void {
    const type = this.#type[row]!;
    const rule = RULE[type]!;
    this.#status[about] = TO[type]!;
    const now = this.#sequence[about]!;
    if (rule === BY_NUMBER) {
      const next = this.#value[row]! + 1;
      this.#sequence[about] = next === ANY ? now : next === NEXT ? now + 1 : next;
    } else if (rule !== ANY_TO_SAME) this.#sequence[about] = now + 1;
  }

  #push(proc: number): void {
    const heap = this.#heap;
    const time = this.#timeOf(proc);
    let at = this.#heapLength++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (time >= this.#timeOf(heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = proc;
  }

  /** Puts the last of the heap in the place of the first, and down to where it belongs. */
  #removeFirst(): void {
    const heap = this.#heap;
    const length = --this.#heapLength;
    const last = heap[length]!;
    const time = this.#timeOf(last);
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && this.#timeOf(heap[child + 1]!) < this.#timeOf(heap[child]!)) child++;
      if (time <= this.#timeOf(heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }

  #timeOf(proc: number): number {
    return this.#time[this.#head[proc]!]!;
  }

  #fail(what: string): void {
    this.#broken ??= { code: 'malformed', message: `The trace has ${what}.` };
  }
}
