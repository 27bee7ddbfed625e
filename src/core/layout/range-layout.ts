// Where ranges are that may overlap: which of them reach into a view, and on which level each has room.

export interface RangeLayout {
  readonly length: number;
  /** In order of their beginnings, and their ends. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The latest end of all up to each: ascends, so that what lies before a view can be left out. */
  readonly reach: Float64Array;
  /** On one level no two overlap; those beyond the last share it. */
  readonly level: Uint8Array;
  readonly levels: number;
}

export function layOutRanges(from: Float64Array, to: Float64Array, maxLevels = 8): RangeLayout {
  const { length } = from;
  const reach = new Float64Array(length);
  const level = new Uint8Array(length);
  const ends: number[] = [];
  let latest = -Infinity;
  for (let i = 0; i < length; i++) {
    latest = Math.max(latest, to[i]!);
    reach[i] = latest;
    let free = ends.findIndex((end) => end <= from[i]!);
    if (free === -1) free = Math.min(ends.length, maxLevels - 1);
    ends[free] = Math.max(ends[free] ?? -Infinity, to[i]!);
    level[i] = free;
  }
  return { length, from, to, reach, level, levels: Math.max(1, ends.length) };
}

/** The first range that may reach behind a time. */
export function firstReaching({ reach, length }: RangeLayout, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reach[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The range under way at a time on a level, of those that share it the last to begin; −1: none is. */
export function rangeAt(layout: RangeLayout, time: number, level: number): number {
  let found = -1;
  for (let i = firstReaching(layout, time - 1); i < layout.length && layout.from[i]! <= time; i++)
    if (layout.level[i] === level && layout.to[i]! >= time) found = i;
  return found;
}
