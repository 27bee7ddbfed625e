// p-values of many tests, and the sign test. Shown beside the evidence; none of them decides (see stats-evidence).

function adjust(p: readonly number[], factor: number): number[] {
  const m = p.length;
  const order = p.map((_, i) => i).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0));
  const adjusted = new Array<number>(m).fill(1);
  let least = 1;
  order.forEach((index, i) => {
    least = Math.min(least, ((p[index] ?? 1) * m * factor) / (m - i));
    adjusted[index] = least;
  });
  return adjusted;
}

/** Benjamini–Hochberg adjusted p-values, in the order given. Valid under independence or positive dependence. */
export const adjustBH = (p: readonly number[]): number[] => adjust(p, 1);

/** Benjamini–Yekutieli adjusted p-values, in the order given. Valid under any dependence. */
export const adjustBY = (p: readonly number[]): number[] =>
  adjust(
    p,
    p.reduce((sum, _, i) => sum + 1 / (i + 1), 0),
  );

/** One-sided sign test: P(at least `ups` of `n` fair coins). */
export function signTest(ups: number, n: number): number {
  if (ups <= 0) return 1;
  // Term by term from C(n, n) down, in logs: 2^-n underflows beyond n = 1074.
  let logTerm = -n * Math.LN2;
  let p = 0;
  for (let k = n; k >= ups; k--) {
    p += Math.exp(logTerm);
    logTerm += Math.log(k) - Math.log(n - k + 1);
  }
  return Math.min(1, p);
}
