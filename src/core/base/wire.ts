// A bounds-checked reader of the protobuf wire format. Errors stick: the first one is kept, and from then on `next`
// says that there is nothing more, so that a decoder needs one check at its end instead of one per field.
// 64-bit numbers come as two unsigned halves, `lo` and `hi`, since a double cannot hold them all.
import { GrowableUint32 } from './growable';
import type { FormatError } from './result';

export const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

const TWO_32 = 0x1_0000_0000;
const MAX_VARINT_BYTES = 10;

/** The signed 64-bit integer of two halves as the nearest double. */
export const int64ToNumber = (lo: number, hi: number): number => (hi | 0) * TWO_32 + lo;
/** The same, exactly. */
export const int64ToBigInt = (lo: number, hi: number): bigint => (BigInt(hi | 0) << 32n) | BigInt(lo);
export const uint64ToBigInt = (lo: number, hi: number): bigint => (BigInt(hi) << 32n) | BigInt(lo);

/** Where messages of one kind stand, so that they can be read later without a look at all the others. */
export class MessageList {
  /** First byte and the one behind the last, by turns. */
  readonly bounds = new GrowableUint32();

  get length(): number {
    return this.bounds.length / 2;
  }

  /** Adds the message that the reader has just found, and answers their number; an error of the reader where it is none. */
  push(reader: WireReader): number {
    if (reader.expect(WIRE_BYTES)) {
      this.bounds.push(reader.start);
      this.bounds.push(reader.stop);
    }
    return this.length;
  }
}

export class WireReader {
  /** Next byte to be read, and the end of the message that is being read. */
  pos = 0;
  end: number;
  error: FormatError | null = null;

  /** What `next` found: field number, wire type, and the value: `lo`, `hi`, or the bytes `start` … `stop`−1. */
  field = 0;
  type = 0;
  lo = 0;
  hi = 0;
  start = 0;
  stop = 0;

  constructor(readonly bytes: Uint8Array) {
    this.end = bytes.length;
  }

  fail(code: FormatError['code'], message: string, offset = this.pos): void {
    this.error ??= { code, message, offset };
    this.pos = this.end;
  }

  /** Where data ends too early: the file's own end means that it was cut, any other that a length lies. */
  private failShort(what: string, offset: number): void {
    if (this.end === this.bytes.length)
      this.fail('truncated', `${what} goes beyond the end of the data`, offset);
    else this.fail('malformed', `${what} goes beyond the message around it`, offset);
  }

  /** Reads a varint into `lo` and `hi`. Bits beyond the 64th are dropped, as Go's pprof does. */
  varint(): void {
    const { bytes, end } = this;
    const start = this.pos;
    let pos = start;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; ; shift += 7) {
      if (shift >= 7 * MAX_VARINT_BYTES)
        return this.fail('malformed', 'a number of more than 10 bytes', start);
      if (pos >= end) return this.failShort('a number', start);
      const byte = bytes[pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.lo = lo >>> 0;
    this.hi = hi >>> 0;
    this.pos = pos;
  }

  /** As `varint`, quickly for what has one byte or two: nearly all that a profile says. */
  private short(): void {
    const { bytes, pos, end } = this;
    const first = pos < end ? bytes[pos]! : 0x80;
    if (first < 0x80) {
      this.lo = first;
      this.hi = 0;
      this.pos = pos + 1;
      return;
    }
    const second = pos + 1 < end ? bytes[pos + 1]! : 0x80;
    if (second >= 0x80) return this.varint();
    this.lo = (first & 0x7f) | (second << 7);
    this.hi = 0;
    this.pos = pos + 2;
  }

  /** Reads one field, tag and value, or says that the message has ended (or broken). */
  next(): boolean {
    if (this.error !== null || this.pos >= this.end) return false;
    const at = this.pos;
    // Nearly every tag has one byte.
    const tag = this.bytes[at]!;
    if (tag < 0x80) {
      this.pos = at + 1;
      this.field = tag >>> 3;
      this.type = tag & 7;
    } else {
      this.varint();
      if (this.hasFailed()) return false;
      this.field = this.hi === 0 ? this.lo >>> 3 : -1;
      this.type = this.lo & 7;
    }
    switch (this.type) {
      case WIRE_VARINT:
        this.short();
        break;
      case WIRE_FIXED64:
        this.fixed(8);
        break;
      case WIRE_FIXED32:
        this.fixed(4);
        break;
      case WIRE_BYTES:
        this.short();
        if (this.hasFailed()) return false;
        if (this.hi !== 0 || this.lo > this.end - this.pos) this.failShort(`field ${this.field}`, at);
        this.start = this.pos;
        this.pos = this.stop = this.start + this.lo;
        break;
      default:
        this.fail('malformed', `unknown wire type ${this.type}`, at);
    }
    return !this.hasFailed();
  }

  // A method, so that the compiler does not take `error` for the null that it was some lines earlier.
  private hasFailed(): boolean {
    return this.error !== null;
  }

  private fixed(length: number): void {
    if (length > this.end - this.pos) return this.failShort(`a number of ${length} bytes`, this.pos);
    const word = (at: number): number =>
      (this.bytes[at]! |
        (this.bytes[at + 1]! << 8) |
        (this.bytes[at + 2]! << 16) |
        (this.bytes[at + 3]! << 24)) >>>
      0;
    this.lo = word(this.pos);
    this.hi = length === 8 ? word(this.pos + 4) : 0;
    this.pos += length;
  }

  /** Stands before the fields of a message that was found earlier; false where something has failed by now. */
  open(messages: MessageList, row: number): boolean {
    this.pos = messages.bounds.data[2 * row]!;
    this.end = messages.bounds.data[2 * row + 1]!;
    return this.error === null;
  }

  /** Steps into the message that `next` has just found; returns what `leave` needs to step out again. */
  enter(): number {
    const outer = this.end;
    if (!this.expect(WIRE_BYTES)) return outer;
    this.pos = this.start;
    this.end = this.stop;
    return outer;
  }

  leave(outer: number): void {
    this.pos = this.error === null ? this.end : outer;
    this.end = outer;
  }

  /** Whether the field has the wire type that its number asks for; an error where not. */
  expect(type: number): boolean {
    if (this.type === type) return true;
    this.fail('malformed', `field ${this.field} has wire type ${this.type} instead of ${type}`);
    return false;
  }

  /** Calls `each` for every number of a repeated integer field, packed or not; the number is in `lo` and `hi`. */
  eachInteger(each: () => void): void {
    if (this.type !== WIRE_BYTES) {
      if (this.expect(WIRE_VARINT)) each();
      return;
    }
    const outer = this.enter();
    while (this.pos < this.end) {
      this.varint();
      if (this.error !== null) break;
      each();
    }
    this.leave(outer);
  }
}
