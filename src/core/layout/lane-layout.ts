// What a lane shows in each column of pixels: the state that takes most of the column. And what is summed up over
// lanes or stretches of time. Columns are absolute: column c is from c × nsPerPx on, so that a view that moves by whole
// pixels shows the same columns, moved.
import { NOT_THERE, type Spans } from '../trace/spans';
import { NONE } from '../trace/trace';
import { BucketSums, buildLaneMip, type LaneMip } from './lane-mips';

/** So many columns, the first of them `first` (a whole number). */
export interface LaneView {
  readonly first: number;
  readonly nsPerPx: number;
  readonly width: number;
}

/** The columns from about a time on. */
export const viewFrom = (from: number, nsPerPx: number, width: number): LaneView => ({
  first: Math.round(from / nsPerPx),
  nsPerPx,
  width,
});

/** The span of a lane that ends behind a time, the first of them; the lane's end where none does. */
function firstBehind({ start, from, end }: Spans, lane: number, time: number): number {
  const last = start[lane + 1]!;
  if (end[lane]! <= time) return last;
  let low = start[lane]!;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (from[middle + 1]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a span ends. */
export const spanEnd = ({ start, from, end }: Spans, lane: number, span: number): number =>
  span + 1 < start[lane + 1]! ? from[span + 1]! : end[lane]!;

/** The span of a lane at a time; NONE: the lane has none there. */
export function spanAt(spans: Spans, lane: number, time: number): number {
  const span = firstBehind(spans, lane, time);
  return span < spans.start[lane + 1]! && spans.from[span]! <= time ? span : NONE;
}

/** Adds the nanoseconds in each state, by row of states, between two times. How many spans reach into it. */
export function sumStates(spans: Spans, lane: number, from: number, to: number, into: Float64Array): number {
  const last = spans.start[lane + 1]!;
  let count = 0;
  for (let i = firstBehind(spans, lane, from); i < last && spans.from[i]! < to; i++) {
    const state = spans.state[i]!;
    if (state === NOT_THERE) continue;
    into[state]! += Math.min(to, spanEnd(spans, lane, i)) - Math.max(from, spans.from[i]!);
    count++;
  }
  return count;
}

/**
 * How many of some lanes were in each state, averaged over each column from `from` on: state s in column c at
 * s × columns + c.
 */
export function densityOf(
  spans: Spans,
  lanes: ArrayLike<number>,
  from: number,
  nsPerColumn: number,
  columns: number,
): Float32Array {
  const states = spans.states.length;
  // Parts of columns, and by how much more lanes are in a state from a column on than in the one before.
  const parts = new Float64Array(states * columns);
  const more = new Int32Array(states * (columns + 1));
  const to = from + nsPerColumn * columns;
  for (let k = 0; k < lanes.length; k++) {
    const lane = lanes[k]!;
    const last = spans.start[lane + 1]!;
    for (let i = firstBehind(spans, lane, from); i < last && spans.from[i]! < to; i++) {
      const state = spans.state[i]!;
      if (state === NOT_THERE) continue;
      const x0 = Math.max(0, (spans.from[i]! - from) / nsPerColumn);
      const x1 = Math.min(columns, (spanEnd(spans, lane, i) - from) / nsPerColumn);
      const first = Math.floor(x0);
      const end = Math.floor(x1);
      const row = state * columns;
      if (first === end) {
        parts[row + first]! += x1 - x0;
        continue;
      }
      parts[row + first]! += first + 1 - x0;
      if (end < columns) parts[row + end]! += x1 - end;
      more[row + state + first + 1]!++;
      more[row + state + end]!--;
    }
  }
  const density = new Float32Array(states * columns);
  for (let state = 0; state < states; state++) {
    let whole = 0;
    for (let c = 0; c < columns; c++) {
      whole += more[state * (columns + 1) + c]!;
      density[state * columns + c] = whole + parts[state * columns + c]!;
    }
  }
  return density;
}

/** Fills rows of columns from lanes. Holds what lanes of many spans need for that, from when they are first seen. */
export class LaneFiller {
  readonly #sums = new BucketSums();

  /** `markOf` by state: bits of what must be seen even where it takes little of a column. */
  constructor(
    readonly spans: Spans,
    readonly markOf: Uint8Array,
    /** By lane, as far as they are built: a lane of a million spans takes some 300 ms, which a worker may spend. */
    private readonly mips = new Map<number, LaneMip | null>(),
  ) {}

  /**
   * Writes the state of each column (NOT_THERE: none) from row[at] on, and into `marks` those of all states that are in it.
   * Where columns hold many spans, what is shown is the state of the bucket at a column's middle.
   */
  fill(lane: number, view: LaneView, row: Uint8Array, marks: Uint8Array, at: number): void {
    row.fill(NOT_THERE, at, at + view.width);
    marks.fill(0, at, at + view.width);
    const k = Math.floor(Math.log2(view.nsPerPx));
    const mip = k < 0 ? null : this.#mipOf(lane);
    if (mip === null || k < mip.base) this.#walk(lane, view, row, marks, at);
    else sample(mip, k, view, row, marks, at);
  }

  #mipOf(lane: number): LaneMip | null {
    let mip = this.mips.get(lane);
    if (mip === undefined) {
      mip = buildLaneMip(this.spans, lane, this.markOf);
      this.mips.set(lane, mip);
    }
    return mip;
  }

  #walk(
    lane: number,
    { first, nsPerPx, width }: LaneView,
    row: Uint8Array,
    marks: Uint8Array,
    at: number,
  ): void {
    const { spans, markOf } = this;
    const sums = this.#sums;
    const last = spans.start[lane + 1]!;
    const [lowest, highest] = [first * nsPerPx, (first + width) * nsPerPx];
    // The column that is being summed.
    let column = 0;
    for (let i = firstBehind(spans, lane, lowest); i < last && spans.from[i]! < highest; i++) {
      const begin = Math.max(lowest, spans.from[i]!);
      const end = Math.min(highest, spanEnd(spans, lane, i));
      const state = spans.state[i]!;
      const mark = state === NOT_THERE ? 0 : markOf[state]!;
      const a = Math.max(0, Math.floor(begin / nsPerPx) - first);
      // The last column that it reaches into.
      const b = Math.min(width, Math.ceil(end / nsPerPx) - first) - 1;
      if (a !== column) {
        row[at + column] = sums.take();
        column = a;
      }
      marks[at + a]! |= mark;
      if (b <= a) {
        sums.add(state, Math.max(LEAST_TIME, end - begin));
        continue;
      }
      if (!sums.isEmpty) {
        sums.add(state, Math.max(LEAST_TIME, (first + a + 1) * nsPerPx - begin));
        row[at + a] = sums.take();
      } else row[at + a] = state;
      fillFrom(row, state, at + a + 1, at + b);
      if (mark !== 0) fillFrom(marks, mark, at + a + 1, at + b + 1);
      column = b;
      sums.add(state, Math.max(LEAST_TIME, end - (first + b) * nsPerPx));
    }
    if (!sums.isEmpty) row[at + column] = sums.take();
  }
}

