// int64 sums in doubles. Doubles do it as long as the sum of all magnitudes stays below 2^53, since no sum that is formed
// on the way can be larger. Beyond that every value is cut into three limbs, each of which sums exactly over any number of
// samples, and the sums are put together to wrap around as int64 does.
import { exactAt, type Int64Column } from '../base/int64-column';

const LIMB_BITS = 22n;
const LIMB_MASK = (1n << LIMB_BITS) - 1n;

/** The column as one column of doubles, or as three limbs, the lowest first. */
export function limbsOf(column: Int64Column): readonly Float64Array[] {
  let magnitude = 0;
  for (const value of column.numbers) magnitude += Math.abs(value);
  if (column.exact === null && magnitude <= Number.MAX_SAFE_INTEGER) return [column.numbers];
  const { length } = column.numbers;
  const limbs = [0, 1, 2].map(() => new Float64Array(length));
  for (let row = 0; row < length; row++) {
    const value = exactAt(column, row);
    limbs[0]![row] = Number(value & LIMB_MASK);
    limbs[1]![row] = Number((value >> LIMB_BITS) & LIMB_MASK);
    limbs[2]![row] = Number(value >> (2n * LIMB_BITS));
  }
  return limbs;
}

/** Sums of limbs as one column. */
export function joinLimbs(limbs: readonly ArrayLike<number>[]): Int64Column {
  const [first, ...rest] = limbs;
  if (rest.length === 0) return { numbers: Float64Array.from(first ?? []), exact: null };
  const exact = BigInt64Array.from({ length: first?.length ?? 0 }, (_, row) =>
    limbs.reduceRight((sum, limb) => (sum << LIMB_BITS) + BigInt(limb[row] ?? 0), 0n),
  );
  return { numbers: Float64Array.from(exact, Number), exact };
}

/** Sums of a column's samples by row, with rows added as they come. */
export class SampleSums {
  private readonly limbs: readonly Float64Array[];
  private readonly sums: readonly number[][];

  constructor(column: Int64Column) {
    this.limbs = limbsOf(column);
    this.sums = this.limbs.map(() => []);
  }

  addRow(): void {
    for (const sums of this.sums) sums.push(0);
  }

  add(row: number, sample: number): void {
    for (let limb = 0; limb < this.limbs.length; limb++) {
      const sums = this.sums[limb]!;
      sums[row] = sums[row]! + this.limbs[limb]![sample]!;
    }
  }

  finish(): Int64Column {
    return joinLimbs(this.sums);
  }
}

const LEAST = -(1n << 63n);

/** Absolute value, to the next double. The least int64 has none, and remains negative as in Go. */
export function magnitudeAt(column: Int64Column, row: number): number {
  const value = column.numbers[row] ?? 0;
  return column.exact !== null && column.exact[row] === LEAST ? value : Math.abs(value);
}

/** Sum of the rows that are named, wrapping around as int64. */
export function sumOfRows(column: Int64Column, rows: readonly number[]): bigint {
  return BigInt.asIntN(
    64,
    rows.reduce((running, row) => running + exactAt(column, row), 0n),
  );
}

/** Row by row, cut towards zero; where the divisor is 0 the value stays. */
export function divideColumns(values: Int64Column, divisors: Int64Column): Int64Column {
  if (values.exact === null && divisors.exact === null) {
    const numbers = values.numbers.map((value, row) => quotient(value, divisors.numbers[row] ?? 0));
    return { numbers, exact: null };
  }
  const exact = BigInt64Array.from(values.numbers, (_, row) => {
    const divisor = exactAt(divisors, row);
    return BigInt.asIntN(64, divisor === 0n ? exactAt(values, row) : exactAt(values, row) / divisor);
  });
  return { numbers: Float64Array.from(exact, Number), exact };
}

/** Exact for whole numbers below 2^53: no quotient comes closer to a whole number than doubles can tell. */
const quotient = (value: number, divisor: number): number =>
  divisor === 0 ? value : Math.trunc(value / divisor) + 0;

/** The share below which something is trimmed, as Go forms it: what no int64 holds becomes the least, and trims nothing. */
export function cutoffOf(total: number, fraction: number): number {
  const share = Math.trunc(Math.abs(total * fraction));
  return share < 2 ** 63 ? share : -(2 ** 63);
}
