import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { randomLanes, type LaneShape } from '../../../test/support/random-lanes';
import { NOT_THERE, type Spans } from '../trace/spans';
import { NONE } from '../trace/trace';
import { LaneFiller, densityOf, spanAt, spanEnd, sumStates, viewFrom, type LaneView } from './lane-layout';
import { LEAST_SPANS, buildLaneMip } from './lane-mips';

const HOUR = 3.6e12;
const MARKS = Uint8Array.of(0, 1, 0, 0, 0, 2, 0);

/** Time per state in [from, to), NOT_THERE last, by looking at each span. */
function timesIn(spans: Spans, lane: number, from: number, to: number): Float64Array {
  const times = new Float64Array(256);
  for (let i = spans.start[lane]!; i < spans.start[lane + 1]!; i++) {
    const time = Math.min(to, spanEnd(spans, lane, i)) - Math.max(from, spans.from[i]!);
    if (time > 0) times[spans.state[i]!]! += time;
  }
  return times;
}
/** Whether that state takes as much as any. Columns end at fractions of a nanosecond. */
const isMost = (times: Float64Array, state: number): boolean => {
  const most = Math.max(...times);
  return most <= 1e-6 || times[state]! >= most * (1 - 1e-9) - 1e-2;
};

function filled(filler: LaneFiller, lane: number, view: LaneView) {
  const row = new Uint8Array(view.width);
  const marks = new Uint8Array(view.width);
  filler.fill(lane, view, row, marks, 0);
  return { row, marks };
}

const shapes: LaneShape[] = [
  { spans: 1, from: 1000, to: 9000 },
  { spans: 0, from: 0, to: 0 },
  { spans: 100, from: 0, to: 1_000_000, isBursty: true },
  { spans: 3000, from: 12_345, to: 90_000_000, isBursty: true, gaps: 0.1 },
  { spans: 3000, from: 5, to: 20_000 },
  { spans: 2000, from: 8 * HOUR, to: 8 * HOUR + 7_000_003, isBursty: true },
  { spans: 5000, from: 7 * HOUR, to: 8 * HOUR },
];
const spans = randomLanes(shapes, randomFrom(3));

describe('mips of a lane', () => {
  it('hold what takes most of each bucket, on every level', () => {
    for (let lane = 0; lane < shapes.length; lane++) {
      const mip = buildLaneMip(spans, lane, MARKS);
      expect(mip === null).toBe(shapes[lane]!.spans < LEAST_SPANS);
      if (mip === null) continue;
      const begin = spans.from[spans.start[lane]!]!;
      for (let level = 0; level < mip.levels; level++) {
        const width = 2 ** (mip.base + level);
        const count = mip.offset[level + 1]! - mip.offset[level]!;
        expect(mip.first[level]).toBe(Math.floor(begin / width));
        expect(mip.first[level]! + count).toBe(Math.ceil(spans.end[lane]! / width));
        const step = Math.max(1, Math.floor(count / 60));
        for (let bucket = 0; bucket < count; bucket += step) {
          const from = (mip.first[level]! + bucket) * width;
          const times = timesIn(spans, lane, from, from + width);
          const at = mip.offset[level]! + bucket;
          if (times[mip.dominant[at]!] !== Math.max(...times))
            throw new Error(`lane ${lane}, level ${level}, bucket ${bucket}: ${mip.dominant[at]}`);
          expect(mip.marks[at]).toBe((times[1]! > 0 ? 1 : 0) | (times[5]! > 0 ? 2 : 0));
        }
      }
      expect(mip.offset[mip.levels]! - mip.offset[mip.levels - 1]!).toBeLessThanOrEqual(2);
    }
  });

  it('nest: a bucket has the marks of the two below it', () => {
    const mip = buildLaneMip(spans, 3, MARKS)!;
    for (let level = 1; level < mip.levels; level++) {
      for (let at = mip.offset[level]!; at < mip.offset[level + 1]!; at++) {
        const bucket = mip.first[level]! + at - mip.offset[level]!;
        const below = [2 * bucket, 2 * bucket + 1].map((b) => {
          const row = mip.offset[level - 1]! + b - mip.first[level - 1]!;
          return row >= mip.offset[level - 1]! && row < mip.offset[level]! ? mip.marks[row]! : 0;
        });
        expect(mip.marks[at]).toBe(below[0]! | below[1]!);
      }
    }
  });

  it('take a few bytes per span', () => {
    const mip = buildLaneMip(spans, 6, MARKS)!;
    expect(mip.dominant.length / shapes[6]!.spans).toBeLessThan(8.1);
  });
});

