// Growth of a place whose goroutines, or objects, are spread over many stacks: a recursion, a tree of callers. Each leaked one may have a
// stack of its own then, so that no stack ever rises twice, and all of them together rise for ever.
import { isSameFrame, type Frame, type Stack } from '../base/frame';
import { siteOf } from '../base/site';
import { analyseGrowth, type GrowthOptions, type GrowthResult } from './analyse';
import { fillSeries, type Series } from './series';

/** Of fewer stacks one has enough of the growth to show it by itself. */
const SCATTERED = 8;

export interface SiteGrowth {
  readonly site: Frame;
  /** By the clock of `GrowthOptions`, in the series' unit. */
  readonly perHour: number;
  /** Growth is proven, and has the shape of a leak; else it rises on, and may yet be. */
  readonly proven: boolean;
}

/** Sites of eight stacks or more that rise, the fastest first; not those of which a stack is a suspect. */
export function growthBySite(
  series: Series,
  stacks: readonly Stack[],
  { suspects, load }: GrowthResult,
  options: GrowthOptions = {},
): SiteGrowth[] {
  const known = suspects.map((row) => siteOf(stacks[row] ?? []));
  const rowsOf = new Map<string, { site: Frame; rows: number[] }>();
  stacks.forEach((stack, row) => {
    const site = siteOf(stack);
    if (site === null) return;
    const key = `${site.function}\n${site.line}`;
    const entry = rowsOf.get(key) ?? { site, rows: [] };
    rowsOf.set(key, entry);
    entry.rows.push(row);
  });
  const groups = [...rowsOf.values()].filter(
    ({ site, rows }) =>
      rows.length >= SCATTERED && !known.some((one) => one !== null && isSameFrame(one, site)),
  );
  if (groups.length === 0) return [];
  const sums = addUp(
    series,
    groups.map(({ rows }) => rows),
  );
  const result = analyseGrowth(sums, { ...options, load });
  return [...result.suspects, ...result.undecided]
    .flatMap((row): SiteGrowth[] => {
      const growth = result.stacks[row];
      const site = groups[row]?.site;
      if (growth === undefined || site === undefined) return [];
      return [{ site, perHour: growth.slopePerHour, proven: growth.suspect }];
    })
    .sort((a, b) => b.perHour - a.perHour);
}

/** One row per group, the sum of its rows. */
function addUp(series: Series, groups: readonly (readonly number[])[]): Series {
  const n = series.times.length;
  const values = new Float64Array(groups.length * n);
  const one = new Float64Array(n);
  const units = new Float64Array(groups.length);
  groups.forEach((rows, g) => {
    const sum = values.subarray(g * n, (g + 1) * n);
    for (const row of rows) {
      units[g] = Math.max(units[g] ?? 0, series.units[row] ?? 1);
      fillSeries(series, row, one);
      for (let i = 0; i < n; i++) sum[i] = (sum[i] ?? 0) + (one[i] ?? 0);
    }
  });
  return {
    ...series,
    stackCount: groups.length,
    starts: Int32Array.from({ length: groups.length + 1 }, (_, g) => g * n),
    observations: Int32Array.from({ length: values.length }, (_, i) => i % n),
    values,
    units,
  };
}
