// What is more in one trace than in another: goroutines by start function, and by where they wait. Pure.
import type { Frame } from '../../../core/base/frame';
import { compareCensus, type CensusRow } from '../../../core/trace/census-rows';

export interface MoreRow {
  readonly key: string;
  /** '' where it is not known. */
  readonly startFunction: string;
  /** Where most of them are, in B, or in A where B has none. */
  readonly site: Frame | null;
  readonly state: string | null;
  readonly a: number;
  readonly b: number;
}

export type MoreBy = 'start' | 'site';

export const differenceOf = ({ a, b }: Pick<MoreRow, 'a' | 'b'>): number => b - a;

/** The largest difference first, whichever way it goes. */
export function moreRows(a: readonly CensusRow[], b: readonly CensusRow[], by: MoreBy): MoreRow[] {
  const rows = new Map<string, { -readonly [K in keyof MoreRow]: MoreRow[K] } & { most: number }>();
  for (const row of compareCensus(a, b)) {
    const startFunction = row.startFunction ?? '';
    const key = by === 'start' ? startFunction : JSON.stringify([startFunction, row.site]);
    const most = row.b > 0 ? row.b : row.a;
    const known = rows.get(key);
    if (known === undefined) {
      rows.set(key, { key, startFunction, site: row.site, state: null, a: row.a, b: row.b, most });
      continue;
    }
    known.a += row.a;
    known.b += row.b;
    if (most > known.most) {
      known.site = row.site;
      known.most = most;
    }
  }
  const stateOf = statesOf(a, b);
  return [...rows.values()]
    .map(({ most: _, ...row }) => ({ ...row, state: stateOf(row) }))
    .sort((x, y) => Math.abs(differenceOf(y)) - Math.abs(differenceOf(x)) || y.b - x.b);
}

/** The state of most of those that began so and are at that function. */
function statesOf(
  a: readonly CensusRow[],
  b: readonly CensusRow[],
): (row: Pick<MoreRow, 'startFunction' | 'site'>) => string | null {
  const found = new Map<string, { state: string | null; count: number }>();
  const keyOf = (startFunction: string, site: Frame | null): string =>
    JSON.stringify([startFunction, site?.function]);
  for (const { startFunction, site, state, count } of [...b, ...a]) {
    const key = keyOf(startFunction ?? '', site);
    if (count > (found.get(key)?.count ?? 0)) found.set(key, { state, count });
  }
  return ({ startFunction, site }) => found.get(keyOf(startFunction, site))?.state ?? null;
}

/** The difference as a sentence has it. */
export interface MoreSaid {
  readonly a: number;
  readonly b: number;
  /** The fewest start functions whose own increase (or decrease) makes up nearly all of the difference. */
  readonly in: number;
  /** Of all others. */
  readonly restA: number;
  readonly restB: number;
  /** What was added and what went, by start function: where both are much, the difference alone misleads. */
  readonly up: number;
  readonly down: number;
}

/** So much of the larger way that the smaller one must not be passed over. */
const MUCH = 0.1;
export const isMixed = ({ up, down }: Pick<MoreSaid, 'up' | 'down'>): boolean =>
  Math.min(up, down) > MUCH * Math.max(up, down);

/** So much of a difference is as good as all of it. */
const NEARLY_ALL = 0.98;

/** Of rows by start function. */
export function sayMore(rows: readonly MoreRow[]): MoreSaid {
  const a = rows.reduce((sum, row) => sum + row.a, 0);
  const b = rows.reduce((sum, row) => sum + row.b, 0);
  const sign = Math.sign(b - a);
  let told = 0;
  let [restA, restB] = [a, b];
  for (const row of rows) {
    if (sign === 0 || Math.sign(differenceOf(row)) !== sign) continue;
    if ((b - restB - (a - restA)) * sign >= (b - a) * sign * NEARLY_ALL) break;
    told += 1;
    restA -= row.a;
    restB -= row.b;
  }
  const changes = rows.map(differenceOf);
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const up = sum(changes.filter((one) => one > 0));
  return { a, b, in: told, restA, restB, up, down: up - (b - a) };
}
