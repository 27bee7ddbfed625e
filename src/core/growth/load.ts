// The load that a service's stacks share, recovered from their own series.
//
// Many stacks of a service go up and down with its traffic. Each of them over its own median says the same thing with noise
// of its own; the median over stacks says it without, and does not feel the few that leak. It is a second clock, on
// which a leak by traffic runs evenly through the night. No series is ever divided by it: a stack that does not go with the load
// would be given the load's wave, upside down.
import { medianInPlace } from '../base/stats-order';
import type { Moves } from './moves';
import { fillSeries, type Series } from './series';

/** Fewer stacks together may have come together by chance. */
const MIN_TOGETHER = 10;
/** In events: below this a count is mostly noise. */
const MIN_MEDIAN = 8;
const MIN_CORRELATION = 0.6;
/**
 * Sums of what fell and rose: load comes and goes. Caches that warm up and pools that fill go together too, and where they are many
 * they would be taken for the load.
 */
const MIN_FALL_SHARE = 0.5;
const ROUNDS = 3;
/** More stacks, or more moments, would cost time and say no more. */
const MOST_STACKS = 256;
const MOST_MOMENTS = 2000;

/**
 * The load at each observation, about 1 on average (of very many observations: at each of 2,000 runs of them). Null where fewer than ten
 * stacks move together. `moves`: of every stack.
 */
export function findLoad(series: Series, moves: readonly Moves[]): Float64Array | null {
  const n = series.times.length;
  const perRun = Math.max(1, Math.ceil(n / MOST_MOMENTS));
  const table = relativeValues(series, moves, perRun);
  let columns = Int32Array.from({ length: table.width }, (_, c) => c);
  let load: Float64Array = new Float64Array(0);
  for (let round = 0; round < ROUNDS; round++) {
    if (columns.length < MIN_TOGETHER) return null;
    load = mediansOf(table, columns);
    columns = correlatedWith(table, columns, load);
  }
  if (columns.length < MIN_TOGETHER) return null;
  return Float64Array.from({ length: n }, (_, i) => load[Math.floor(i / perRun)] ?? 0);
}

/** ∫ load dt, by trapezium: at each moment the load that there has been since the first. */
export function loadClock(load: Float64Array, hours: Float64Array): Float64Array {
  const clock = new Float64Array(hours.length);
  for (let i = 1; i < clock.length; i++) {
    const mean = ((load[i] ?? 0) + (load[i - 1] ?? 0)) / 2;
    clock[i] = (clock[i - 1] ?? 0) + mean * ((hours[i] ?? 0) - (hours[i - 1] ?? 0));
  }
  return clock;
}

/** Row by row the moments, column by column the stacks: each value over the median of its stack. */
interface Table {
  readonly cells: Float32Array;
  readonly width: number;
  readonly height: number;
}

function relativeValues(series: Series, moves: readonly Moves[], perRun: number): Table {
  const n = series.times.length;
  const dense = new Float64Array(n);
  const medians: [stack: number, median: number][] = [];
  for (let stack = 0; stack < series.stackCount; stack++) {
    // Absent is 0: what was seen in less than half of all captures has no other median.
    if (2 * ((series.starts[stack + 1] ?? 0) - (series.starts[stack] ?? 0)) < n) continue;
    const of = moves[stack];
    if (of === undefined || of.fallen < MIN_FALL_SHARE * of.risen) continue;
    const median = medianInPlace(fillSeries(series, stack, dense));
    if (median >= MIN_MEDIAN * (series.units[stack] ?? 1)) medians.push([stack, median]);
  }
  const every = Math.max(1, medians.length / MOST_STACKS);
  const width = Math.min(medians.length, MOST_STACKS);
  const height = Math.ceil(n / perRun);
  const cells = new Float32Array(width * height);
  for (let c = 0; c < width; c++) {
    const [stack = 0, median = 1] = medians[Math.floor(c * every)] ?? [];
    fillSeries(series, stack, dense);
    for (let row = 0; row < height; row++) {
      const end = Math.min(n, (row + 1) * perRun);
      let sum = 0;
      for (let i = row * perRun; i < end; i++) sum += dense[i] ?? 0;
      cells[row * width + c] = sum / (end - row * perRun) / median;
    }
  }
  return { cells, width, height };
}

function mediansOf({ cells, width, height }: Table, columns: Int32Array): Float64Array {
  const values = new Float64Array(columns.length);
  return Float64Array.from({ length: height }, (_, row) => {
    for (let k = 0; k < columns.length; k++) values[k] = cells[row * width + (columns[k] ?? 0)] ?? 0;
    return medianInPlace(values);
  });
}

function correlatedWith(
  { cells, width }: Table,
  columns: Int32Array,
  load: Float64Array,
): Int32Array<ArrayBuffer> {
  const n = load.length;
  const mean = load.reduce((sum, x) => sum + x, 0) / n;
  const own = load.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return columns.filter((c) => {
    let [sum, squares, products] = [0, 0, 0];
    for (let row = 0; row < n; row++) {
      const value = cells[row * width + c] ?? 0;
      sum += value;
      squares += value * value;
      products += value * ((load[row] ?? 0) - mean);
    }
    const spread = squares - (sum * sum) / n;
    return spread > 0 && own > 0 && products / Math.sqrt(spread * own) > MIN_CORRELATION;
  });
}
