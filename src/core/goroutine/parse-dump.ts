// The text of goroutine?debug=2, of SIGQUIT and of a panic: a header per goroutine, then two lines per frame.
// It has to be fast: Go writes up to 64 MiB of it, in which a leak repeats the same few stacks tens of thousands of
// times. So lines stay bytes. A frame is what identifies it, the name before its arguments and `file:line` before
// its offset; a stack is the hash of its frames. Text is decoded only where a hash is new. Who asks for states alone gets
// them from the headers, counted: what is between them is not looked at.
//
// Whatever is not a part of a goroutine is skipped: other lines of a log, registers after SIGQUIT, `exit status 2`.
import type { Frame } from '../base/frame';
import { plainText } from '../base/plain-text';
import { err, ok, type FormatError, type Result } from '../base/result';
import { keyOf, TwinHash } from '../base/twin-hash';
import { DumpHeaders, type KnownHeader } from './dump-headers';
import { GoroutineBuilder, type GoroutineRow, type Goroutines } from './goroutines';
import { hasNoLogPrefixes, isHeaderAt, withoutLogPrefixes } from './log-lines';

/** At this length Go cuts a dump, wherever it is (net/http/pprof, writeGoroutineStacks). */
export const GO_DUMP_LIMIT_BYTES = 64 * 1024 * 1024;
/** Go prints at most 100 frames and a line that counts the others; a bound for what is not from Go. */
const MAX_FRAMES = 1024;

const NEWLINE = 10;
const RETURN = 13;
const TAB = 9;
const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const COLON = 58;
const LETTER_C = 99;
const LETTER_G = 103;
const BRACKET = 91;

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const CREATED_BY = ascii('created by ');
const IN_GOROUTINE = ascii(' in goroutine ');
const ORIGINATING = ascii('[originating from goroutine ');
const ELLIPSIS = ascii('...');
const ELIDED = ascii(' frames elided...');
const NON_GO = ascii('non-Go function');
const NON_GO_AT = ascii('non-Go function at pc=');
const AT_PC = ascii(' pc=');

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const NOTHING = -1;

export interface DumpOptions {
  /** False: a row stands for all goroutines of one state, with equal flags and labels. Their stack is the empty one. */
  readonly stacks?: boolean;
}

/**
 * Reads a dump. `truncated`: its end is missing, since it has the length at which Go cuts, or ends within a line or
 * within a frame; the last stack may then be shorter than it was. `malformed` where no goroutine can be found.
 */
export const parseDump = (bytes: Uint8Array, options: DumpOptions = {}): Result<Goroutines, FormatError> => {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  if (bytes.length > 0x7fff_ffff) return err({ code: 'too-large', message: 'A dump of 2 GiB or more.' });
  const plain = plainText(bytes);
  const text = withoutLogPrefixes(plain);
  if (text === null) {
    return err({
      code: 'malformed',
      message: 'Not a goroutine dump: no line of it reads like `goroutine 1 [running]:`.',
    });
  }
  const reader = new DumpReader(options.stacks ?? true);
  reader.read(text);
  return finish(reader, bytes.length, plain[plain.length - 1] !== NEWLINE);
};

const finish = (reader: DumpReader, length: number, endsInLine: boolean): Result<Goroutines, FormatError> => {
  reader.finish();
  if (reader.builder.length === 0) {
    return err({ code: 'malformed', message: 'Not a goroutine dump: no header of a goroutine is complete.' });
  }
  const truncated = endsInLine || length === GO_DUMP_LIMIT_BYTES || reader.endsInFrame;
  return ok(reader.builder.finish({ statesInferred: false, truncated, declaredTotal: null }));
};

/**
 * The same of a dump that comes in pieces and is never held as a whole: to touch 64 MiB of memory for the first time takes
 * longer than to find the headers in it. Only for one whose first piece `isPlainDump`.
 */
export class DumpInPieces {
  readonly #reader: DumpReader;
  #length = 0;
  #lastByte = NEWLINE;

  constructor(options: DumpOptions = {}) {
    this.#reader = new DumpReader(options.stacks ?? true);
  }

