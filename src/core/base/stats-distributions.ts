// Tails and quantiles of Student's t, from their continued fraction (Abramowitz and Stegun 26.5.8), good to about
// twelve digits. Nothing here approximates by table.

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos, g = 7). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  let sum = 0.9999999999998099;
  LANCZOS.forEach((c, i) => (sum += c / (x + i)));
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const TINY = 1e-300;
const AWAY_FROM_ZERO = (x: number): number => (Math.abs(x) < TINY ? TINY : x);

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / AWAY_FROM_ZERO(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / AWAY_FROM_ZERO(1 + even * d);
    c = AWAY_FROM_ZERO(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / AWAY_FROM_ZERO(1 + odd * d);
    c = AWAY_FROM_ZERO(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** The regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) - (logGamma(a) + logGamma(b) - logGamma(a + b)),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** P(|T| ≥ |t|) with `df` > 0 degrees of freedom, which need not be whole. */
export const studentTwoSided = (t: number, df: number): number =>
  regularisedBeta(df / (df + t * t), df / 2, 0.5);

/**
 * The t with P(T ≤ t) = p, for 0 < p < 1 and `df` > 0. By bisection: it is wanted once per interval shown, and
 * the tail function is monotone to the last digit.
 */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const twoSided = 2 * Math.min(p, 1 - p);
  let hi = 1;
  while (studentTwoSided(hi, df) > twoSided && hi < 1e12) hi *= 2;
  let lo = 0;
  for (let i = 0; i < 200 && hi - lo > 1e-14 * hi; i++) {
    const mid = (lo + hi) / 2;
    if (studentTwoSided(mid, df) > twoSided) lo = mid;
    else hi = mid;
  }
  const t = (lo + hi) / 2;
  return p < 0.5 ? -t : t;
}
