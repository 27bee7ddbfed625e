// Draws lanes over time: goroutines, Ps, how many of a group are in which state, ranges and numbers that change. A lane is a few
// rows of an image that are stretched to its height, so that a frame costs as much as its pixels and a few calls, whatever
// the number of spans. Bands of more detail are drawn at the resolution of CSS pixels, into an image of their own.
import type { LaneFiller, LaneView } from '../../core/layout/lane-layout';
import { spanAt, spanEnd, viewFrom } from '../../core/layout/lane-layout';
import { firstReaching, type RangeLayout } from '../../core/layout/range-layout';
import { NOT_THERE } from '../../core/trace/spans';
import { cssOf, type PainterCanvas } from './flame-painter';
import { STRIPS, isStrong, stripTables, type LanePalette, type StripTables } from './lanes-palette';

/** Image rows of a lane: its strips, and the gap above them. */
const LANE_ROWS = STRIPS + 1;
/** In CSS pixels: narrower stretches have one colour, and no label. */
const LEAST_TEXTURE = 8;
const LEAST_LABEL = 44;
const LABEL_PADDING = 4;
const LEAST_CELLS = 4;
const MOST_LABELS = 1000;
/** Of a series, in one column. */
const MOST_POINTS = 32;

export interface LanesWindow {
  /** Nanoseconds, as `time` of events: the left edge. */
  readonly from: number;
  /** Of a CSS pixel. */
  readonly nsPerPx: number;
}

export type Emphasis = 'plain' | 'dimmed' | 'highlighted' | 'selected';

interface RowPlace {
  /** CSS pixels from the top of all rows; rows come in this order and do not overlap. */
  readonly top: number;
  readonly height: number;
  readonly emphasis?: Emphasis;
}

/** A lane of spans. */
export interface SpansRow extends RowPlace {
  readonly kind: 'spans';
  readonly filler: LaneFiller;
  readonly lane: number;
  readonly palette: LanePalette;
  /** That of `emphasis` dimmed. */
  readonly dimmed: LanePalette;
  /** The text of a span in so many characters; '' for none. */
  readonly label?: (span: number, cells: number) => string;
}

/** How many are in each state, stacked. */
export interface DensityRow extends RowPlace {
  readonly kind: 'density';
  readonly palette: LanePalette;
  readonly dimmed: LanePalette;
  /** As densityOf gives it. It is stretched where the window is another by now. */
  readonly values: Float32Array;
  readonly from: number;
  readonly nsPerColumn: number;
  readonly columns: number;
  /** As many as the whole height stands for. */
  readonly full: number;
}

/** What begins and ends, one above the other where they overlap. */
export interface RangesRow extends RowPlace {
  readonly kind: 'ranges';
  readonly layout: RangeLayout;
  /** Pixel of a range. */
  readonly colourOf: (range: number) => number;
  readonly label?: (range: number, cells: number) => string;
}

/** A number that changes in steps. */
export interface SeriesRow extends RowPlace {
  readonly kind: 'series';
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** Where it ends. */
  readonly end: number;
  /** The value of the whole height. */
  readonly full: number;
  readonly line: number;
  readonly fill: number;
}

/** Nothing but its background: a heading, whose text is not the painter's. */
export interface BlankRow extends RowPlace {
  readonly kind: 'blank';
}

export type LanesRow = SpansRow | DensityRow | RangesRow | SeriesRow | BlankRow;

export interface LanesColours {
  readonly background: number;
  /** Backgrounds of rows. */
  readonly highlighted: number;
  readonly selected: number;
  /** CSS; of labels on the background, and on the strong colours of what runs. */
  readonly ink: string;
  readonly inkOnBars: string;
}

export interface LanesScene {
  readonly rows: readonly LanesRow[];
  readonly window: LanesWindow;
  /** CSS pixels that are scrolled away above. */
  readonly top: number;
  readonly colours: LanesColours;
}

