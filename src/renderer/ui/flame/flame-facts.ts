// The figures of a box of a flame graph.
import type { FlameTable } from '../../../contract/flame-table';
import { flameValue } from '../../../core/pprof/flame-tree';
import { formatQuantity, formatShareOf, formatSigned } from '../format';
import type { Unit } from '../../../core/base/unit-scales';
import type { Fact } from '../picture/facts';

export type FlameFactName =
  'self' | 'cum' | 'growth' | 'share' | 'before' | 'after' | 'change' | 'up' | 'down';
export type FlameFact = Fact<FlameFactName>;

/**
 * Of a difference: what was and is there, and what of the change are rises and falls. Else flat, cum and share, and what it
 * grows by, where that is known (per box and hour). Of what leads to a function flat says nothing: the boxes are its
 * callers, and what ends at one of them only began there.
 */
export function flameFacts(
  { tree, total }: FlameTable,
  box: number,
  unit: Unit,
  { growth, isOfCallers }: { readonly growth: Float64Array | null; readonly isOfCallers: boolean },
): FlameFact[] {
  const value = flameValue(tree, box);
  if (tree.before === null) {
    return [
      { name: 'cum', ...formatQuantity(value, unit) },
      { name: 'share', value: formatShareOf(value, total), unit: '' },
      ...(isOfCallers ? [] : [{ name: 'self' as const, ...formatQuantity(tree.self[box] ?? 0, unit) }]),
      ...growthFact(growth?.[box] ?? 0, unit),
    ];
  }
  const before = tree.before[box] ?? 0;
  const [up, down] = [tree.up[box] ?? 0, tree.down[box] ?? 0];
  return [
    { name: 'change', ...formatSigned(value, unit), growing: value > 0 },
    { name: 'before', ...formatQuantity(before, unit) },
    { name: 'after', ...formatQuantity(before + value, unit) },
    ...(up > 0 && down > 0
      ? [
          { name: 'up' as const, ...formatSigned(up, unit) },
          { name: 'down' as const, ...formatSigned(-down, unit) },
        ]
      : []),
  ];
}

function growthFact(perHour: number, unit: Unit): FlameFact[] {
  if (perHour <= 0) return [];
  const figure = formatSigned(perHour, unit);
  return [{ name: 'growth', value: figure.value, unit: `${figure.unit}/h`, growing: true }];
}
