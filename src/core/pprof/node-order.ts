import { magnitude64, type Int64Column } from '../base/int64-column';
import { encodeUtf8 } from '../base/utf8-writer';
import type { Aggregate } from './aggregate';
import type { GraphNodes } from './graph-nodes';

export type TopSort = 'flat' | 'cum';

/**
 * Nodes that have a value, in the order of `pprof -top`: the larger absolute value first, then by name. Where two nodes
 * of one name tie (files, of which every function's start is a node of its own) pprof's own order is that of chance; here
 * the other absolute value decides, then the place in the file.
 */
export function orderNodes(nodes: GraphNodes, sums: Aggregate, sort: TopSort): number[] {
  const { flat, cum } = sums;
  const [main, other] = sort === 'flat' ? [flat, cum] : [cum, flat];
  const order: number[] = [];
  for (let node = 0; node < nodes.length; node++) {
    if (flat.numbers[node] !== 0 || cum.numbers[node] !== 0) order.push(node);
  }
  return order.sort(
    (a, b) =>
      compareMagnitude(main, b, a) ||
      compareAsGo(nodes.name[a]!, nodes.name[b]!) ||
      compareMagnitude(other, b, a) ||
      a - b,
  );
}

export function compareMagnitude(column: Int64Column, a: number, b: number): number {
  if (column.exact === null) return Math.abs(column.numbers[a]!) - Math.abs(column.numbers[b]!);
  const [left, right] = [magnitude64(column.exact[a]!), magnitude64(column.exact[b]!)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Order of the UTF-8 bytes, which is that of UTF-16 as long as no surrogate is met: they stand for other things. */
export function compareAsGo(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    return isSurrogate(left) || isSurrogate(right)
      ? compareBytes(encodeUtf8(a), encodeUtf8(b))
      : left - right;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000;

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const differing = a.findIndex((byte, i) => byte !== b[i]);
  return differing < 0 ? a.length - b.length : a[differing]! - (b[differing] ?? -1);
}
