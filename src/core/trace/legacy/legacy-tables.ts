import { GrowableUint32 } from '../../base/growable';
import { NumberRows } from '../../base/number-rows';
import { decodeUtf8 } from '../../base/utf8';
import type { TraceBuilder } from '../trace-builder';

export const UNKNOWN = -1;
export const UNNAMED = -2;
const NOT_YET = -3;

/**
 * Strings and stacks of an old trace by their ids in the file. A stack may name strings that come after it, so it is
 * given to the builder only when an event has it; and most stacks of a frame are told by its address alone: what the
 * first of them says of an address holds for all.
 */
export class LegacyTables {
  readonly #stringIds = new NumberRows();
  readonly #stringRows = new GrowableUint32();
  readonly #addresses = new NumberRows(1024);
  /** By address: rows of string ids, and the line. */
  readonly #functions = new GrowableUint32();
  readonly #files = new GrowableUint32();
  readonly #lines = new GrowableUint32();
  readonly #stackIds = new NumberRows(1024);
  /** By row of its id: the stack that was last said to have it. */
  readonly #latest = new GrowableUint32();
  readonly #starts = new GrowableUint32();
  readonly #frames = new GrowableUint32();
  /** Rows of the builder by stack, by frame. */
  #stackRows = new Int32Array();
  #frameRows = new Int32Array();
  #scratch = new Uint32Array(64);

  constructor(private readonly builder: TraceBuilder) {
    this.#stringIds.add(0);
    this.#stringRows.push(1);
    this.#starts.push(0);
  }

  /** False where the id has a string already. */
  addString(id: number, bytes: Uint8Array): boolean {
    const row = this.#stringRow(id);
    if (this.#stringRows.data[row] !== 0) return false;
    this.#stringRows.data[row] = this.builder.string(decodeUtf8(bytes)) + 1;
    return true;
  }

  /** The builder's row of a string, UNKNOWN where there is none. */
  stringOf(id: number): number {
    const row = this.#stringIds.get(id);
    return row < 0 ? UNKNOWN : this.#stringRows.data[row]! - 1;
  }

  addFrame(address: number, functionName: number, file: number, line: number): void {
    const { limits } = this.builder;
    const row = this.#addresses.add(address);
    if (row === this.#functions.length) {
      if (row >= limits.frames) this.builder.exceed('frames');
      this.#functions.push(this.#stringRow(functionName));
      this.#files.push(this.#stringRow(file));
      this.#lines.push(line);
    }
    this.#frames.push(row);
    if (this.#frames.length > limits.stackFrames) this.builder.exceed('stackFrames');
  }

  /** Ends the stack of the frames that were added since the one before. */
  addStack(id: number): void {
    const stack = this.#starts.length - 1;
    if (stack >= this.builder.limits.stacks) this.builder.exceed('stacks');
    this.#starts.push(this.#frames.length);
    const row = this.#stackIds.add(id);
    if (row === this.#latest.length) this.#latest.push(stack);
    else this.#latest.data[row] = stack;
  }

  /** The builder's row of a stack, UNKNOWN where there is none, UNNAMED where it has a string that there is not. */
  stackOf(id: number): number {
    if (id === 0) return 0;
    const row = this.#stackIds.get(id);
    if (row < 0) return UNKNOWN;
    if (this.#stackRows.length === 0) {
      this.#stackRows = new Int32Array(this.#starts.length - 1).fill(NOT_YET);
      this.#frameRows = new Int32Array(this.#functions.length).fill(NOT_YET);
    }
    const stack = this.#latest.data[row]!;
    const known = this.#stackRows[stack]!;
    return known === NOT_YET ? (this.#stackRows[stack] = this.#build(stack)) : known;
  }

  #build(stack: number): number {
    const start = this.#starts.data[stack]!;
    const length = this.#starts.data[stack + 1]! - start;
    if (length > this.#scratch.length) this.#scratch = new Uint32Array(length * 2);
    for (let i = 0; i < length; i++) {
      const frame = this.#frameOf(this.#frames.data[start + i]!);
      if (frame < 0) return UNNAMED;
      this.#scratch[i] = frame;
    }
    return this.builder.stack(this.#scratch, length);
  }

  #frameOf(frame: number): number {
    const known = this.#frameRows[frame]!;
    if (known !== NOT_YET) return known;
    const functionName = this.#stringRows.data[this.#functions.data[frame]!]! - 1;
    const file = this.#stringRows.data[this.#files.data[frame]!]! - 1;
    const row =
      functionName < 0 || file < 0
        ? UNNAMED
        : this.builder.frame(functionName, file, this.#lines.data[frame]!);
    return (this.#frameRows[frame] = row);
  }

  /** The row of a string's id; what is there is one more than the builder's row, 0 as long as there is no string. */
  #stringRow(id: number): number {
    const row = this.#stringIds.add(id);
    if (row === this.#stringRows.length) {
      this.#stringRows.push(0);
      if (row > this.builder.limits.strings) this.builder.exceed('strings');
    }
    return row;
  }
}
