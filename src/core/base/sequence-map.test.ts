import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceMap } from './sequence-map';

describe('SequenceMap', () => {
  it('numbers sequences by first appearance, however many and long they are', () => {
    const number = fc.oneof(fc.nat(2), fc.integer({ min: 0, max: 0xffff_ffff }));
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 5 }), { maxLength: 60 }), (sequences) => {
        const map = new SequenceMap();
        const reference = new Map<string, number>();
        for (const sequence of sequences) {
          const key = sequence.join();
          if (!reference.has(key)) reference.set(key, reference.size);
          // What lies beyond the length does not count.
          const entry = map.add(Uint32Array.from([...sequence, 7, 7]), sequence.length);
          expect(entry).toBe(reference.get(key));
          expect([...map.get(entry)]).toEqual(sequence);
        }
        expect(map.size).toBe(reference.size);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('grows', () => {
    const map = new SequenceMap();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 20_000; i++) {
        if (map.add(Uint32Array.of(i % 100, i), 2) !== i) expect.fail(`sequence ${i} has another number`);
      }
    }
    expect(map.size).toBe(20_000);
  });
});
