// The figures of a box, as the details, the tooltip and a screen reader have them.
import type { FlameTable } from '../../../contract/flame-table';
import { flameValue, flameWeight } from '../../../core/pprof/flame-tree';
import { formatQuantity, formatShare, formatSigned, joinFigure, type Figure } from '../format';

export type FlameFactName =
  'self' | 'cum' | 'growth' | 'share' | 'before' | 'after' | 'change' | 'up' | 'down';
export interface FlameFact extends Figure {
  readonly name: FlameFactName;
  readonly growing?: boolean;
}

/**
 * Of a difference: what was and is there, and what of the change are rises and falls. Else flat, cum and share, and what it
 * grows by, where that is known (per box and hour).
 */
export function flameFacts(
  { tree, total }: FlameTable,
  box: number,
  unit: string,
  growth: Float64Array | null,
): FlameFact[] {
  const value = flameValue(tree, box);
  const share = {
    name: 'share' as const,
    value: formatShare(total === 0 ? 0 : flameWeight(tree, box) / total),
    unit: '',
  };
  if (tree.before === null) {
    return [
      { name: 'cum', ...formatQuantity(value, unit) },
      share,
      { name: 'self', ...formatQuantity(tree.self[box] ?? 0, unit) },
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

function growthFact(perHour: number, unit: string): FlameFact[] {
  if (perHour <= 0) return [];
  const figure = formatSigned(perHour, unit);
  return [{ name: 'growth', value: figure.value, unit: `${figure.unit}/h`, growing: true }];
}

export const factText = (fact: FlameFact): string => joinFigure(fact);

/** 1 per frame whose name or file holds the text; null: nothing is asked. */
export function wantedFrames(frames: FlameTable['frames'], text: string): Uint8Array | null {
  const needle = text.trim().toLowerCase();
  if (needle === '') return null;
  return Uint8Array.from(frames, (frame) =>
    Number(frame.function.toLowerCase().includes(needle) || frame.file.toLowerCase().includes(needle)),
  );
}
