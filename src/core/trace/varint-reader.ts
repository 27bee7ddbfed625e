const TWO_28 = 2 ** 28;
const TWO_32 = 2 ** 32;
const TWO_56 = 2 ** 56;

/** Reads the numbers that Go writes in traces (LEB128), within `pos` … `end`. Errors stick. */
export class VarintReader {
  bytes: Uint8Array;
  pos: number;
  end: number;
  failed = false;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** −1 at the end. */
  byte(): number {
    return this.pos < this.end ? this.bytes[this.pos++]! : -1;
  }

  /**
   * An unsigned 64-bit number as the nearest double; from 2^63 on as the negative one that has the same bits, since −1
   * is what Go writes for no thread, P or goroutine. 0 where there is none, and `failed`.
   */
  uvarint(): number {
    const { bytes, end } = this;
    let pos = this.pos;
    if (pos >= end) return this.#fail();
    let byte = bytes[pos++]!;
    let low = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift === 28) return this.#long(pos, low);
      if (pos >= end) return this.#fail();
      byte = bytes[pos++]!;
      low |= (byte & 0x7f) << shift;
    }
    this.pos = pos;
    return low;
  }

  /** The rest of a number whose first four bytes are read: four more make `middle`, two more its upper eight bits. */
  #long(start: number, low: number): number {
    const { bytes, end } = this;
    let pos = start;
    let middle = 0;
    let upper = 0;
    for (let i = 0; ; i++) {
      if (pos >= end) return this.#fail();
      const byte = bytes[pos++]!;
      if (i < 4) middle |= (byte & 0x7f) << (7 * i);
      else if (i === 4) upper = byte & 0x7f;
      // The tenth byte has room for one bit.
      else if (byte > 1) return this.#fail();
      else upper |= byte << 7;
      if (byte < 0x80) break;
    }
    this.pos = pos;
    if (upper < 0x80) return upper * TWO_56 + middle * TWO_28 + low;
    const lower32 = (low | (middle << 28)) >>> 0;
    const upper32 = (middle >>> 4) | (upper << 24);
    return upper32 * TWO_32 + lower32;
  }

  #fail(): number {
    this.failed = true;
    this.pos = this.end;
    return 0;
  }
}
