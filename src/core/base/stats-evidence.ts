// What decides about growth: not whether a series goes up but whether it never comes down. A bet on "the next
// move is a rise" multiplies the evidence; e-BH accepts such evidence from any number of dependent stacks and
// under any number of looks (Wang and Ramdas 2022; Ville's inequality).

/** How likely a rise is under each bet, and the bet's weight. */
const BETS: readonly (readonly [q: number, weight: number])[] = [
  [0.95, 0.5],
  [0.8, 0.25],
  [0.65, 0.25],
];

/** ln Σ exp(terms), without overflow. −Infinity of none. */
export function logSumExp(terms: readonly number[]): number {
  const top = Math.max(...terms);
  if (!Number.isFinite(top)) return top;
  return top + Math.log(terms.reduce((sum, x) => sum + Math.exp(x - top), 0));
}

/** ln E of `rises` and `falls`: E = Σ w(2q)^rises (2(1−q))^falls. At most 1 on average where a rise is no likelier than a fall. */
export function logEvidence(rises: number, falls: number): number {
  return logSumExp(
    BETS.map(([q, w]) => Math.log(w) + rises * Math.log(2 * q) + falls * Math.log(2 * (1 - q))),
  );
}

/**
 * e-BH: which of `logE` pass at false discovery rate `alpha` when `m` hypotheses were tested (m may exceed what is
 * handed in, never fall below it). k* is the largest k whose k-th largest E is at least m / (alpha k).
 * Returns the indexes that pass, strongest first.
 */
export function eBH(logE: ArrayLike<number>, m: number, alpha: number): number[] {
  const order = Array.from({ length: logE.length }, (_, i) => i).sort(
    (a, b) => (logE[b] ?? 0) - (logE[a] ?? 0) || a - b,
  );
  let passing = 0;
  order.forEach((index, i) => {
    if ((logE[index] ?? -Infinity) >= Math.log(m / (alpha * (i + 1)))) passing = i + 1;
  });
  return order.slice(0, passing);
}

/** Rises that prove growth without one fall among `m` tested stacks: ⌈ln(2m/alpha) / ln 1.9⌉. */
export const risesNeeded = (m: number, alpha = 0.05): number =>
  Math.ceil(Math.log((2 * Math.max(1, m)) / alpha) / Math.log(1.9));

/** At each place the least of it and all later values of the first `length`. Writes into `out` and returns it. */
export function futureInfimum(
  values: ArrayLike<number>,
  length = values.length,
  out: Float64Array = new Float64Array(length),
): Float64Array {
  let least = Infinity;
  for (let i = length - 1; i >= 0; i--) {
    least = Math.min(least, values[i] ?? least);
    out[i] = least;
  }
  return out;
}

/**
 * The least of each block of `size` values. Blocks are counted from the newest end, so what does not fill a block
 * is left out at the oldest. Returns how many blocks were written into `out`, which may be `values`, oldest first.
 */
export function blockFloors(
  values: ArrayLike<number>,
  length: number,
  size: number,
  out: Float64Array,
): number {
  const blocks = Math.floor(length / size);
  const skipped = length - blocks * size;
  for (let b = 0, i = skipped; b < blocks; b++) {
    let least = values[i++] ?? Infinity;
    for (const end = i + size - 1; i < end; i++) least = Math.min(least, values[i] ?? least);
    out[b] = least;
  }
  return blocks;
}
