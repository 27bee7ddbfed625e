// Draws a flame graph: each line of boxes is one row of an image that is stretched to the line's height, so that a frame
// costs two calls and as many pixels as the screen is wide, whatever the number of boxes. Labels come on top.
import { FlameScan, REST, type FlameLayout } from '../../core/layout/flame-layout';
import type { FlamePalette } from './flame-colours';
import type { FlameWindow } from './flame-window';

const LABEL_PADDING = 4;
/** Fewer characters of a name say nothing, and narrower boxes (in CSS pixels) have no room for as many. */
const LEAST_CELLS = 4;
const LEAST_LABEL = 32;
/** Where a screen has room for more, the widest boxes have them. */
const MOST_LABELS = 1000;

export interface FlameScene {
  readonly layout: FlameLayout;
  /** Per box. */
  readonly colours: Uint32Array;
  readonly palette: FlamePalette;
  readonly window: FlameWindow;
  /** The text of a box in so many monospaced characters; '' for none. */
  readonly label: (box: number, cells: number) => string;
}

/** How lines look: heights in CSS pixels, the seam a part of the line. */
export interface FlameLines {
  readonly row: number;
  readonly seam: number;
  /** A CSS font of a monospaced family; null: no labels. */
  readonly font: string | null;
}

/** What is drawn on; a test hands in one that records. */
export interface PainterCanvas {
  width: number;
  height: number;
  getContext(kind: '2d', options?: { alpha?: boolean }): CanvasRenderingContext2D | null;
}

export class FlamePainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly imageContext: CanvasRenderingContext2D;
  private readonly scan = new FlameScan();
  private image: ImageData | null = null;
  private ratio = 1;
  private cell = 7;

  constructor(
    private readonly canvas: PainterCanvas,
    /** Never shown: holds one pixel row per line. */
    private readonly imageCanvas: PainterCanvas,
    private readonly lines: FlameLines,
  ) {
    const [context, imageContext] = [canvas, imageCanvas].map((one) =>
      one.getContext('2d', { alpha: false }),
    );
    if (context === null || context === undefined || imageContext === null || imageContext === undefined) {
      throw new Error('This browser gives no 2D canvas.');
    }
    this.context = context;
    this.imageContext = imageContext;
  }

  /** In CSS pixels, and how many of the device's one of them is. */
  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.image = null;
    if (this.lines.font === null) return;
    // All of them are as wide: measured here, not per label and frame.
    this.context.font = scaledFont(this.lines.font, ratio);
    this.cell = this.context.measureText('m').width;
  }

  paint(scene: FlameScene): void {
    const { width, height } = this.canvas;
    const { palette, window } = scene;
    const row = this.lines.row * this.ratio;
    const top = Math.round(window.top * this.ratio);
    const firstLevel = Math.floor(top / row);
    const levels = Math.min(
      Math.ceil((top + height) / row) - firstLevel,
      Math.max(0, scene.layout.tree.levelStart.length - 1 - firstLevel),
    );
    // Begins at a whole pixel, so that moving sideways moves the picture and changes nothing in it.
    const perPixel = (window.to - window.from) / width;
    const from = Math.round(window.from / perPixel) * perPixel;
    const to = from + perPixel * width;
    this.scan.scan(scene.layout, { from, to, width, firstLevel, levels });
    this.fillRows(scene, width, firstLevel, Math.max(1, levels));

    const { context } = this;
    const shift = firstLevel * row - top;
    context.fillStyle = cssOf(palette.background);
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    if (levels > 0) {
      context.drawImage(
        this.imageCanvas as CanvasImageSource,
        0,
        0,
        width,
        levels,
        0,
        shift,
        width,
        levels * row,
      );
      const seam = Math.round(this.lines.seam * this.ratio);
      for (let level = 1; level <= levels && seam > 0; level++) {
        context.fillRect(0, Math.round(shift + level * row) - seam, width, seam);
      }
    }
    if (this.lines.font !== null) this.drawLabels(scene, this.lines.font, firstLevel, shift, row);
  }

  /** One pixel row per line: boxes, and a gap at the end of those that are wide enough to have one. */
  private fillRows({ colours, palette }: FlameScene, width: number, firstLevel: number, rows: number): void {
    if (this.image === null || this.image.width !== width || this.image.height < rows) {
      this.imageCanvas.width = width;
      this.imageCanvas.height = rows;
      this.image = this.imageContext.createImageData(width, rows);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    pixels.fill(palette.background);
    const { scan } = this;
    for (let i = 0; i < scan.length; i++) {
      const line = (scan.level[i]! - firstLevel) * width;
      const box = scan.box[i]!;
      const from = scan.from[i]!;
      const to = scan.to[i]!;
      const gap = to - from > 2 ? 1 : 0;
      pixels.fill(box === REST ? palette.rest : colours[box]!, line + from, line + to - gap);
    }
    this.imageContext.putImageData(this.image, 0, 0);
  }

  private drawLabels(
    { palette, label }: FlameScene,
    font: string,
    firstLevel: number,
    shift: number,
    row: number,
  ): void {
    const { context, scan, ratio } = this;
    const least = LEAST_LABEL * ratio;
    const padding = LABEL_PADDING * ratio;
    let boxes: number[] = [];
    for (let i = 0; i < scan.length; i++) {
      if (scan.box[i] !== REST && scan.to[i]! - scan.from[i]! >= least) boxes.push(i);
    }
    if (boxes.length > MOST_LABELS) {
      const width = (i: number): number => scan.to[i]! - scan.from[i]!;
      boxes = boxes.sort((a, b) => width(b) - width(a)).slice(0, MOST_LABELS);
    }
    context.font = scaledFont(font, ratio);
    context.textBaseline = 'middle';
    context.fillStyle = palette.ink;
    for (const i of boxes) {
      const cells = Math.floor((scan.to[i]! - scan.from[i]! - 2 * padding) / this.cell);
      const text = cells < LEAST_CELLS ? '' : label(scan.box[i]!, cells);
      if (text === '') continue;
      const middle = shift + (scan.level[i]! - firstLevel) * row + (row - this.lines.seam * ratio) / 2;
      context.fillText(text, scan.from[i]! + padding, Math.round(middle));
    }
  }
}

const scaledFont = (font: string, ratio: number): string =>
  font.replace(/([\d.]+)px/, (_, size: string) => `${Number(size) * ratio}px`);

/** `#rrggbb` of a pixel. */
export const cssOf = (pixel: number): string =>
  `#${[pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
