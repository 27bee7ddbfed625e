// Which kinds of what a snapshot holds are shown as a profile. Pure: rows of a timeline in, kinds and rows out.
import type { Timeline } from '../../contract/domain';

/** Dumps have a room of their own. Of a trace its waits and CPU samples are shown. */
export const isProfileKind = (kind: string): boolean => kind !== '' && kind !== 'goroutine-dump';

/** By kind, those of `rows` that hold a profile of it, in their order. */
export function holdersByKind(timeline: Timeline, rows: readonly number[]): ReadonlyMap<string, number[]> {
  const holders = new Map<string, number[]>();
  for (const row of rows) {
    for (const kind of new Set((timeline.kinds[row] ?? '').split(',').filter(isProfileKind))) {
      const known = holders.get(kind);
      if (known === undefined) holders.set(kind, [row]);
      else known.push(row);
    }
  }
  return holders;
}

/** The kind to show of several: the one that is wanted, where it is among them. */
export const kindToShow = (kinds: readonly string[], wanted: string | null): string | null =>
  [wanted, 'heap'].find((kind) => kind !== null && kinds.includes(kind)) ?? kinds[0] ?? null;