describe('the columns of a lane', () => {
  const filler = new LaneFiller(spans, MARKS);
  const views = (lane: number): LaneView[] => {
    const { from, to } = shapes[lane]!;
    const whole = to - from;
    return [1, 0.31, 0.01, 0.0003].flatMap((share) =>
      [0, 0.4].map((place) => viewFrom(from + place * whole, Math.max(0.02, (whole * share) / 700), 701)),
    );
  };

  it.each([0, 2, 3, 4, 5, 6])('show what takes most of each: lane %i', (lane) => {
    for (const view of views(lane)) {
      const { row, marks } = filled(filler, lane, view);
      const base = buildLaneMip(spans, lane, MARKS)?.base ?? Infinity;
      const isExact = Math.floor(Math.log2(view.nsPerPx)) < base;
      let off = 0;
      for (let x = 0; x < view.width; x++) {
        const from = (view.first + x) * view.nsPerPx;
        const times = timesIn(spans, lane, from, from + view.nsPerPx);
        // A bucket at a column's middle is not all of it: where states are of about one size, any of them may win.
        if (!isMost(times, row[x]!) && (isExact || times[row[x]!]! < Math.max(...times) / 2)) off++;
        if (times[1]! > 1e-2 && (marks[x]! & 1) === 0)
          throw new Error(`column ${x} runs, and does not say so`);
      }
      expect(off).toBeLessThanOrEqual(isExact ? 0 : view.width / 10);
    }
  });

  it.each([3, 5, 6])('move with a view that moves by whole columns: lane %i', (lane) => {
    for (const view of views(lane)) {
      const { row, marks } = filled(filler, lane, view);
      for (const by of [1, 7, -13]) {
        const moved = filled(filler, lane, { ...view, first: view.first + by });
        const [a, b] = by > 0 ? [by, 0] : [0, -by];
        const length = view.width - Math.abs(by);
        expect(moved.row.subarray(b, b + length)).toEqual(row.subarray(a, a + length));
        expect(moved.marks.subarray(b, b + length)).toEqual(marks.subarray(a, a + length));
      }
    }
  });

  it('are empty where the lane is not', () => {
    const nothing = new Uint8Array(50).fill(NOT_THERE);
    expect(filled(filler, 1, viewFrom(0, 10, 50)).row).toEqual(nothing);
    expect(filled(filler, 3, viewFrom(0, 10, 50)).row).toEqual(nothing);
    expect(filled(filler, 3, viewFrom(90_000_100, 10, 50)).row).toEqual(nothing);
    expect(filled(filler, 3, viewFrom(2 * HOUR, HOUR / 50, 50)).row).toEqual(nothing);
  });

  it('are one state where one span is wider than the view', () => {
    const { row } = filled(filler, 0, viewFrom(4000, 0.05, 50));
    expect(new Set(row)).toEqual(new Set([spans.state[0]!]));
  });

  it('show a whole lane in the one column that it is in', () => {
    const { row } = filled(filler, 3, viewFrom(0, HOUR, 3));
    expect(row[0]).not.toBe(NOT_THERE);
    expect([...row.subarray(1)]).toEqual([NOT_THERE, NOT_THERE]);
  });

  it('mark what runs for a nanosecond among hours', () => {
    const short: Spans = {
      states: spans.states,
      start: Uint32Array.of(0, 3),
      from: Float64Array.of(0, 4 * HOUR, 4 * HOUR + 1),
      state: Uint8Array.of(3, 1, 3),
      end: Float64Array.of(8 * HOUR),
    };
    const { row, marks } = filled(new LaneFiller(short, MARKS), 0, viewFrom(0, (8 * HOUR) / 1000, 1000));
    expect(new Set(row)).toEqual(new Set([3]));
    expect([...marks].flatMap((mark, x) => (mark === 1 ? [x] : []))).toEqual([500]);
  });
});

describe('sums', () => {
  it('are of each state between two times', () => {
    const random = randomFrom(9);
    for (let n = 0; n < 60; n++) {
      const lane = 2 + (n % 5);
      const { from, to } = shapes[lane]!;
      const a = from - 100 + Math.floor(random() * (to - from + 200));
      const b = a + Math.floor(random() ** 3 * (to - from));
      const into = new Float64Array(spans.states.length);
      sumStates(spans, lane, a, b, into);
      expect([...into]).toEqual([...timesIn(spans, lane, a, b).subarray(0, spans.states.length)]);
    }
  });

  it('of many lanes are how many were in a state, on average of each column', () => {
    const lanes = [2, 3, 4, 1];
    for (const [from, nsPerColumn, columns] of [
      [0, 1000, 130],
      [11_000, 33.7, 400],
      [-5000, 1e6, 95],
      [700_000, 0.5, 64],
    ] as const) {
      const density = densityOf(spans, lanes, from, nsPerColumn, columns);
      for (let c = 0; c < columns; c++) {
        const begin = from + c * nsPerColumn;
        const times = new Float64Array(256);
        for (const lane of lanes)
          timesIn(spans, lane, begin, begin + nsPerColumn).forEach((time, s) => (times[s]! += time));
        for (let state = 0; state < spans.states.length; state++)
          expect(density[state * columns + c]).toBeCloseTo(times[state]! / nsPerColumn, 3);
      }
    }
  });
});

describe('the span at a time', () => {
  it('is found, at both of its ends, and none outside the lane', () => {
    for (const lane of [0, 3, 5]) {
      const [first, last] = [spans.start[lane]!, spans.start[lane + 1]! - 1];
      for (let i = first; i <= last; i += 7) {
        expect(spanAt(spans, lane, spans.from[i]!)).toBe(i);
        expect(spanAt(spans, lane, spanEnd(spans, lane, i) - 0.5)).toBe(i);
      }
      expect(spanAt(spans, lane, spans.from[first]! - 0.5)).toBe(NONE);
      expect(spanAt(spans, lane, spans.end[lane]!)).toBe(NONE);
    }
    expect(spanAt(spans, 1, 0)).toBe(NONE);
  });
});
