import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../../test/support/timeline';
import { rowsOf } from './chart';
import { niceTop } from '../../ui/nice-top';
import { largestOf, lineOf, spreadLabels } from './lines';
import { placeLives } from './life-borders';
import { placeMarks, shapeOf } from './marks';
import { clampWindow, panWindow, revealIn, rowsIn, toPixel, toTime, wholeWindow, zoomWindow } from './window';

const HOUR = 3_600_000;

describe('rowsOf', () => {
  it.each([true, false])('keeps the lines clear of the marks of notes (folded: %s)', (folded) => {
    const noted = rowsOf(folded ? 86 : 186, folded, true);
    // Marks are 16 px high, and stand 18 px from the top.
    expect(noted.goroutines[0]).toBeGreaterThanOrEqual(18 + 16);
    expect(noted.goroutines[1] - noted.goroutines[0]).toBeGreaterThanOrEqual(26);
    expect(rowsOf(folded ? 68 : 168, folded, false).goroutines[0]).toBeLessThan(noted.goroutines[0]);
  });
});

describe('window', () => {
  const whole = { fromMs: 0, toMs: 100 * HOUR };
  it('gives the first snapshots a minute ahead', () => {
    expect(wholeWindow(makeTimeline([{ at: HOUR }]))).toEqual({ fromMs: HOUR, toMs: HOUR + 60_000 });
    expect(wholeWindow(makeTimeline([]))).toBeNull();
  });
  it('reaches over gaps at the ends', () => {
    const timeline = makeTimeline([{ at: 0 }, { at: HOUR }], [{ fromMs: HOUR, toMs: 3 * HOUR, reason: '' }]);
    expect(wholeWindow(timeline)?.toMs).toBe(3 * HOUR);
  });
  it('maps there and back', () => {
    const window = { fromMs: 10, toMs: 110 };
    expect(toPixel(window, 200, 60)).toBe(100);
    expect(toTime(window, 200, 100)).toBe(60);
  });
  it('zooms around a moment that stays where it is, and becomes the whole again', () => {
    const near = zoomWindow(whole, whole, 25 * HOUR, 0.5);
    expect(near).toEqual({ fromMs: 12.5 * HOUR, toMs: 62.5 * HOUR });
    expect(near && zoomWindow(near, whole, 25 * HOUR, 4)).toBeNull();
    expect(zoomWindow(whole, whole, 0, 1e-9)?.toMs).toBe(5_000);
  });
  it('stays inside', () => {
    const near = { fromMs: 0, toMs: 10 * HOUR };
    expect(panWindow(near, whole, -HOUR)).toEqual(near);
    expect(panWindow(near, whole, 1e12)).toEqual({ fromMs: 90 * HOUR, toMs: 100 * HOUR });
    expect(clampWindow({ fromMs: -1, toMs: 1e12 }, whole)).toBeNull();
  });
  it('moves as little as it takes to reveal', () => {
    const near = { fromMs: 0, toMs: 10 * HOUR };
    expect(revealIn(near, whole, 5 * HOUR)).toEqual(near);
    expect(revealIn(near, whole, 20 * HOUR)).toEqual({ fromMs: 10.5 * HOUR, toMs: 20.5 * HOUR });
  });
  it('takes one row more at either side', () => {
    const times = [0, 10, 20, 30, 40];
    expect(rowsIn(times, { fromMs: 15, toMs: 25 })).toEqual([1, 4]);
    expect(rowsIn(times, { fromMs: 20, toMs: 20 })).toEqual([1, 4]);
    expect(rowsIn(times, { fromMs: -5, toMs: 99 })).toEqual([0, 5]);
    expect(rowsIn([], { fromMs: 0, toMs: 1 })).toEqual([0, 0]);
  });
});

