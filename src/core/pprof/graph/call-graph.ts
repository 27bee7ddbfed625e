// The graph that pprof draws (internal/report: newTrimmedGraph, where the format is DOT): the nodes that say most, and the
// calls between them. It is built anew, not cut down, when nodes are left out, since calls over them join those that stay.
import { aggregate, type Aggregate } from '../aggregate';
import { collectEdges } from '../edges';
import type { GraphNodes } from '../graph-nodes';
import { compareAsGo, compareMagnitude } from '../node-order';
import { at } from '../profile';
import type { ReportContext } from '../report/context';
import { reportNodes, type TrimOptions } from '../trimmed-graph';
import { cutoffOf, magnitudeAt, sumOfRows } from '../weights';
import { callTree, takeOut } from './call-tree';
import { entropyScores } from './entropy';
import { GraphEdges } from './graph-edges';
import { NodeTags, type WalkStacks } from './node-tags';

/** So many boxes for labels hang on a node, or on another such box, at most. */
export const MOST_NODELETS = 4;

export interface CallGraph {
  readonly nodes: GraphNodes;
  /** Row of `nodes` of each box: of a graph itself, of a tree that of the function to which the box is one way. */
  readonly nodeOf: (box: number) => number;
  /** Per box. */
  readonly sums: Aggregate;
  /** Boxes that are shown, in pprof's order. */
  readonly shown: readonly number[];
  readonly edges: GraphEdges;
  /** Calls of shown boxes, the heaviest first. What they lead to is not always shown: pprof says nothing of it then. */
  readonly calls: readonly number[];
  readonly tags: NodeTags;
  /** Labels lighter than this are left out. */
  readonly leastTag: number;
  /** How many nodes and calls fell below their share, and how many nodes there were before only so many were let through. */
  readonly dropped: number;
  readonly droppedCalls: number;
  readonly beforeCount: number;
}

interface Boxes {
  readonly length: number;
  readonly nodeOf: (box: number) => number;
  readonly sums: Aggregate;
  readonly walk: WalkStacks;
  readonly edges: () => GraphEdges;
  /** The calls once all are taken out but those that are kept, of the ones there were. */
  readonly keep: (kept: readonly number[], were: readonly number[], edges: GraphEdges) => GraphEdges;
}

export function callGraph(context: ReportContext, trim: TrimOptions): CallGraph {
  const { options } = context;
  const nodes = reportNodes(context);
  const boxes = options.callTree ? boxesOfTree(context, nodes) : boxesOfGraph(context, nodes);
  const { sums, nodeOf, length } = boxes;

  const all: number[] = [];
  for (let box = 0; box < length; box++) {
    const [flat, cum] = [sums.flat.numbers[box]!, sums.cum.numbers[box]!];
    if (flat === 0 && cum === 0) continue;
    if (trim.dropNegative && (flat < 0 || (flat === 0 && cum < 0))) continue;
    all.push(box);
  }
  const flatTotal = Number(sumOfRows(sums.flat, all));
  const leastNode = cutoffOf(flatTotal, trim.nodeFraction);
  const leastCall = cutoffOf(flatTotal, trim.edgeFraction);
  const heavy = leastNode > 0 ? all.filter((box) => magnitudeAt(sums.cum, box) >= leastNode) : all;
  let edges = boxes.edges();
  if (heavy.length < all.length) edges = boxes.keep(heavy, all, edges);

  const nameOf = (box: number): string => at(nodes.name, nodeOf(box));
  const sort = (those: readonly number[]): number[] => {
    const scores = entropyScores(length, sums.flat, sums.cum, edges);
    return those.toSorted(
      (a, b) =>
        compareScores(scores[b]!, scores[a]!) ||
        compareAsGo(nameOf(a), nameOf(b)) ||
        compareMagnitude(sums.flat, b, a) ||
        a - b,
    );
  };
  const tags = new NodeTags(context, boxes.walk);
  let shown = sort(heavy);
  if (trim.nodeCount > 0) {
    edges.trim(marked(heavy, length), leastCall);
    const top = topOf(shown, trim.nodeCount, (box) => tags.count(box, leastNode)).filter(
      (box) => magnitudeAt(sums.cum, box) >= 0,
    );
    if (top.length < shown.length) {
      edges = boxes.keep(top, shown, edges);
      shown = sort(top);
    }
  }
  const isShown = marked(shown, length);
  const droppedCalls = edges.trim(isShown, leastCall);
  const byWeight = (a: number, b: number): number =>
    compareMagnitude(edges.weight, b, a) ||
    compareAsGo(nameOf(edges.from[a]!), nameOf(edges.from[b]!)) ||
    compareAsGo(nameOf(edges.to[a]!), nameOf(edges.to[b]!));
  edges.removeRedundant(shown, byWeight);
  return {
    nodes,
    nodeOf,
    sums,
    shown,
    edges,
    calls: edges
      .rows()
      .filter((edge) => isShown[edges.from[edge]!] === 1)
      .sort(byWeight),
    tags,
    leastTag: leastNode,
    dropped: all.length - heavy.length,
    droppedCalls,
    beforeCount: heavy.length,
  };
}

