import { ok, type FormatError, type Result } from '../base/result';
import { aggregate } from './aggregate';
import { graphNodes } from './graph-nodes';
import { orderNodes, type TopSort } from './node-order';
import { at, type Profile, type ValueType } from './profile';
import { dropFrames } from './drop-frames';
import { sampleTypeIndex } from './sample-type';

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
  const type = sampleTypeIndex(profile, options.sampleType);
  if (!type.ok) return type;
  const shown = dropFrames(profile);
  const nodes = graphNodes(shown);
  const sums = aggregate(shown, nodes, type.value);
  const { functions, strings } = shown;
  const rows = orderNodes(nodes, sums, options.sort ?? 'flat').map((node): TopRow => {
    const row = at(nodes.functionRow, node);
    return {
      function: at(nodes.name, node),
      file: row < 0 ? '' : at(strings, at(functions.filename, row)),
      line: row < 0 ? 0 : at(functions.startLine, row),
      flat: at(sums.flat.numbers, node),
      cum: at(sums.cum.numbers, node),
    };
  });
  return ok({ sampleType: at(shown.sampleTypes, type.value), total: sums.total, rows });
}
