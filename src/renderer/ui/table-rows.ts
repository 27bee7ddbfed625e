// What a DataTable shows, in order, and how it is copied. Pure, so that it can be tested without a page.

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What the head says while rows are sorted by it, where that is not the value that stands in them. */
  readonly sortLabel?: string;
  /** A CSS grid track: `96px`, `minmax(180px, 1fr)`. */
  readonly width: string;
  /** Numbers right, names left. */
  readonly align?: 'left' | 'right';
  /** Without it the column cannot be sorted by. null and NaN come last in both orders. */
  readonly sortBy?: (row: Row) => number | string | null;
  /** Default rendering and what is copied: plain, with digits as they are shown. */
  readonly text: (row: Row) => string;
  /** What is copied where it is not `text`: exact numbers rather than rounded ones. */
  readonly copy?: (row: Row) => string;
  /** The head over what is copied, where it is not `label`: exact numbers have another unit. */
  readonly copyLabel?: string;
  /** A picture of what other columns say: it is not copied. */
  readonly isDrawn?: true;
  /** A unit column of its own beside the number, so that digits align. */
  readonly unit?: (row: Row) => string;
  /** Explains the head. */
  readonly hint?: string;
  /** Where the table is too narrow for all columns, the one that yields most goes first; without it, never. */
  readonly yields?: number;
}

export interface Sort {
  readonly key: string;
  readonly order: 'ascending' | 'descending';
}

export interface Section {
  readonly id: string;
  readonly label: string;
}

export type TableItem<Row> =
  | { readonly kind: 'row'; readonly row: Row; readonly key: string }
  | { readonly kind: 'section'; readonly section: Section };

/** Between cells, and at either end of a row, in pixels. */
export const GAP = 12;

const leastWidth = (track: string): number => Number(/(\d+(?:\.\d+)?)px/.exec(track)?.[1] ?? 0);

/**
 * The columns that fit, at their least, into `width` pixels: names and figures stay, what yields goes, those that
 * yield alike together.
 */
export function fitColumns<Row>(columns: readonly Column<Row>[], width: number): readonly Column<Row>[] {
  let shown = columns;
  while (shown.reduce((sum, column) => sum + leastWidth(column.width) + GAP, GAP) > width) {
    const most = shown.reduce((max, column) => Math.max(max, column.yields ?? 0), 0);
    if (most === 0) break;
    shown = shown.filter((column) => column.yields !== most);
  }
  return shown;
}

function compareValues(a: number | string | null, b: number | string | null, sign: 1 | -1): number {
  const noA = a === null || Number.isNaN(a);
  const noB = b === null || Number.isNaN(b);
  if (noA || noB) return Number(noA) - Number(noB);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  const textA = String(a);
  const textB = String(b);
  return sign * (textA < textB ? -1 : textA > textB ? 1 : 0);
}

/** Stable; rows as given where nothing is sorted by. Each value is asked for once a row, not once a comparison. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const by = sort === null ? undefined : columns.find((column) => column.key === sort.key)?.sortBy;
  if (sort === null || by === undefined) return rows;
  const sign = sort.order === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: by(row) }));
  keyed.sort((a, b) => compareValues(a.value, b.value, sign));
  return keyed.map((entry) => entry.row);
}

/** Rows in the order of their sections, a heading before each that has any. Rows of no section stand first. */
export function arrangeRows<Row>(
  sorted: readonly Row[],
  keyOf: (row: Row) => string,
  sections: readonly Section[],
  sectionOf: ((row: Row) => string | null) | undefined,
): TableItem<Row>[] {
  const asItem = (row: Row): TableItem<Row> => ({ kind: 'row', row, key: keyOf(row) });
  if (sectionOf === undefined) return sorted.map(asItem);
  const items = sorted.filter((row) => sectionOf(row) === null).map(asItem);
  for (const section of sections) {
    const own = sorted.filter((row) => sectionOf(row) === section.id);
    if (own.length > 0) items.push({ kind: 'section', section }, ...own.map(asItem));
  }
  return items;
}

/** From item `from`, the nearest item that is a row, going by `step`; past the end the last row on the way, or −1. */
export function stepToRow(items: readonly TableItem<unknown>[], from: number, step: number): number {
  const direction = step < 0 ? -1 : 1;
  const wanted = Math.min(items.length - 1, Math.max(0, from + step));
  for (let i = wanted; i >= 0 && i < items.length; i += direction) if (items[i]?.kind === 'row') return i;
  for (let i = wanted; i >= 0 && i < items.length; i -= direction) if (items[i]?.kind === 'row') return i;
  return -1;
}

/** A tab or line break inside a cell would break the table it is pasted into. */
const clean = (text: string): string => text.replace(/[\t\r\n\u00a0]+/g, ' ');

const isCopied = ({ isDrawn }: Pick<Column<never>, 'isDrawn'>): boolean => isDrawn !== true;

const headText = <Row>({ copyLabel, label }: Column<Row>): string => copyLabel ?? label;

const cellText = <Row>(column: Column<Row>, row: Row): string => {
  if (column.copy !== undefined) return column.copy(row);
  const unit = column.unit?.(row) ?? '';
  return unit === '' ? column.text(row) : `${column.text(row)} ${unit}`;
};

/**
 * What a spreadsheet would run as a formula is kept from that by an apostrophe; a number, with its unit or without, is none.
 * Control characters in front are passed over by some.
 */
const defused = (text: string): string =>
  /^[\t\r\n]|^\s*[=+\-@]/.test(text) && !/^[+-]?[\d.,]+(?:\s?[%\p{L}]+)?$/u.test(text) ? `'${text}` : text;

export function toTsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[], withHead: boolean): string {
  const copied = columns.filter(isCopied);
  const line = (row: Row): string => copied.map((column) => clean(defused(cellText(column, row)))).join('\t');
  const head = withHead ? [copied.map((column) => clean(defused(headText(column)))).join('\t')] : [];
  return [...head, ...rows.map(line)].join('\n');
}

/** As RFC 4180 has it, with heads. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cell = (text: string): string => {
    const safe = defused(text);
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const copied = columns.filter(isCopied);
  const lines = [
    copied.map((column) => cell(headText(column))),
    ...rows.map((row) => copied.map((column) => cell(cellText(column, row)))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}
