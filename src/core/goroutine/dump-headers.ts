// The headers of a dump, read from bytes: each that has been seen is found again by its hash, since thousands of
// goroutines wait in the same way. They can be counted without a look at the lines between them.
import { TwinHash } from '../base/twin-hash';
import { parseDumpHeader } from './dump-header';
import type { GoroutineBuilder } from './goroutines';
import { isHeaderAt } from './log-lines';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const COMMA = 44;
const BRACKET = 91;
const MINUTES = Uint8Array.from(' minutes]:', (c) => c.charCodeAt(0));

/** What is known of a header's text from `[` on, in rows of the builder. */
export interface KnownHeader {
  readonly state: number;
  readonly flags: number;
  readonly labels: number;
  /** Where they are not the last that it says; −1 none. */
  readonly waitMinutes: number;
  /** Goroutines of it that have no row, but are counted. */
  counted: number;
}

export class DumpHeaders {
  /** The wait of the header that was read last, in whole minutes; −1 unknown. */
  waitMinutes = -1;

  #bytes: Uint8Array = new Uint8Array();
  #view: DataView = new DataView(this.#bytes.buffer);
  readonly #builder: GoroutineBuilder;
  readonly #decoder = new TextDecoder();
  readonly #hash = new TwinHash();
  /** Null: not a header after all. */
  readonly #known = new Map<number, KnownHeader | null>();

  constructor(builder: GoroutineBuilder) {
    this.#builder = builder;
  }

  /** What the methods below read from. */
  show(bytes: Uint8Array, view: DataView): void {
    this.#bytes = bytes;
    this.#view = view;
  }

  /** The header whose text from `[` on is that of `start` … `end`−1, without the line's end; null where it is none. */
  read(start: number, end: number): KnownHeader | null {
    const textEnd = this.#readMinutes(start, end);
    const hash = this.#hash;
    hash.begin();
    hash.add(this.#view, start, textEnd);
    const key = textEnd === end ? hash.key : -hash.key;
    let header = this.#known.get(key);
    if (header === undefined) {
      const read = parseDumpHeader(this.#decoder.decode(this.#bytes.subarray(start, end)));
      header = read && {
        state: this.#builder.stateRow(read.state),
        flags: read.flags,
        labels: this.#builder.labelRow(read.labels),
        waitMinutes: read.waitMinutes,
        counted: 0,
      };
      this.#known.set(key, header);
    }
    if (header !== null && textEnd === end) this.waitMinutes = header.waitMinutes;
    return header;
  }

  /**
   * Where a header ends in `, N minutes]:`, N becomes `waitMinutes`, and the answer is where that starts: the waits of a
   * leak differ by goroutine, and each would be a header of its own. Else `end`, also with something behind the minutes.
   */
  #readMinutes(start: number, end: number): number {
    const bytes = this.#bytes;
    const word = end - MINUTES.length;
    if (word < start + 3) return end;
    for (let i = 0; i < MINUTES.length; i++) if (bytes[word + i] !== MINUTES[i]) return end;
    let digits = word;
    let value = 0;
    for (let power = 1; digits > start && power < 1e9 && isDigit(bytes[digits - 1]!); power *= 10)
      value += (bytes[--digits]! - 48) * power;
    if (digits === word || digits < start + 3 || bytes[digits - 1] !== SPACE || bytes[digits - 2] !== COMMA)
      return end;
    this.waitMinutes = value;
    return digits - 2;
  }

  /**
   * Counts all headers but the last, and answers where its line starts: what follows shows whether that goroutine is
   * whole. 0 where there is no header.
   */
  countAllButLast(): number {
    const bytes = this.#bytes;
    let last = 0;
    let lastEnd = -1;
    for (let from = 0; ;) {
      const start = this.#nextHeader(from);
      if (start < 0) return last;
      if (lastEnd >= 0) this.#count(last, lastEnd);
      last = start;
      lastEnd = bytes.indexOf(NEWLINE, start);
      if (lastEnd < 0) return last;
      from = lastEnd + 1;
    }
  }

  /**
   * Where the line of the next header starts, −1 where there is none. Its bracket is what is looked for: besides headers
   * a dump has few behind a blank, and one byte is found faster than a word.
   */
  #nextHeader(from: number): number {
    const bytes = this.#bytes;
    let seen = from;
    for (let bracket = from; (bracket = bytes.indexOf(BRACKET, bracket)) >= 0; bracket++) {
      if (bytes[bracket - 1] !== SPACE) continue;
      let start = bracket;
      while (start > seen && bytes[start - 1] !== NEWLINE) start--;
      // Else it is not the first of its line, unless that line starts right where the search did.
      if ((start > seen || seen === from) && isHeaderAt(bytes, start)) return start;
      seen = bracket + 1;
    }
    return -1;
  }

  #count(start: number, newline: number): void {
    const bytes = this.#bytes;
    const header = this.read(
      bytes.indexOf(BRACKET, start),
      bytes[newline - 1] === RETURN ? newline - 1 : newline,
    );
    if (header !== null) header.counted++;
  }

  /** Adds a row for each kind of header that was counted: its state, flags and labels, and no more. */
  addCounted(): void {
    const stack = this.#builder.stacks.push([]) - 1;
    const unknown = { stack, waitMinutes: -1, creator: -1, goid: 0, creatorGoid: 0 };
    for (const header of this.#known.values()) {
      if (header === null || header.counted === 0) continue;
      const { state, flags, labels, counted: count } = header;
      this.#builder.add({ ...unknown, count, state, flags, labels });
    }
  }
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
