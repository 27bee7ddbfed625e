// `dot`: the graph in Graphviz's language (internal/graph: ComposeDot). What pprof does not escape is not escaped here
// either; whoever draws it himself takes the graph, not this text.
import { baseName } from '../../base/go-path';
import { exactAt, int64At, type Int64 } from '../../base/int64-column';
import { callGraph, MOST_NODELETS, type CallGraph } from '../graph/call-graph';
import { collapseTags } from '../graph/collapse-tags';
import { colourOf, fontSizeOf, weightOf, widthOf } from '../graph/dot-style';
import { cumOf, flatOf, sortTags, type Tag } from '../graph/node-tags';
import { shortName } from '../graph/short-name';
import { partsOfName } from '../graph-nodes';
import { percentage } from '../measurement';
import { at } from '../profile';
import type { TrimOptions } from '../trimmed-graph';
import type { ReportContext } from './context';
import { graphLines, type TimeFormats } from './head';
import type { ReportLines } from './report-lines';
import { ValueFormat } from './value-format';

export function dotReport(
  out: ReportLines,
  context: ReportContext,
  trim: TrimOptions,
  times: TimeFormats,
): void {
  const graph = callGraph(context, trim);
  const format = ValueFormat.ofGraph(context, graph);
  const head = graphLines(context, graph, trim, format, times, 'picture');
  new DotWriter(out, context, graph, format).write(head);
}

const HOW_TO_READ = '\nSee https://git.io/JfYMW for how to read the graph';

class DotWriter {
  private readonly idOf = new Map<number, number>();
  private readonly hasNodelets = new Set<number>();
  private readonly callers: ReadonlySet<number>;
  private readonly total: Int64;

  constructor(
    private readonly out: ReportLines,
    private readonly context: ReportContext,
    private readonly graph: CallGraph,
    private readonly format: ValueFormat,
  ) {
    this.total = context.total;
    this.callers = new Set(graph.calls.map((call) => at(graph.edges.from, call)));
    for (const [i, box] of graph.shown.entries()) this.idOf.set(box, i + 1);
  }

  write(head: readonly string[]): void {
    const { out, graph } = this;
    const { mappings, strings } = this.context.profile;
    const file = mappings.length === 0 ? '' : at(strings, at(mappings.filename, 0));
    const title = file === '' ? '' : baseName(file);
    out.push(`digraph "${title === '' ? 'unnamed' : title}" {`, 'node [style=filled fillcolor="#f8f8f8"]');
    const legend = out.join(eachEscaped([...head, HOW_TO_READ]), '\\l');
    const tip = title === '' ? '' : ` tooltip="${title}"`;
    out.push(
      `subgraph cluster_L { "${escaped(head[0] ?? HOW_TO_READ)}" [shape=box fontsize=16 label="${legend}\\l"${tip}] }`,
    );
    const mostFlat = graph.shown.reduce(
      (most, box) => Math.max(most, Math.abs(at(graph.sums.shownFlat.numbers, box))),
      0,
    );
    for (const box of graph.shown) {
      this.writeBox(box, mostFlat);
      this.writeNodelets(box);
    }
    for (const call of graph.calls) this.writeCall(call);
    out.push('}');
  }

  private idOfBox(box: number): number {
    return this.idOf.get(box) ?? 0;
  }

  private writeBox(box: number, mostFlat: number): void {
    const { sums } = this.graph;
    const flat = int64At(sums.shownFlat, box);
    const cum = int64At(sums.shownCum, box);
    const share = (value: Int64): string => percentage(value, this.total).trim();
    const flatText = this.format.text(flat);
    const cumText = Number(cum) === Number(flat) ? flatText : this.format.text(cum);
    const isSame = exactAt(sums.shownFlat, box) === exactAt(sums.shownCum, box);
    let label = this.labelOf(box) + (Number(flat) === 0 ? '0' : `${flatText} (${share(flat)})`);
    if (!isSame) label += `${Number(flat) === 0 ? ' ' : '\\n'}of ${cumText} (${share(cum)})`;
    const colour = Number(cum) / Math.abs(Number(this.total));
    const id = this.idOfBox(box);
    this.out.push(
      `N${id} [label="${label}" id="node${id}" fontsize=${fontSizeOf(flat, mostFlat)} shape=box` +
        ` tooltip="${escaped(this.nameOf(box))} (${cumText})"` +
        ` color="${colourOf(colour, false)}" fillcolor="${colourOf(colour, true)}"]`,
    );
  }

