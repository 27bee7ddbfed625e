// Functions with what each of their lines costs (google/pprof, internal/report: printSource, getSourceFromFile), before
// any source is looked for.
import { exactAt } from '../base/int64-column';
import { graphNodes, granularityOf } from './graph-nodes';
import { compareAsGo } from './node-order';
import { at } from './profile';
import type { ReportContext } from './report/context';
import { trimPath } from '../source/pprof-places';
import { trimmedGraph, type TrimmedGraph } from './trimmed-graph';

/** Sums are int64, and wrap around as pprof's do. Of means, the numbers before they are divided, as pprof lists them. */
export interface LineSum {
  readonly flat: bigint;
  readonly cum: bigint;
}

/** A function as far as it lies in one file. */
export interface SourceRoutine extends LineSum {
  readonly function: string;
  /** As reports show it: trimmed. '' where no line of the function has a file; then there are no lines either. */
  readonly file: string;
  /** Where the function begins; 0: the profile does not say. */
  readonly start: number;
  /** Lines that are worth showing, some before and after those that cost something. */
  readonly first: number;
  readonly last: number;
  /** By line, those that cost something. Line 0 stands for lines that are not known. */
  readonly lines: ReadonlyMap<number, LineSum>;
}

/** So many lines are shown before and after those that cost something. */
const MARGIN = 5;

const wrapped = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Every line of every function, told apart by file. */
export function lineGraph(context: ReportContext): TrimmedGraph {
  const { profile, options } = context;
  const nodes = graphNodes(profile, {
    granularity: {
      ...granularityOf('lines', options.noInlines, options.showColumns),
      binary: true,
    },
    shownFile: (file) => trimPath(file, options),
  });
  const all = {
    sort: options.sort,
    dropNegative: options.dropNegative,
    nodeCount: 0,
    nodeFraction: 0,
    edgeFraction: 0,
  };
  return trimmedGraph(context, all, nodes);
}

/** Of functions whose name matches, by name and file. */
export function sourceRoutines(
  { profile }: ReportContext,
  { nodes, shown, sums }: TrimmedGraph,
  matches: (name: string) => boolean,
): readonly SourceRoutine[] {
  const found = new Map<string, Map<string, RoutineSums>>();
  for (const node of shown) {
    const { function: name, file, line } = at(nodes.place, node);
    if (!matches(name)) continue;
    let files = found.get(name);
    if (files === undefined) {
      files = new Map<string, RoutineSums>();
      found.set(name, files);
    }
    let routine = files.get(file);
    if (routine === undefined) files.set(file, (routine = new RoutineSums()));
    const row = at(nodes.functionRow, node);
    const start = row < 0 ? 0 : at(profile.functions.startLine, row);
    routine.add(line, start, { flat: exactAt(sums.flat, node), cum: exactAt(sums.cum, node) });
  }
  return [...found]
    .toSorted(([a], [b]) => compareAsGo(a, b))
    .flatMap(([name, files]) => {
      if (files.size > 1) files.delete('');
      return [...files]
        .toSorted(([a], [b]) => compareAsGo(a, b))
        .map(([file, routine]) => routine.finish(name, file));
    });
}

class RoutineSums {
  private readonly lines = new Map<number, LineSum>();
  private flat = 0n;
  private cum = 0n;
  private start = 0;
  private first = Infinity;
  private last = -Infinity;

  /** `start`: where the function begins, 0 unknown. */
  add(line: number, start: number, { flat, cum }: LineSum): void {
    const had = this.lines.get(line) ?? { flat: 0n, cum: 0n };
    this.lines.set(line, { flat: wrapped(had.flat + flat), cum: wrapped(had.cum + cum) });
    this.flat = wrapped(this.flat + flat);
    this.cum = wrapped(this.cum + cum);
    this.start ||= start;
    this.first = Math.min(this.first, start === 0 ? line - MARGIN : start);
    this.last = Math.max(this.last, line + MARGIN);
  }

  finish(name: string, file: string): SourceRoutine {
    const { lines, flat, cum, start, first, last } = this;
    return {
      function: name,
      file,
      flat,
      cum,
      start,
      first: Math.max(1, first),
      last,
      lines: file === '' ? new Map() : lines,
    };
  }
}