const compareScores = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The first of them, as many as have room with their labels. */
function topOf(shown: readonly number[], room: number, tagsOf: (box: number) => number): readonly number[] {
  let taken = 0;
  for (const [i, box] of shown.entries()) {
    taken += Math.min(tagsOf(box), MOST_NODELETS) + 1;
    if (taken >= room) return shown.slice(0, i + 1);
  }
  return shown.slice(0, room);
}

function marked(rows: readonly number[], length: number): Uint8Array {
  const marks = new Uint8Array(length);
  for (const row of rows) marks[row] = 1;
  return marks;
}

function boxesOfGraph({ profile, measure }: ReportContext, nodes: GraphNodes): Boxes {
  const { values, divisors } = measure;
  const edgesBetween = (keeps: Uint8Array): GraphEdges =>
    new GraphEdges(collectEdges(profile, nodes, measure, keeps, null));
  return {
    length: nodes.length,
    nodeOf: (box) => box,
    sums: aggregate(profile, nodes, measure),
    walk(visit) {
      const { stackStart, stackLocation } = profile.samples;
      const seen = new Uint32Array(nodes.length);
      for (let sample = 0; sample < profile.samples.length; sample++) {
        if (values.numbers[sample] === 0 && (divisors === null || divisors.numbers[sample] === 0)) continue;
        const leaf = stackStart[sample]!;
        for (let i = stackStart[sample + 1]! - 1; i >= leaf; i--) {
          const location = stackLocation[i]!;
          const first = nodes.start[location]!;
          for (let k = nodes.start[location + 1]! - 1; k >= first; k--) {
            const node = nodes.nodeOfLocation[k]!;
            visit(sample, node, seen[node] !== sample + 1, i === leaf && k === first);
            seen[node] = sample + 1;
          }
        }
      }
    },
    edges: () => edgesBetween(new Uint8Array(nodes.length).fill(1)),
    keep: (kept) => edgesBetween(marked(kept, nodes.length)),
  };
}

function boxesOfTree({ profile, measure }: ReportContext, nodes: GraphNodes): Boxes {
  const tree = callTree(profile, nodes, measure);
  return {
    length: tree.length,
    nodeOf: (box) => at(tree.nodeOf, box),
    sums: tree.sums,
    walk: (visit) => {
      tree.walk((sample, box, isLeaf) => visit(sample, box, true, isLeaf));
    },
    edges: () => new GraphEdges(tree.edges),
    keep(kept, were, edges) {
      const isKept = marked(kept, tree.length);
      takeOut(
        were.filter((box) => isKept[box] === 0),
        edges,
        tree.length,
      );
      return edges;
    },
  };
}
