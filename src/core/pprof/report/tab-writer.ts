// Columns as Go's text/tabwriter aligns them with AlignRight and one blank between: a cell ends at a tab, what follows
// the last tab of a line belongs to no column, and a column ends at the first line that has no cell for it. Between two
// bytes 0xFF, which are no UTF-8, tabs and line ends are text, and the two have no width.
import { rawByte } from '../../base/utf8';

const ESCAPE = rawByte(0xff);
const ESCAPED = new RegExp(`(${ESCAPE}[^${ESCAPE}]*(?:${ESCAPE}|$))`, 'gu');

/** Line by line, each with its end. */
export function* alignCells(text: string): Generator<string> {
  const lines = cellsOf(text);
  const widths = lines.map((): number[] => []);
  alignFrom(lines, widths, 0, 0, lines.length);
  for (const [row, cells] of lines.entries()) {
    const padded = cells.map(
      (cell, column) => ' '.repeat(Math.max(0, (widths[row]?.[column] ?? 0) - width(cell))) + cell,
    );
    yield padded.join('') + (row < lines.length - 1 ? '\n' : '');
  }
}

function cellsOf(text: string): string[][] {
  let line = [''];
  const lines = [line];
  // What is escaped stands at each odd place.
  for (const [i, part] of text.split(ESCAPED).entries()) {
    for (const piece of i % 2 === 0 ? part.split(/([\t\n])/) : [part]) {
      if (piece === '\n') lines.push((line = ['']));
      else if (piece === '\t') line.push('');
      else line.push((line.pop() ?? '') + piece);
    }
  }
  return lines;
}

const width = (cell: string): number => Array.from(cell).length - 2 * (cell.match(ESCAPED) ?? []).length;

/** Widths of a column and of those to its right, block by block, for lines that share all columns to its left. */
function alignFrom(
  lines: readonly (readonly string[])[],
  widths: readonly number[][],
  column: number,
  from: number,
  to: number,
): void {
  const hasCell = (row: number): boolean => column < (lines[row]?.length ?? 0) - 1;
  for (let row = from; row < to; row++) {
    if (!hasCell(row)) continue;
    const first = row;
    let widest = 0;
    while (row < to && hasCell(row)) widest = Math.max(widest, width(lines[row++]?.[column] ?? '') + 1);
    for (let i = first; i < row; i++) widths[i]?.push(widest);
    alignFrom(lines, widths, column + 1, first, row);
  }
}
