import { GrowableUint32 } from './growable';

const EMPTY = 0xffff_ffff;

/**
 * Numbers sequences of unsigned 32-bit integers (a stack's frames) in the order of their first appearance. All
 * sequences lie in one array behind one another; a hash of each finds it again.
 */
export class SequenceMap {
  size = 0;
  /** Sequence i is data[start[i] … start[i + 1] − 1]. */
  private readonly data = new GrowableUint32();
  private readonly start = new GrowableUint32();
  private readonly hashes = new GrowableUint32();
  private slots = new Uint32Array(2048).fill(EMPTY);

  constructor() {
    this.start.push(0);
  }

  /** The number of the first `length` numbers of `from`. */
  add(from: Uint32Array, length: number): number {
    let hash = length;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ from[i]!, 0x9e37_79b1) ^ (hash >>> 15);
    hash = (hash ^ (hash >>> 13)) >>> 0;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry === EMPTY) break;
      if (this.hashes.data[entry] === hash && this.equals(entry, from, length)) return entry;
      slot = (slot + 1) & mask;
    }
    const entry = this.size++;
    this.slots[slot] = entry;
    this.hashes.push(hash);
    this.data.reserve(length);
    this.data.data.set(from.subarray(0, length), this.data.length);
    this.data.length += length;
    this.start.push(this.data.length);
    if (this.size * 2 > this.slots.length) this.grow();
    return entry;
  }

  /** The sequence of a number. A view: valid until the next `add`. */
  get(entry: number): Uint32Array {
    return this.data.data.subarray(this.start.data[entry], this.start.data[entry + 1]);
  }

  /** All sequences: i is frames[start[i]] … frames[start[i + 1] − 1]. */
  finish(): { readonly start: Uint32Array; readonly frames: Uint32Array } {
    return { start: this.start.finish(), frames: this.data.finish() };
  }

  private equals(entry: number, from: Uint32Array, length: number): boolean {
    const start = this.start.data[entry]!;
    if (this.start.data[entry + 1]! - start !== length) return false;
    const { data } = this.data;
    for (let i = 0; i < length; i++) if (data[start + i] !== from[i]) return false;
    return true;
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2).fill(EMPTY);
    const mask = this.slots.length - 1;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.hashes.data[entry]! & mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    }
  }
}
