/** A column of unsigned 32-bit numbers whose length is not known beforehand; doubles as it fills. */
export class GrowableUint32 {
  data: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  append(more: GrowableUint32): void {
    this.reserve(more.length);
    this.data.set(more.data.subarray(0, more.length), this.length);
    this.length += more.length;
  }

  /** Makes room for `more` rows, so that a hot loop may write to `data` itself. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.data.length) return;
    const data = new Uint32Array(Math.max(needed, this.data.length * 2));
    data.set(this.data.subarray(0, this.length));
    this.data = data;
  }

  finish(): Uint32Array {
    return this.data.slice(0, this.length);
  }
}
