// All that a command writes passes here. Names of functions, files, sessions and targets come from elsewhere: what a terminal
// would obey is written as an escape, and a line is one line, whatever is in it.
import type { JsonCommand, JsonShape } from '../contract/cli-json';
import { encodeUtf8 } from '../core/base/utf8-writer';
import type { OnProgress } from '../contract/progress';
import { UNPRINTABLE, escapeUnprintable, escapedInJson } from '../core/base/escape-unprintable';

/** Writes lines to stdout; a reader that has gone (`| head`) is the end of a command, not a failure. */
export function print(lines: string | readonly string[]): void {
  const all = typeof lines === 'string' ? [lines] : lines;
  process.stdout.write(all.map((line) => `${escapeUnprintable(line)}\n`).join(''));
}

/** For what is, byte for byte, as `go tool pprof` prints it, be it UTF-8 or not. */
export function printVerbatim(text: string): void {
  process.stdout.write(encodeUtf8(text.endsWith('\n') ? text : `${text}\n`));
}

/** Of the shape that the command has in contract/cli-json. */
export function printJson<C extends JsonCommand>(_command: C, value: JsonShape<C>): void {
  // The line breaks left are those between its lines: in its strings JSON escapes them, and all below a space.
  printVerbatim(
    JSON.stringify(value, null, 2).replace(UNPRINTABLE, (one) => (one === '\n' ? one : escapedInJson(one))),
  );
}

/** How far a command is, in one line of a terminal's stderr that goes away; elsewhere nothing is written. */
export function progressLine(what: string): { onProgress: OnProgress; end: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { onProgress: () => {}, end: () => {} };
  return {
    onProgress: ({ done, all }) =>
      void stderr.write(
        `\r\u001b[K${formatCount(done)}${all === null ? '' : ` of ${formatCount(all)}`} ${what} …`,
      ),
    end: () => void stderr.write('\r\u001b[K'),
  };
}

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
}

/** Lines of a plain table: columns as wide as their widest cell, two spaces between, nothing after the last. */
export function formatTable(columns: readonly Column[], cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(escapeUnprintable));
  const widths = columns.map((column, i) =>
    Math.max(column.head.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map((column, i) => {
        const cell = row[i] ?? '';
        const width = widths[i] ?? 0;
        if (column.align === 'right') return cell.padStart(width);
        return i === columns.length - 1 ? cell : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.head)), ...rows.map(line)];
}

/** UTC, to the second, as in the file names of a session. */
export const formatTime = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1024 with pprof's unit names: `3.48GB`. */
export function formatBytes(bytes: number): string {
  const power =
    bytes === 0 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(Math.abs(bytes)) / 10));
  const scaled = bytes / 1024 ** power;
  return `${power === 0 ? scaled : Number(scaled.toFixed(2))}${BYTE_UNITS[power] ?? ''}`;
}

/** Not `toLocaleString`, which loads the data of all languages: 15 ms. */
export const formatCount = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');

export function formatValue(value: number, unit: string): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'count' || unit === '') return formatCount(value);
  return `${formatCount(value)} ${unit}`;
}

/** To three significant figures below 100: rates need no more. */
export const formatAmount = (magnitude: number): string =>
  magnitude < 100 ? String(Number(magnitude.toPrecision(3))) : formatCount(magnitude);

/** With a sign. */
export function formatRate(value: number, unit: string): string {
  const magnitude = Math.abs(value);
  return `${value < 0 ? '−' : '+'}${unit === 'bytes' ? formatBytes(magnitude) : formatAmount(magnitude)}`;
}

/** On stderr, since stdout is the answer. */
export const warn = (sentence: string, advice?: string): void =>
  void process.stderr.write(
    `plumbline: ${escapeUnprintable(advice === undefined ? sentence : `${sentence} ${advice}`)}\n`,
  );

/** Of a trace, or a profile of one, that ends before its end. */
export function warnOfBreak(file: string, broken: string | null): void {
  if (broken !== null) warn(`${file} is broken: ${broken}. What is told is of all before that.`);
}

/** Of a delta the figures say what changed, not what is there. */
export function warnOfDelta(delta: { readonly seconds: number | null } | null): void {
  if (delta === null) return;
  const span =
    delta.seconds === null ? 'between two captures' : `over ${Number(delta.seconds.toPrecision(3))} s`;
  warn(
    `this profile is a delta ${span}: it shows what changed, not what is there. A slow leak does not show in it; fetch it without seconds=.`,
  );
}
