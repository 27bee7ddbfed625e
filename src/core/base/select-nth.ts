/** Chance needs some fifty for a hundred million values; more are of values that were chosen to take long. */
const MOST_ROUNDS = 100;

/**
 * The value that would stand at row `nth` (0 ≤ nth < length) if the values, none of them NaN, were in ascending order. Moves them
 * about: those before the row are no larger after it, those behind it no smaller. Takes time as the length, where sorting takes
 * longer; Hoare's "Find" (CACM 4, 1961), with the middle of three as its pivot, and sorted where that chose badly too often.
 */
export function selectNth(values: Float64Array, nth: number): number {
  let low = 0;
  let high = values.length - 1;
  for (let round = 0; low < high; round++) {
    if (round === MOST_ROUNDS) {
      values.subarray(low, high + 1).sort();
      break;
    }
    const pivot = middleOf(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (nth <= j) high = j;
    else if (nth >= i) low = i;
    else break;
  }
  return values[nth]!;
}

const middleOf = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
