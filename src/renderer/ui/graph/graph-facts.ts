// The figures of a box, as the details, the tooltip and a screen reader have them.
import type { TableBox } from '../../../contract/graph-table';
import { formatQuantity, formatShare, formatSigned, joinFigure, type Figure } from '../format';

export type GraphFactName = 'self' | 'cum' | 'share' | 'before' | 'after' | 'change';
export interface GraphFact extends Figure {
  readonly name: GraphFactName;
  readonly growing?: boolean;
}

export function graphFacts(total: number, { flat, cum, before }: TableBox, unit: string): GraphFact[] {
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
    { name: 'share', value: formatShare(total === 0 ? 0 : Math.abs(cum / total)), unit: '' },
    { name: 'self', ...formatQuantity(flat, unit) },
  ];
}

export const factText = (fact: GraphFact): string => joinFigure(fact);

/** What goes through a call. */
export const callText = (value: number, unit: string, isDifference: boolean): string =>
  joinFigure(isDifference ? formatSigned(value, unit) : formatQuantity(value, unit));
