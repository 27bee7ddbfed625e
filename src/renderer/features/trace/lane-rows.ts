// What stands where in a pane: rows from top to bottom, of which thousands may be lanes. Pure.
import type { LaneGroup } from '../../workers/trace-answers';
import type { LaneSort } from './trace.store';

/** Height of a lane and of most other rows, in CSS pixels. */
export const ROW = 20;
const HEAP = 30;
/** The highest band of a group. */
const MOST_BAND = 72;

/** Rows of one kind and height, one below the other. */
export interface Segment {
  readonly kind: 'gc' | 'stw' | 'heap' | 'count' | 'user' | 'group' | 'lanes';
  readonly top: number;
  /** Of each. */
  readonly height: number;
  readonly count: number;
  /** Of `group` and `lanes`, but of those that stand by themselves. */
  readonly group: LaneGroup | null;
  /** Lanes of `lanes`, in the order shown; the row of `user`. */
  readonly lanes: Uint32Array;
}

export interface LaneRow {
  readonly segment: Segment;
  readonly top: number;
  readonly height: number;
  /** Of `lanes`, or a row of `user`; −1: it is neither. */
  readonly lane: number;
}

/** What lanes are sorted by, per lane. */
export interface LaneWeights {
  readonly blockedNs: Float64Array;
  readonly lifetimeNs: Float64Array;
}

const NO_LANES = new Uint32Array();

/** Bands as high as they have goroutines, to one scale for both traces: so many a pixel. */
export function goroutinesPerPixel(groups: readonly LaneGroup[]): number {
  const highest = groups.reduce((max, { most }) => Math.max(max, most), 0);
  const least = highest / MOST_BAND;
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 1.5, 2, 3, 5, 10].map((factor) => Math.ceil(factor * power)).find((n) => n >= least) ?? highest;
}

/** Below this a band says nothing by its height: all are as high as a lane. */
const SCALED_FROM = 200;

export function bandHeight(goroutines: number, perPixel: number): number {
  if (perPixel * MOST_BAND < SCALED_FROM) return ROW;
  return Math.max(ROW, Math.round(goroutines / perPixel));
}

export interface RowsOptions {
  readonly fixed: readonly ('gc' | 'stw' | 'heap' | 'count')[];
  readonly groups: readonly LaneGroup[];
  /** Heights of the rows of tasks and regions; none where they are not shown. */
  readonly user: readonly number[];
  /** Lanes that are of no group, as Ps are. */
  readonly lone: Uint32Array;
  readonly weights: LaneWeights;
  readonly sort: LaneSort;
  /** Names of groups whose lanes are shown. */
  readonly opened: ReadonlySet<string>;
  /** 1 per lane that is looked for; null: nothing is. */
  readonly found: Uint8Array | null;
  readonly perPixel: number;
}

/** With few of them found all are shown. */
const SHOWN_WHEN_FOUND = 200;

export function segmentsOf({ fixed, found, ...options }: RowsOptions): Segment[] {
  const segments: Segment[] = [];
  let top = 0;
  const add = (
    kind: Segment['kind'],
    height: number,
    group: LaneGroup | null,
    lanes: Uint32Array = NO_LANES,
  ): void => {
    const count = kind === 'lanes' ? lanes.length : 1;
    segments.push({ kind, top, height, count, group, lanes });
    top += height * count;
  };
  for (const kind of fixed) add(kind, kind === 'heap' || kind === 'count' ? HEAP : ROW, null);
  options.user.forEach((height, row) => add('user', height, null, Uint32Array.of(row)));
  const groups = options.groups.flatMap((group) => {
    if (found === null) return [group];
    const lanes = group.lanes.filter((lane) => found[lane] === 1);
    return lanes.length === 0 ? [] : [{ ...group, lanes, atEnd: lanes.length, most: lanes.length }];
  });
  const areFew =
    found !== null && groups.reduce((sum, { lanes }) => sum + lanes.length, 0) <= SHOWN_WHEN_FOUND;
  for (const group of sortGroups(groups, options)) {
    add('group', bandHeight(group.most, options.perPixel), group);
    if (areFew || options.opened.has(group.name)) add('lanes', ROW, group, sortLanes(group.lanes, options));
  }
  if (options.lone.length > 0) add('lanes', ROW, null, options.lone);
  return segments;
}

