// With -call_tree, a box for each way that leads to a function (internal/graph: newTree, TrimTree).
import { PairMap } from '../../base/pair-map';
import type { Aggregate, Measure } from '../aggregate';
import type { Edges } from '../edges';
import type { GraphNodes } from '../graph-nodes';
import type { Profile } from '../profile';
import { divideColumns, SampleSums } from '../weights';
import type { GraphEdges } from './graph-edges';

export interface CallTree {
  readonly length: number;
  /** Row of the graph's nodes that each box is of. */
  readonly nodeOf: Uint32Array;
  readonly sums: Aggregate;
  readonly edges: Edges;
  /** Calls with each place of a sample's stack, outermost first. */
  readonly walk: (visit: (sample: number, box: number, isLeaf: boolean) => void) => void;
}

export function callTree(profile: Profile, nodes: GraphNodes, { values, divisors }: Measure): CallTree {
  const { stackStart, stackLocation } = profile.samples;
  /** (Box of the caller + 1, node). */
  const boxes = new PairMap();
  const isInline: number[] = [];

  const walk = (visit: (sample: number, box: number, isLeaf: boolean, isInlined: boolean) => void): void => {
    for (let sample = 0; sample < profile.samples.length; sample++) {
      if (values.numbers[sample] === 0 && (divisors === null || divisors.numbers[sample] === 0)) continue;
      let parent = -1;
      const leaf = stackStart[sample]!;
      for (let i = stackStart[sample + 1]! - 1; i >= leaf; i--) {
        const location = stackLocation[i]!;
        const first = nodes.start[location]!;
        const last = nodes.start[location + 1]! - 1;
        for (let k = last; k >= first; k--) {
          const box = boxes.add(parent + 1, nodes.nodeOfLocation[k]!);
          visit(sample, box, i === leaf && k === first, k !== last);
          parent = box;
        }
      }
    }
  };
  const sumUp = (column: Measure['values']) => {
    const flat = new SampleSums(column);
    const cum = new SampleSums(column);
    let known = 0;
    walk((sample, box, isLeaf, isInlined) => {
      if (box === known) {
        known++;
        flat.addRow();
        cum.addRow();
        if (isInline.length < known) isInline.push(1);
      }
      cum.add(box, sample);
      if (isLeaf) flat.add(box, sample);
      if (!isInlined) isInline[box] = 0;
    });
    return { flat: flat.finish(), cum: cum.finish() };
  };
  const { flat, cum } = sumUp(values);
  const counts = divisors === null ? null : sumUp(divisors);
  const shownFlat = counts === null ? flat : divideColumns(flat, counts.flat);
  const shownCum = counts === null ? cum : divideColumns(cum, counts.cum);

  // The call into a box weighs what the box does. Those of roots are none.
  const length = boxes.size;
  const called = Array.from({ length }, (_, box) => box).filter((box) => boxes.firstOf(box) > 0);
  const pick = (column: typeof cum): typeof cum => ({
    numbers: Float64Array.from(called, (box) => column.numbers[box]!),
    exact: column.exact === null ? null : BigInt64Array.from(called, (box) => column.exact![box]!),
  });
  return {
    length,
    nodeOf: Uint32Array.from({ length }, (_, box) => boxes.secondOf(box)),
    sums: { flat, cum, shownFlat, shownCum },
    edges: {
      length: called.length,
      from: Uint32Array.from(called, (box) => boxes.firstOf(box) - 1),
      to: Uint32Array.from(called),
      weight: pick(cum),
      shownWeight: pick(shownCum),
      isInline: Uint8Array.from(called, (box) => isInline[box]!),
      isResidual: new Uint8Array(called.length),
    },
    walk,
  };
}

/** Takes boxes out; what they call is called by their callers then. A root leaves roots. */
export function takeOut(gone: readonly number[], edges: GraphEdges, length: number): void {
  const into = new Int32Array(length).fill(-1);
  const outOf: number[][] = Array.from({ length }, () => []);
  for (const edge of edges.rows()) {
    into[edges.to[edge]!] = edge;
    outOf[edges.from[edge]!]!.push(edge);
  }
  for (const box of gone) {
    const call = into[box]!;
    const caller = call < 0 ? -1 : edges.from[call]!;
    if (call >= 0) edges.remove(call);
    for (const edge of outOf[box]!) {
      if (edges.isGone(edge)) continue;
      if (caller < 0) {
        into[edges.to[edge]!] = -1;
        edges.remove(edge);
        continue;
      }
      edges.from[edge] = caller;
      edges.isResidual[edge] = 1;
      if (edges.isInline[call] === 0) edges.isInline[edge] = 0;
      outOf[caller]!.push(edge);
    }
  }
}
