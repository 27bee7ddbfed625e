import { decodeUtf8 } from './utf8';

/** Above this the pool takes no more: what comes then is decoded each time. */
const MAX_BYTES = 32 * 1024 * 1024;
const EMPTY = 0xffff_ffff;

/**
 * Decodes UTF-8 that comes again and again, such as the names in each of a process' profiles: text that was seen before
 * is the very same string, found by its bytes. Those are kept, and compared, so that equal hashes mix nothing up.
 */
export class StringPool {
  readonly #texts: string[] = [];
  /** What was asked for last, and what after each: names often come in the order in which they came before. */
  #last = 0;
  #after = new Uint32Array(1024).fill(EMPTY);
  #start = new Uint32Array(1025);
  #hashes = new Int32Array(1024);
  #slots = new Uint32Array(2048).fill(EMPTY);
  #bytes = new Uint8Array(64 * 1024);
  #words = wordsOf(this.#bytes);
  /** The array that was asked about last, and its words. */
  #asked: { readonly bytes: Uint8Array; readonly words: DataView } = {
    bytes: this.#bytes,
    words: this.#words,
  };

  /** The text of `bytes[start]` … `bytes[stop − 1]`, as `decodeUtf8` reads it. */
  textOf(bytes: Uint8Array, start: number, stop: number): string {
    if (this.#asked.bytes !== bytes) this.#asked = { bytes, words: wordsOf(bytes) };
    const { words } = this.#asked;
    const likely = this.#after[this.#last]!;
    if (likely !== EMPTY && this.#equals(likely, words, start, stop))
      return this.#texts[(this.#last = likely)]!;
    const hash = hashOf(words, start, stop);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row === EMPTY) break;
      if (this.#hashes[row] === hash && this.#equals(row, words, start, stop)) return this.#found(row);
      slot = (slot + 1) & mask;
    }
    const text = decodeUtf8(bytes.subarray(start, stop));
    const at = this.#start[this.#texts.length]!;
    if (at + stop - start > MAX_BYTES) return text;
    return this.#found(this.#keep(text, hash, slot, bytes.subarray(start, stop), at));
  }

  #found(row: number): string {
    this.#after[this.#last] = row;
    this.#last = row;
    return this.#texts[row]!;
  }

  #equals(row: number, words: DataView, start: number, stop: number): boolean {
    const known = this.#words;
    let at = this.#start[row]!;
    if (this.#start[row + 1]! - at !== stop - start) return false;
    let i = start;
    for (; i + 4 <= stop; i += 4, at += 4)
      if (known.getInt32(at, true) !== words.getInt32(i, true)) return false;
    for (; i < stop; i++, at++) if (known.getUint8(at) !== words.getUint8(i)) return false;
    return true;
  }

  #keep(text: string, hash: number, slot: number, bytes: Uint8Array, at: number): number {
    const end = at + bytes.length;
    if (end > this.#bytes.length) {
      const wide = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      wide.set(this.#bytes);
      this.#bytes = wide;
      this.#words = wordsOf(wide);
    }
    this.#bytes.set(bytes, at);
    const row = this.#texts.push(text) - 1;
    this.#hashes[row] = hash;
    this.#start[row + 1] = end;
    this.#slots[slot] = row;
    if (this.#texts.length === this.#hashes.length) this.#grow();
    return row;
  }

  #grow(): void {
    const rows = this.#hashes.length * 2;
    const hashes = new Int32Array(rows);
    hashes.set(this.#hashes);
    const start = new Uint32Array(rows + 1);
    start.set(this.#start);
    const after = new Uint32Array(rows).fill(EMPTY);
    after.set(this.#after);
    const slots = new Uint32Array(rows * 2).fill(EMPTY);
    for (let row = 0; row < this.#texts.length; row++) {
      let slot = hashes[row]! & (slots.length - 1);
      while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = row;
    }
    [this.#hashes, this.#start, this.#after, this.#slots] = [hashes, start, after, slots];
  }
}

const wordsOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Four bytes at a time. */
function hashOf(words: DataView, start: number, stop: number): number {
  let hash = stop - start;
  let i = start;
  for (; i + 4 <= stop; i += 4) {
    hash = Math.imul(hash ^ words.getInt32(i, true), 0x85eb_ca6b);
    hash ^= hash >>> 13;
  }
  for (; i < stop; i++) hash = Math.imul(hash ^ words.getUint8(i), 0x0100_0193);
  return hash ^ (hash >>> 15);
}
