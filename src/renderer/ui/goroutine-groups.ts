import type { Frame, GoroutineGroup } from '../../contract/analysis';
import type { Grouping, ReadFrom } from '../../core/goroutine/groupings';
import { fileLine } from './go-name';

/** The frame that names a group: where it waits, or who created it. */
export const namingFrame = (group: GoroutineGroup, by: Grouping): Frame | null =>
  by === 'creator' ? group.createdBy : (group.site ?? group.stack?.[0] ?? null);

/** A profile holds no creators: the grouping would put all under one that nobody named. */
export const canGroup = (by: Grouping, source: ReadFrom): boolean => by !== 'creator' || source !== 'profile';

/** What is not in a capture, in place of a table that would put all under one; null: it is there. */
export const whatIsUnsaid = (
  by: Grouping,
  source: ReadFrom,
  saysLabels: boolean,
): 'noCreators' | 'dumpWithoutLabels' | 'traceWithoutLabels' | null => {
  if (!canGroup(by, source)) return 'noCreators';
  if (by !== 'label' || saysLabels) return null;
  return source === 'trace' ? 'traceWithoutLabels' : 'dumpWithoutLabels';
};

/** `tenant=a, worker=3`, by key; '' without labels. */
export const labelText = (labels: GoroutineGroup['labels']): string =>
  Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

export interface GroupFilter {
  readonly text: string;
  readonly state: string | null;
  readonly ownOnly: boolean;
}

function matches(group: GoroutineGroup, needle: string): boolean {
  const frames = [group.site, group.ownSite, group.createdBy, ...(group.stack ?? [])];
  return (
    frames.some(
      (frame) =>
        frame !== null &&
        (frame.function.toLowerCase().includes(needle) ||
          fileLine(frame.file, frame.line).toLowerCase().includes(needle)),
    ) ||
    (group.state?.toLowerCase().includes(needle) ?? false) ||
    labelText(group.labels).toLowerCase().includes(needle)
  );
}

export function filterGroups(
  groups: readonly GoroutineGroup[],
  filter: GroupFilter,
): readonly GoroutineGroup[] {
  const needle = filter.text.trim().toLowerCase();
  if (needle === '' && filter.state === null && !filter.ownOnly) return groups;
  return groups.filter(
    (group) =>
      (filter.state === null || group.state === filter.state) &&
      (!filter.ownOnly || group.ownSite !== null) &&
      (needle === '' || matches(group, needle)),
  );
}

export interface StateCount {
  readonly state: string;
  readonly count: number;
}
export interface Lens {
  readonly rest: number;
  /** How many times wider the rest is drawn than the bar above draws it. */
  readonly factor: number;
}

/** Part of the width that the lens takes. */
export const LENS_WIDTH = 0.56;
/** Below this the rest is plain to see without one. */
const LENS_FROM = 0.7;

/** A lens on all states but the first, where that one leaves them no room. */
export function lensOf(states: readonly StateCount[]): Lens | null {
  const total = states.reduce((sum, s) => sum + s.count, 0);
  const first = states[0]?.count ?? 0;
  const rest = total - first;
  if (rest === 0 || total === 0 || first / total < LENS_FROM) return null;
  return { rest, factor: (LENS_WIDTH * total) / rest };
}
