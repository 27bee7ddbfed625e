// What the lines of one function cost, as `list` has it, and where they call to, as `peek` has it by lines: of one profile,
// or of two side by side.
import { collectEdges } from './edges';
import { at } from './profile';
import type { ReportContext } from './report/context';
import { lineGraph, sourceRoutines, type LineSum, type SourceRoutine } from './source-routines';
import type { TrimmedGraph } from './trimmed-graph';

export interface Cost {
  readonly flat: number;
  readonly cum: number;
}

/** `before`: the same in the other profile; null where there is none to compare with. */
export interface LineCost extends Cost {
  readonly line: number;
  readonly before: Cost | null;
}

/** A call from a line to a line of a function. */
export interface LineCall {
  readonly line: number;
  readonly function: string;
  readonly file: string;
  /** Where the callee is at, not where it begins. */
  readonly at: number;
  readonly value: number;
  readonly before: number | null;
}

/** The function as far as it lies in one file. */
export interface FunctionFile extends Cost {
  /** '' where the profile has no file for it. */
  readonly file: string;
  readonly before: Cost | null;
  /** Where the function begins; 0: the profile does not say. */
  readonly start: number;
  /** Lines that `list` shows. */
  readonly first: number;
  readonly last: number;
  readonly lines: readonly LineCost[];
  /** Lines of other functions in the same file, closures among them. */
  readonly others: readonly (LineCost & { readonly function: string })[];
  /** The heaviest first. */
  readonly calls: readonly LineCall[];
}

/** More than these are not read by anyone; the heaviest stay. */
const MAX_OTHERS = 20_000;
const MAX_CALLS = 2_000;

interface Side {
  readonly routines: readonly SourceRoutine[];
  readonly calls: readonly (Omit<LineCall, 'before'> & { readonly from: string })[];
}

/** By file; none where nothing of the function is there. */
export function functionSource(
  name: string,
  context: ReportContext,
  before: ReportContext | null = null,
): FunctionFile[] {
  const now = sideOf(context, name);
  const past = before === null ? null : sideOf(before, name);
  const own = joined(now.routines, past?.routines ?? null, (routine) => routine.function === name);
  return own.map(([routine, other]) => {
    const { file, start } = (routine ?? other) as SourceRoutine;
    const sides = [routine, other].filter((one) => one !== undefined);
    const others = joined(
      now.routines,
      past?.routines ?? null,
      (one) => one.file === file && file !== '' && one.function !== name,
    );
    return {
      ...costOf(routine),
      file,
      start,
      before: past === null ? null : costOf(other),
      first: Math.min(...sides.map(({ first }) => first)),
      last: Math.max(...sides.map(({ last }) => last)),
      lines: lineCosts(routine, other, past !== null),
      others: heaviest(
        others.flatMap(([a, b]) =>
          lineCosts(a, b, past !== null).map((line) => ({ ...line, function: (a ?? b)?.function ?? '' })),
        ),
        MAX_OTHERS,
        weightOf,
      ),
      calls: joinCalls(now, past, file),
    };
  });
}

function sideOf(context: ReportContext, name: string): Side {
  const graph = lineGraph(context);
  return {
    routines: sourceRoutines(context, graph, () => true),
    calls: callsFrom(context, graph, name),
  };
}

function callsFrom(context: ReportContext, { nodes }: TrimmedGraph, name: string): Side['calls'] {
  const all = new Uint8Array(nodes.length).fill(1);
  const edges = collectEdges(context.profile, nodes, context.measure, all, null);
  const found = new Map<string, Side['calls'][number]>();
  for (let edge = 0; edge < edges.length; edge++) {
    const from = at(nodes.place, at(edges.from, edge));
    if (from.function !== name) continue;
    const { function: callee, file, line } = at(nodes.place, at(edges.to, edge));
    const key = JSON.stringify([from.file, from.line, callee, file, line]);
    const value = at(edges.shownWeight.numbers, edge) + (found.get(key)?.value ?? 0);
    found.set(key, { from: from.file, line: from.line, function: callee, file, at: line, value });
  }
  return [...found.values()];
}

function joinCalls(now: Side, past: Side | null, file: string): LineCall[] {
  const keyOf = (call: Side['calls'][number]): string =>
    JSON.stringify([call.line, call.function, call.file, call.at]);
  const ofFile = (side: Side | null): Side['calls'] => side?.calls.filter(({ from }) => from === file) ?? [];
  const was = new Map(ofFile(past).map((call) => [keyOf(call), call]));
  const calls = ofFile(now).map(({ from: _, ...call }): LineCall => {
    const key = keyOf({ from: file, ...call });
    const before = was.get(key)?.value ?? 0;
    was.delete(key);
    return { ...call, before: past === null ? null : before };
  });
  const gone = [...was.values()].map(({ from: _, ...call }) => ({ ...call, value: 0, before: call.value }));
  return heaviest([...calls, ...gone], MAX_CALLS, ({ value, before }) =>
    Math.max(Math.abs(value), Math.abs(before ?? 0)),
  );
}

type Pair = readonly [now: SourceRoutine | undefined, before: SourceRoutine | undefined];

function joined(
  now: readonly SourceRoutine[],
  past: readonly SourceRoutine[] | null,
  wanted: (routine: SourceRoutine) => boolean,
): Pair[] {
  const keyOf = (routine: SourceRoutine): string => JSON.stringify([routine.function, routine.file]);
  const was = new Map((past ?? []).filter(wanted).map((routine) => [keyOf(routine), routine]));
  const pairs = now.filter(wanted).map((routine): Pair => {
    const other = was.get(keyOf(routine));
    was.delete(keyOf(routine));
    return [routine, other];
  });
  return [...pairs, ...[...was.values()].map((routine): Pair => [undefined, routine])];
}

const NOTHING: LineSum = { flat: 0n, cum: 0n };
const costOf = ({ flat, cum }: LineSum = NOTHING): Cost => ({ flat: Number(flat), cum: Number(cum) });

function lineCosts(
  now: SourceRoutine | undefined,
  past: SourceRoutine | undefined,
  isComparison: boolean,
): LineCost[] {
  const lines = new Set([...(now?.lines.keys() ?? []), ...(past?.lines.keys() ?? [])]);
  return [...lines]
    .toSorted((a, b) => a - b)
    .map((line) => ({
      line,
      ...costOf(now?.lines.get(line)),
      before: isComparison ? costOf(past?.lines.get(line)) : null,
    }));
}

const weightOf = ({ cum, before }: LineCost): number => Math.max(Math.abs(cum), Math.abs(before?.cum ?? 0));

const heaviest = <T>(items: readonly T[], most: number, weight: (item: T) => number): T[] =>
  items.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
