import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlameBuilder, flameValue, flameWeight, type FlameTree } from '../pprof/flame-tree';
import {
  flameBoxAt,
  flameLevelOf,
  flameMatches,
  FlameScan,
  layOutFlame,
  REST,
  type FlameView,
} from './flame-layout';

const tree = fc
  .array(
    fc.record({
      frames: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 7 }),
      value: fc.integer({ min: 0, max: 1000 }),
    }),
    { maxLength: 80 },
  )
  .map((stacks): FlameTree => {
    const builder = new FlameBuilder(false);
    for (const { frames, value } of stacks) builder.add(frames, frames.length, value, 0);
    return builder.finish(1e9);
  });
const window = fc
  .tuple(fc.double({ min: 0, max: 0.95, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }))
  .map(([from, share]) => ({ from, to: from + (1 - from) * share }));

describe('layOutFlame', () => {
  it('puts children into their caller, side by side, as wide as they are heavy', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const { x0, x1 } = layOutFlame(one);
        expect([x0[0], x1[0]]).toEqual([0, 1]);
        for (let box = 1; box < one.length; box++) {
          const parent = one.parent[box] ?? 0;
          const isFirst = one.childStart[parent] === box;
          expect(x0[box]).toBe(isFirst ? x0[parent] : x1[box - 1]);
          expect(x1[box]).toBeLessThanOrEqual(x1[parent] ?? 0);
          expect((x1[box] ?? 0) - (x0[box] ?? 0)).toBeCloseTo(flameWeight(one, box) / flameWeight(one, 0), 9);
        }
      }),
    );
  });
});

describe('FlameScan', () => {
  it('finds every box in view of half a pixel and more, and covers what is smaller', () => {
    fc.assert(
      fc.property(
        tree,
        window,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 3 }),
        (one, { from, to }, width, firstLevel) => {
          const layout = layOutFlame(one);
          const view: FlameView = { from, to, width, firstLevel, levels: 4 };
          const scan = new FlameScan();
          scan.scan(layout, view);
          const drawn = new Set(Array.from(scan.box.subarray(0, scan.length)).filter((box) => box !== REST));
          const scale = width / (to - from);
          const { x0, x1 } = layout;
          for (let box = 0; box < one.length; box++) {
            const level = flameLevelOf(one, box);
            const inView =
              (x1[box] ?? 0) > from && (x0[box] ?? 0) < to && level >= firstLevel && level < firstLevel + 4;
            const pixels = ((x1[box] ?? 0) - (x0[box] ?? 0)) * scale;
            expect(drawn.has(box)).toBe(inView && pixels >= 0.5);
            // What is smaller lies under a rest, or its caller is smaller still.
            const callerPixels = ((x1[one.parent[box] ?? 0] ?? 0) - (x0[one.parent[box] ?? 0] ?? 0)) * scale;
            if (!inView || pixels >= 0.5 || callerPixels < 0.5) continue;
            const middle = Math.floor((Math.max(x0[box] ?? 0, from) - from) * scale);
            const under = entries(scan).filter((entry) => entry.box === REST && entry.level === level);
            expect(under.some((rest) => rest.from <= middle + 1 && rest.to >= middle)).toBe(true);
          }
          for (const entry of entries(scan)) {
            expect(entry.from).toBeGreaterThanOrEqual(0);
            expect(entry.to).toBeGreaterThan(entry.from);
            expect(entry.to).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });

  it('asks of a flat crowd no more than there are pixels', () => {
    const builder = new FlameBuilder(false);
    for (let frame = 0; frame < 200_000; frame++) builder.add([frame], 1, 1, 0);
    const scan = new FlameScan();
    scan.scan(layOutFlame(builder.finish(1e9)), { from: 0, to: 1, width: 1000, firstLevel: 0, levels: 50 });
    expect(entries(scan)).toEqual([
      { box: 0, level: 0, from: 0, to: 1000 },
      { box: REST, level: 1, from: 0, to: 1000 },
    ]);
  });
});

const entries = (scan: FlameScan): { box: number; level: number; from: number; to: number }[] =>
  Array.from({ length: scan.length }, (_, i) => ({
    box: scan.box[i] ?? 0,
    level: scan.level[i] ?? 0,
    from: scan.from[i] ?? 0,
    to: scan.to[i] ?? 0,
  }));

describe('flameBoxAt', () => {
  it('answers the box that is there, or that none is', () => {
    fc.assert(
      fc.property(
        tree,
        fc.integer({ min: -1, max: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, level, x) => {
          const layout = layOutFlame(one);
          const all = Array.from({ length: one.length }, (_, box) => box).filter(
            (box) =>
              flameLevelOf(one, box) === level && (layout.x0[box] ?? 0) <= x && x < (layout.x1[box] ?? 0),
          );
          expect(flameBoxAt(layout, level, x)).toBe(all[0] ?? -1);
        },
      ),
    );
  });
});

describe('flameMatches', () => {
  it('counts a stack once, however often it holds what is looked for', () => {
    fc.assert(
      fc.property(tree, fc.uint8Array({ minLength: 6, maxLength: 6, max: 1 }), (one, wanted) => {
        const isMatch = (box: number): boolean => box !== 0 && wanted[one.frame[box] ?? 0] === 1;
        const isUnder = (box: number): boolean => {
          for (let above = one.parent[box] ?? 0; above !== 0; above = one.parent[above] ?? 0) {
            if (isMatch(above)) return true;
          }
          return false;
        };
        const boxes = Array.from({ length: one.length }, (_, box) => box).filter(isMatch);
        const value = boxes
          .filter((box) => !isUnder(box))
          .reduce((sum, box) => sum + flameValue(one, box), 0);
        expect(flameMatches(one, wanted)).toEqual({ value, boxes: boxes.length });
      }),
    );
  });
});
