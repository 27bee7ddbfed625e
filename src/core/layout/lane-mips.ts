// A lane seen from afar: for buckets of 2^k nanoseconds, the state that takes most of each, and marks for what is in it.
// With these a frame costs as much as its pixels, however many spans are under them. Time is summed up from level to level,
// and what takes most of a bucket is decided after: the state that fills most of two buckets need not fill most of either.
import type { Spans } from '../trace/spans';

/** Lanes of fewer spans are walked: that costs no more than their pixels do. */
export const LEAST_SPANS = 512;
/** At the finest level; below it spans are walked. */
const BUCKETS_PER_SPAN = 4;
const NOTHING = 255;

export interface LaneMip {
  /** Level 0 has buckets of 2^base nanoseconds, level i of 2^(base + i). They begin at multiples of their width. */
  readonly base: number;
  readonly levels: number;
  /** By level: its first bucket's number, and where that stands in the two columns; one more for the end. */
  readonly first: Float64Array;
  readonly offset: Uint32Array;
  /** Row of states; NOTHING: the lane does not reach into it, or nothing was there for most of it. */
  readonly dominant: Uint8Array;
  /** Marks of all states in it, or-ed. */
  readonly marks: Uint8Array;
}

/** Null: the lane needs none. `markOf` by state: bits of what must be seen even where it takes little. */
export function buildLaneMip(spans: Spans, lane: number, markOf: Uint8Array): LaneMip | null {
  const begin = spans.start[lane]!;
  const end = spans.start[lane + 1]!;
  if (end - begin < LEAST_SPANS) return null;
  const from = spans.from[begin]!;
  const to = spans.end[lane]!;
  const base = Math.max(0, Math.ceil(Math.log2((to - from) / (BUCKETS_PER_SPAN * (end - begin)))));
  const first: number[] = [];
  const offset = [0];
  for (let width = 2 ** base; ; width *= 2) {
    const lowest = Math.floor(from / width);
    const count = Math.ceil(to / width) - lowest;
    first.push(lowest);
    offset.push(offset.at(-1)! + count);
    if (count <= 2) break;
  }
  const dominant = new Uint8Array(offset.at(-1)!).fill(NOTHING);
  const marks = new Uint8Array(offset.at(-1)!);
  const shares = sharesOf(spans, lane, 2 ** base, first[0]!, offset[1]!);
  const sums = new BucketSums();
  for (let level = 0; level < first.length; level++) {
    const count = offset[level + 1]! - offset[level]!;
    if (level === 0) join(shares, 1, 1, count, sums);
    // The first bucket of a level may be the second of its two below.
    else join(shares, first[level - 1]! % 2 === 1 ? 1 : 2, 2, count, sums);
    decide(shares, offset[level]!, count, dominant, marks, markOf);
  }
  return {
    base,
    levels: first.length,
    first: Float64Array.from(first),
    offset: Uint32Array.from(offset),
    dominant,
    marks,
  };
}

/** Of each bucket of one level, in order: the states that are in it, and for how long. */
interface Shares {
  /** Those of bucket i: start[i] … start[i + 1] − 1. */
  readonly start: Uint32Array;
  readonly state: Uint8Array;
  readonly time: Float64Array;
}

function sharesOf(spans: Spans, lane: number, width: number, first: number, count: number): Shares {
  const begin = spans.start[lane]!;
  const end = spans.start[lane + 1]!;
  const start = new Uint32Array(count + 1);
  // Each span has a share of the bucket in which it begins, and each bucket one more of what went on before.
  const state = new Uint8Array(end - begin + count);
  const time = new Float64Array(end - begin + count);
  let length = 0;
  let bucket = 0;
  for (let i = begin; i < end; i++) {
    const of = spans.state[i]!;
    const until = i + 1 < end ? spans.from[i + 1]! : spans.end[lane]!;
    for (let since = spans.from[i]!; since < until;) {
      const bucketEnd = (first + bucket + 1) * width;
      const to = Math.min(until, bucketEnd);
      if (to > since) {
        state[length] = of;
        time[length++] = to - since;
        since = to;
      }
      if (to === bucketEnd) start[++bucket] = length;
    }
  }
  start.fill(length, bucket + 1);
  return { start, state, time };
}

/** Makes one bucket of `step`, in place (of `head` the first), in which each state has one share. */
function join(
  { start, state, time }: Shares,
  head: number,
  step: number,
  count: number,
  sums: BucketSums,
): void {
  let length = 0;
  let at = 0;
  for (let bucket = 0, below = head; bucket < count; bucket++, below += step) {
    const end = start[Math.min(below, start.length - 1)]!;
    if (end - at === 1) {
      state[length] = state[at]!;
      time[length++] = time[at]!;
    } else {
      for (let i = at; i < end; i++) sums.add(state[i]!, time[i]!);
      length = sums.moveTo(state, time, length);
    }
    at = end;
    start[bucket + 1] = length;
  }
  start.fill(length, count + 1);
}

function decide(
  { start, state, time }: Shares,
  offset: number,
  count: number,
  dominant: Uint8Array,
  marks: Uint8Array,
  markOf: Uint8Array,
): void {
  for (let bucket = 0; bucket < count; bucket++) {
    let most = NOTHING;
    let longest = 0;
    let mark = 0;
    for (let i = start[bucket]!, end = start[bucket + 1]!; i < end; i++) {
      const of = state[i]!;
      if (of !== NOTHING) mark |= markOf[of]!;
      if (time[i]! > longest || (time[i] === longest && of < most)) {
        most = of;
        longest = time[i]!;
      }
    }
    dominant[offset + bucket] = most;
    marks[offset + bucket] = mark;
  }
}

/** Time per state within one bucket or column. */
export class BucketSums {
  readonly #time = new Float64Array(256);
  readonly #states = new Uint8Array(256);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** A time above 0. */
  add(state: number, time: number): void {
    if (this.#time[state] === 0) this.#states[this.#length++] = state;
    this.#time[state]! += time;
  }

  /** Writes what was added from `at` on. Where that ends. Empties it. */
  moveTo(state: Uint8Array, time: Float64Array, at: number): number {
    for (let i = 0; i < this.#length; i++) {
      const of = this.#states[i]!;
      state[at + i] = of;
      time[at + i] = this.#time[of]!;
      this.#time[of] = 0;
    }
    const end = at + this.#length;
    this.#length = 0;
    return end;
  }

  /** The state with most of the time, of several the lowest; NOTHING: none was added. Empties it. */
  take(): number {
    let most = NOTHING;
    let time = 0;
    for (let i = 0; i < this.#length; i++) {
      const state = this.#states[i]!;
      const of = this.#time[state]!;
      if (of > time || (of === time && state < most)) {
        most = state;
        time = of;
      }
      this.#time[state] = 0;
    }
    this.#length = 0;
    return most;
  }
}

/** Bits of marks: what a lane shows even where it takes little of a column. */
export const MARK_RUNNING = 1;
export const MARK_LOCK = 2;

/** By state. */
export const marksOf = (states: readonly string[]): Uint8Array =>
  Uint8Array.from(states, (state) =>
    state === 'running' ? MARK_RUNNING : /^(?:sync\.|semacquire)/.test(state) ? MARK_LOCK : 0,
  );
