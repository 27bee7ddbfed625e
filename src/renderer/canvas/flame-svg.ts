// The same picture as the painter's, as a document of its own: boxes as they are in view, with names and figures.
import { FlameScan, REST } from '../../core/layout/flame-layout';
import { escapeXml } from '../../core/base/escape-xml';
import { cssOf, type FlameScene } from './flame-painter';

const ROW = 20;
const SEAM = 1;
const PADDING = 4;
/** Of the font below, in CSS pixels: a viewer's own monospaced font may be another, so there is some room to spare. */
const CELL = 7.2;
const LEAST_CELLS = 4;

/** `title` is what a box says when it is pointed at. Whatever stands in a name is text and nothing else. */
export function flameSvg(scene: FlameScene, width: number, title: (box: number) => string): string {
  const { layout, palette, colours, window } = scene;
  const levels = layout.tree.levelStart.length - 1;
  const scan = new FlameScan();
  scan.scan(layout, { from: window.from, to: window.to, width, firstLevel: 0, levels });
  const parts: string[] = [];
  for (let i = 0; i < scan.length; i++) {
    const box = scan.box[i]!;
    const [from, to, y] = [scan.from[i]!, scan.to[i]!, scan.level[i]! * ROW];
    const size = to - from - (to - from > 2 ? SEAM : 0);
    const colour = cssOf(box === REST ? palette.rest : colours[box]!);
    const rect = `<rect x="${from}" y="${y}" width="${size}" height="${ROW - SEAM}" fill="${colour}"/>`;
    if (box === REST) {
      parts.push(rect);
      continue;
    }
    const cells = Math.floor((size - 2 * PADDING) / CELL);
    const text = cells < LEAST_CELLS ? '' : scene.label(box, cells);
    const label = text === '' ? '' : `<text x="${from + PADDING}" y="${y + 13.5}">${escapeXml(text)}</text>`;
    parts.push(`<g><title>${escapeXml(title(box))}</title>${rect}${label}</g>`);
  }
  const height = levels * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="11.5" fill="${palette.ink}">`,
    `<rect width="100%" height="100%" fill="${cssOf(palette.background)}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
