// Sorting as Go's slices.SortFunc does it, ties included. It is a quicksort that finds patterns (pdqsort,
// arXiv 2106.05123), so what is equal comes out in an order of its own; where Go's reader sorts threads by the time of
// their next event, that order decides which of two events of one time is first in the trace.

const FEW = 12;
const MANY = 50;
/** As many comparisons of a pivot as there can be, all of which found the later one less. */
const ALL_SWAPPED = 12;
const MOST_SHIFTS = 5;

/** Sorts in place. `isLess` must be a strict weak order. */
export function sortAsGo<T>(rows: T[], isLess: (a: T, b: T) => boolean): void {
  new GoSort(rows, isLess).sort(0, rows.length, bitLength(rows.length));
}

const bitLength = (n: number): number => 32 - Math.clz32(n);

class GoSort<T> {
  #swaps = 0;

  constructor(
    private readonly rows: T[],
    private readonly isLess: (a: T, b: T) => boolean,
  ) {}

  /** Rows `from` … `to` − 1. After `limit` bad pivots a heap goes on. */
  sort(from: number, to: number, limit: number): void {
    let [a, b, left] = [from, to, limit];
    let wasBalanced = true;
    let wasPartitioned = true;
    for (;;) {
      const length = b - a;
      if (length <= FEW) return this.#insert(a, b);
      if (left === 0) return this.#heap(a, b);
      if (!wasBalanced) {
        this.#breakPattern(a, b);
        left--;
      }
      let pivot = this.#choosePivot(a, b);
      const isFalling = this.#swaps === ALL_SWAPPED;
      if (isFalling) {
        this.#reverse(a, b);
        pivot = b - 1 - (pivot - a);
      }
      const isRising = isFalling || this.#swaps === 0;
      if (wasBalanced && wasPartitioned && isRising && this.#insertFew(a, b)) return;
      // All are at least what stands before them: where the pivot is not more than that, many are equal.
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const [middle, isPartitioned] = this.#partition(a, b, pivot);
      wasPartitioned = isPartitioned;
      const [before, after] = [middle - a, b - middle];
      wasBalanced = Math.min(before, after) >= Math.floor(length / 8);
      if (before < after) {
        this.sort(a, middle, left);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b, left);
        b = middle;
      }
    }
  }

  #less(i: number, k: number): boolean {
    return this.isLess(this.rows[i]!, this.rows[k]!);
  }

  #swap(i: number, k: number): void {
    const row = this.rows[i]!;
    this.rows[i] = this.rows[k]!;
    this.rows[k] = row;
  }

  #insert(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let k = i; k > a && this.#less(k, k - 1); k--) this.#swap(k, k - 1);
  }

  #heap(a: number, b: number): void {
    const length = b - a;
    for (let i = (length - 1) >> 1; i >= 0; i--) this.#sift(a, i, length);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#sift(a, 0, i);
    }
  }

  #sift(a: number, from: number, length: number): void {
    for (let root = from; ;) {
      let child = 2 * root + 1;
      if (child >= length) return;
      if (child + 1 < length && this.#less(a + child, a + child + 1)) child++;
      if (!this.#less(a + root, a + child)) return;
      this.#swap(a + root, a + child);
      root = child;
    }
  }

  #reverse(a: number, b: number): void {
    for (let i = a, k = b - 1; i < k; i++, k--) this.#swap(i, k);
  }

  /** Three in the middle change places with others by chance, which follows from the length. */
  #breakPattern(a: number, b: number): void {
    const length = b - a;
    const mask = BigInt(2 ** bitLength(length) - 1);
    let random = BigInt(length);
    const first = a + Math.floor(length / 4) * 2 - 1;
    for (let i = first; i <= first + 2; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.#swap(i, a + (other >= length ? other - length : other));
    }
  }

  /** A median of three, or of three such medians; counts in `#swaps` how often the later one was less. */
  #choosePivot(a: number, b: number): number {
    this.#swaps = 0;
    const quarter = Math.floor((b - a) / 4);
    const places = [a + quarter, a + quarter * 2, a + quarter * 3].map((i) =>
      b - a < MANY ? i : this.#median(i - 1, i, i + 1),
    );
    return this.#median(places[0]!, places[1]!, places[2]!);
  }

  #median(first: number, second: number, third: number): number {
    const [a, later] = this.#ordered(first, second);
    const [b] = this.#ordered(later, third);
    return this.#ordered(a, b)[1];
  }

  #ordered(a: number, b: number): [number, number] {
    if (!this.#less(b, a)) return [a, b];
    this.#swaps++;
    return [b, a];
  }

  /** Less than the pivot to its left, the others to its right. Where it then stands, and whether nothing had to move. */
  #partition(a: number, b: number, pivot: number): [number, boolean] {
    this.#swap(a, pivot);
    let i = a + 1;
    let k = b - 1;
    let isPartitioned = true;
    for (;;) {
      while (i <= k && this.#less(i, a)) i++;
      while (i <= k && !this.#less(k, a)) k--;
      if (i > k) break;
      isPartitioned = false;
      this.#swap(i++, k--);
    }
    this.#swap(k, a);
    return [k, isPartitioned];
  }

  /** Equal to the pivot to the left, more than that to the right, from where is answered. */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let i = a + 1;
    let k = b - 1;
    for (;;) {
      while (i <= k && !this.#less(a, i)) i++;
      while (i <= k && this.#less(a, k)) k--;
      if (i > k) return i;
      this.#swap(i++, k--);
    }
  }

  /** True where it is sorted: it was, or (of many) a few were out of place. */
  #insertFew(a: number, b: number): boolean {
    let i = a + 1;
    for (let shifts = 0; shifts < MOST_SHIFTS; shifts++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < MANY) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let k = i - 1; k >= 1 && this.#less(k, k - 1); k--) this.#swap(k, k - 1);
      if (b - i >= 2) for (let k = i + 1; k < b && this.#less(k, k - 1); k++) this.#swap(k, k - 1);
    }
    return false;
  }
}
