import { VarintReader } from '../varint-reader';

const TWO_32 = 2 ** 32;

/** A 64-bit number, by its lower and upper half. */
export interface Halves {
  readonly lo: number;
  readonly hi: number;
}

/** Reads also what a clock says, which is beyond what a double holds exactly on machines whose clock began long ago. */
export class ClockReader extends VarintReader {
  /** The next number less another, exactly. */
  since({ lo, hi }: Halves): number {
    const time = this.halves();
    return ((time.hi | 0) - (hi | 0)) * TWO_32 + (time.lo - lo);
  }

  halves(): Halves {
    const { bytes, pos } = this;
    this.uvarint();
    let [lo, hi] = [0, 0];
    for (let i = 0; !this.failed && pos + i < this.pos; i++) {
      const bits = bytes[pos + i]! & 0x7f;
      if (i < 4) lo |= bits << (7 * i);
      else if (i === 4) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (7 * i - 32);
    }
    return { lo: lo >>> 0, hi: hi >>> 0 };
  }
}
