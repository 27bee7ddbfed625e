// What a report shows of the graph: nodes above a share of the total, at most so many, and the calls between those that
// are left (internal/report, newTrimmedGraph).
import { trimPath } from '../source/pprof-places';
import { aggregate, type Aggregate, type Measure } from './aggregate';
import { collectEdges, inlinedSomewhere, type Edges } from './edges';
import { granularityOf, graphNodes, type GraphNodes } from './graph-nodes';
import { orderNodes, type TopSort } from './node-order';
import { at, type Profile } from './profile';
import type { ReportContext } from './report/context';
import { cutoffOf, magnitudeAt, sumOfRows } from './weights';

export interface TrimOptions {
  readonly sort: TopSort;
  readonly dropNegative: boolean;
  /** 0: all. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export interface TrimmedGraph {
  readonly nodes: GraphNodes;
  readonly sums: Aggregate;
  /** Nodes that are shown, in their order. */
  readonly shown: readonly number[];
  /** How many fell below the share, and how many there were before only so many were let through. */
  readonly dropped: number;
  readonly beforeCount: number;
  /** Sum of all nodes' own values, of which calls are to have a share. */
  readonly flatTotal: number;
}

/**
 * What a graph is drawn of: as finely told apart as is asked for, by the names of files that are shown. `start` as
 * Granularity has it.
 */
export const reportNodes = ({ profile, options }: ReportContext, start = true): GraphNodes =>
  graphNodes(profile, {
    granularity: { ...granularityOf(options.granularity, options.noInlines, options.showColumns), start },
    shownFile: (file) => trimPath(file, options),
  });

export function trimmedGraph(
  context: ReportContext,
  options: TrimOptions,
  nodes = reportNodes(context),
): TrimmedGraph {
  const { profile, measure } = context;
  const sums = aggregate(profile, nodes, measure);
  const ordered = orderNodes(nodes, sums, options.sort);
  const all = options.dropNegative ? ordered.filter((node) => !isNegative(sums, node)) : ordered;
  const flatTotal = Number(sumOfRows(sums.flat, all));
  const cutoff = cutoffOf(flatTotal, options.nodeFraction);
  const heavy = all.filter((node) => magnitudeAt(sums.cum, node) >= cutoff);
  return {
    nodes,
    sums,
    shown: options.nodeCount > 0 ? heavy.slice(0, options.nodeCount) : heavy,
    dropped: all.length - heavy.length,
    beforeCount: heavy.length,
    flatTotal,
  };
}

function isNegative({ flat, cum }: Aggregate, node: number): boolean {
  const own = at(flat.numbers, node);
  return own < 0 || (own === 0 && at(cum.numbers, node) < 0);
}

/** Calls that are heavy enough to be shown. */
export interface ShownCalls extends Edges {
  readonly isShown: Uint8Array;
}

/** `wants: 'inlined'`: only calls of nodes that may have been inlined, which is all that a list needs. */
export function callsOf(
  profile: Profile,
  measure: Measure,
  { nodes, shown, dropped, beforeCount, flatTotal }: TrimmedGraph,
  edgeFraction: number,
  wants: 'all' | 'inlined',
): ShownCalls {
  const isNodeShown = new Uint8Array(nodes.length);
  for (const node of shown) isNodeShown[node] = 1;
  // Where none is left out, pprof keeps the graph as it is, with what has no value or is negative still in it.
  const isWhole = dropped === 0 && shown.length === beforeCount;
  const edges = collectEdges(
    profile,
    nodes,
    measure,
    isWhole ? new Uint8Array(nodes.length).fill(1) : isNodeShown,
    wants === 'all' ? null : inlinedSomewhere(profile, nodes),
  );
  const cutoff = cutoffOf(flatTotal, edgeFraction);
  const isShown = Uint8Array.from({ length: edges.length }, (_, edge) =>
    isNodeShown[edges.to[edge]!] === 1 && magnitudeAt(edges.weight, edge) < cutoff ? 0 : 1,
  );
  return { ...edges, isShown };
}
