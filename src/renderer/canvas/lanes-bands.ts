// Bands of more detail than a lane has: how many are in which state, ranges, a number over time. They are written at the
// resolution of CSS pixels, from image row `at` on.
import type { LaneView } from '../../core/layout/lane-layout';
import { firstReaching } from '../../core/layout/range-layout';
import { STRIPS, TEXTURE_PERIOD, isStrong } from './lanes-palette';
import type { DensityRow, RangesRow, RowPlace, SeriesRow } from './lanes-scene';
import type { Sheet } from './lanes-sheet';

/** Of a series, in one column. */
const MOST_POINTS = 32;

/** Image rows. */
export const bandHeight = ({ height }: RowPlace): number => Math.max(1, Math.round(height));

export function fillDensity(sheet: Sheet, row: DensityRow, view: LaneView, at: number): void {
  const { pixels, width } = sheet;
  const { palette, values, columns, full } = row;
  const { order, texture, strong, soft } = palette;
  const height = bandHeight(row);
  const phase = view.first % TEXTURE_PERIOD;
  for (let x = 0; x < width; x++) {
    const time = (view.first + x + 0.5) * view.nsPerPx;
    const column = Math.floor((time - row.from) / row.nsPerColumn);
    if (column < 0 || column >= columns) continue;
    let sum = 0;
    let y = 0;
    for (let k = 0; k < order.length && y < height; k++) {
      const state = order[k]!;
      const value = values[state * columns + column]!;
      if (value <= 0) continue;
      sum += value;
      let end = Math.min(height, Math.round((sum / full) * height));
      // One that runs among thousands is seen.
      if (end === y && palette.height[state] === STRIPS) end++;
      const of = texture[state]!;
      const place = phase + x + TEXTURE_PERIOD;
      for (; y < end; y++)
        pixels[(at + height - 1 - y) * width + x] = isStrong(of, place, y) ? strong[state]! : soft[state]!;
    }
  }
}

export function fillRanges(sheet: Sheet, row: RangesRow, view: LaneView, at: number): void {
  const { pixels, width } = sheet;
  const { layout } = row;
  const height = bandHeight(row);
  const [lowest, highest] = [view.first * view.nsPerPx, (view.first + width) * view.nsPerPx];
  for (let i = firstReaching(layout, lowest); i < layout.length && layout.from[i]! < highest; i++) {
    if (layout.to[i]! < lowest) continue;
    const x = Math.max(0, Math.floor(layout.from[i]! / view.nsPerPx) - view.first);
    const end = Math.max(x + 1, Math.min(width, Math.ceil(layout.to[i]! / view.nsPerPx) - view.first));
    const level = layout.level[i]!;
    const y0 = Math.round((level * height) / layout.levels);
    const y1 = Math.round(((level + 1) * height) / layout.levels);
    // A gap below, where there is room for one, and one behind.
    const last = y1 - y0 > 3 ? y1 - 1 : y1;
    const to = end - x > 3 ? end - 1 : end;
    const colour = row.colourOf(i);
    for (let y = y0; y < last; y++) fillPixels(pixels, colour, (at + y) * width + x, (at + y) * width + to);
  }
}

export function fillSeries(sheet: Sheet, row: SeriesRow, view: LaneView, at: number): void {
  const { pixels, width } = sheet;
  const { time, value } = row;
  const height = bandHeight(row);
  const heightAt = (of: number): number =>
    Math.max(0, Math.min(height - 1, Math.round((of / row.full) * (height - 1))));
  let next = firstAfter(time, view.first * view.nsPerPx);
  let now = next > 0 ? value[next - 1]! : NaN;
  for (let x = 0; x < width; x++) {
    const begin = (view.first + x) * view.nsPerPx;
    if (begin >= row.end) break;
    const end = begin + view.nsPerPx;
    let [least, most] = [now, now];
    const last = next < time.length && time[next]! < end ? firstAfter(time, end - 1e-9, next) : next;
    // Of very many points some are looked at.
    const step = Math.max(1, Math.floor((last - next) / MOST_POINTS));
    for (let i = next; i < last; i += step) {
      least = Number.isNaN(least) ? value[i]! : Math.min(least, value[i]!);
      most = Number.isNaN(most) ? value[i]! : Math.max(most, value[i]!);
    }
    if (last > next) now = value[last - 1]!;
    next = last;
    if (Number.isNaN(most)) continue;
    const [low, high] = [heightAt(Math.min(least, now)), heightAt(Math.max(most, now))];
    for (let y = 0; y < low; y++) pixels[(at + height - 1 - y) * width + x] = row.fill;
    for (let y = low; y <= high; y++) pixels[(at + height - 1 - y) * width + x] = row.line;
  }
}

/** The first time behind another, from a row on. */
function firstAfter(time: Float64Array, at: number, from = 0): number {
  let low = from;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below this the call of `fill` takes longer than a loop. */
const FEW = 24;

function fillPixels(pixels: Uint32Array, colour: number, from: number, to: number): void {
  if (to - from >= FEW) pixels.fill(colour, from, to);
  else for (let i = from; i < to; i++) pixels[i] = colour;
}
