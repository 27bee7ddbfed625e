// A placed graph as an SVG document of its own. Whatever stands in a name is text and nothing else.
import { escapeXml } from '../base/escape-xml';
import { LINE, PADDING, valueLines, type GraphBox } from '../pprof/graph/picture';
import { coloursOf, type GraphTheme } from './graph-colours';
import { arrowOf, pathOf } from './graph-lines';
import { CALL_FONT, type PlacedGraph } from './graph-layout';

const MARGIN = 16;

export interface SvgWords {
  /** Before what a function and all that it calls has. */
  readonly of: string;
  readonly inline: string;
  /** What a box or a call says when it is pointed at. */
  readonly box: (box: number) => string;
  readonly call: (call: number) => string;
}

export function graphSvg(graph: PlacedGraph, theme: GraphTheme, words: SvgWords): string {
  const { places, boxes, calls, total, isDifference } = graph;
  const width = Math.ceil(places.width) + 2 * MARGIN;
  const height = Math.ceil(places.height) + 2 * MARGIN;
  const parts: string[] = [];
  // The lightest first: what matters lies above it.
  for (let i = calls.length - 1; i >= 0; i--) {
    const { value, text, isInline, isResidual, thickness } = calls[i]!;
    const { line } = coloursOf(theme, value, total, isDifference);
    const path = pathOf(places, i);
    if (path === null) continue;
    const dash = isResidual ? ' stroke-dasharray="2 3"' : '';
    const label =
      Number.isNaN(places.labelX[i]!) || text === ''
        ? ''
        : `<text x="${round(places.labelX[i]!)}" y="${round(places.labelY[i]! + CALL_FONT * 0.35)}" text-anchor="middle" font-size="${CALL_FONT}" fill="${theme.quiet}">${escapeXml(isInline ? `${text} ${words.inline}` : text)}</text>`;
    parts.push(
      `<g><title>${escapeXml(words.call(i))}</title>` +
        `<path d="${path}" fill="none" stroke="${line}" stroke-width="${thickness}"${dash}/>` +
        `<path d="${arrowOf(places, i, thickness)}" fill="${line}"/>${label}</g>`,
    );
  }
  for (const [i, box] of boxes.entries()) {
    const { fill, line } = coloursOf(theme, box.cum, total, isDifference);
    const [x, y] = [places.x[i]! - box.width / 2, places.y[i]! - box.height / 2];
    parts.push(
      `<g><title>${escapeXml(words.box(i))}</title>` +
        `<rect x="${round(x)}" y="${round(y)}" width="${box.width}" height="${box.height}" rx="3" fill="${fill}" stroke="${line}"/>` +
        `${textOf(box, places.x[i]!, y, isDifference ? { ...theme, quiet: theme.ink } : theme, words.of)}</g>`,
    );
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"`,
    ` font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function textOf(box: GraphBox, x: number, top: number, theme: GraphTheme, of: string): string {
  const lines = [...box.lines, ...valueLines(box, of)];
  const spans = lines.map((line, i) => {
    const y = top + PADDING + (i + 0.8) * LINE * box.fontSize;
    const look = i < box.lines.length ? '' : ` fill="${theme.quiet}"`;
    const strong = i === box.lines.length - 1 ? ' font-weight="600"' : '';
    return `<tspan x="${round(x)}" y="${round(y)}"${look}${strong}>${escapeXml(line)}</tspan>`;
  });
  return `<text text-anchor="middle" font-size="${box.fontSize}" fill="${theme.ink}">${spans.join('')}</text>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
