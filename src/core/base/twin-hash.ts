const BASIS_1 = 0x811c9dc5 | 0;
const BASIS_2 = 0x9747b28c | 0;
const PRIME_1 = 0x85ebca6b;
const PRIME_2 = 0x5bd1e995;

/**
 * Two independent 32-bit hashes of a text, or of several behind one another, four bytes at a time in steps that can be
 * undone: texts of one length that differ in one word never meet. Together 53 bits: among a million different texts
 * two are taken for one with a chance of 1 in 18,000.
 */
export class TwinHash {
  first = 0;
  second = 0;

  begin(): void {
    this.first = BASIS_1;
    this.second = BASIS_2;
  }

  /**
   * Goes on with bytes `start` … `end`−1. The last word holds the length's remainder, which keeps a text from its
   * continuation, and `ab` at `c` apart from `a` at `bc`.
   */
  add(bytes: DataView, start: number, end: number): void {
    let h1 = this.first;
    let h2 = this.second;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word = bytes.getInt32(i, true);
      h1 = Math.imul(h1 ^ word, PRIME_1);
      h1 ^= h1 >>> 13;
      h2 = Math.imul(h2 ^ word, PRIME_2);
      h2 ^= h2 >>> 15;
    }
    let rest = end - i;
    for (; i < end; i++) rest = (rest << 8) | bytes.getUint8(i);
    h1 = Math.imul(h1 ^ rest, PRIME_1);
    h2 = Math.imul(h2 ^ rest, PRIME_2);
    this.first = h1 ^ (h1 >>> 13);
    this.second = h2 ^ (h2 >>> 15);
  }

  /** Goes on with what another has found. */
  mix(first: number, second: number): void {
    const { first: h1, second: h2 } = this;
    this.first = Math.imul(((h1 << 5) | (h1 >>> 27)) ^ first, PRIME_2);
    this.second = Math.imul(((h2 << 7) | (h2 >>> 25)) ^ second, PRIME_1);
  }

  /** Both as one whole number below 2^53. */
  get key(): number {
    return keyOf(this.first, this.second);
  }
}

export const keyOf = (first: number, second: number): number =>
  (first >>> 0) * 0x20_0000 + ((second ^ (second << 13)) >>> 11);
