// Signed 64-bit columns that cost no more than doubles until a value needs more. See Int64Column.
import { int64ToBigInt, int64ToNumber } from './wire';

/**
 * `numbers` is always there and is what nearly everyone reads: exact up to ±(2^53 − 1), the nearest double beyond.
 * `exact` exists only where some value lies beyond that, and then holds all of them exactly.
 */
export interface Int64Column {
  readonly numbers: Float64Array;
  readonly exact: BigInt64Array | null;
}

export class Int64ColumnBuilder {
  private numbers: Float64Array;
  private exact: BigInt64Array | null = null;

  constructor(capacity: number) {
    this.numbers = new Float64Array(capacity);
  }

  /** Sets a row from the two halves of a number; the column grows as needed. */
  set(row: number, lo: number, hi: number): void {
    if (row >= this.numbers.length) this.grow(row + 1);
    const value = int64ToNumber(lo, hi);
    this.numbers[row] = value;
    if (this.exact !== null || !Number.isSafeInteger(value)) this.setExact(row, int64ToBigInt(lo, hi));
  }

  setBigInt(row: number, value: bigint): void {
    if (row >= this.numbers.length) this.grow(row + 1);
    this.numbers[row] = Number(value);
    if (this.exact !== null || !Number.isSafeInteger(this.numbers[row])) this.setExact(row, value);
  }

  private setExact(row: number, value: bigint): void {
    this.exact ??= BigInt64Array.from(this.numbers, (n) => (Number.isSafeInteger(n) ? BigInt(n) : 0n));
    this.exact[row] = value;
  }

  private grow(needed: number): void {
    const capacity = Math.max(needed, this.numbers.length * 2, 64);
    const numbers = new Float64Array(capacity);
    numbers.set(this.numbers);
    this.numbers = numbers;
    if (this.exact === null) return;
    const exact = new BigInt64Array(capacity);
    exact.set(this.exact);
    this.exact = exact;
  }

  finish(length: number): Int64Column {
    return {
      numbers: this.numbers.length === length ? this.numbers : this.numbers.slice(0, length),
      exact: this.exact === null || this.exact.length === length ? this.exact : this.exact.slice(0, length),
    };
  }
}

/** A whole number as it is at hand: exact as a double, or not and so a bigint. */
export type Int64 = number | bigint;

/** Value of a row, exactly, and cheap where doubles do. */
export const int64At = (column: Int64Column, row: number): Int64 =>
  (column.exact === null ? column.numbers[row] : column.exact[row]) ?? 0;

/** Go's conversion of a double: cut to a whole number, and what no int64 holds is the least of them, as amd64 has it. */
export const int64Of = (value: number): bigint =>
  Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(1n << 63n);

/** Without its sign, as Go has it: the least int64 has no counterpart, and stays the least of all. */
export const magnitude64 = (value: bigint): bigint => (value < 0n ? BigInt.asIntN(64, -value) : value);

/** Value of a row, exactly. */
export function exactAt(column: Int64Column, row: number): bigint {
  const value = column.exact === null ? BigInt(column.numbers[row] ?? 0) : column.exact[row];
  return value ?? 0n;
}
