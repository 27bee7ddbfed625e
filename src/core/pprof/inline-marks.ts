import { PairMap } from '../base/pair-map';
import type { GraphNodes } from './graph-nodes';
import type { Profile } from './profile';

export type InlineMark = '' | ' (inline)' | ' (partial-inline)';

/**
 * How pprof marks each node: by whether the calls into it are inlined. Only edges between kept nodes count (a call
 * over dropped ones joins those that remain), and of them only edges of at least `edgeCutoff`; each stack counts an
 * edge once, by its outermost call. Weights are doubles here even where values need more: they are only held
 * against a rounded thousandth of the total.
 */
export function inlineMarks(
  profile: Profile,
  nodes: GraphNodes,
  values: Float64Array,
  kept: (node: number) => boolean,
  edgeCutoff: number,
): InlineMark[] {
  const { stackStart, stackLocation } = profile.samples;
  const { start, nodeOfLocation } = nodes;
  const keeps = Uint8Array.from({ length: nodes.length }, (_, node) => (kept(node) ? 1 : 0));
  const canBeInlined = inlinedSomewhere(profile, nodes);
  const edges = new PairMap();
  const weight: number[] = [];
  const isInline: boolean[] = [];
  const seenIn: number[] = [];

  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    if (value === 0) continue;
    let parent = -1;
    for (let i = stackStart[sample + 1]! - 1; i >= stackStart[sample]!; i--) {
      const location = stackLocation[i]!;
      const last = start[location + 1]! - 1;
      for (let k = last; k >= start[location]!; k--) {
        const node = nodeOfLocation[k]!;
        if (keeps[node] === 0) continue;
        if (parent >= 0 && parent !== node && canBeInlined[node] === 1) {
          const edge = edges.add(parent, node);
          if (edge === weight.length) {
            weight.push(value);
            isInline.push(k !== last);
            seenIn.push(sample);
          } else if (seenIn[edge] !== sample) {
            seenIn[edge] = sample;
            weight[edge] = weight[edge]! + value;
            if (k === last) isInline[edge] = false;
          }
        }
        parent = node;
      }
    }
  }

  const inlined = new Uint8Array(nodes.length);
  const called = new Uint8Array(nodes.length);
  for (let edge = 0; edge < edges.size; edge++) {
    if (Math.abs(weight[edge]!) < edgeCutoff) continue;
    (isInline[edge] === true ? inlined : called)[edges.secondOf(edge)] = 1;
  }
  return Array.from(inlined, (yes, node) =>
    yes === 0 ? '' : called[node] === 1 ? ' (partial-inline)' : ' (inline)',
  );
}

/** Nodes that stand anywhere but last in a location: no other can have an inlined call into it. */
function inlinedSomewhere(profile: Profile, nodes: GraphNodes): Uint8Array {
  const found = new Uint8Array(nodes.length);
  for (let location = 0; location < profile.locations.length; location++) {
    const last = nodes.start[location + 1]! - 1;
    for (let k = nodes.start[location]!; k < last; k++) found[nodes.nodeOfLocation[k]!] = 1;
  }
  return found;
}
