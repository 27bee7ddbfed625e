// Images that rows of lanes are written into, and the parts of them that are stretched onto the canvas.
import type { PainterCanvas } from './flame-painter';

/** An image that is put on its hidden canvas at once, and drawn in parts. */
export class Sheet {
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

export function contextOf(canvas: PainterCanvas): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  return context;
}

/** Rows of a sheet that are drawn at a place of the canvas, in device pixels. */
export interface Part {
  readonly sheet: Sheet;
  readonly first: number;
  rows: number;
  readonly top: number;
  bottom: number;
  /** Of an image row. */
  readonly unit: number;
}

/** Rows that follow one another, of one kind and height, are drawn at once. */
export function addPart(
  parts: Part[],
  sheet: Sheet,
  first: number,
  rows: number,
  top: number,
  unit: number,
): void {
  const last = parts.at(-1);
  const isNext =
    last !== undefined && last.sheet === sheet && last.unit === unit && Math.abs(last.bottom - top) < 1e-6;
  if (isNext && last.first + last.rows === first) {
    last.rows += rows;
    last.bottom = top + rows * unit;
  } else parts.push({ sheet, first, rows, top, bottom: top + rows * unit, unit });
}