type Sorting = Pick<RowsOptions, 'sort' | 'weights'>;

function sortGroups(groups: readonly LaneGroup[], { sort, weights }: Sorting): readonly LaneGroup[] {
  const sum = (column: Float64Array, lanes: Uint32Array): number =>
    lanes.reduce((all, lane) => all + column[lane]!, 0);
  const byName = (a: LaneGroup, b: LaneGroup): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (sort === 'name') return groups.toSorted(byName);
  const weightOf = ({ lanes, atEnd }: LaneGroup): number => {
    // Of those that are as many at the end, those that were more.
    if (sort === 'count') return atEnd + lanes.length / 1e7;
    return sum(sort === 'blocked' ? weights.blockedNs : weights.lifetimeNs, lanes);
  };
  const weighed = new Map(groups.map((group) => [group, weightOf(group)]));
  return groups.toSorted((a, b) => weighed.get(b)! - weighed.get(a)! || byName(a, b));
}

function sortLanes(lanes: Uint32Array, { sort, weights }: Sorting): Uint32Array {
  if (sort === 'count' || sort === 'name') return lanes;
  const column = sort === 'blocked' ? weights.blockedNs : weights.lifetimeNs;
  return lanes.slice().sort((a, b) => column[b]! - column[a]! || a - b);
}

export const heightOf = (segments: readonly Segment[]): number => {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.top + last.height * last.count;
};

const rowIn = (segment: Segment, index: number): LaneRow => ({
  segment,
  top: segment.top + index * segment.height,
  height: segment.height,
  lane: segment.lanes[index] ?? -1,
});

/** Rows of which something is between two heights, from the top down. */
export function rowsBetween(segments: readonly Segment[], from: number, to: number): LaneRow[] {
  const rows: LaneRow[] = [];
  for (const segment of segments) {
    if (segment.top >= to) break;
    const first = Math.max(0, Math.floor((from - segment.top) / segment.height));
    const end = Math.min(segment.count, Math.ceil((to - segment.top) / segment.height));
    for (let i = first; i < end; i++) rows.push(rowIn(segment, i));
  }
  return rows;
}

export const rowAt = (segments: readonly Segment[], y: number): LaneRow | null =>
  rowsBetween(segments, y, y + 1)[0] ?? null;

/** The row of a lane; null: it is in a group that is closed, or not looked for. */
export function rowOfLane(segments: readonly Segment[], lane: number): LaneRow | null {
  for (const segment of segments) {
    if (segment.kind !== 'lanes' && segment.kind !== 'user') continue;
    const index = segment.lanes.indexOf(lane);
    if (index >= 0) return rowIn(segment, index);
  }
  return null;
}

/** The row of a group; null: it is not shown. */
export function rowOfGroup(segments: readonly Segment[], name: string): LaneRow | null {
  const segment = segments.find((one) => one.kind === 'group' && one.group?.name === name);
  return segment === undefined ? null : rowIn(segment, 0);
}

/** The next row up or down that can be chosen: groups and lanes. */
export function stepFrom(segments: readonly Segment[], row: LaneRow | null, step: 1 | -1): LaneRow | null {
  const isChosen = (one: LaneRow | null): boolean =>
    one !== null && (one.segment.kind === 'group' || one.lane >= 0);
  let next =
    row === null ? rowAt(segments, 0) : rowAt(segments, step > 0 ? row.top + row.height : row.top - 1);
  while (next !== null && !isChosen(next))
    next = rowAt(segments, step > 0 ? next.top + next.height : next.top - 1);
  return next;
}
