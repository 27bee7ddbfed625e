import { Utf8Writer } from './utf8-writer';

/** Writes the protobuf wire format: varints as their two's complement of 64 bits, as Go writes them. Doubles as it fills. */
export class WireWriter {
  readonly #out: Utf8Writer;

  constructor(capacity = 256) {
    this.#out = new Utf8Writer(capacity);
  }

  /** A number of the field; zero, which is what a reader takes for granted, is left out. */
  integer(field: number, value: number | bigint): void {
    if (value === 0 || value === 0n) return;
    this.#varint(field * 8);
    this.#number(value);
  }

  /** All of them in one, also the zeros between: they are told apart by their order. */
  packed(field: number, values: Iterable<number | bigint>): void {
    const inner = new WireWriter(64);
    for (const value of values) inner.#number(value);
    this.message(field, inner);
  }

  /** A message or packed numbers; an empty one too, since it counts. */
  message(field: number, inner: WireWriter): void {
    const bytes = inner.finish();
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    this.#out.writeBytes(bytes, 0, bytes.length);
  }

  string(field: number, text: string): void {
    const inner = new WireWriter(text.length);
    inner.#out.write(text);
    this.message(field, inner);
  }

  /** A view: nothing is to be written afterwards. */
  finish(): Uint8Array {
    return this.#out.finish();
  }

  #number(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value < 0x8000_0000) {
      this.#varint(value);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) this.#out.writeByte(Number(rest & 0x7fn) | 0x80);
    this.#out.writeByte(Number(rest));
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#out.writeByte((rest & 0x7f) | 0x80);
    this.#out.writeByte(rest);
  }
}