/** Of a nanosecond: columns begin at fractions of one, and what reaches into one by less is lost in the last digits. */
const LEAST_TIME = 1e-9;
/** Below this the call of `fill` takes longer than a loop. */
const FEW = 24;

function fillFrom(row: Uint8Array, value: number, from: number, to: number): void {
  if (to - from >= FEW) row.fill(value, from, to);
  else for (let i = from; i < to; i++) row[i] = value;
}

function sample(
  mip: LaneMip,
  k: number,
  { first, nsPerPx, width }: LaneView,
  row: Uint8Array,
  marks: Uint8Array,
  at: number,
): void {
  const level = Math.min(k - mip.base, mip.levels - 1);
  const lowest = mip.first[level]!;
  const offset = mip.offset[level]!;
  const count = mip.offset[level + 1]! - offset;
  const step = nsPerPx / 2 ** (mip.base + level);
  const clamp = (x: number): number => Math.max(0, Math.min(width, x));
  // A column belongs to the lane where any of it does.
  const from = clamp(Math.floor(lowest / step) - first);
  const to = clamp(Math.ceil((lowest + count) / step) - first);
  for (let x = from; x < to; x++) {
    const begin = (first + x) * step - lowest;
    const middle = Math.floor(begin + step / 2);
    row[at + x] = mip.dominant[offset + (middle < 0 ? 0 : middle < count ? middle : count - 1)]!;
    const end = Math.min(count, begin + step);
    let mark = 0;
    for (let bucket = Math.max(0, Math.floor(begin)); bucket < end; bucket++)
      mark |= mip.marks[offset + bucket]!;
    marks[at + x] = mark;
  }
}
