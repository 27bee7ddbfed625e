import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortAsGo } from './go-sort';

const LENGTHS = [0, 1, 5, 12, 13, 20, 33, 49, 50, 51, 64, 100, 257, 1000, 5000];
const KEYS = [1, 2, 3, 7, 30, 1000];

/** The arrays of test/oracle/gosort, and what it makes of them. */
function hashOfOrders(): string {
  let seed = 1;
  const next = (n: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Number((BigInt(seed) * BigInt(n)) >> 32n);
  };
  const keyAt = (shape: number, i: number, length: number, keys: number): number => {
    const random = next(keys);
    if (shape === 0) return random;
    if (shape === 1) return Math.floor((i * keys) / 40);
    if (shape === 2) return Math.floor(((length - i) * keys) / 40);
    if (shape === 3) return i % keys;
    return next(20) === 0 ? next(length) : i;
  };
  let hash = 2166136261;
  for (const length of LENGTHS) {
    for (const keys of KEYS) {
      for (let shape = 0; shape < 5; shape++) {
        const rows = Array.from({ length }, (_, id) => ({ key: keyAt(shape, id, length, keys), id }));
        sortAsGo(rows, (a, b) => a.key < b.key);
        for (const { id } of rows) hash = Math.imul(hash ^ id, 16777619) >>> 0;
      }
    }
  }
  return hash.toString(16);
}

describe('sortAsGo', () => {
  it('leaves what is equal in the order of slices.SortFunc', () => {
    // Printed by test/oracle/gosort with Go 1.26.8.
    expect(hashOfOrders()).toBe('4d301ca9');
  });

  it('sorts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 300 }), (numbers) => {
        const sorted = [...numbers];
        sortAsGo(sorted, (a, b) => a < b);
        expect(sorted).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });
});
