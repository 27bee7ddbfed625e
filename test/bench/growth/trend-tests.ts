// What is not to decide, measured beside what does: Mann–Kendall, the sign test of moves, Benjamini and Hochberg's correction,
// and the interval of the Theil–Sen slope as it is published.
import { regularisedBeta } from '../../../src/core/base/stats-distributions';
import { medianInPlace } from '../../../src/core/base/stats-order';

const Z_95 = 1.959964;

export interface MannKendall {
  readonly s: number;
  readonly varS: number;
  readonly z: number;
  /** Two-sided, with continuity correction; 1 where no two values differ. */
  readonly p: number;
}

export function mannKendall(values: Float64Array): MannKendall {
  const n = values.length;
  const distinct = Float64Array.from(new Set(values)).sort();
  const rank = new Map([...distinct].map((value, i) => [value, i + 1]));
  // A Fenwick tree of how many values of each rank came before.
  const tree = new Int32Array(distinct.length + 1);
  const upTo = (r: number): number => {
    let sum = 0;
    for (let k = r; k > 0; k -= k & -k) sum += tree[k] ?? 0;
    return sum;
  };
  const ties = new Int32Array(distinct.length + 1);
  let s = 0;
  values.forEach((value, i) => {
    const r = rank.get(value) ?? 0;
    s += upTo(r - 1) - (i - upTo(r));
    for (let k = r; k < tree.length; k += k & -k) tree[k] = (tree[k] ?? 0) + 1;
    ties[r] = (ties[r] ?? 0) + 1;
  });
  const spread = (t: number): number => t * (t - 1) * (2 * t + 5);
  const varS = (spread(n) - ties.reduce((sum, t) => sum + spread(t), 0)) / 18;
  const z = varS > 0 ? (s - Math.sign(s)) / Math.sqrt(varS) : 0;
  return { s, varS, z, p: varS > 0 ? 2 * normalTail(Math.abs(z)) : 1 };
}

/** P(Z > z), z ≥ 0: its series up to 3, beyond that Laplace's continued fraction. */
export function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let [sum, term] = [z, z];
    for (let k = 3; term > 1e-17 * sum; k += 2) sum += term *= (z * z) / k;
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 80; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** P(as many rises or more), each of the moves as likely to be one as not. */
export const signTest = (rises: number, falls: number): number =>
  rises === 0 ? 1 : regularisedBeta(0.5, rises, falls + 1);

/** p corrected for a false discovery rate, in the order given. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0));
  const corrected = new Array<number>(p.length).fill(1);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, ((p[index] ?? 0) * p.length) / (p.length - place));
    corrected[index] = least;
  });
  return corrected;
}

/** The Theil–Sen slope and its interval by Mann–Kendall's variance, with ranks as scipy rounds them. */
export function theilSenInterval(
  times: Float64Array,
  values: Float64Array,
): { slope: number; interval: readonly [number, number] } {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) {
      const dt = (times[j] ?? 0) - (times[i] ?? 0);
      if (dt > 0) slopes.push(((values[j] ?? 0) - (values[i] ?? 0)) / dt);
    }
  const sorted = Float64Array.from(slopes).sort();
  const half = Z_95 * Math.sqrt(mannKendall(values).varS);
  const at = (rank: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? 0;
  return {
    slope: medianInPlace(sorted.slice()),
    interval: [
      at(roundHalfEven((sorted.length - half) / 2) - 1),
      at(roundHalfEven((sorted.length + half) / 2)),
    ],
  };
}

function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  return x - down === 0.5 ? down + (down % 2) : Math.round(x);
}
