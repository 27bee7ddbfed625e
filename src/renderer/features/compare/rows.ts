import type { CompareReport, Frame } from '../../../contract/analysis';
import { fileLine } from '../../ui/go-name';

/** A row of either table: a whole stack, or a function. */
export interface CompareRow {
  readonly key: string;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly own: boolean;
  readonly state: string | null;
  /** Empty for a function. */
  readonly stack: readonly Frame[];
  readonly ownSite: Frame | null;
  /** Goroutines in the stack, or flat of the function. */
  readonly a: number;
  readonly b: number;
  readonly delta: number;
  readonly cumA: number;
  readonly cumB: number;
  /** The same goroutines in A and B, where two dumps of one process say it. */
  readonly flow: CompareReport['stacks'][number]['flow'];
}

export function stackRows(report: CompareReport): readonly CompareRow[] {
  return Object.freeze(
    report.stacks.map((s) => ({
      key: `${s.state ?? ''}|${s.stack.map((f) => `${f.function}:${f.line}`).join(';')}`,
      function: s.site.function,
      file: s.site.file,
      line: s.site.line,
      own: s.ownSite?.function === s.site.function,
      state: s.state,
      stack: s.stack,
      ownSite: s.ownSite,
      a: s.a,
      b: s.b,
      delta: s.b - s.a,
      cumA: s.a,
      cumB: s.b,
      flow: s.flow,
    })),
  );
}

export function functionRows(report: CompareReport): readonly CompareRow[] {
  return Object.freeze(
    report.rows.map((r) => ({
      key: `${r.function}|${r.file}|${r.line}`,
      function: r.function,
      file: r.file,
      line: r.line,
      own: r.own,
      state: null,
      stack: [],
      ownSite: null,
      a: r.flatA,
      b: r.flatB,
      delta: r.flatB - r.flatA,
      cumA: r.cumA,
      cumB: r.cumB,
      flow: null,
    })),
  );
}

export function filterRows(rows: readonly CompareRow[], text: string): readonly CompareRow[] {
  const needle = text.trim().toLowerCase();
  if (needle === '') return rows;
  return rows.filter(
    (row) =>
      row.function.toLowerCase().includes(needle) ||
      fileLine(row.file, row.line).toLowerCase().includes(needle) ||
      (row.state?.toLowerCase().includes(needle) ?? false) ||
      row.stack.some((f) => f.function.toLowerCase().includes(needle)),
  );
}

export interface Sides {
  readonly up: number;
  readonly ups: number;
  readonly down: number;
  readonly downs: number;
}

/** What rose and what fell, apart: a sum of both can hide either. */
export function sumSides(rows: readonly CompareRow[]): Sides {
  let [up, ups, down, downs] = [0, 0, 0, 0];
  for (const { delta } of rows) {
    if (delta > 0) {
      up += delta;
      ups += 1;
    } else if (delta < 0) {
      down += delta;
      downs += 1;
    }
  }
  return { up, ups, down, downs };
}

/** Kinds that both sides hold, in the order in which one looks for a leak; a dump only where there is no profile. */
export function commonKinds(a: readonly string[], b: readonly string[]): readonly string[] {
  const order = ['goroutine', 'goroutine-dump', 'heap', 'allocs'];
  const rank = (kind: string): number => {
    const at = order.indexOf(kind);
    return at < 0 ? order.length : at;
  };
  return a
    .filter((kind) => kind !== '' && b.includes(kind))
    .sort((x, y) => rank(x) - rank(y) || (x < y ? -1 : 1));
}

/** Whose source is shown where nothing is selected: of the program's own the function that changed most; '': there is none. */
export function functionForSource(rows: readonly CompareRow[]): string {
  const change = (row: CompareRow): number => Math.abs(row.cumB - row.cumA);
  const own = rows.filter((row) => row.own);
  const most = (own.length > 0 ? own : rows).reduce<CompareRow | null>(
    (most, row) => (most === null || change(row) > change(most) ? row : most),
    null,
  );
  return most?.function ?? '';
}
