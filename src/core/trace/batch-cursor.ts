import type { Batch } from './batches';
import { ARGUMENTS, EV, NO_TIMED_EVENT } from './event-types';
import type { Generation } from './generation';
import { sortAsGo } from './go-sort';
import { VarintReader } from './varint-reader';

const EMPTY = new Uint8Array();

/** Walks over what one thread writes, generation after generation; the fields are of the event that comes next. */
export class BatchCursor extends VarintReader {
  type = EV.none as number;
  /** Nanoseconds since the trace's origin. */
  time = NaN;
  a0 = NaN;
  a1 = NaN;
  a2 = NaN;
  a3 = NaN;
  #batches: readonly Batch[] = [];
  #next = 0;
  #generation!: Generation;
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
    const type = this.bytes[this.pos++]!;
    const count = ARGUMENTS[type]!;
    if (count === NO_TIMED_EVENT) return this.#fail(`an event of type ${type} among those of a thread`);
    this.type = type;
    this.time += this.#generation.nanoseconds(this.#short());
    if (count > 0) this.a0 = this.#short();
    if (count > 1) this.a1 = this.#short();
    if (count > 2) this.a2 = this.#short();
    if (count > 3) this.a3 = this.#short();
    if (this.failed) return this.#fail('an event goes beyond its batch');
    if (!(Math.abs(this.time) <= Number.MAX_SAFE_INTEGER))
      return this.#fail('a time beyond what a clock shows');
    return 1;
  }

  /** As `uvarint`, quickly for one byte or two, which nearly all numbers have. */
  #short(): number {
    const { bytes, pos } = this;
    if (pos + 1 < this.end) {
      const first = bytes[pos]!;
      if (first < 0x80) {
        this.pos = pos + 1;
        return first;
      }
      const second = bytes[pos + 1]!;
      if (second < 0x80) {
        this.pos = pos + 2;
        return (first & 0x7f) | (second << 7);
      }
    }
    return this.uvarint();
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

  clear(): void {
    this.cursors.length = 0;
  }

  insert(cursor: BatchCursor): void {
    this.cursors.push(cursor);
    this.#siftUp(this.cursors.length - 1);
  }

  /** The cursor at `i` has gone on. */
  update(i: number): void {
    if (this.#siftUp(i) === i) this.#siftDown(i);
  }

  /** The cursor at `i` has come to its end. It goes to the top whatever its time, and from there out. */
  remove(i: number): void {
    const { cursors } = this;
    for (let at = i; at > 0; at = (at - 1) >> 1) this.#swap(at, (at - 1) >> 1);
    const last = cursors.pop();
    if (cursors.length === 0 || last === undefined) return;
    cursors[0] = last;
    this.#siftDown(0);
  }

  /** By time; a sorted array is a heap too. */
  sort(): void {
    sortAsGo(this.cursors, isEarlier);
  }

  #siftUp(from: number): number {
    const { cursors } = this;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (cursors[parent]!.time <= cursors[i]!.time) break;
      this.#swap(i, parent);
      i = parent;
    }
    return i;
  }

  #siftDown(from: number): void {
    const { cursors } = this;
    for (let i = from; ;) {
      let least = i;
      const left = 2 * i + 1;
      if (left < cursors.length && cursors[left]!.time < cursors[least]!.time) least = left;
      if (left + 1 < cursors.length && cursors[left + 1]!.time < cursors[least]!.time) least = left + 1;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }

  #swap(i: number, k: number): void {
    const cursor = this.cursors[i]!;
    this.cursors[i] = this.cursors[k]!;
    this.cursors[k] = cursor;
  }
}
