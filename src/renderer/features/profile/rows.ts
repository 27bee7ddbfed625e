import type { ProfileTable } from '../../../contract/analysis';
import { fileLine } from '../../ui/go-name';

export interface ProfileRow {
  readonly key: string;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly address: string;
  readonly own: boolean;
  readonly flat: number;
  readonly cum: number;
  /** Flat of this row and of all before it in pprof's order: |flat|, then |cum|, descending. */
  readonly sum: number;
}

/** Rows in the order of `go tool pprof -top`; the running sum stays with its row however the table is sorted. */
export function rankRows(table: ProfileTable): readonly ProfileRow[] {
  const ranked = [...table.rows].sort(
    (a, b) =>
      Math.abs(b.flat) - Math.abs(a.flat) ||
      Math.abs(b.cum) - Math.abs(a.cum) ||
      (a.function < b.function ? -1 : a.function > b.function ? 1 : 0),
  );
  let sum = 0;
  return Object.freeze(
    ranked.map((row) => {
      sum += row.flat;
      return { ...row, key: keyOf(row), sum };
    }),
  );
}

const keyOf = ({ function: name, file, line, address }: ProfileTable['rows'][number]): string =>
  JSON.stringify([name, file, line, address]);

export function filterRows(rows: readonly ProfileRow[], text: string): readonly ProfileRow[] {
  const needle = text.trim().toLowerCase();
  if (needle === '') return rows;
  return rows.filter(
    (row) =>
      row.function.toLowerCase().includes(needle) ||
      row.address === needle.replace(/^0x0*/, '') ||
      fileLine(row.file, row.line).toLowerCase().includes(needle),
  );
}

/** Whose source is shown where nothing is selected: of the program's own functions the one that costs most; '': there is none. */
export function functionForSource(rows: readonly ProfileRow[]): string {
  const own = rows.filter((row) => row.own);
  const most = (own.length > 0 ? own : rows).reduce<ProfileRow | null>(
    (most, row) => (most === null || Math.abs(row.cum) > Math.abs(most.cum) ? row : most),
    null,
  );
  return most?.function ?? '';
}
