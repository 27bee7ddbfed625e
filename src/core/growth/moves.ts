// How often and by how much a series rises and falls, from each value to the next: what all evidence is made of.
import { fillSeries, type Series } from './series';

export interface Moves {
  readonly rises: number;
  readonly falls: number;
  /** Sums of what rose and of what fell (positive), in the series' unit. */
  readonly risen: number;
  readonly fallen: number;
}

/** Of the first `length` values. */
export function countMoves(values: Float64Array, length: number): Moves {
  let rises = 0;
  let falls = 0;
  let risen = 0;
  let fallen = 0;
  let before = values[0] ?? 0;
  for (let i = 1; i < length; i++) {
    const value = values[i] ?? 0;
    const step = value - before;
    before = value;
    // Without branches: of what goes up and down by chance no processor foresees them.
    rises += Number(step > 0);
    falls += Number(step < 0);
    risen += Math.max(step, 0);
    fallen += Math.max(-step, 0);
  }
  return { rises, falls, risen, fallen };
}

/** Of each stack. */
export function movesOf(series: Series): Moves[] {
  const dense = new Float64Array(series.times.length);
  return Array.from({ length: series.stackCount }, (_, stack) =>
    countMoves(fillSeries(series, stack, dense), dense.length),
  );
}
