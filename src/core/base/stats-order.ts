// Order statistics on plain numbers, in the caller's own array, which they reorder.

/** The k-th smallest (0-based) of the first `length` values. Reorders `values`. Mean cost is linear. */
function selectInPlace(values: Float64Array, k: number, length = values.length): number {
  let lo = 0;
  let hi = length - 1;
  while (lo < hi) {
    const pivot = values[(lo + hi) >> 1] ?? 0;
    let i = lo;
    let j = hi;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i++;
      while ((values[j] ?? 0) > pivot) j--;
      if (i <= j) {
        const swap = values[i] ?? 0;
        values[i] = values[j] ?? 0;
        values[j] = swap;
        i++;
        j--;
      }
    }
    if (k <= j) hi = j;
    else if (k >= i) lo = i;
    else break;
  }
  return values[k] ?? NaN;
}

/** The median of the first `length` values; of an even number the mean of the middle two. NaN of none. Reorders. */
export function medianInPlace(values: Float64Array, length = values.length): number {
  if (length === 0) return NaN;
  const half = length >> 1;
  const upper = selectInPlace(values, half, length);
  if (length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i] ?? lower);
  return (lower + upper) / 2;
}
