import type { Batch } from './batches';
import { ARGUMENTS, EV, NO_TIMED_EVENT } from './event-types';
import type { Generation } from './generation';
import { sortAsGo } from './go-sort';
import { VarintReader } from './varint-reader';

const EMPTY = new Uint8Array();

export const BEYOND_CLOCKS = 'a time beyond what a clock shows';
/** Nanoseconds from a trace's origin: it may not have run for over 104 days. */
export const isClockTime = (ns: number): boolean => Math.abs(ns) <= Number.MAX_SAFE_INTEGER;

/** Walks over what one thread writes, generation after generation; the fields are of the event that comes next. */
export class BatchCursor extends VarintReader {
  type = EV.none as number;
  /** Nanoseconds since the trace's origin. */
  time = NaN;
  /** The time since the event before, in ticks, and what else it says. */
  readonly #numbers = new Float64Array(5);
  #batches: readonly Batch[] = [];
  #next = 0;
  #generation!: Generation;
  #nanosecondsPerTick = NaN;
  #originNs = NaN;

  constructor(
    /** Row of `threads`; NONE for what no thread has written. */
    readonly thread: number,
  ) {
    super(EMPTY);
  }

  /** Stands before the first event of what the thread wrote in a generation. */
  begin(batches: readonly Batch[], generation: Generation, originNs: number): void {
    this.#batches = batches;
    this.#next = 0;
    this.#generation = generation;
    this.#nanosecondsPerTick = generation.nanosecondsPerTick;
    this.#originNs = originNs;
    this.bytes = EMPTY;
    this.pos = this.end = 0;
  }

  /** Goes on to the next event: 1, 0 where there is none, −1 where the generation is broken there. */
  advance(): 1 | 0 | -1 {
    while (this.pos === this.end) {
      const batch = this.#batches[this.#next++];
      if (batch === undefined) return 0;
      this.bytes = batch.data;
      this.pos = 0;
      this.end = batch.data.length;
      this.time = this.#generation.nanoseconds(batch.time) - this.#originNs;
    }
    const { bytes, end } = this;
    const numbers = this.#numbers;
    let { pos } = this;
    const type = bytes[pos++]!;
    const count = ARGUMENTS[type]!;
    if (count === NO_TIMED_EVENT) return this.#fail(`an event of type ${type} among those of a thread`);
    for (let k = 0; k <= count; k++) {
      // As `uvarint`, quickly for up to three bytes, which nearly all numbers have.
      if (pos + 2 < end) {
        const first = bytes[pos]!;
        if (first < 0x80) {
          numbers[k] = first;
          pos++;
          continue;
        }
        const second = bytes[pos + 1]!;
        if (second < 0x80) {
          numbers[k] = (first & 0x7f) | (second << 7);
          pos += 2;
          continue;
        }
        const third = bytes[pos + 2]!;
        if (third < 0x80) {
          numbers[k] = (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
          pos += 3;
          continue;
        }
      }
      this.pos = pos;
      numbers[k] = this.uvarint();
      ({ pos } = this);
    }
    this.pos = pos;
    this.type = type;
    this.time += Math.trunc(numbers[0]! * this.#nanosecondsPerTick);
    if (this.failed) return this.#fail('an event goes beyond its batch');
    // A step back is one of 2^63 ticks and more.
    if (numbers[0]! < 0 || !isClockTime(this.time)) return this.#fail(BEYOND_CLOCKS);
    return 1;
  }

  /** What it says, from 1 on. */
  argument(n: number): number {
    return this.#numbers[n]!;
  }

  get a0(): number {
    return this.#numbers[1]!;
  }

  get a1(): number {
    return this.#numbers[2]!;
  }

  get a2(): number {
    return this.#numbers[3]!;
  }

  get a3(): number {
    return this.#numbers[4]!;
  }

  #fail(message: string): -1 {
    this.#generation.fail(message);
    return -1;
  }
}

const isEarlier = (a: BatchCursor, b: BatchCursor): boolean => a.time < b.time;

/**
 * The cursors with events left, the one with the earliest next event first: a binary heap, whose order among equal times is
 * that of Go's reader, since it decides which of two events is first.
 */
export class Frontier {
  readonly cursors: BatchCursor[] = [];
  /** Of the same cursors, side by side, since that is all that the heap compares. */
  #times = new Float64Array(64);

  clear(): void {
    this.cursors.length = 0;
  }

  insert(cursor: BatchCursor): void {
    const last = this.cursors.push(cursor) - 1;
    if (last === this.#times.length) {
      const wider = new Float64Array(last * 2);
      wider.set(this.#times);
      this.#times = wider;
    }
    this.#times[last] = cursor.time;
    this.#siftUp(last);
  }

  /** The cursor at `i` has gone on. */
  update(i: number): void {
    this.#times[i] = this.cursors[i]!.time;
    if (this.#siftUp(i) === i) this.#siftDown(i);
  }

  /** The cursor at `i` has come to its end. It goes to the top whatever its time, and from there out. */
  remove(i: number): void {
    const { cursors } = this;
    for (let at = i; at > 0; at = (at - 1) >> 1) this.#swap(at, (at - 1) >> 1);
    const last = cursors.pop();
    if (cursors.length === 0 || last === undefined) return;
    cursors[0] = last;
    this.#times[0] = last.time;
    this.#siftDown(0);
  }

  /** By time; a sorted array is a heap too. */
  sort(): void {
    sortAsGo(this.cursors, isEarlier);
    for (let i = 0; i < this.cursors.length; i++) this.#times[i] = this.cursors[i]!.time;
  }

  #siftUp(from: number): number {
    const times = this.#times;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (times[parent]! <= times[i]!) break;
      this.#swap(i, parent);
      i = parent;
    }
    return i;
  }

  #siftDown(from: number): void {
    const times = this.#times;
    const { length } = this.cursors;
    for (let i = from; ;) {
      let least = i;
      const left = 2 * i + 1;
      if (left < length && times[left]! < times[least]!) least = left;
      if (left + 1 < length && times[left + 1]! < times[least]!) least = left + 1;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }

  #swap(i: number, k: number): void {
    const { cursors } = this;
    const cursor = cursors[i]!;
    cursors[i] = cursors[k]!;
    cursors[k] = cursor;
    const time = this.#times[i]!;
    this.#times[i] = this.#times[k]!;
    this.#times[k] = time;
  }
}
