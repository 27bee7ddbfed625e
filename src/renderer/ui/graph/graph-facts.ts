// The figures of a box of a call graph.
import type { TableBox } from '../../../contract/graph-table';
import { formatQuantity, formatShareOf, formatSigned, joinFigure } from '../format';
import type { Unit } from '../../../core/base/unit-scales';
import type { Fact } from '../picture/facts';

export type GraphFactName = 'self' | 'cum' | 'share' | 'before' | 'after' | 'change';

export function graphFacts(
  total: number,
  { flat, cum, before }: TableBox,
  unit: Unit,
): Fact<GraphFactName>[] {
  if (before !== null) {
    return [
      { name: 'change', ...formatSigned(cum, unit), growing: cum > 0 },
      { name: 'before', ...formatQuantity(before, unit) },
      { name: 'after', ...formatQuantity(before + cum, unit) },
      { name: 'self', ...formatSigned(flat, unit), growing: flat > 0 },
    ];
  }
  return [
    { name: 'cum', ...formatQuantity(cum, unit) },
    { name: 'share', value: formatShareOf(cum, total), unit: '' },
    { name: 'self', ...formatQuantity(flat, unit) },
  ];
}

/** What goes through a call. */
export const callText = (value: number, unit: Unit, isDifference: boolean): string =>
  joinFigure(isDifference ? formatSigned(value, unit) : formatQuantity(value, unit));
