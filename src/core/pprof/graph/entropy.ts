// Which nodes a drawn graph shows first (internal/graph: entropyScore): those whose calls say most. A node that only
// hands on from its one caller to its one callee scores nothing but its own value.
import { exactAt, int64Of, magnitude64, type Int64Column } from '../../base/int64-column';
import { magnitudeAt } from '../weights';
import type { GraphEdges } from './graph-edges';

/** Magnitude of each node's score. Exact, since what cannot be scored lies close together at the end of int64. */
export function entropyScores(
  length: number,
  flat: Int64Column,
  cum: Int64Column,
  edges: GraphEdges,
): BigInt64Array {
  const into = sidesOf(length, edges, edges.to, null);
  const outOf = sidesOf(length, edges, edges.from, flat);
  return BigInt64Array.from({ length }, (_, node) => {
    const score = (into[node] ?? 1) + (outOf[node] ?? 1);
    const weighed = int64Of(score * (cum.numbers[node] ?? 0));
    return magnitude64(BigInt.asIntN(64, weighed + exactAt(flat, node)));
  });
}

/** Per node the entropy of its calls at one end; null where it has none there. */
function sidesOf(
  length: number,
  edges: GraphEdges,
  end: Uint32Array,
  own: Int64Column | null,
): (number | null)[] {
  const scores: (number | null)[] = new Array<number | null>(length).fill(null);
  const totals = totalsOf(length, edges, end, own);
  const alive = edges.rows();
  for (const edge of alive) scores[end[edge]!] = 0;
  for (const edge of alive) {
    const node = end[edge]!;
    if (totals[node] !== 0) scores[node]! += entropy(magnitudeAt(edges.weight, edge) / totals[node]!);
  }
  for (let node = 0; own !== null && node < length; node++) {
    const self = own.numbers[node]!;
    if (scores[node] !== null && totals[node] !== 0 && self > 0)
      scores[node]! += entropy(self / totals[node]!);
  }
  return scores;
}

/** A node's own value and its calls that are above 0. In bigints where doubles do not hold them, since int64 wraps around. */
function totalsOf(
  length: number,
  edges: GraphEdges,
  end: Uint32Array,
  own: Int64Column | null,
): Float64Array {
  const { weight } = edges;
  if (weight.exact === null && (own === null || own.exact === null)) {
    const totals = own === null ? new Float64Array(length) : own.numbers.slice(0, length);
    for (const edge of edges.rows()) totals[end[edge]!]! += Math.max(0, weight.numbers[edge]!);
    return totals;
  }
  const exact = new BigInt64Array(length);
  for (let node = 0; own !== null && node < length; node++) exact[node] = exactAt(own, node);
  for (const edge of edges.rows()) {
    const value = exactAt(weight, edge);
    if (value > 0n) exact[end[edge]!]! += value;
  }
  return Float64Array.from(exact, Number);
}

const entropy = (fraction: number): number => -fraction * goLog2(fraction);

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;

/** Go's math.Log2, to the last bit: scores are cut to whole numbers, and what ties is ordered by name. */
export function goLog2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log2(value);
  const [fraction, exponent] = splitExponent(value);
  return fraction === 0.5 ? exponent - 1 : goLog(fraction) * Math.LOG2E + exponent;
}

/** Go's math.Log (FreeBSD's e_log.c), of a number above 0. */
function goLog(value: number): number {
  let [f, k] = splitExponent(value);
  if (f < Math.SQRT2 / 2) {
    f *= 2;
    k--;
  }
  f -= 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const t1 =
    s2 *
    (6.66666666666673513e-1 +
      s4 * (2.857142874366239149e-1 + s4 * (1.818357216161805012e-1 + s4 * 1.479819860511658591e-1)));
  const t2 = s4 * (3.999999999940941908e-1 + s4 * (2.222219843214978396e-1 + s4 * 1.531383769920937332e-1));
  const r = t1 + t2;
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + r) + k * LN2_LO) - f);
}

/** A fraction from ½ to below 1, and the power of two it is to be multiplied by. */
function splitExponent(value: number): [number, number] {
  let exponent = Math.max(-1023, Math.floor(Math.log2(value)) + 1);
  let fraction = value * 2 ** -exponent;
  while (fraction < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (fraction >= 1) {
    fraction /= 2;
    exponent++;
  }
  return [fraction, exponent];
}
