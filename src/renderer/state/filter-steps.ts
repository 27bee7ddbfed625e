// Taking one change of a session's filters back. Pure: lists in, a list out.
import { MAX_FILTERS, standsAlone, type Filter } from '../../core/pprof/filter/filters';

/** A place in the list tells nothing once another window has changed it: in this window a filter is known by its id. */
export interface ListedFilter extends Filter {
  readonly id: number;
}
export type FilterList = readonly ListedFilter[];

/** Of a kind of which one at a time counts: with the one on, the other is off. */
export const isOther = (filter: Filter, kept: Filter): boolean =>
  filter.enabled && standsAlone(filter.kind) && kept.kind === filter.kind;

const isSame = (one: Filter | undefined, other: Filter | undefined): boolean =>
  one?.kind === other?.kind && one?.pattern === other?.pattern && one?.enabled === other?.enabled;

/** Those that a change from `before` to `after` has added, removed or altered, by id. */
function changedBy(before: FilterList, after: FilterList): ReadonlySet<number> {
  const find = (list: FilterList, id: number): Filter | undefined => list.find((one) => one.id === id);
  const ids = [...before, ...after].map(({ id }) => id);
  return new Set(ids.filter((id) => !isSame(find(before, id), find(after, id))));
}

export const isChange = (before: FilterList, after: FilterList): boolean => changedBy(before, after).size > 0;

/**
 * What a change from `before` to `after` changed is as it was before, and what was set besides stays as it is `now`: where
 * another one has taken the turn of one that comes back, that is off. null: it cannot be, since what it changed was changed
 * again.
 */
export function takeBackStep(now: FilterList, before: FilterList, after: FilterList): FilterList | null {
  const changed = changedBy(before, after);
  const was = new Map(before.map((filter) => [filter.id, filter]));
  const became = new Map(after.map((filter) => [filter.id, filter]));
  const isNow = new Map(now.map((filter) => [filter.id, filter]));
  if ([...changed].some((id) => !isSame(isNow.get(id), became.get(id)))) return null;
  const kept = now.filter(({ id }) => !changed.has(id));
  const next = now.flatMap((filter) => (changed.has(filter.id) ? (was.get(filter.id) ?? []) : filter));
  for (const [at, filter] of before.entries()) {
    // What another window has removed does not come back by this.
    if (isNow.has(filter.id) || !changed.has(filter.id)) continue;
    if (kept.some(({ kind, pattern }) => kind === filter.kind && pattern === filter.pattern)) return null;
    next.splice(at, 0, filter);
  }
  if (next.length > MAX_FILTERS) return null;
  const hasLostItsTurn = (filter: ListedFilter): boolean =>
    changed.has(filter.id) && kept.some((one) => one.enabled && isOther(filter, one));
  return next.map((filter) => (hasLostItsTurn(filter) ? { ...filter, enabled: false } : filter));
}
