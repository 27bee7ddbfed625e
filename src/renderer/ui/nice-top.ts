/** A round number at or above the largest value: 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten (or of 1024). */
export function niceTop(largest: number, binary: boolean): number {
  if (!(largest > 0)) return binary ? 1024 ** 2 : 1;
  let base = 1;
  if (binary) while (base * 1024 <= largest) base *= 1024;
  const size = largest / base;
  const power = 10 ** Math.floor(Math.log10(size));
  for (const step of [1, 1.5, 2, 3, 4, 5, 6, 8, 10]) {
    if (step * power >= size) return step * power * base;
  }
  return 10 * power * base;
}
