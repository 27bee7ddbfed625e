// Two captures of one kind, A and B: functions for a profile, whole stacks for goroutines.
import type { CompareReport } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import { isOwn } from '../../core/base/own-code';
import { groupGoroutines, type GoroutineGroup } from '../../core/goroutine/group';
import { NO_STACK } from '../../core/goroutine/sites';
import { flowBetween } from '../../core/goroutine/survivors';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { topOfView, type TopRow, type TopTable } from '../../core/pprof/top';
import { breakOf } from '../../core/trace/trace-break';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { filterBothGoroutines } from './filtered-goroutines';
import { loadComparable, pathOf, type ProfileFile } from './load';

export interface CompareInput {
  readonly fileA: ProfileFile;
  readonly fileB: ProfileFile;
  readonly kind: string;
  readonly sampleType?: string | undefined;
  readonly filters: FilterQuestion;
}

/** The tables; what the distance in time means is the asker's to add. */
export type ComparedTables = Pick<
  CompareReport,
  'sampleTypes' | 'sampleType' | 'totalA' | 'totalB' | 'filtered' | 'rows' | 'stacks'
> & {
  /** What one event adds at least, in the sample type's unit: a sampled object for a heap, else 1. */
  readonly eventSize: number;
  /** Which of them are of a trace that ends before its end. */
  readonly broken: readonly ('a' | 'b')[];
};

const GOROUTINE_KINDS = new Set(['goroutine', 'goroutine-dump', 'goroutineleak']);

export function compareCaptures(
  input: CompareInput,
  tell: OnProgress = () => undefined,
): Promise<ComparedTables> {
  return GOROUTINE_KINDS.has(input.kind) ? compareGoroutines(input, tell) : compareProfiles(input, tell);
}

async function compareProfiles(
  { fileA, fileB, sampleType, filters }: CompareInput,
  tell: OnProgress,
): Promise<ComparedTables> {
  const [a, b] = await loadComparable(fileA, fileB, tell);
  const { views, options, own, filtered } = filterProfiles([a, b], filters, sampleType);
  const [topA, topB] = views.map((view) => expectAnswer(topOfView(view, options))) as [TopTable, TopTable];
  const rows = joinBy(topA.rows, topB.rows, (row: TopRow) => row.function).map(([rowA, rowB]) => {
    const { function: name, file, line } = (rowB ?? rowA) as TopRow;
    return {
      function: name,
      file,
      line,
      own: isOwn({ function: name, file, line }, own),
      flatA: rowA?.flat ?? 0,
      flatB: rowB?.flat ?? 0,
      cumA: rowA?.cum ?? 0,
      cumB: rowB?.cum ?? 0,
    };
  });
  const sampled = topB.sampleType.unit === 'bytes' && b.periodType.type === 'space';
  return {
    sampleTypes: [...b.sampleTypes],
    sampleType: topB.sampleType,
    totalA: topA.rows.reduce((sum, row) => sum + row.flat, 0),
    totalB: topB.rows.reduce((sum, row) => sum + row.flat, 0),
    filtered,
    rows: rows.sort((x, y) => Math.abs(y.flatB - y.flatA) - Math.abs(x.flatB - x.flatA)),
    stacks: [],
    eventSize: sampled ? Math.max(1, Number(b.period)) : 1,
    broken: (['a', 'b'] as const).filter((side) => breakOf({ a, b }[side]) !== null),
  };
}

async function compareGoroutines(input: CompareInput, tell: OnProgress): Promise<ComparedTables> {
  const files = { fileA: pathOf(input.fileA), fileB: pathOf(input.fileB) };
  const { a, b, own, filtered } = await filterBothGoroutines({ ...input, ...files }, tell);
  const groups = joinBy(
    groupGoroutines(a, 'stack', own),
    groupGoroutines(b, 'stack', own),
    (group) => group.key,
  );
  // What a filter leaves out is not gone.
  const flows = filtered === null ? flowBetween(a, b) : null;
  const stacks = groups.map(([groupA, groupB]) => {
    const { key, site, ownSite, state, stack } = (groupB ?? groupA) as GoroutineGroup;
    return {
      site: site ?? NO_STACK,
      ownSite,
      state,
      stack: [...(stack ?? [])],
      a: groupA?.count ?? 0,
      b: groupB?.count ?? 0,
      flow: flows?.get(key) ?? null,
    };
  });
  return {
    sampleTypes: [{ type: 'goroutine', unit: 'count' }],
    sampleType: { type: 'goroutine', unit: 'count' },
    totalA: a.total,
    totalB: b.total,
    filtered,
    rows: [],
    stacks: stacks.sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a) || y.b - x.b),
    eventSize: 1,
    broken: [],
  };
}

/** Every key of either side once; undefined where a side has none. Of equal keys within a side the first counts. */
function joinBy<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (row: T) => string,
): [T | undefined, T | undefined][] {
  const joined = new Map<string, [T | undefined, T | undefined]>();
  for (const row of a) if (!joined.has(keyOf(row))) joined.set(keyOf(row), [row, undefined]);
  for (const row of b) {
    const pair = joined.get(keyOf(row));
    if (pair === undefined) joined.set(keyOf(row), [undefined, row]);
    else pair[1] ??= row;
  }
  return [...joined.values()];
}