describe('lines', () => {
  it('breaks at gaps and nowhere else', () => {
    const timeline = makeTimeline(
      [
        { at: 0, goroutines: 1 },
        { at: 10, failed: true, goroutines: null },
        { at: 20, goroutines: 2 },
        { at: 60, goroutines: 3 },
      ],
      [{ fromMs: 25, toMs: 55, reason: 'no answer' }],
    );
    const { points, last } = lineOf(timeline, 'goroutines', 't1', [0, 4]);
    expect(points).toEqual([
      [0, 1],
      [20, 2],
      [40, Number.NaN],
      [60, 3],
    ]);
    expect(last).toBe(3);
  });
  it('finds the gap though the first rows come after others', () => {
    const timeline = makeTimeline(
      [{ at: 100 }, { at: 110 }, { at: 200 }],
      [
        { fromMs: 0, toMs: 50, reason: '' },
        { fromMs: 110, toMs: 200, reason: '' },
      ],
    );
    expect(lineOf(timeline, 'goroutines', 't1', [0, 3]).points).toHaveLength(4);
  });
  it('breaks at its own target’s gaps, not at those of another', () => {
    const timeline = makeTimeline(
      [
        { at: 0, target: 't2' },
        { at: 1 },
        { at: 30 },
        { at: 60 },
        { at: 59, target: 't2' },
        { at: 100, target: 't2' },
        { at: 101 },
      ],
      [
        { fromMs: 60, toMs: 101, reason: '' },
        { target: 't2', fromMs: 59, toMs: 100, reason: '' },
        { target: 't2', fromMs: 0, toMs: 59, reason: '' },
      ],
    );
    const times = (target: string) => lineOf(timeline, 'goroutines', target, [0, 7]).points.map(([at]) => at);
    expect(times('t1')).toEqual([1, 30, 60, 80.5, 101]);
    expect(times('t2')).toEqual([0, 29.5, 59, 79.5, 100]);
  });
  it('never crosses a process life, and joins nothing where processes answer by turns', () => {
    const rows = [{ at: 0 }, { at: 10 }, { at: 20, life: '2' }, { at: 30, life: '2' }];
    const timeline = makeTimeline(rows);
    const times = (of: typeof timeline) => lineOf(of, 'goroutines', 't1', [0, 4]).points.map(([, n]) => n);
    expect(times(timeline)).toEqual([10, 10, Number.NaN, 10, 10]);
    const mixed = { ...timeline, lives: timeline.lives.map((life) => ({ ...life, mixed: true })) };
    expect(times(mixed)).toEqual([10, Number.NaN, 10, Number.NaN, 10, Number.NaN, 10]);
  });
  it('leaves other targets out, and rows without the quantity', () => {
    const timeline = makeTimeline([
      { at: 0, goroutines: 100 },
      { at: 1, goroutines: null, delta: true },
      { at: 2, goroutines: 7, target: null },
    ]);
    expect(lineOf(timeline, 'goroutines', 't1', [0, 3]).points).toEqual([[0, 100]]);
    expect(lineOf(timeline, 'goroutines', null, [0, 3]).last).toBe(7);
    expect(lineOf(timeline, 'rssBytes', 't1', [0, 3]).last).toBeNull();
  });
  it('ends axes at round numbers, never below the largest', () => {
    expect(niceTop(29_989, false)).toBe(30_000);
    expect(niceTop(30_001, false)).toBe(40_000);
    expect(niceTop(3, false)).toBe(3);
    expect(niceTop(0, false)).toBe(1);
    expect(niceTop(6.47 * 2 ** 30, true)).toBe(8 * 2 ** 30);
    for (let i = 0; i < 200; i += 1) {
      const n = 1.37 ** (i / 4);
      expect(niceTop(n, false)).toBeGreaterThanOrEqual(n);
      expect(niceTop(n, true)).toBeGreaterThanOrEqual(n);
    }
    expect(largestOf([])).toBe(0);
  });
  it('spreads labels that would cover one another, within the bottom', () => {
    expect(spreadLabels([10, 12, 50], 15, 100)).toEqual([10, 25, 50]);
    expect(spreadLabels([98, 99], 15, 100)).toEqual([85, 100]);
  });
});

describe('process lives', () => {
  const window = { fromMs: 0, toMs: 1000 };
  const rows = [{ at: 0 }, { at: 100 }, { at: 500, life: '2' }, { at: 900, life: '2' }];
  const place = (more: object, lead: string | null = 't1') => {
    const timeline = makeTimeline(rows);
    const [first, second] = timeline.lives;
    if (first === undefined || second === undefined) throw new Error('no lives');
    return placeLives([first, { ...second, began: 'counter', ...more }], lead, window, 1000);
  };
  it('have a border where each begins; the first one has none', () => {
    expect(place({})).toMatchObject([{ x: 500, text: 'restart', label: true }]);
    expect(place({ sinceMs: 300 })).toMatchObject([{ x: 300 }]);
  });
  it('are named after what happened, those of the shown target', () => {
    expect(place({ newBuild: true })).toMatchObject([{ text: 'deploy' }]);
    expect(place({ mixed: true })).toMatchObject([{ text: 'mixed' }]);
    expect(place({}, 't2')).toMatchObject([{ label: false }]);
  });
  it('do not write over one another', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ at: i * 20, life: String(i + 1) }));
    const lives = makeTimeline(many).lives.map((life) => ({ ...life, began: 'counter' as const }));
    const placed = placeLives(lives, 't1', window, 1000);
    const labelled = placed.filter(({ label }) => label).map(({ x }) => x);
    expect(placed.length).toBeGreaterThan(40);
    expect(labelled.length).toBeLessThan(10);
    expect(labelled.at(-1)).toBe(placed.at(-1)?.x);
  });
});

describe('marks', () => {
  it('tells snapshots apart by what sets them apart most', () => {
    const timeline = makeTimeline([
      { at: 0 },
      { at: 1, kinds: 'heap,goroutine-dump' },
      { at: 2, kinds: 'goroutine-dump', delta: true },
      { at: 3, failed: true },
      { at: 4, kinds: 'profile,trace', traceSeconds: 5 },
    ]);
    expect(timeline.timeMs.map((_, row) => shapeOf(timeline, row))).toEqual([
      ...['tick', 'dump', 'delta', 'failed', 'trace'],
    ]);
  });
  it('draws no more marks than there are pixels, and keeps each rare one', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      at: i * 1000,
      ...(i === 5000 ? { failed: true } : {}),
    }));
    const timeline = makeTimeline(rows);
    const window = { fromMs: 0, toMs: 9_999_000 };
    const placed = placeMarks(timeline, 't1', [0, 10_000], window, 900);
    expect(placed.tick.length).toBeLessThanOrEqual(301);
    expect(placed.tick.length).toBeGreaterThan(280);
    expect(placed.failed).toEqual([5_000_000]);
  });
});
