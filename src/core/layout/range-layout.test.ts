import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstReaching, layOutRanges, rangeAt } from './range-layout';

const ranges = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 40 })), { maxLength: 30 })
  .map((some) => some.toSorted(([a], [b]) => a - b))
  .map((some) => ({
    from: Float64Array.from(some, ([from]) => from),
    to: Float64Array.from(some, ([from, length]) => from + length),
  }));

describe('ranges that may overlap', () => {
  it('do not on one level, unless there are more than levels', () => {
    fc.assert(
      fc.property(ranges, ({ from, to }) => {
        const layout = layOutRanges(from, to, 100);
        for (let i = 0; i < layout.length; i++)
          for (let j = i + 1; j < layout.length; j++)
            if (layout.level[i] === layout.level[j]) expect(to[i]!).toBeLessThanOrEqual(from[j]!);
      }),
    );
    const layout = layOutRanges(Float64Array.of(0, 1, 2), Float64Array.of(9, 9, 9), 2);
    expect([[...layout.level], layout.levels]).toEqual([[0, 1, 1], 2]);
  });

  it('are found by time and level, as by looking at all of them', () => {
    fc.assert(
      fc.property(
        ranges,
        fc.integer({ min: -5, max: 150 }),
        fc.integer({ min: 0, max: 5 }),
        (given, time, level) => {
          const layout = layOutRanges(given.from, given.to);
          const all = [...given.from.keys()].filter(
            (i) => layout.level[i] === level && given.from[i]! <= time && given.to[i]! >= time,
          );
          expect(rangeAt(layout, time, level)).toBe(all.at(-1) ?? -1);
        },
      ),
    );
  });

  it('are left out where none of them reaches a view', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: -5, max: 150 }), ({ from, to }, time) => {
        const layout = layOutRanges(from, to);
        const first = [...to].findIndex((end) => end > time);
        expect(firstReaching(layout, time)).toBe(first === -1 ? layout.length : first);
      }),
    );
  });
});