/** The first row that ends below that height. */
function firstBelow(rows: readonly LanesRow[], y: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.top + rows[middle]!.height > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** An image that is put on its hidden canvas at once, and drawn in parts. */
class Sheet {
  pixels = new Uint32Array();
  width = 0;
  #rows = 0;
  #image: ImageData | null = null;
  readonly #context: CanvasRenderingContext2D;

  constructor(readonly canvas: PainterCanvas) {
    this.#context = contextOf(canvas);
  }

  /** At least so many rows. */
  resize(width: number, rows: number): void {
    if (this.#image !== null && this.width === width && this.#rows >= rows) return;
    this.width = width;
    // Scrolling shows a row more or less: room for a few keeps the image.
    this.#rows = Math.max(1, rows + 16);
    this.canvas.width = width;
    this.canvas.height = this.#rows;
    this.#image = this.#context.createImageData(width, this.#rows);
    this.pixels = new Uint32Array(this.#image.data.buffer);
  }

  put(rows: number): void {
    if (this.#image !== null && rows > 0)
      this.#context.putImageData(this.#image, 0, 0, 0, 0, this.width, rows);
  }
}

function contextOf(canvas: PainterCanvas): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  return context;
}

/** Rows of a sheet that are drawn at a place of the canvas, in device pixels. */
interface Part {
  readonly sheet: Sheet;
  readonly first: number;
  rows: number;
  readonly top: number;
  bottom: number;
  /** Of an image row. */
  readonly unit: number;
}

interface Label {
  readonly text: string;
  readonly isOnBar: boolean;
  readonly x: number;
  readonly y: number;
}

export class LanesPainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #laneSheet: Sheet;
  readonly #bandSheet: Sheet;
  #ratio = 1;
  /** CSS pixels. */
  #width = 1;
  #cell = 7;
  #states = new Uint8Array();
  #marks = new Uint8Array();
  #labels: Label[] = [];
  /** By palette and background. */
  readonly #tables = new WeakMap<LanePalette, Map<number, StripTables>>();

  constructor(
    private readonly canvas: PainterCanvas,
    /** Never shown: they hold the images. */
    laneCanvas: PainterCanvas,
    bandCanvas: PainterCanvas,
    /** A CSS font of a monospaced family; null: no labels. */
    private readonly font: string | null,
  ) {
    this.#context = contextOf(canvas);
    this.#laneSheet = new Sheet(laneCanvas);
    this.#bandSheet = new Sheet(bandCanvas);
  }

  /** In CSS pixels, and how many of the device's one of them is. */
  resize(width: number, height: number, ratio: number): void {
    this.#ratio = ratio;
    this.#width = Math.max(1, Math.round(width));
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.#states = new Uint8Array(this.canvas.width);
    this.#marks = new Uint8Array(this.canvas.width);
    if (this.font === null) return;
    this.#context.font = this.#scaledFont(this.font);
    this.#cell = this.#context.measureText('m').width;
  }

  paint(scene: LanesScene): void {
    const { rows, window, top, colours } = scene;
    const { canvas } = this;
    const ratio = this.#ratio;
    const first = firstBelow(rows, top);
    const bottom = top + canvas.height / ratio;
    let end = first;
    let [laneRows, bandRows] = [0, 0];
    for (; end < rows.length && rows[end]!.top < bottom; end++) {
      const row = rows[end]!;
      if (row.kind === 'spans') laneRows += LANE_ROWS;
      else if (row.kind !== 'blank') bandRows += bandHeight(row);
    }
    this.#laneSheet.resize(canvas.width, laneRows);
    this.#bandSheet.resize(this.#width, bandRows);
    // Columns begin at whole multiples: moving sideways moves the picture and changes nothing in it.
    const view = viewFrom(window.from, window.nsPerPx / ratio, canvas.width);
    const bandView = viewFrom(window.from, window.nsPerPx, this.#width);
    const parts: Part[] = [];
    const blanks: RowPlace[] = [];
    this.#labels = [];
    [laneRows, bandRows] = [0, 0];
    for (let i = first; i < end; i++) {
      const row = rows[i]!;
      if (row.kind === 'blank') {
        if (backgroundOf(row, colours) !== colours.background) blanks.push(row);
        continue;
      }
      const isLane = row.kind === 'spans';
      const sheet = isLane ? this.#laneSheet : this.#bandSheet;
      const at = isLane ? laneRows : bandRows;
      const count = isLane ? LANE_ROWS : bandHeight(row);
      if (isLane) laneRows += count;
      else bandRows += count;
      // The strips of a lane are written in full.
      const rowsToClear = isLane ? 1 : count;
      sheet.pixels.fill(backgroundOf(row, colours), at * sheet.width, (at + rowsToClear) * sheet.width);
      if (row.kind === 'spans') this.#fillLane(row, view, at, scene);
      else if (row.kind === 'density') this.#fillDensity(row, bandView, at);
      else if (row.kind === 'ranges') this.#fillRanges(row, bandView, at, scene);
      else this.#fillSeries(row, bandView, at);
      addPart(parts, sheet, at, count, (row.top - top) * ratio, (row.height * ratio) / count);
    }
    this.#laneSheet.put(laneRows);
    this.#bandSheet.put(bandRows);
    this.#draw(scene, parts, blanks);
  }

  #draw({ top, colours }: LanesScene, parts: readonly Part[], blanks: readonly RowPlace[]): void {
    const { canvas } = this;
    const context = this.#context;
    context.fillStyle = cssOf(colours.background);
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const row of blanks) {
      context.fillStyle = cssOf(backgroundOf(row, colours));
      const y = Math.round((row.top - top) * this.#ratio);
      context.fillRect(0, y, canvas.width, Math.round((row.top + row.height - top) * this.#ratio) - y);
    }
    context.imageSmoothingEnabled = false;
    for (const { sheet, first, rows, top: from, bottom } of parts) {
      const y = Math.round(from);
      const height = Math.round(bottom) - y;
      const image = sheet.canvas as CanvasImageSource;
      context.drawImage(image, 0, first, sheet.width, rows, 0, y, canvas.width, height);
    }
    if (this.font === null || this.#labels.length === 0) return;
    context.font = this.#scaledFont(this.font);
    context.textBaseline = 'middle';
    for (const isBar of [false, true]) {
      context.fillStyle = isBar ? colours.inkOnBars : colours.ink;
      for (const { text, isOnBar, x, y } of this.#labels) if (isOnBar === isBar) context.fillText(text, x, y);
    }
  }

  #fillLane(row: SpansRow, view: LaneView, at: number, scene: LanesScene): void {
    const states = this.#states;
    const marks = this.#marks;
    row.filler.fill(row.lane, view, states, marks, 0);
    const { pixels, width } = this.#laneSheet;
    const palette = row.emphasis === 'dimmed' ? row.dimmed : row.palette;
    const least = Math.ceil(LEAST_TEXTURE * this.#ratio);
    const leastLabel = LEAST_LABEL * this.#ratio;
    const [first, second, third, last] = this.#tablesOf(palette, backgroundOf(row, scene.colours));
    const line = (at + 1) * width;
    for (let x = 0; x < width; x++) {
      const column = states[x]! + 256 * marks[x]!;
      pixels[line + x] = first[column]!;
      pixels[line + width + x] = second[column]!;
      pixels[line + 2 * width + x] = third[column]!;
      pixels[line + 3 * width + x] = last[column]!;
    }
    // Textures and labels where there is room for them: no stretch that has lies between two places that are looked at.
    for (let look = 0, end = 0; look < width; look += least) {
      const state = states[look]!;
      if (look < end || state === NOT_THERE) continue;
      let x = look;
      while (x > 0 && states[x - 1] === state) x--;
      for (end = look + 1; end < width && states[end] === state;) end++;
      if (palette.texture[state] !== 0 && end - x >= least)
        this.#texture(palette, state, view.first, at, x, end);
      if (row.label !== undefined && row.emphasis !== 'dimmed' && end - x >= leastLabel)
        this.#labelSpan(row, view, x, end, palette.height[state] === STRIPS, scene);
    }
  }

  #tablesOf(palette: LanePalette, background: number): StripTables {
    let known = this.#tables.get(palette);
    if (known === undefined) this.#tables.set(palette, (known = new Map<number, StripTables>()));
    let tables = known.get(background);
    if (tables === undefined) known.set(background, (tables = stripTables(palette, background)));
    return tables;
  }

  #texture(palette: LanePalette, state: number, first: number, at: number, x: number, end: number): void {
    const { pixels, width } = this.#laneSheet;
    const texture = palette.texture[state]!;
    const soft = palette.soft[state]!;
    // A texture belongs to the time, and moves with it. A strip is some four pixels high.
    const ratio = this.#ratio;
    const phase = first % (TEXTURE_PERIOD * ratio);
    for (let strip = STRIPS - palette.height[state]!; strip < STRIPS; strip++) {
      const line = (at + 1 + strip) * width;
      const shift = TEXTURE_PERIOD + (texture === 1 ? strip * 2 : 0);
      for (let i = x; i < end; i++)
        if (!isStrong(texture, Math.floor((phase + i) / ratio) + shift, 0)) pixels[line + i] = soft;
    }
  }

  #labelSpan(
    row: SpansRow,
    view: LaneView,
    x: number,
    end: number,
    isBar: boolean,
    { top }: LanesScene,
  ): void {
    const { spans } = row.filler;
    const span = spanAt(spans, row.lane, (view.first + (x + end) / 2) * view.nsPerPx);
    if (span < 0 || row.label === undefined) return;
    const from = Math.max(x, Math.ceil(spans.from[span]! / view.nsPerPx - view.first));
    const to = Math.min(end, Math.floor(spanEnd(spans, row.lane, span) / view.nsPerPx - view.first));
    // In the middle of a bar; above what lies low.
    const middle = row.top - top + row.height * (isBar ? 0.6 : 0.38);
    this.#addLabel(row.label, span, from, to, middle, isBar);
  }

  /** Device pixels, and the middle in CSS pixels. */
  #addLabel(
    label: (of: number, cells: number) => string,
    of: number,
    from: number,
    to: number,
    middle: number,
    isOnBar = false,
  ): void {
    if (this.font === null || this.#labels.length === MOST_LABELS) return;
    const padding = LABEL_PADDING * this.#ratio;
    const cells = Math.floor((to - from - 2 * padding) / this.#cell);
    const text = cells < LEAST_CELLS ? '' : label(of, cells);
    if (text !== '')
      this.#labels.push({ text, isOnBar, x: from + padding, y: Math.round(middle * this.#ratio) });
  }

  #fillDensity(row: DensityRow, view: LaneView, at: number): void {
    const { pixels, width } = this.#bandSheet;
    const palette = row.emphasis === 'dimmed' ? row.dimmed : row.palette;
    const { values, columns, full } = row;
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

  #fillRanges(row: RangesRow, view: LaneView, at: number, scene: LanesScene): void {
    const { pixels, width } = this.#bandSheet;
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
      if (row.label !== undefined && end - x >= LEAST_LABEL) {
        const middle = row.top - scene.top + ((y0 + last) / 2) * (row.height / height);
        this.#addLabel(row.label, i, x * this.#ratio, end * this.#ratio, middle);
      }
    }
  }

  #fillSeries(row: SeriesRow, view: LaneView, at: number): void {
    const { pixels, width } = this.#bandSheet;
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

  #scaledFont(font: string): string {
    return font.replace(/([\d.]+)px/, (_, size: string) => `${Number(size) * this.#ratio}px`);
  }
}

/** Both textures repeat after so many CSS pixels. */
const TEXTURE_PERIOD = 12;

const bandHeight = ({ height }: RowPlace): number => Math.max(1, Math.round(height));

function backgroundOf({ emphasis }: RowPlace, colours: LanesColours): number {
  if (emphasis === 'selected') return colours.selected;
  return emphasis === 'highlighted' ? colours.highlighted : colours.background;
}

/** Rows that follow one another, of one kind and height, are drawn at once. */
function addPart(parts: Part[], sheet: Sheet, first: number, rows: number, top: number, unit: number): void {
  const last = parts.at(-1);
  const isNext =
    last !== undefined && last.sheet === sheet && last.unit === unit && Math.abs(last.bottom - top) < 1e-6;
  if (isNext && last.first + last.rows === first) {
    last.rows += rows;
    last.bottom = top + rows * unit;
  } else parts.push({ sheet, first, rows, top, bottom: top + rows * unit, unit });
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
