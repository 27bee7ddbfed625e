import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairMap } from './pair-map';

describe('PairMap', () => {
  it('numbers pairs by first appearance, however many there are', () => {
    const uint32 = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 0xffff_ffff }));
    fc.assert(
      fc.property(fc.array(fc.tuple(uint32, uint32), { maxLength: 400 }), (pairs) => {
        const map = new PairMap(4);
        const reference = new Map<string, number>();
        for (const [a, b] of pairs) {
          const key = `${a} ${b}`;
          if (!reference.has(key)) reference.set(key, reference.size);
          const entry = map.add(a, b);
          expect(entry).toBe(reference.get(key));
          expect([map.firstOf(entry), map.secondOf(entry)]).toEqual([a, b]);
        }
        expect(map.size).toBe(reference.size);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
