import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  between,
  bring,
  fitTo,
  glimpse,
  panBy,
  reveal,
  WHOLE,
  zoomAround,
  type FlameWindow,
} from './flame-window';

const window = fc
  .tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true }))
  .map(([from, share]): FlameWindow => ({ from, to: from + (1 - from) * share, top: 0 }));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const isInside = ({ from, to }: FlameWindow): boolean => from >= 0 && to <= 1 + 1e-12 && from < to;

describe('a window', () => {
  it('stays within the whole, whatever is done', () => {
    fc.assert(
      fc.property(window, share, fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (one, at, factor) => {
        expect(isInside(zoomAround(one, at, factor))).toBe(true);
        expect(isInside(panBy(one, (at - 0.5) * factor))).toBe(true);
        expect(isInside(fitTo(one.from, one.to, 0))).toBe(true);
      }),
    );
  });

  it('zooms around the place that is pointed at', () => {
    fc.assert(
      fc.property(window, share, (one, at) => {
        const zoomed = zoomAround(one, at, 0.5);
        expect(zoomed.to - zoomed.from).toBeCloseTo((one.to - one.from) / 2, 9);
        expect(zoomed.from + (zoomed.to - zoomed.from) * at).toBeCloseTo(
          one.from + (one.to - one.from) * at,
          9,
        );
      }),
    );
    expect(zoomAround(zoomAround(WHOLE, 0.3, 0.01), 0.3, 1000)).toEqual(WHOLE);
  });

  it('goes from one to another without leaving the way between them', () => {
    fc.assert(
      fc.property(window, window, share, (a, b, at) => {
        const half = between(a, b, at);
        const least = Math.min(a.from, b.from) - 1e-9;
        const most = Math.max(a.to, b.to) + 1e-9;
        expect(half.from).toBeGreaterThanOrEqual(least);
        expect(half.to).toBeLessThanOrEqual(most);
        expect(half.to).toBeGreaterThan(half.from);
      }),
    );
    const [a, b] = [WHOLE, { from: 0.2, to: 0.3, top: 40 }];
    expect(between(a, b, 0)).toEqual(a);
    expect(between(a, b, 1)).toEqual(b);
    expect(between({ from: 0, to: 0.1, top: 0 }, { from: 0.4, to: 0.5, top: 0 }, 0.5).from).toBeCloseTo(0.2);
  });

  it('scrolls no further than it must', () => {
    const at = (top: number): FlameWindow => ({ ...WHOLE, top });
    expect(reveal(at(0), 3, 20, 200).top).toBe(0);
    expect(reveal(at(0), 20, 20, 200).top).toBe(240);
    expect(reveal(at(400), 2, 20, 200).top).toBe(20);
    expect(reveal(at(400), 0, 20, 200).top).toBe(0);
    // Lower than two lines: what is asked for shows all the same.
    expect(reveal(at(0), 5, 20, 30).top).toBeLessThanOrEqual(100);
    expect(bring({ from: 0.2, to: 0.4, top: 0 }, 0.25, 0.3)).toMatchObject({ from: 0.2 });
    expect(bring({ from: 0.2, to: 0.4, top: 0 }, 0.5, 0.6).to).toBeCloseTo(0.6);
    expect(bring({ from: 0.2, to: 0.4, top: 0 }, 0.1, 0.9).from).toBeCloseTo(0.1);
    expect(glimpse({ from: 0.2, to: 0.4, top: 0 }, 0.1, 0.9).from).toBeCloseTo(0.2);
    expect(glimpse({ from: 0.2, to: 0.4, top: 0 }, 0.3, 0.6).from).toBeCloseTo(0.2);
    expect(glimpse({ from: 0.2, to: 0.4, top: 0 }, 0.5, 0.6).to).toBeCloseTo(0.6);
  });
});
