// A census as a table, and the table of what is more in one trace than in another.
import type { Frame } from '../base/frame';
import { siteOf } from '../base/site';
import type { Census } from './census';
import type { Lanes } from './lanes';
import { NONE, frameOf, type Trace } from './trace';

export interface CensusRow {
  /** The function that these goroutines began with; null where it is not known. */
  readonly startFunction: string | null;
  /** Where they wait, or were seen last. */
  readonly site: Frame | null;
  readonly state: string | null;
  count: number;
}

/** One per start function, site and state; the largest first. */
export function censusRows(trace: Trace, lanes: Lanes, { goroutines, rows }: Census): CensusRow[] {
  const sites = goroutines.stacks.map(siteOf);
  const found = new Map<string, CensusRow>();
  for (let i = 0; i < goroutines.length; i++) {
    const startFrame = lanes.startFrame[rows[i]!]!;
    const startFunction = startFrame === NONE ? null : frameOf(trace, startFrame).function;
    const site = sites[goroutines.stack[i]!]!;
    const state = goroutines.states[goroutines.state[i]!] ?? null;
    const key = JSON.stringify([startFunction, site?.function, site?.file, site?.line, state]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { startFunction, site, state, count: 1 });
    else known.count++;
  }
  return [...found.values()].sort(
    (x, y) =>
      y.count - x.count ||
      compareText(x.startFunction, y.startFunction) ||
      compareText(x.site?.function, y.site?.function),
  );
}

export interface ComparedRow {
  readonly startFunction: string | null;
  /** As in B, or in A where B has none. */
  readonly site: Frame | null;
  a: number;
  b: number;
}

/**
 * One per start function and site, the largest difference first. Lines move from build to build: a site is a line of its
 * function where the two traces have one of its lines in common, or only one of them has any; else it is the function.
 */
export function compareCensus(rowsA: readonly CensusRow[], rowsB: readonly CensusRow[]): ComparedRow[] {
  const hasMoved = movedFunctions(rowsA, rowsB);
  const found = new Map<string, ComparedRow>();
  const add = (row: CensusRow, side: 'a' | 'b'): void => {
    const { startFunction, site, count } = row;
    const line = site !== null && hasMoved(site) ? null : site?.line;
    const key = JSON.stringify([startFunction, site?.function, line]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { startFunction, site, a: 0, b: 0, [side]: count });
    else known[side] += count;
  };
  // B first: its lines are those of the newer code.
  for (const row of rowsB) add(row, 'b');
  for (const row of rowsA) add(row, 'a');
  const difference = ({ a, b }: ComparedRow): number => Math.abs(b - a);
  return [...found.values()].sort(
    (x, y) =>
      difference(y) - difference(x) ||
      y.b - x.b ||
      compareText(x.startFunction, y.startFunction) ||
      compareText(x.site?.function, y.site?.function),
  );
}

function movedFunctions(rowsA: readonly CensusRow[], rowsB: readonly CensusRow[]): (site: Frame) => boolean {
  const linesA = linesByFunction(rowsA);
  const linesB = linesByFunction(rowsB);
  return (site) => {
    const a = linesA.get(site.function);
    const b = linesB.get(site.function);
    return a !== undefined && b !== undefined && !b.some((line) => a.includes(line));
  };
}

function linesByFunction(rows: readonly CensusRow[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const { site } of rows) {
    if (site === null) continue;
    const known = lines.get(site.function);
    if (known === undefined) lines.set(site.function, [site.line]);
    else known.push(site.line);
  }
  return lines;
}

const compareText = (a: string | null | undefined, b: string | null | undefined): number => {
  const [x, y] = [a ?? '', b ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
};
