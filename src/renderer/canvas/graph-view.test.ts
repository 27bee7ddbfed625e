import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, centred, fitAll, MOST_SCALE, panBy, reveal, zoomAt, type GraphView } from './graph-view';

const SCREEN = { width: 800, height: 600 };
const view = fc.record({
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  scale: fc.double({ min: 0.01, max: MOST_SCALE, noNaN: true }),
});
const onScreen = ({ x, y, scale }: GraphView, px: number, py: number): [number, number] => [
  (px - x) * scale,
  (py - y) * scale,
];

describe('a view of a graph', () => {
  it('fits the whole into the middle, and enlarges nothing', () => {
    const wide = fitAll({ width: 8000, height: 100 }, SCREEN);
    expect(wide.scale).toBeCloseTo(752 / 8000);
    expect(onScreen(wide, 4000, 50)).toEqual([400, 300].map((n) => expect.closeTo(n, 6) as number));
    expect(fitAll({ width: 10, height: 10 }, SCREEN).scale).toBe(1);
    expect(fitAll({ width: 0, height: 0 }, SCREEN).scale).toBe(1);
  });

  it('zooms around what is pointed at', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }), (one, px, py) => {
        const [gx, gy] = [one.x + px / one.scale, one.y + py / one.scale];
        const [sx, sy] = onScreen(zoomAt(one, px, py, 1.7), gx, gy);
        expect(sx).toBeCloseTo(px, 4);
        expect(sy).toBeCloseTo(py, 4);
      }),
    );
    expect(zoomAt({ x: 0, y: 0, scale: 1 }, 0, 0, 1e9).scale).toBe(MOST_SCALE);
  });

  it('never loses the graph', () => {
    const far = panBy({ x: 0, y: 0, scale: 1 }, 1e9, -1e9, { width: 500, height: 500 }, SCREEN);
    expect(far.x).toBeLessThan(500);
    expect(far.y + 600).toBeGreaterThan(0);
  });

  it('moves no further than it must to show a box', () => {
    const one = { x: 0, y: 0, scale: 2 };
    expect(reveal(one, { x: 50, y: 50, width: 100, height: 40 }, SCREEN)).toEqual(one);
    expect(reveal(one, { x: 390, y: 50, width: 100, height: 40 }, SCREEN)).toMatchObject({ x: 102, y: 0 });
    // One that has no room is shown by its middle.
    expect(reveal(one, { x: 0, y: 0, width: 1000, height: 40 }, SCREEN).x).toBe(300);
    expect(centred({ x: 100, y: 0, width: 100, height: 100 }, SCREEN, 1)).toEqual({
      x: -250,
      y: -250,
      scale: 1,
    });
  });

  it('goes from one to another by equal factors', () => {
    const [a, b] = [
      { x: 0, y: 0, scale: 0.25 },
      { x: 100, y: 50, scale: 4 },
    ];
    expect([between(a, b, 0), between(a, b, 0.5).scale, between(a, b, 1)]).toEqual([a, 1, b]);
  });
});
