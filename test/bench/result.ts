import type { Spread } from './measure';

/** One bar of the table: a ratio of two times of one run, or a time or an amount by itself. */
export interface Row {
  readonly bench: string;
  readonly what: string;
  readonly ours: Spread;
  /** What it is held against; null for an absolute bar. */
  readonly theirs: { readonly what: string; readonly spread: Spread } | null;
  readonly unit: 'ms' | 'MB';
  /** Of the ratio, or of the median; null: measured for the record only. */
  readonly limit: number | null;
}

export interface Skipped {
  readonly bench: string;
  readonly why: string;
}

export const valueOf = ({ ours, theirs }: Row): number =>
  theirs === null ? ours.median : ours.median / theirs.spread.median;

export const isMet = (row: Row): boolean => row.limit === null || valueOf(row) <= row.limit;

const figure = (value: number): string => (value < 1000 ? value.toPrecision(3) : value.toFixed(0));
const show = ({ median, min, max }: Spread, unit: string): string =>
  `${figure(median)} ${unit} (${figure(min)}–${figure(max)})`;

export function formatRows(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { ours, theirs, unit, limit } = row;
    const suffix = theirs === null ? ` ${unit}` : '×';
    return [
      row.bench,
      row.what,
      show(ours, unit),
      theirs === null ? '' : `${theirs.what}: ${show(theirs.spread, unit)}`,
      theirs === null ? '' : `${valueOf(row).toPrecision(2)}×`,
      limit === null ? '' : `≤ ${limit}${suffix}`,
      limit === null ? '' : isMet(row) ? 'met' : 'MISSED',
    ];
  });
  const table = [
    ['bench', 'what', 'median (min–max)', 'against', 'ratio', 'bar', ''],
    lines.map(() => '---'),
    ...lines,
  ];
  table[1] = table[0]!.map(() => '---');
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
