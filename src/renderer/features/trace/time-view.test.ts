import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationText,
  fitTo,
  isWhole,
  panBy,
  reveal,
  ticksOf,
  timeAt,
  timeText,
  wholeView,
  within,
  xOf,
  zoomAt,
} from './time-view';

const extent = { from: 0, to: 8e9 };
const width = 800;
const whole = wholeView(extent, width);

describe('the part of the axis in view', () => {
  it('is the whole at first, with room beside it', () => {
    expect(timeAt(whole, 0)).toBeLessThan(0);
    expect(timeAt(whole, width)).toBeGreaterThan(8e9);
    expect(xOf(whole, timeAt(whole, 123))).toBeCloseTo(123);
  });

  it('keeps the time under the pointer where it is', () => {
    const view = zoomAt(whole, 300, 0.1, extent, width);
    expect(timeAt(view, 300)).toBeCloseTo(timeAt(whole, 300), 3);
    expect(view.nsPerPx).toBeCloseTo(whole.nsPerPx * 0.1);
  });

  it('is the whole however one came there', () => {
    const near = zoomAt(whole, 300, 0.5, extent, width);
    expect(isWhole(whole, extent, width)).toBe(true);
    expect(isWhole(zoomAt(near, 100, 2, extent, width), extent, width)).toBe(true);
    expect(isWhole(near, extent, width)).toBe(false);
    expect(isWhole(whole, { from: 0, to: 9e9 }, width)).toBe(false);
  });

  it('goes no further out than the whole, and in as far as nanoseconds are told apart', () => {
    expect(zoomAt(whole, 300, 100, extent, width)).toEqual(whole);
    let view = whole;
    for (let i = 0; i < 200; i++) view = zoomAt(view, 300, 0.5, extent, width);
    expect(view.nsPerPx).toBe(0.02);
    expect(timeAt(view, 300)).toBeCloseTo(timeAt(whole, 300), 0);
  });

  it('never leaves the axis, whatever is done', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.double({ min: 0.01, max: 50, noNaN: true })), {
          maxLength: 20,
        }),
        (steps) => {
          let view = whole;
          for (const [x, factor] of steps) {
            view = panBy(zoomAt(view, x, factor, extent, width), (x - 400) * factor, extent, width);
            expect(timeAt(view, 0)).toBeGreaterThanOrEqual(whole.from - 1e-3);
            expect(timeAt(view, width)).toBeLessThanOrEqual(timeAt(whole, width) + 1);
          }
        },
      ),
    );
  });

  it('brings a range into view by moving, and fits one by zooming', () => {
    const view = within({ from: 0, nsPerPx: 1e6 }, extent, width);
    const moved = reveal(view, 3e9, 3.1e9, extent, width);
    expect(moved.nsPerPx).toBe(1e6);
    expect(xOf(moved, 3e9)).toBeGreaterThan(0);
    expect(xOf(moved, 3.1e9)).toBeLessThan(width);
    expect(reveal(moved, 3e9, 3.1e9, extent, width)).toBe(moved);
    const fitted = fitTo(3e9, 3.1e9, extent, width);
    expect(xOf(fitted, 3e9)).toBeCloseTo(80);
    expect(xOf(fitted, 3.1e9)).toBeCloseTo(720);
  });

  it('has round lines, at least so far apart', () => {
    expect(ticksOf(whole, width).map(({ time }) => time / 1e9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const deep = fitTo(3e9, 3e9 + 40, extent, width);
    const ticks = ticksOf(deep, width);
    expect(ticks.length).toBeGreaterThan(4);
    for (const [i, { x }] of ticks.entries())
      if (i > 0) expect(x - ticks[i - 1]!.x).toBeGreaterThanOrEqual(90);
  });

  it('tells times as finely as they are shown', () => {
    expect(durationText(1.25e9)).toBe('1.25\u00a0s');
    expect(durationText(830e6)).toBe('830\u00a0ms');
    expect(durationText(12_400)).toBe('12.4\u00a0µs');
    expect(durationText(3)).toBe('3\u00a0ns');
    expect(durationText(0)).toBe('0\u00a0ns');
    expect(durationText(-2e9)).toBe('\u22122\u00a0s');
    expect(timeText(4.113e9, 1e6)).toBe('4.113\u00a0s');
    expect(timeText(4e9, 1e9)).toBe('4\u00a0s');
    expect(timeText(4_113_025_712, 1)).toBe('4.113\u202f025\u202f712\u00a0s');
    expect(timeText(-1e6, 1e9)).toBe('0\u00a0s');
  });
});
