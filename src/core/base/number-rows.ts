const EMPTY = 0xffff_ffff;

/**
 * Rows by a whole number (an id of 64 bits, as the nearest double), in the order of their first appearance. Open
 * addressing in typed arrays: millions of ids without a million entries of a Map.
 */
export class NumberRows {
  size = 0;
  /** The number of each row; valid up to `size`, and until the next `add`. */
  numbers: Float64Array;
  #slots: Uint32Array;
  #mask: number;

  constructor(capacity = 64) {
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Uint32Array(slots).fill(EMPTY);
    this.#mask = slots - 1;
    this.numbers = new Float64Array(slots >> 1);
  }

  /** −1 where the number has no row. */
  get(number: number): number {
    const slots = this.#slots;
    for (let slot = this.#slotOf(number); ; slot = (slot + 1) & this.#mask) {
      const row = slots[slot]!;
      if (row === EMPTY) return -1;
      if (this.numbers[row] === number) return row;
    }
  }

  /** The number's row, a new one where it has none. */
  add(number: number): number {
    const slots = this.#slots;
    let slot = this.#slotOf(number);
    for (; ; slot = (slot + 1) & this.#mask) {
      const row = slots[slot]!;
      if (row === EMPTY) break;
      if (this.numbers[row] === number) return row;
    }
    const row = this.size++;
    slots[slot] = row;
    this.numbers[row] = number;
    if (this.size === this.numbers.length) this.#grow();
    return row;
  }

  #slotOf(number: number): number {
    let h = number >>> 0;
    // The upper half tells pointers and ids of threads apart.
    if (h !== number) h ^= Math.imul(Math.floor(number / 0x1_0000_0000) | 0, 0x85eb_ca6b);
    h = Math.imul(h, 0x9e37_79b1);
    return (h ^ (h >>> 15)) & this.#mask;
  }

  #grow(): void {
    const slots = this.#slots.length * 2;
    const wide = new Float64Array(slots >> 1);
    wide.set(this.numbers);
    this.numbers = wide;
    this.#slots = new Uint32Array(slots).fill(EMPTY);
    this.#mask = slots - 1;
    for (let row = 0; row < this.size; row++) {
      let slot = this.#slotOf(this.numbers[row]!);
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    }
  }
}
