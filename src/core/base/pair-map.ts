const EMPTY = 0xffff_ffff;

/**
 * Numbers pairs of unsigned 32-bit integers in the order of their first appearance: (parent, frame) of a trie of
 * stacks, (caller, callee) of an edge. Open addressing in typed arrays: no object and no string per pair.
 */
export class PairMap {
  size = 0;
  private first: Uint32Array;
  private second: Uint32Array;
  private slots: Uint32Array;
  private mask: number;

  constructor(capacity = 1024) {
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.slots = new Uint32Array(slots).fill(EMPTY);
    this.mask = slots - 1;
    this.first = new Uint32Array(slots >> 1);
    this.second = new Uint32Array(slots >> 1);
  }

  /** The number of the pair, which is `size − 1` after the call where the pair is new. */
  add(a: number, b: number): number {
    let slot = this.slotOf(a, b);
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry === EMPTY) break;
      if (this.first[entry] === a && this.second[entry] === b) return entry;
      slot = (slot + 1) & this.mask;
    }
    const entry = this.size++;
    this.slots[slot] = entry;
    this.first[entry] = a;
    this.second[entry] = b;
    if (this.size === this.first.length) this.grow();
    return entry;
  }

  firstOf(entry: number): number {
    return this.first[entry]!;
  }

  secondOf(entry: number): number {
    return this.second[entry]!;
  }

  private slotOf(a: number, b: number): number {
    let h = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b_3c6d);
    return (h ^ (h >>> 13)) & this.mask;
  }

  private grow(): void {
    const slots = this.slots.length * 2;
    const widen = (old: Uint32Array): Uint32Array => {
      const wide = new Uint32Array(slots >> 1);
      wide.set(old);
      return wide;
    };
    this.first = widen(this.first);
    this.second = widen(this.second);
    this.slots = new Uint32Array(slots).fill(EMPTY);
    this.mask = slots - 1;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.slotOf(this.first[entry]!, this.second[entry]!);
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & this.mask;
      this.slots[slot] = entry;
    }
  }
}
