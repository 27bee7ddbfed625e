// What a graph looks like before anyone has said where its boxes stand: labels, sizes, weights. Sizes are in points, which
// a screen draws as CSS pixels; text is monospaced, so that its width is known without drawing it.
import type { Int64 } from '../../base/int64-column';
import { int64At } from '../../base/int64-column';
import { baseName } from '../../base/go-path';
import { cellsOf, takeEnd, takeStart, withoutTypeArguments } from '../../base/fit-go-name';
import { splitGoName } from '../../base/go-symbol';
import { partsOfName, type NodePlace } from '../graph-nodes';
import { percentage } from '../measurement';
import { at } from '../profile';
import type { ReportContext } from '../report/context';
import { ValueFormat } from '../report/value-format';
import type { CallGraph } from './call-graph';
import { fontSizeOf, weightOf, widthOf } from './dot-style';

export interface GraphBox {
  readonly function: string;
  /** '' and 0 where the file does not say. `line` is where the function begins. */
  readonly file: string;
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  /** The name, shortened, in lines. */
  readonly lines: readonly string[];
  /** With their share of the total. */
  readonly flatText: string;
  readonly cumText: string;
  readonly fontSize: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphCall {
  /** Places in `boxes`. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly text: string;
  /** Inlined wherever it was called. */
  readonly isInline: boolean;
  /** Over functions that are not shown. */
  readonly isResidual: boolean;
  /** 1 to 101: how straight and short it is to be. */
  readonly weight: number;
  /** 1 to 6. */
  readonly thickness: number;
}

export interface GraphPicture {
  readonly boxes: readonly GraphBox[];
  /** The heaviest first. */
  readonly calls: readonly GraphCall[];
  /** What shares are of; 0 where there is nothing. */
  readonly total: number;
  /** Values have signs then, and both directions of change are told apart. */
  readonly isDifference: boolean;
  /** What pprof says is left out: below their share, and of those above it how many there were. */
  readonly dropped: number;
  readonly droppedCalls: number;
  readonly beforeCount: number;
  /** Calls beyond the most that are drawn, the lightest. */
  readonly callsLeft: number;
}

/** Of the font size: the widest that monospaced fonts are, and the distance of lines. */
export const CELL = 0.61;
export const LINE = 1.25;
export const PADDING = 7;
/** A longer line is cut. */
const MOST_CELLS = 30;
/** Legible where pprof's smallest type is not. */
const LEAST_FONT = 10;

/** The values below the name. `of` stands before what a function and all that it calls has. */
export function valueLines({ flat, cum, flatText, cumText }: GraphBox, of: string): string[] {
  if (flat === cum) return [flatText];
  return flat === 0 ? [`0 ${of} ${cumText}`] : [flatText, `${of} ${cumText}`];
}

export function graphPicture(
  context: ReportContext,
  graph: CallGraph,
  { isDifference, mostCalls }: { readonly isDifference: boolean; readonly mostCalls: number },
): GraphPicture {
  const { profile, total } = context;
  const { functions, strings } = profile;
  const format = ValueFormat.ofGraph(context, graph);
  const mostFlat = graph.shown.reduce(
    (most, box) => Math.max(most, Math.abs(at(graph.sums.shownFlat.numbers, box))),
    0,
  );
  const signed = (value: Int64): string => {
    const text = format.text(value);
    if (!isDifference || text === '0') return text;
    return Number(value) > 0 ? `+${text}` : text.replace(/^-/, '−');
  };
  const shared = (value: Int64): string =>
    Number(value) === 0 ? '0' : `${signed(value)} (${percentage(value, total).trim()})`;
  const place = new Map<number, number>();
  const boxes = graph.shown.map((box, i): GraphBox => {
    place.set(box, i);
    const node = graph.nodeOf(box);
    const row = at(graph.nodes.functionRow, node);
    const flat = int64At(graph.sums.shownFlat, box);
    const cum = int64At(graph.sums.shownCum, box);
    const bare = {
      function: at(graph.nodes.name, node),
      file: row < 0 ? '' : at(strings, at(functions.filename, row)),
      line: row < 0 ? 0 : at(functions.startLine, row),
      flat: Number(flat),
      cum: Number(cum),
      lines: nameLines(at(graph.nodes.place, node)),
      flatText: shared(flat),
      cumText: shared(cum),
      fontSize: Math.max(LEAST_FONT, fontSizeOf(flat, mostFlat)),
    };
    return { ...bare, ...sizeOf({ ...bare, width: 0, height: 0 }) };
  });
  const calls = graph.calls.flatMap((call): GraphCall[] => {
    const [from, to] = [at(graph.edges.from, call), at(graph.edges.to, call)].map((box) => place.get(box));
    if (from === undefined || to === undefined) return [];
    const value = int64At(graph.edges.shownWeight, call);
    return [
      {
        from,
        to,
        value: Number(value),
        text: signed(value),
        isInline: graph.edges.isInline[call] === 1,
        isResidual: graph.edges.isResidual[call] === 1,
        weight: weightOf(value, total),
        thickness: widthOf(value, total),
      },
    ];
  });
  return {
    boxes,
    calls: calls.slice(0, mostCalls),
    total: Number(total),
    isDifference,
    dropped: graph.dropped,
    droppedCalls: graph.droppedCalls,
    beforeCount: graph.beforeCount,
    callsLeft: Math.max(0, calls.length - mostCalls),
  };
}

function sizeOf(box: GraphBox): { readonly width: number; readonly height: number } {
  const lines = [...box.lines, ...valueLines(box, 'of')];
  const cells = lines.reduce((most, line) => Math.max(most, cellsOf(line)), 0);
  return {
    width: Math.ceil(cells * CELL * box.fontSize) + 2 * PADDING,
    height: Math.ceil(lines.length * LINE * box.fontSize) + 2 * PADDING,
  };
}

/** A package, a receiver and a method each on a line of its own, as pprof has it, but the first two on one where they fit. */
function nameLines(node: NodePlace): string[] {
  const { pkg, receiver, method } = splitGoName(withoutTypeArguments(node.function));
  const head = (pkg + receiver).replace(/\.$/, '');
  const heads =
    cellsOf(head) <= MOST_CELLS || receiver === ''
      ? [takeEndOf(head)]
      : [takeEndOf(pkg.slice(0, -1)), takeStartOf(receiver.slice(0, -1))];
  const names = node.function === '' ? [] : [...heads, takeEndOf(method)].filter((line) => line !== '');
  const others = partsOfName({
    ...node,
    function: node.function === '' ? '' : ' ',
    file: node.file === '' ? '' : baseName(node.file),
  }).filter((part) => part !== ' ');
  const addressed = node.address === 0n ? [] : others.splice(0, 1);
  return [...addressed, ...names, ...others.map(takeEndOf)];
}

const takeEndOf = (text: string): string =>
  cellsOf(text) <= MOST_CELLS ? text : `…${takeEnd(text, MOST_CELLS - 1)}`;
const takeStartOf = (text: string): string =>
  cellsOf(text) <= MOST_CELLS ? text : `${takeStart(text, MOST_CELLS - 1)}…`;
