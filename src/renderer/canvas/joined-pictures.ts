// Pictures that are saved as one: below one another, each under its title.
import { escapeXml } from '../../core/base/escape-xml';

/** Of a title, in CSS pixels. */
const HEAD = 24;
const INDENT = 8;
const TYPE = 12;

export interface PictureLook {
  /** CSS colours. */
  readonly ink: string;
  readonly background: string;
  /** A CSS family. */
  readonly font: string;
}

export interface SvgPart {
  /** '' where it needs none. */
  readonly title: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export interface CanvasPart {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
}

const headOf = ({ title }: { readonly title: string }): number => (title === '' ? 0 : HEAD);

/** Documents in one: SVG may hold SVG. */
export function joinSvgs(parts: readonly SvgPart[], look: PictureLook): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.title === '') return only.svg;
  const width = Math.max(...parts.map((part) => part.width));
  const drawn: string[] = [];
  let y = 0;
  for (const part of parts) {
    const head = headOf(part);
    if (head > 0) {
      drawn.push(
        `<text x="${INDENT}" y="${y + head - INDENT}" font-family="${escapeXml(look.font)}" font-size="${TYPE}" font-weight="600" fill="${look.ink}">${escapeXml(part.title)}</text>`,
      );
    }
    drawn.push(`<g transform="translate(0 ${y + head})">`, part.svg, '</g>');
    y += head + part.height;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">`,
    `<rect width="100%" height="100%" fill="${look.background}"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

/** `ratio`: pixels of the canvases in one of CSS. */
export function joinCanvases(
  parts: readonly CanvasPart[],
  look: PictureLook,
  ratio: number,
  on: HTMLCanvasElement,
): HTMLCanvasElement {
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only.title === '') return only.canvas;
  on.width = Math.max(...parts.map(({ canvas }) => canvas.width));
  on.height = parts.reduce((sum, part) => sum + headOf(part) * ratio + part.canvas.height, 0);
  const context = on.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  context.fillStyle = look.background;
  context.fillRect(0, 0, on.width, on.height);
  context.fillStyle = look.ink;
  context.font = `600 ${TYPE * ratio}px ${look.font}`;
  let y = 0;
  for (const part of parts) {
    const head = headOf(part) * ratio;
    if (head > 0) context.fillText(part.title, INDENT * ratio, y + head - INDENT * ratio);
    context.drawImage(part.canvas, 0, y + head);
    y += head + part.canvas.height;
  }
  return on;
}
