import type { Int64Column } from '../../base/int64-column';
import type { Edges } from '../edges';
import { magnitudeAt } from '../weights';

/** Calls of a graph, of which some are taken away or led elsewhere as it is trimmed. */
export class GraphEdges {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Int64Column;
  readonly shownWeight: Int64Column;
  readonly isInline: Uint8Array;
  readonly isResidual: Uint8Array;
  private readonly gone: Uint8Array;

  constructor({ length, from, to, weight, shownWeight, isInline, isResidual }: Edges) {
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.shownWeight = shownWeight;
    this.isInline = isInline;
    this.isResidual = isResidual;
    this.gone = new Uint8Array(length);
  }

  /** Those that are left. */
  rows(): number[] {
    const rows: number[] = [];
    for (let edge = 0; edge < this.gone.length; edge++) if (this.gone[edge] === 0) rows.push(edge);
    return rows;
  }

  isGone(edge: number): boolean {
    return this.gone[edge] === 1;
  }

  remove(edge: number): void {
    this.gone[edge] = 1;
  }

  /** Takes those away that lead to a shown node and weigh less; answers how many. */
  trim(isShown: Uint8Array, cutoff: number): number {
    const light = this.rows().filter(
      (edge) => isShown[this.to[edge]!] === 1 && magnitudeAt(this.weight, edge) < cutoff,
    );
    for (const edge of light) this.remove(edge);
    return light.length;
  }

  /**
   * Takes away calls over nodes that are not shown where another way leads from the one end to the other, the lightest
   * first (internal/graph: RemoveRedundantEdges).
   */
  removeRedundant(shown: readonly number[], compare: (a: number, b: number) => number): void {
    const into = new Map<number, number[]>();
    for (const edge of this.rows()) {
      const calls = into.get(this.to[edge]!);
      if (calls === undefined) into.set(this.to[edge]!, [edge]);
      else calls.push(edge);
    }
    for (const node of shown.toReversed()) {
      for (const edge of (into.get(node) ?? []).sort(compare).toReversed()) {
        // None that is heavier than a call of its own: that would confuse.
        if (this.isResidual[edge] === 0) break;
        if (this.hasOtherWay(edge, into)) this.remove(edge);
      }
    }
  }

  private hasOtherWay(edge: number, into: ReadonlyMap<number, readonly number[]>): boolean {
    const goal = this.from[edge]!;
    const seen = new Set([this.to[edge]!]);
    for (const node of seen) {
      for (const call of into.get(node) ?? []) {
        const caller = this.from[call]!;
        if (call === edge || this.isGone(call) || seen.has(caller)) continue;
        if (caller === goal) return true;
        seen.add(caller);
      }
    }
    return false;
  }
}
