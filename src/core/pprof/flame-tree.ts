// Stacks merged into a tree, as columns: what a flame graph shows. Rows are breadth-first and the children of a box the
// heaviest first, so that whoever draws can stop at the first one that is too small to be seen.
import { PairMap } from '../base/pair-map';

/** Stands for the frame of the root, which is no function. */
export const NO_FRAME = 0xffff_ffff;

export interface FlameTree {
  /** Boxes; row 0 is the root, which all stacks share. Never 0. */
  readonly length: number;
  /** Row of the caller's table of frames; NO_FRAME for the root. */
  readonly frame: Uint32Array;
  readonly parent: Uint32Array;
  /** `length + 1` offsets: the children of box i are the boxes childStart[i] … childStart[i+1]−1. */
  readonly childStart: Uint32Array;
  /** Offsets of the levels: depth d is the boxes levelStart[d] … levelStart[d+1]−1. */
  readonly levelStart: Uint32Array;
  /** Sums of the positive and of the negative values below (magnitudes): their sum is a box's width. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** Net value of the stacks that end here. */
  readonly self: Float64Array;
  /** Net value in the base of a difference; null where there is no base. */
  readonly before: Float64Array | null;
  /** Boxes that were too light for the limit; their weight remains in their callers. */
  readonly left: number;
}

/** What a box's width stands for. */
export const flameWeight = (tree: FlameTree, box: number): number => tree.up[box]! + tree.down[box]!;
/** What a box counts: as the table has it. */
export function flameValue(tree: FlameTree, box: number): number {
  const [up, down] = [tree.up[box]!, tree.down[box]!];
  const net = up - down;
  // Fractions, of a base that is normalised, even out but for what is lost in sums.
  return Number.isInteger(net) || Math.abs(net) > (up + down) * 1e-12 ? net : 0;
}

export class FlameBuilder {
  private readonly pairs = new PairMap(4096);
  /** Per node (pair number + 1; 0 is the root), of the stacks that end there. */
  private up = new Float64Array(4096);
  private down = new Float64Array(4096);
  private before: Float64Array | null;

  constructor(isDifference: boolean) {
    this.before = isDifference ? new Float64Array(4096) : null;
  }

  /** Adds a stack of `length` frames, the outermost first. What it adds (`change`) may be negative. */
  add(frames: ArrayLike<number>, length: number, change: number, before: number): void {
    let node = 0;
    for (let i = 0; i < length; i++) node = this.pairs.add(node, frames[i]!) + 1;
    if (this.up.length <= this.pairs.size) this.grow();
    if (change >= 0) this.up[node] = this.up[node]! + change;
    else this.down[node] = this.down[node]! - change;
    if (this.before !== null) this.before[node] = this.before[node]! + before;
  }

  private grow(): void {
    const widen = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const wide = new Float64Array(Math.max(this.pairs.size + 1, old.length * 2));
      wide.set(old);
      return wide;
    };
    this.up = widen(this.up);
    this.down = widen(this.down);
    if (this.before !== null) this.before = widen(this.before);
  }

  /** `limit`: how many boxes at most, of which the lightest are left out. */
  finish(limit: number): FlameTree {
    const nodes = this.pairs.size + 1;
    const self = new Float64Array(nodes);
    for (let node = 0; node < nodes; node++) self[node] = this.up[node]! - this.down[node]!;
    // A node is numbered after its caller, so one pass from the end sums up each subtree.
    const { up, down, before, pairs } = this;
    for (let node = nodes - 1; node > 0; node--) {
      const parent = pairs.firstOf(node - 1);
      up[parent] = up[parent]! + up[node]!;
      down[parent] = down[parent]! + down[node]!;
      if (before !== null) before[parent] = before[parent]! + before[node]!;
    }
    const { kept, left } = this.keepers(nodes, limit);
    return this.columns(this.breadthFirst(nodes, kept), self, nodes, left);
  }

  /** 1 for each node that is shown: one that has a width, and of these the heaviest. */
  private keepers(nodes: number, limit: number): { kept: Uint8Array; left: number } {
    const { up, down } = this;
    const weights = new Float64Array(nodes);
    let visible = 0;
    for (let node = 0; node < nodes; node++) {
      weights[node] = up[node]! + down[node]!;
      if (weights[node]! > 0) visible++;
    }
    const kept = new Uint8Array(nodes);
    const cutoff = visible <= limit ? 0 : weights.slice().sort()[nodes - limit]!;
    let room = limit;
    for (let node = 0; node < nodes; node++) {
      if (weights[node]! <= cutoff) continue;
      kept[node] = 1;
      room--;
    }
    // No child is heavier than its caller, and none is numbered before it: a caller is always among those kept.
    for (let node = 0; node < nodes && room > 0 && cutoff > 0; node++) {
      if (weights[node] !== cutoff) continue;
      kept[node] = 1;
      room--;
    }
    kept[0] = 1;
    return { kept, left: Math.max(0, visible - limit) };
  }

  private breadthFirst(nodes: number, kept: Uint8Array): Uint32Array {
    const { pairs, up, down } = this;
    // Children of each node as linked lists.
    const first = new Uint32Array(nodes);
    const next = new Uint32Array(nodes);
    let length = 1;
    for (let node = nodes - 1; node > 0; node--) {
      if (kept[node] === 0) continue;
      length++;
      const parent = pairs.firstOf(node - 1);
      next[node] = first[parent]!;
      first[parent] = node;
    }
    const weight = (node: number): number => up[node]! + down[node]!;
    const order = new Uint32Array(length);
    let end = 1;
    for (let i = 0; i < end; i++) {
      const from = end;
      for (let child = first[order[i]!]!; child !== 0; child = next[child]!) order[end++] = child;
      if (end - from < 2) continue;
      // By frame where the weight is the same, so that the same profile is always drawn alike.
      order
        .subarray(from, end)
        .sort((a, b) => weight(b) - weight(a) || pairs.secondOf(a - 1) - pairs.secondOf(b - 1));
    }
    return order;
  }

  private columns(order: Uint32Array, self: Float64Array, nodes: number, left: number): FlameTree {
    const { pairs, before } = this;
    const length = order.length;
    const rowOf = new Uint32Array(nodes);
    for (let row = 0; row < length; row++) rowOf[order[row]!] = row;
    const parent = new Uint32Array(length);
    const frame = new Uint32Array(length);
    const childStart = new Uint32Array(length + 1);
    frame[0] = NO_FRAME;
    for (let row = 1; row < length; row++) {
      const node = order[row]!;
      frame[row] = pairs.secondOf(node - 1);
      const above = (parent[row] = rowOf[pairs.firstOf(node - 1)]!);
      childStart[above + 1] = childStart[above + 1]! + 1;
    }
    childStart[0] = 1;
    for (let row = 0; row < length; row++) childStart[row + 1] = childStart[row + 1]! + childStart[row]!;
    const levelStart = [0];
    for (let from = 0, to = 1; from < to; [from, to] = [to, childStart[to]!]) levelStart.push(to);
    const gather = (column: Float64Array): Float64Array => Float64Array.from(order, (node) => column[node]!);
    return {
      length,
      frame,
      parent,
      childStart,
      levelStart: Uint32Array.from(levelStart),
      up: gather(this.up),
      down: gather(this.down),
      self: gather(self),
      before: before === null ? null : gather(before),
      left,
    };
  }
}
