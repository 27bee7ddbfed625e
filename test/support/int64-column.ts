import { Int64ColumnBuilder, type Int64Column } from '../../src/core/base/int64-column';

/** A column of exact values. Each must fit 64 bits. */
export function int64ColumnOf(values: readonly bigint[]): Int64Column {
  const builder = new Int64ColumnBuilder(values.length);
  values.forEach((value, row) => builder.setBigInt(row, value));
  return builder.finish(values.length);
}
