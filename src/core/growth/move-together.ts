// Whether two series rise at the same moments. Levels of two leaks always correlate, since both rise; what was added between two
// observations does only where one brings the other.

/** Fewer moves tell nothing. */
const LEAST_MOVES = 12;
const Z_95 = 1.959964;

export interface Togetherness {
  /** Pearson's, of what was added from each shared observation to the next. */
  readonly r: number;
  /** 95 %, by Fisher's transformation. */
  readonly interval: readonly [number, number];
}

/** Values of both at the same observations, in their order. null: too few of those, or one moves evenly all the time. */
export function moveTogether(a: Float64Array, b: Float64Array): Togetherness | null {
  const n = Math.min(a.length, b.length) - 1;
  if (n < LEAST_MOVES) return null;
  const [x, y] = [a, b].map((values) =>
    Float64Array.from({ length: n }, (_, i) => (values[i + 1] ?? 0) - (values[i] ?? 0)),
  ) as [Float64Array, Float64Array];
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] ?? 0) - meanX, (y[i] ?? 0) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (!(xx > 0 && yy > 0)) return null;
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  const [z, half] = [Math.atanh(r), Z_95 / Math.sqrt(n - 3)];
  return { r, interval: [Math.tanh(z - half), Math.tanh(z + half)] };
}

const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
