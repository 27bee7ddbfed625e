// `tree` and `peek`: each node between those that call it and those that it calls.
import { exactAt, int64At } from '../../base/int64-column';
import { percentage } from '../measurement';
import { compareAsGo, compareMagnitude } from '../node-order';
import { at } from '../profile';
import { callsOf, type ShownCalls, type TrimOptions, type TrimmedGraph } from '../trimmed-graph';
import type { ReportContext } from './context';
import { graphLines, type TimeFormats } from './head';
import { padStart } from './pad';
import type { ReportLines } from './report-lines';
import { ValueFormat } from './value-format';

const RULE = '----------------------------------------------------------+-------------';
const LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/** `matches`: the nodes to show by their names; null for all. Answers whether any of them matches. */
export function treeReport(
  out: ReportLines,
  context: ReportContext,
  graph: TrimmedGraph,
  trim: TrimOptions,
  times: TimeFormats,
  matches: ((name: string) => boolean) | null,
): boolean {
  const format = ValueFormat.ofGraph(context, graph);
  const { total } = context;
  const { nodes, sums } = graph;
  const calls = callsOf(context.profile, context.measure, graph, trim.edgeFraction, 'all');
  for (const line of graphLines(context, graph, trim, format, times)) out.push(line);
  out.push(RULE, LEGEND);
  const callers = callsBy(calls, nodes.name, calls.to);
  const callees = callsBy(calls, nodes.name, calls.from);
  let running = 0n;
  let found = false;
  for (const node of graph.shown) {
    const name = at(nodes.name, node);
    if (matches?.(name) === false) continue;
    found = true;
    const flat = int64At(sums.shownFlat, node);
    const cum = int64At(sums.shownCum, node);
    running = BigInt.asIntN(64, running + exactAt(sums.shownFlat, node));
    const line = (call: number, other: number): string => {
      const weight = int64At(calls.weight, call);
      const mark = calls.isInline[call] === 1 ? ' (inline)' : '';
      return `${padStart(format.text(weight), 50)} ${percentage(weight, cum)} |   ${at(nodes.name, other)}${mark}`;
    };
    out.push(RULE);
    for (const call of callers.get(node) ?? []) out.push(line(call, at(calls.from, call)));
    out.push(
      `${padStart(format.text(flat), 10)} ${percentage(flat, total)} ${percentage(running, total)}` +
        ` ${padStart(format.text(cum), 10)} ${percentage(cum, total)}                | ${name}`,
    );
    for (const call of callees.get(node) ?? []) out.push(line(call, at(calls.to, call)));
  }
  if (graph.shown.length > 0) out.push(RULE);
  return found;
}

/** Calls of each node at one of their ends: the heaviest first, then by the names of both. */
function callsBy(calls: ShownCalls, names: readonly string[], end: Uint32Array): Map<number, number[]> {
  const of = new Map<number, number[]>();
  for (let call = 0; call < calls.length; call++) {
    if (calls.isShown[call] === 0) continue;
    const node = end[call]!;
    const list = of.get(node);
    if (list === undefined) of.set(node, [call]);
    else list.push(call);
  }
  const name = (column: Uint32Array, call: number): string => at(names, at(column, call));
  for (const list of of.values()) {
    list.sort(
      (a, b) =>
        compareMagnitude(calls.weight, b, a) ||
        compareAsGo(name(calls.from, a), name(calls.from, b)) ||
        compareAsGo(name(calls.to, a), name(calls.to, b)),
    );
  }
  return of;
}