  /**
   * Reads the goroutines in `bytes` that are sure to be complete. Answers their length: the next piece begins with the
   * bytes behind it. 0 where there is no second header yet: more bytes are needed.
   */
  read(bytes: Uint8Array): number {
    const end = lastHeaderIn(bytes);
    this.#take(bytes.subarray(0, end));
    return end;
  }

  /** Reads the last piece, which may be empty. */
  finish(bytes: Uint8Array): Result<Goroutines, FormatError> {
    this.#take(bytes);
    return finish(this.#reader, this.#length, this.#lastByte !== NEWLINE);
  }

  #take(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#reader.read(bytes);
    this.#length += bytes.length;
    this.#lastByte = bytes[bytes.length - 1]!;
  }
}

/** Whether the dump that begins so has nothing before its lines. False where more must be seen to say. */
export const isPlainDump = (head: Uint8Array): boolean => isHeaderAt(head, 0) && hasNoLogPrefixes(head);

/** Where the line of the last header begins; 0 where that is the first line, or there is none. */
const lastHeaderIn = (bytes: Uint8Array): number => {
  for (let newline = bytes.length; newline > 0;) {
    newline = bytes.lastIndexOf(NEWLINE, newline - 1);
    if (newline < 0) return 0;
    if (bytes[newline + 1] === LETTER_G && isHeaderAt(bytes, newline + 1)) return newline + 1;
  }
  return 0;
};

class DumpReader {
  readonly builder = new GoroutineBuilder('dump');
  /** The text ended where a goroutine is sure to go on. */
  endsInFrame = false;

  #bytes: Uint8Array = new Uint8Array();
  #view: DataView = new DataView(this.#bytes.buffer);
  readonly #withStacks: boolean;
  readonly #decoder = new TextDecoder();
  readonly #headers = new DumpHeaders(this.builder);
  readonly #frames = new Map<number, Frame>();
  readonly #stackRows = new Map<number, number>();
  readonly #creatorRows = new Map<number, number>();