  private nameOf(box: number): string {
    return at(this.graph.nodes.name, this.graph.nodeOf(box));
  }

  private labelOf(box: number): string {
    const place = at(this.graph.nodes.place, this.graph.nodeOf(box));
    const name = escaped(shortName(place.function))
      .replaceAll('::', '\\n')
      .replaceAll('[...]', '[…]')
      .replaceAll('.', '\\n');
    const file = place.file === '' ? '' : baseName(place.file);
    return `${partsOfName({ ...place, function: name, file }).join('\\n')}\\n`;
  }

  private writeNodelets(box: number): void {
    const { texts, numbers } = this.graph.tags.of(box, this.graph.leastTag);
    const before = this.out.length;
    // What a leaf calls is left out: its labels count for all of it.
    const byFlat = this.callers.has(box);
    const id = `N${this.idOfBox(box)}`;
    for (const [i, tag] of sortTags(texts, byFlat).slice(0, MOST_NODELETS).entries()) {
      const value = byFlat ? flatOf(tag) : cumOf(tag);
      if (value === 0n) continue;
      this.writeNodelet(id, `${id}_${i}`, tag.name, value, '');
      this.writeNumbers(numbers.get(tag.name) ?? [], byFlat, `${id}_${i}`);
    }
    this.writeNumbers(numbers.get('') ?? [], byFlat, id);
    if (this.out.length > before) this.hasNodelets.add(box);
  }

  private writeNumbers(tags: readonly Tag[], byFlat: boolean, source: string): void {
    for (const [i, tag] of collapseTags(tags, MOST_NODELETS, byFlat).entries()) {
      const [flat, cum] = [flatOf(tag), cumOf(tag)];
      const isWhole = byFlat || flat === cum;
      const value = isWhole ? flat : cum;
      if (value === 0n) continue;
      this.writeNodelet(source, `N${source}_${i}`, tag.name, value, isWhole ? '' : ' style="dotted"');
    }
  }

  private writeNodelet(from: string, id: string, name: string, value: bigint, style: string): void {
    const text = this.format.text(value);
    this.out.push(
      `${id} [label = "${name}" id="${id}" fontsize=8 shape=box3d tooltip="${text}"]`,
      `${from} -> ${id} [label=" ${text}" weight=100 tooltip="${text}" labeltooltip="${text}"${style}]`,
    );
  }

  private writeCall(call: number): void {
    const { edges } = this.graph;
    const [from, to] = [at(edges.from, call), at(edges.to, call)];
    const value = int64At(edges.shownWeight, call);
    const text = this.format.text(value);
    const isResidual = edges.isResidual[call] === 1;
    let look = `label=" ${text}${edges.isInline[call] === 1 ? '\\n (inline)' : ''}"`;
    if (Number(this.total) !== 0) {
      const [weight, width] = [weightOf(value, this.total), widthOf(value, this.total)];
      if (weight > 1) look += ` weight=${weight}`;
      if (width > 1) look += ` penwidth=${width}`;
      look += ` color="${colourOf(Number(value) / Math.abs(Number(this.total)), false)}"`;
    }
    const names = `${escaped(this.nameOf(from))} ${isResidual ? '...' : '->'} ${escaped(this.nameOf(to))}`;
    const tip = `"${names} (${text})"`;
    this.out.push(
      `N${this.idOfBox(from)} -> N${this.idOfBox(to)} [${look} tooltip=${tip} labeltooltip=${tip}` +
        `${isResidual ? ' style="dotted"' : ''}${this.hasNodelets.has(from) ? ' minlen=2' : ''}]`,
    );
  }
}

/** Quotes and backslashes, and lines that end at the left. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');

function* eachEscaped(texts: readonly string[]): Generator<string> {
  for (const text of texts) yield escaped(text);
}
