import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int64ColumnOf } from '../../../test/support/int64-column';
import { exactAt } from './int64-column';

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;

describe('Int64Column', () => {
  it('holds any signed 64-bit numbers exactly, and as doubles', () => {
    const int64 = fc.oneof(
      fc.bigInt({ min: MIN, max: MAX }),
      fc.bigInt({ min: -100n, max: 100n }),
      fc.constantFrom(MIN, MAX),
    );
    fc.assert(
      fc.property(fc.array(int64), (values) => {
        const column = int64ColumnOf(values);
        expect(values.map((_, row) => exactAt(column, row))).toEqual(values);
        expect([...column.numbers]).toEqual(values.map(Number));
      }),
      { seed: 4 },
    );
  });

  it('keeps exact values only where some value needs them', () => {
    const safe = BigInt(Number.MAX_SAFE_INTEGER);
    expect(int64ColumnOf([safe, -safe, 0n]).exact).toBeNull();
    expect([...(int64ColumnOf([1n, safe + 1n]).exact ?? [])]).toEqual([1n, safe + 1n]);
  });
});