  // The goroutine being read; no header, none.
  #header: KnownHeader | null = null;
  /** One object for all: a spread per goroutine was half of the time. */
  readonly #row: GoroutineRow = {
    stack: 0,
    count: 1,
    state: NOTHING,
    waitMinutes: NOTHING,
    creator: NOTHING,
    labels: NOTHING,
    flags: 0,
    goid: 0,
    creatorGoid: 0,
  };
  #inAncestors = false;
  #hasBody = false;

  // Its frames: their two hashes, and where name and place stand.
  #depth = 0;
  readonly #hash1 = new Int32Array(MAX_FRAMES);
  readonly #hash2 = new Int32Array(MAX_FRAMES);
  readonly #nameStart = new Int32Array(MAX_FRAMES);
  readonly #nameEnd = new Int32Array(MAX_FRAMES);
  readonly #placeStart = new Int32Array(MAX_FRAMES);
  readonly #placeEnd = new Int32Array(MAX_FRAMES);

  // A line that waits for its place on the next one.
  #pending: 'none' | 'function' | 'symbol' | 'creator' = 'none';
  #pendingStart = 0;
  #pendingEnd = 0;

  readonly #hash = new TwinHash();

  constructor(withStacks: boolean) {
    this.#withStacks = withStacks;
  }

  /** Whole goroutines, with whatever stands between them. */
  read(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#headers.show(bytes, this.#view);
    for (let start = this.#withStacks ? 0 : this.#headers.countAllButLast(); start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const isCut = newline < 0;
      let end = isCut ? bytes.length : newline;
      const next = end + 1;
      if (end > start && bytes[end - 1] === RETURN) end--;
      if (end === start) this.#finishGoroutine();
      else if (bytes[start] === LETTER_G && isHeaderAt(bytes, start)) this.#beginGoroutine(start, end);
      else if (this.#header === null) {
        // Between goroutines: not ours.
      } else if (bytes[start] === TAB) this.#readPlace(start + 1, end, isCut);
      else if (!isCut) this.#readLine(start, end);
      start = next;
    }
    const waits = this.#pending === 'function' || this.#pending === 'creator';
    this.endsInFrame = this.#header !== null && (waits || !this.#hasBody);
    this.#finishGoroutine();
  }

  /** After the last `read`. */
  finish(): void {
    if (!this.#withStacks) this.#headers.addCounted();
  }

  #beginGoroutine(start: number, end: number): void {
    const bytes = this.#bytes;
    let i = start + 'goroutine '.length;
    let goid = 0;
    for (; isDigit(bytes[i]); i++) goid = goid * 10 + bytes[i]! - 48;
    while (i < end && bytes[i] !== BRACKET) i++;
    const header = this.#headers.read(i, end);
    // A header that is cut ends what was before it all the same.
    this.#finishGoroutine();
    this.#header = header;
    if (header === null) return;
    const row = this.#row;
    row.state = header.state;
    row.waitMinutes = this.#headers.waitMinutes;
    row.flags = header.flags;
    row.labels = header.labels;
    row.goid = goid;
  }

  #finishGoroutine(): void {
    if (this.#header !== null) {
      if (this.#withStacks) {
        this.#row.stack = this.#stackRow();
        this.builder.add(this.#row);
      } else this.#header.counted++;
    }
    this.#header = null;
    this.#row.creator = NOTHING;
    this.#row.creatorGoid = 0;
    this.#inAncestors = false;
    this.#hasBody = false;
    this.#depth = 0;
    this.#pending = 'none';
  }

  /** A line of a goroutine that begins with no tab. */
  #readLine(start: number, end: number): void {
    const bytes = this.#bytes;
    const first = bytes[start];
    if (bytes[end - 1] === CLOSE) {
      let open = end - 2;
      while (open > start && bytes[open] !== OPEN) open--;
      // A Go name has no blank: a line with one is somebody else's, a log's.
      for (let i = start; i < open; i++) if (bytes[i] === SPACE) return;
      if (open > start) this.#wait('function', start, open);
    } else if (first === LETTER_C && this.#startsWith(start, CREATED_BY)) {
      this.#wait('creator', start + CREATED_BY.length, this.#readCreatorGoid(start, end));
    } else if (first === BRACKET && this.#startsWith(start, ORIGINATING)) {
      this.#inAncestors = true;
    } else if (first === DOT && this.#startsWith(start, ELLIPSIS)) {
      if (this.#startsWith(end - ELIDED.length, ELIDED)) this.#addFrame(start, end, end, end);
    } else if (this.#startsWith(start, NON_GO_AT)) {
      this.#addFrame(start, start + NON_GO.length, end, end);
    } else if (this.#pending === 'none') {
      this.#wait('symbol', start, end);
    }
  }

  #wait(kind: 'function' | 'symbol' | 'creator', start: number, end: number): void {
    this.#pending = kind;
    this.#pendingStart = start;
    this.#pendingEnd = end;
  }

  /** End of the creator's name; takes ` in goroutine N` off, which Go writes since 1.21. */
  #readCreatorGoid(start: number, end: number): number {
    const bytes = this.#bytes;
    let digits = end;
    while (digits > start && isDigit(bytes[digits - 1])) digits--;
    const nameEnd = digits - IN_GOROUTINE.length;
    if (digits === end || nameEnd <= start || !this.#startsWith(nameEnd, IN_GOROUTINE)) return end;
    let goid = 0;
    for (let i = digits; i < end; i++) goid = goid * 10 + bytes[i]! - 48;
    if (!this.#inAncestors && this.#withStacks) this.#row.creatorGoid = goid;
    return nameEnd;
  }

  /**
   * A place, `FILE:LINE` with ` +0x1d`, ` fp=… sp=… pc=…` or nothing behind it, from behind its tab. The file may hold
   * colons and blanks. What cgo's symboliser gives always has ` pc=`, and may lack the file.
   */
  #readPlace(start: number, end: number, isCut: boolean): void {
    this.#hasBody = true;
    if (this.#pending === 'none') return; // `goroutine running on other thread; stack unavailable`
    const bytes = this.#bytes;
    let colon = end - 1;
    while (colon > start && !(bytes[colon] === COLON && isDigit(bytes[colon + 1]))) colon--;
    let placeEnd = colon + 1;
    while (placeEnd < end && isDigit(bytes[placeEnd])) placeEnd++;
    if (colon === start || (placeEnd < end && bytes[placeEnd] !== SPACE)) placeEnd = start;
    if (this.#pending === 'symbol') {
      const last = this.#lastSpace(start - 1, end);
      if (!this.#startsWith(last, AT_PC) && !this.#startsWith(start, AT_PC.subarray(1))) {
        this.#pending = 'none';
        return;
      }
    } else if (placeEnd === start) return;
    // Of `:123` the cut may have left `:1`.
    if (isCut && placeEnd === end) return;
    if (this.#pending === 'creator') this.#setCreator(this.#pendingStart, this.#pendingEnd, start, placeEnd);
    else this.#addFrame(this.#pendingStart, this.#pendingEnd, start, placeEnd);
    this.#pending = 'none';
  }

  #lastSpace(start: number, end: number): number {
    let i = end - 1;
    while (i > start && this.#bytes[i] !== SPACE) i--;
    return i;
  }

  #addFrame(nameStart: number, nameEnd: number, placeStart: number, placeEnd: number): void {
    this.#hasBody = true;
    if (this.#inAncestors || !this.#withStacks || this.#depth === MAX_FRAMES) return;
    const i = this.#depth++;
    this.#hashPlace(nameStart, nameEnd, placeStart, placeEnd);
    this.#hash1[i] = this.#hash.first;
    this.#hash2[i] = this.#hash.second;
    this.#nameStart[i] = nameStart;
    this.#nameEnd[i] = nameEnd;
    this.#placeStart[i] = placeStart;
    this.#placeEnd[i] = placeEnd;
  }

  #setCreator(nameStart: number, nameEnd: number, placeStart: number, placeEnd: number): void {
    if (this.#inAncestors || !this.#withStacks) return;
    this.#hashPlace(nameStart, nameEnd, placeStart, placeEnd);
    const { key } = this.#hash;
    let row = this.#creatorRows.get(key);
    if (row === undefined) {
      row = this.builder.creators.push(this.#frame(key, nameStart, nameEnd, placeStart, placeEnd)) - 1;
      this.#creatorRows.set(key, row);
    }
    this.#row.creator = row;
  }

  /** The row of the stack that has been read; decodes what is new. */
  #stackRow(): number {
    const hash = this.#hash;
    hash.begin();
    for (let i = 0; i < this.#depth; i++) hash.mix(this.#hash1[i]!, this.#hash2[i]!);
    const { key } = hash;
    let row = this.#stackRows.get(key);
    if (row === undefined) {
      const stack: Frame[] = [];
      for (let i = 0; i < this.#depth; i++) {
        stack.push(
          this.#frame(
            keyOf(this.#hash1[i]!, this.#hash2[i]!),
            this.#nameStart[i]!,
            this.#nameEnd[i]!,
            this.#placeStart[i]!,
            this.#placeEnd[i]!,
          ),
        );
      }
      row = this.builder.stacks.push(stack) - 1;
      this.#stackRows.set(key, row);
    }
    return row;
  }

  #frame(key: number, nameStart: number, nameEnd: number, placeStart: number, placeEnd: number): Frame {
    let frame = this.#frames.get(key);
    if (frame === undefined) {
      const place = this.#text(placeStart, placeEnd);
      const colon = place.lastIndexOf(':');
      frame = {
        function: this.#text(nameStart, nameEnd),
        file: colon < 0 ? '' : place.slice(0, colon),
        line: colon < 0 ? 0 : Number(place.slice(colon + 1)),
      };
      this.#frames.set(key, frame);
    }
    return frame;
  }

  #hashPlace(nameStart: number, nameEnd: number, placeStart: number, placeEnd: number): void {
    this.#hash.begin();
    this.#hash.add(this.#view, nameStart, nameEnd);
    this.#hash.add(this.#view, placeStart, placeEnd);
  }

  #startsWith(at: number, what: Uint8Array): boolean {
    for (let i = 0; i < what.length; i++) if (this.#bytes[at + i] !== what[i]) return false;
    return true;
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }
}
