// Draws lanes over time: goroutines, Ps, how many of a group are in which state, ranges and numbers that change. A lane is a few
// rows of an image that are stretched to its height, so that a frame costs as much as its pixels and a few calls, whatever
// the number of spans. Bands of more detail are drawn at the resolution of CSS pixels, into an image of their own.
import { viewFrom, type LaneView } from '../../core/layout/lane-layout';
import { NOT_THERE } from '../../core/trace/spans';
import { cssOf, type PainterCanvas } from './flame-painter';
import { bandHeight, fillDensity, fillRanges, fillSeries } from './lanes-bands';
import { LaneLabels } from './lanes-labels';
import {
  STRIPS,
  TEXTURE_PERIOD,
  isStrong,
  stripTables,
  type LanePalette,
  type StripTables,
} from './lanes-palette';
import { backgroundOf, type LanesRow, type LanesScene, type RowPlace, type SpansRow } from './lanes-scene';
import { Sheet, addPart, contextOf, type Part } from './lanes-sheet';

/** Image rows of a lane: its strips, and the gap above them. */
const LANE_ROWS = STRIPS + 1;
/** In CSS pixels: narrower stretches have one colour. */
const LEAST_TEXTURE = 8;

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

export class LanesPainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #laneSheet: Sheet;
  readonly #bandSheet: Sheet;
  #ratio = 1;
  /** CSS pixels. */
  #width = 1;
  #states = new Uint8Array();
  #marks = new Uint8Array();
  readonly #labels: LaneLabels;
  /** By palette and background. */
  readonly #tables = new WeakMap<LanePalette, Map<number, StripTables>>();

  constructor(
    private readonly canvas: PainterCanvas,
    /** Never shown: they hold the images. */
    laneCanvas: PainterCanvas,
    bandCanvas: PainterCanvas,
    /** A CSS font of a monospaced family. */
    font: string,
  ) {
    this.#context = contextOf(canvas);
    this.#labels = new LaneLabels(this.#context, font);
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
    this.#labels.resize(ratio);
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
    this.#labels.clear();
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
      else if (row.kind === 'density') fillDensity(this.#bandSheet, row, bandView, at);
      else if (row.kind === 'ranges') fillRanges(this.#bandSheet, row, bandView, at);
      else fillSeries(this.#bandSheet, row, bandView, at);
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
    this.#labels.draw(colours);
  }

  #fillLane(row: SpansRow, view: LaneView, at: number, scene: LanesScene): void {
    const states = this.#states;
    const marks = this.#marks;
    row.filler.fill(row.lane, view, states, marks, 0);
    const { pixels, width } = this.#laneSheet;
    const { palette } = row;
    const least = Math.ceil(LEAST_TEXTURE * this.#ratio);
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
      this.#labels.add(row, view, x, end, palette.height[state] === STRIPS, scene.top);
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
}
