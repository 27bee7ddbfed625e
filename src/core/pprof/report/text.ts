// `top` and `text`: a line per node.
import { exactAt, int64At } from '../../base/int64-column';
import { percentage } from '../measurement';
import { at } from '../profile';
import { callsOf, type TrimOptions, type TrimmedGraph } from '../trimmed-graph';
import type { ReportContext } from './context';
import { graphLines, type TimeFormats } from './head';
import { padStart } from './pad';
import type { ReportLines } from './report-lines';
import { ValueFormat } from './value-format';

export function textReport(
  out: ReportLines,
  context: ReportContext,
  graph: TrimmedGraph,
  trim: TrimOptions,
  times: TimeFormats,
): void {
  const format = ValueFormat.ofGraph(context, graph);
  const { total } = context;
  const { shownFlat, shownCum } = graph.sums;
  const marks = inlineMarks(context, graph, trim);
  for (const line of graphLines(context, graph, trim, format, times)) out.push(line);
  out.push('      flat  flat%   sum%        cum   cum%');
  let running = 0n;
  for (const node of graph.shown) {
    running = BigInt.asIntN(64, running + exactAt(shownFlat, node));
    const flat = int64At(shownFlat, node);
    const cum = int64At(shownCum, node);
    out.push(
      `${padStart(format.text(flat), 10)} ${percentage(flat, total)} ${percentage(running, total)}` +
        ` ${padStart(format.text(cum), 10)} ${percentage(cum, total)}  ${at(graph.nodes.name, node)}${at(marks, node)}`,
    );
  }
}

/** How each node is marked: by whether the calls into it are inlined, all or some. */
function inlineMarks({ profile, measure }: ReportContext, graph: TrimmedGraph, trim: TrimOptions): string[] {
  const calls = callsOf(profile, measure, graph, trim.edgeFraction, 'inlined');
  const inlined = new Uint8Array(graph.nodes.length);
  const called = new Uint8Array(graph.nodes.length);
  for (let call = 0; call < calls.length; call++) {
    if (calls.isShown[call] === 1) (calls.isInline[call] === 1 ? inlined : called)[calls.to[call]!] = 1;
  }
  return Array.from(inlined, (yes, node) =>
    yes === 0 ? '' : called[node] === 1 ? ' (partial-inline)' : ' (inline)',
  );
}
