import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberRows } from './number-rows';

describe('NumberRows', () => {
  it('numbers in the order of first appearance, as a Map would', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: -2, max: 200 }), fc.maxSafeInteger(), fc.constant(2 ** 63)),
      {
        maxLength: 500,
      },
    );
    fc.assert(
      fc.property(numbers, (all) => {
        const rows = new NumberRows(4);
        const known = new Map<number, number>();
        for (const number of all) {
          expect(rows.get(number)).toBe(known.get(number) ?? -1);
          if (!known.has(number)) known.set(number, known.size);
          expect(rows.add(number)).toBe(known.get(number));
        }
        expect(rows.size).toBe(known.size);
        expect([...rows.numbers.subarray(0, rows.size)]).toEqual([...known.keys()]);
      }),
    );
  });
});
