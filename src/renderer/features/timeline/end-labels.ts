// The newest values, which stand at the ends of their lines and make room for one another.
import { formatBytes, formatCount } from '../../ui/format';
import type { Rows } from './chart';
import { spreadLabels, type Line } from './lines';

export interface EndLabel {
  readonly key: string;
  /** Centre, in pixels from the top of the timeline. */
  readonly y: number;
  readonly value: string;
  readonly unit: string;
}

interface Lines {
  readonly goroutines: readonly Line[];
  readonly memory: readonly Line[];
  readonly topGoroutines: number;
  readonly topMemory: number;
}

const APART = 15;

/** Goroutines are those of the first line. */
export function endLabels({ goroutines, memory, topGoroutines, topMemory }: Lines, rows: Rows): EndLabel[] {
  const yOn = ([top, bottom]: readonly [number, number], value: number, most: number): number =>
    bottom - (value / most) * (bottom - top);
  const found: EndLabel[] = [];
  const first = goroutines[0]?.last;
  if (first !== null && first !== undefined) {
    const y = yOn(rows.goroutines, first, topGoroutines);
    found.push({ key: 'goroutines', y, value: formatCount(first), unit: '' });
  }
  for (const line of rows.memory === null ? [] : memory) {
    if (line.last === null || rows.memory === null) continue;
    const y = yOn(rows.memory, line.last, topMemory);
    found.push({ key: line.quantity, y, ...formatBytes(line.last) });
  }
  const ys = spreadLabels(
    found.map((label) => label.y),
    APART,
    (rows.memory ?? rows.goroutines)[1],
  );
  return found.map((label, i) => ({ ...label, y: ys[i] ?? label.y }));
}
