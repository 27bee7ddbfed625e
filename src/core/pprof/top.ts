import { ok, type FormatError, type Result } from '../base/result';
import type { NodePlace } from './graph-nodes';
import { pprofName } from './names';
import type { TopSort } from './node-order';
import { DEFAULT_OPTIONS, type ReportOptions } from './options';
import { at, type Profile, type ValueType } from './profile';
import { openReport, reportContext, type ReportContext } from './report/context';
import { reportNodes, trimmedGraph } from './trimmed-graph';
import type { View } from './view';

export interface TopOptions {
  /** Name or index, as `go tool pprof -sample_index` takes them; default: pprof's own. */
  readonly sampleType?: string;
  readonly sort?: TopSort;
}

export interface TopRow {
  readonly function: string;
  /** Where the function is, '' and 0 where the file does not say. `line` is where it begins. */
  readonly file: string;
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  /** What the granularity tells it apart by. */
  readonly place: NodePlace;
  /** The first function that it stands for; '' for a place without one. */
  readonly owner: string;
}

export interface TopTable {
  readonly sampleType: ValueType;
  /** What pprof takes percentages of: the sum of absolute values, or that of the base after a relative difference. */
  readonly total: number;
  /** All functions that have a value, in pprof's order. */
  readonly rows: readonly TopRow[];
}

/** The table of `go tool pprof -top`, untrimmed. Fails where there is no such sample type. */
export function top(profile: Profile, options: TopOptions = {}): Result<TopTable, FormatError> {
  return topOf(profile, {
    ...DEFAULT_OPTIONS,
    sampleIndex: options.sampleType ?? '',
    sort: options.sort ?? 'flat',
  });
}

/** The same with any of pprof's options, but for those that trim. `function` is what the granularity tells apart. */
export function topOf(profile: Profile, options: ReportOptions): Result<TopTable, FormatError> {
  const opened = openReport(profile, options);
  return opened.ok ? ok(tableOf(opened.value)) : opened;
}

/** Of a view by the same options, but each file once. */
export function topOfView(view: View, options: ReportOptions): Result<TopTable, FormatError> {
  const context = reportContext(view, options);
  return context.ok
    ? ok(tableOf(context.value, reportNodes(context.value, options.granularity !== 'files')))
    : context;
}

function tableOf(context: ReportContext, nodes = reportNodes(context)): TopTable {
  const { profile, options } = context;
  const trim = {
    sort: options.sort,
    dropNegative: options.dropNegative,
    nodeCount: 0,
    nodeFraction: 0,
    edgeFraction: 0,
  };
  const { sums, shown } = trimmedGraph(context, trim, nodes);
  const { functions, strings } = profile;
  return {
    sampleType: { type: context.sampleType, unit: context.unit },
    total: Number(context.total),
    rows: shown.map((node): TopRow => {
      const row = at(nodes.functionRow, node);
      return {
        function: at(nodes.name, node),
        file: row < 0 ? '' : at(strings, at(functions.filename, row)),
        line: row < 0 ? 0 : at(functions.startLine, row),
        flat: at(sums.shownFlat.numbers, node),
        cum: at(sums.shownCum.numbers, node),
        place: at(nodes.place, node),
        owner: row < 0 ? '' : pprofName(profile, row),
      };
    }),
  };
}
