import type { Int64Column } from '../base/int64-column';
import { PairMap } from '../base/pair-map';
import type { Measure } from './aggregate';
import type { GraphNodes } from './graph-nodes';
import type { Profile } from './profile';
import { joinLimbs, limbsOf } from './weights';

/** Calls between nodes, each pair once. */
export interface Edges {
  readonly length: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Int64Column;
  /** 1 where every call was inlined. */
  readonly isInline: Uint8Array;
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
  const limbs = limbsOf(values);
  const weights: number[][] = limbs.map(() => []);
  const isInline: number[] = [];
  const seenIn: number[] = [];

  for (let sample = 0; sample < profile.samples.length; sample++) {
    if (values.numbers[sample] === 0 && (divisors === null || divisors.numbers[sample] === 0)) continue;
    let parent = -1;
    for (let i = stackStart[sample + 1]! - 1; i >= stackStart[sample]!; i--) {
      const location = stackLocation[i]!;
      const last = start[location + 1]! - 1;
      for (let k = last; k >= start[location]!; k--) {
        const node = nodeOfLocation[k]!;
        if (keeps[node] === 0) continue;
        if (parent >= 0 && parent !== node && (into === null || into[node] === 1)) {
          const edge = edges.add(parent, node);
          if (edge === seenIn.length) {
            seenIn.push(-1);
            isInline.push(1);
            for (const weight of weights) weight.push(0);
          }
          if (seenIn[edge] !== sample) {
            seenIn[edge] = sample;
            if (k === last) isInline[edge] = 0;
            for (let limb = 0; limb < limbs.length; limb++) {
              weights[limb]![edge] = weights[limb]![edge]! + limbs[limb]![sample]!;
            }
          }
        }
        parent = node;
      }
    }
  }
  const rows = { length: edges.size };
  return {
    length: edges.size,
    from: Uint32Array.from(rows, (_, edge) => edges.firstOf(edge)),
    to: Uint32Array.from(rows, (_, edge) => edges.secondOf(edge)),
    weight: joinLimbs(weights),
    isInline: Uint8Array.from(isInline),
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
