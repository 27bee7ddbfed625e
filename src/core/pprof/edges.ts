import type { Int64Column } from '../base/int64-column';
import { PairMap } from '../base/pair-map';
import type { Measure } from './aggregate';
import type { GraphNodes } from './graph-nodes';
import type { Profile } from './profile';
import { divideColumns, SampleSums } from './weights';

/** Calls between nodes, each pair once. */
export interface Edges {
  readonly length: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Int64Column;
  /** The same as it is shown: means, where those are asked for. */
  readonly shownWeight: Int64Column;
  /** 1 where every call was inlined. */
  readonly isInline: Uint8Array;
  /** 1 where some call leads over nodes that are not kept. */
  readonly isResidual: Uint8Array;
}

/**
 * The calls between kept nodes: a call over others joins those that remain. Each stack counts a call once, and its
 * outermost place decides whether it was inlined. `into`, where given, marks the callees that are asked about.
 */
export function collectEdges(
  profile: Profile,
  nodes: GraphNodes,
  { values, divisors }: Measure,
  keeps: Uint8Array,
  into: Uint8Array | null,
): Edges {
  const { stackStart, stackLocation } = profile.samples;
  const { start, nodeOfLocation } = nodes;
  const edges = new PairMap();
  const weights = new SampleSums(values);
  const counts = divisors === null ? null : new SampleSums(divisors);
  const isInline: number[] = [];
  const isResidual: number[] = [];
  const seenIn: number[] = [];

  for (let sample = 0; sample < profile.samples.length; sample++) {
    if (values.numbers[sample] === 0 && (divisors === null || divisors.numbers[sample] === 0)) continue;
    let parent = -1;
    let isOver = false;
    for (let i = stackStart[sample + 1]! - 1; i >= stackStart[sample]!; i--) {
      const location = stackLocation[i]!;
      const last = start[location + 1]! - 1;
      for (let k = last; k >= start[location]!; k--) {
        const node = nodeOfLocation[k]!;
        if (keeps[node] === 0) {
          isOver = true;
          continue;
        }
        if (parent >= 0 && parent !== node && (into === null || into[node] === 1)) {
          const edge = edges.add(parent, node);
          if (edge === seenIn.length) {
            seenIn.push(-1);
            isInline.push(1);
            isResidual.push(0);
            weights.addRow();
            counts?.addRow();
          }
          if (seenIn[edge] !== sample) {
            seenIn[edge] = sample;
            if (k === last) isInline[edge] = 0;
            if (isOver) isResidual[edge] = 1;
            weights.add(edge, sample);
            counts?.add(edge, sample);
          }
        }
        parent = node;
        isOver = false;
      }
    }
  }
  const rows = { length: edges.size };
  const weight = weights.finish();
  return {
    length: edges.size,
    from: Uint32Array.from(rows, (_, edge) => edges.firstOf(edge)),
    to: Uint32Array.from(rows, (_, edge) => edges.secondOf(edge)),
    weight,
    shownWeight: counts === null ? weight : divideColumns(weight, counts.finish()),
    isInline: Uint8Array.from(isInline),
    isResidual: Uint8Array.from(isResidual),
  };
}

/** Nodes that stand anywhere but last in a location: no other can have an inlined call into it. */
export function inlinedSomewhere(profile: Profile, nodes: GraphNodes): Uint8Array {
  const found = new Uint8Array(nodes.length);
  for (let location = 0; location < profile.locations.length; location++) {
    const last = nodes.start[location + 1]! - 1;
    for (let k = nodes.start[location]!; k < last; k++) found[nodes.nodeOfLocation[k]!] = 1;
  }
  return found;
}
