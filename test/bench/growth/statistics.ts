// What is said of simulated sessions, with how well it is known. 95 % throughout.

const Z = 1.959964;

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A proportion with Wilson's interval; NaN and 0–1 of none. */
export function proportion(hits: number, of: number): Estimate {
  if (of === 0) return { value: NaN, low: 0, high: 1 };
  const p = hits / of;
  const middle = (p + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const half = (Z / (1 + (Z * Z) / of)) * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** A mean count per session with Byar's approximation of Poisson's exact interval (within 1 %, or 0.015 of a count). */
export function countPerSession(total: number, sessions: number): Estimate {
  const next = total + 1;
  const low = total === 0 ? 0 : total * (1 - 1 / (9 * total) - Z / (3 * Math.sqrt(total))) ** 3;
  const high = next * (1 - 1 / (9 * next) + Z / (3 * Math.sqrt(next))) ** 3;
  return { value: total / sessions, low: low / sessions, high: high / sessions };
}

/**
 * The difference of two proportions that were had on the same sessions, from how often only the one and only the other hit:
 * Wald's interval with one more of each (Bonett and Price 2012), which holds where hardly any differ.
 */
export function pairedDifference(onlyFirst: number, onlySecond: number, of: number): Estimate {
  const [p, q] = [(onlyFirst + 1) / (of + 2), (onlySecond + 1) / (of + 2)];
  const half = Z * Math.sqrt((p + q - (p - q) ** 2) / (of + 2));
  return { value: (onlyFirst - onlySecond) / of, low: p - q - half, high: p - q + half };
}

/** Sums from which a mean and its normal interval follow. */
export class Sums {
  count = 0;
  private sum = 0;
  private squares = 0;

  add(x: number): void {
    this.count++;
    this.sum += x;
    this.squares += x * x;
  }

  mean(): Estimate {
    const value = this.sum / this.count;
    const variance = Math.max(0, this.squares - this.count * value * value) / Math.max(1, this.count - 1);
    const half = Z * Math.sqrt(variance / this.count);
    return { value, low: value - half, high: value + half };
  }
}
