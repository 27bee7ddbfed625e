// A dump often arrives through a log: each line then has something before it (a time, a pod, a stream), or is the
// text of a JSON record. This takes that away, so that the parser sees what Go printed.
//
// No list of log formats is kept: what precedes the first headers is the model. Numbers may differ from line to
// line, so may the width of blanks, a fraction of a second, `stdout` and `stderr`, and CRI's F (full line) and P (to
// be continued). Lines that do not fit are handed on as they are: other lines of the log, which the parser skips, or
// the rest of a record that has its prefix only once.
import { Utf8Writer } from '../base/utf8-writer';

const NEWLINE = 10;
const RETURN = 13;
const TAB = 9;
const SPACE = 32;
const BRACE = 123;
const LETTER_G = 103;

/** Headers looked at to find the model. */
const SAMPLE = 32;
/** No log puts more before a line; beyond, it is a sentence that quotes a header. */
const MAX_PREFIX = 512;

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const HEADER = ascii('goroutine ');

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;
const startsWithAt = (bytes: Uint8Array, at: number, what: Uint8Array): boolean => {
  for (let i = 0; i < what.length; i++) if (bytes[at + i] !== what[i]) return false;
  return true;
};

/** Whether `goroutine N [` or `goroutine N gp=` stands at `at`. */
export const isHeaderAt = (bytes: Uint8Array, at: number): boolean => {
  if (!startsWithAt(bytes, at, HEADER)) return false;
  let i = at + HEADER.length;
  const digits = i;
  while (isDigit(bytes[i])) i++;
  if (i === digits || bytes[i] !== SPACE) return false;
  return bytes[i + 1] === 91 /* [ */ || (bytes[i + 1] === 103 && bytes[i + 2] === 112 && bytes[i + 3] === 61);
};

/** What stands before most of the first headers, and how many those are. */
interface Prefix {
  readonly start: number;
  readonly end: number;
  readonly seen: number;
}

const prefixOf = (bytes: Uint8Array): Prefix => {
  const forms = new Map<string, { votes: number; start: number; end: number }>();
  let seen = 0;
  let start = 0;
  let newline = bytes.indexOf(NEWLINE);
  for (let g = bytes.indexOf(LETTER_G); g >= 0 && seen < SAMPLE; g = bytes.indexOf(LETTER_G, g + 1)) {
    if (!isHeaderAt(bytes, g)) continue;
    // Forward from line to line, since a search back for the line's start could cost the whole file at each header.
    while (newline >= 0 && newline < g) {
      start = newline + 1;
      newline = bytes.indexOf(NEWLINE, start);
    }
    const isJson = bytes[start] === BRACE;
    if (!isJson && g - start > MAX_PREFIX) continue;
    seen++;
    let form = '{';
    if (!isJson) {
      form = '';
      for (let i = start; i < g; i++) form += isDigit(bytes[i]) ? '' : String.fromCharCode(bytes[i] ?? 0);
    }
    const known = forms.get(form);
    if (known === undefined) forms.set(form, { votes: 1, start, end: g });
    else known.votes++;
  }
  let best = { votes: 0, start: 0, end: 0 };
  for (const form of forms.values()) {
    if (form.votes > best.votes || (form.votes === best.votes && form.start === form.end)) best = form;
  }
  return { start: best.start, end: best.end, seen };
};

/** Whether nothing stands before the lines of what begins so. False also where it has too few headers to say. */
export const hasNoLogPrefixes = (head: Uint8Array): boolean => {
  const { start, end, seen } = prefixOf(head);
  return seen === SAMPLE && start === end;
};

/** What Go printed; the very same array where lines have no prefix. Null where no header is found at all. */
export const withoutLogPrefixes = (bytes: Uint8Array): Uint8Array | null => {
  const best = prefixOf(bytes);
  if (best.seen === 0) return null;
  if (best.start === best.end) return bytes;
  return bytes[best.start] === BRACE
    ? fromJsonLines(bytes, best.start)
    : fromPrefixedLines(bytes, modelOf(bytes.subarray(best.start, best.end)));
};

type Part =
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | { readonly kind: 'digits' | 'blanks' | 'stream' | 'partial' };

interface Model {
  readonly parts: readonly Part[];
  /** The blanks that end the prefix: they must be as they are, since what follows may begin with a tab. */
  readonly tail: Uint8Array;
}

const STREAM = [ascii('stdout'), ascii('stderr')] as const;

const modelOf = (prefix: Uint8Array): Model => {
  let end = prefix.length;
  while (end > 0 && isBlank(prefix[end - 1])) end--;
  const parts: Part[] = [];
  let literal: number[] = [];
  const close = (part: Part): void => {
    if (literal.length > 0) parts.push({ kind: 'literal', bytes: Uint8Array.from(literal) });
    literal = [];
    parts.push(part);
  };
  for (let i = 0; i < end;) {
    if (isDigit(prefix[i])) {
      while (i < end && isDigit(prefix[i])) i++;
      // A fraction of a second: writers drop its zeros, the dot among them.
      if (prefix[i] === 46 && isDigit(prefix[i + 1])) for (i++; i < end && isDigit(prefix[i]);) i++;
      close({ kind: 'digits' });
    } else if (isBlank(prefix[i])) {
      while (isBlank(prefix[i])) i++;
      close({ kind: 'blanks' });
    } else if (STREAM.some((word) => startsWithAt(prefix, i, word))) {
      i += 6;
      close({ kind: 'stream' });
      if (i + 2 === end && prefix[i] === SPACE && (prefix[i + 1] === 70 || prefix[i + 1] === 80)) {
        parts.push({ kind: 'blanks' }, { kind: 'partial' });
        i = end;
      }
    } else literal.push(prefix[i++] ?? 0);
  }
  if (literal.length > 0) parts.push({ kind: 'literal', bytes: Uint8Array.from(literal) });
  return { parts, tail: prefix.slice(end) };
};

/** Where the text begins on the line at `start`, −1 where the line does not fit. `end` is behind its last byte. */
const matchModel = (bytes: Uint8Array, start: number, end: number, model: Model): number => {
  let i = start;
  for (const part of model.parts) {
    if (i > end) return -1;
    if (part.kind === 'literal') {
      if (!startsWithAt(bytes, i, part.bytes)) return -1;
      i += part.bytes.length;
    } else if (part.kind === 'digits') {
      if (!isDigit(bytes[i])) return -1;
      while (isDigit(bytes[i])) i++;
      if (bytes[i] === 46 && isDigit(bytes[i + 1])) for (i++; isDigit(bytes[i]);) i++;
    } else if (part.kind === 'blanks') {
      if (!isBlank(bytes[i])) return -1;
      while (isBlank(bytes[i])) i++;
    } else if (part.kind === 'stream') {
      if (!STREAM.some((word) => startsWithAt(bytes, i, word))) return -1;
      i += 6;
    } else {
      if (bytes[i] !== 70 && bytes[i] !== 80) return -1;
      i++;
    }
  }
  if (i > end) return -1;
  // An empty line of the dump, whose trailing blank something cut off.
  if (i === end) return i;
  return startsWithAt(bytes, i, model.tail) ? Math.min(end, i + model.tail.length) : -1;
};

/** What syslog daemons make of a tab. */
const ESCAPED_TAB = ascii('#011');

const fromPrefixedLines = (bytes: Uint8Array, model: Model): Uint8Array => {
  const out = new Utf8Writer(bytes.length);
  const partial = model.parts.at(-1)?.kind === 'partial';
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? next : newline;
    if (end > start && bytes[end - 1] === RETURN) end--;
    const text = matchModel(bytes, start, end, model);
    let from = text < 0 ? start : text;
    if (text >= 0 && startsWithAt(bytes, from, ESCAPED_TAB)) {
      out.writeByte(TAB);
      from += ESCAPED_TAB.length;
    }
    out.writeBytes(bytes, from, end);
    const continues = partial && text >= 0 && bytes[text - model.tail.length - 1] === 80;
    if (newline >= 0 && !continues) out.writeByte(NEWLINE);
    start = next;
  }
  return out.finish();
};

const MAX_DEPTH = 4;
const HEADER_TEXT = /goroutine \d+ (?:\[|gp=)/;

/** Where in a JSON record its text is; null where no string in it has a header. */
const findText = (value: unknown, depth = 0): readonly string[] | null => {
  if (typeof value === 'string') return HEADER_TEXT.test(value) ? [] : null;
  if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return null;
  for (const [key, inner] of Object.entries(value)) {
    const path = findText(inner, depth + 1);
    if (path !== null) return [key, ...path];
  }
  return null;
};

const textAt = (value: unknown, path: readonly string[]): string | null => {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return null;
    inner = Object.getOwnPropertyDescriptor(inner, key)?.value;
  }
  return typeof inner === 'string' ? inner : null;
};

/** Undefined where the line is no JSON: a line of something else, or cut off. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const fromJsonLines = (bytes: Uint8Array, firstHeader: number): Uint8Array => {
  const decoder = new TextDecoder();
  const lineAt = (start: number): { text: string; next: number } => {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    return { text: decoder.decode(bytes.subarray(start, end)), next: end + 1 };
  };
  const first = parseJson(lineAt(firstHeader).text);
  const path = findText(first);
  if (path === null) return bytes;
  // Docker's records carry the newline themselves, and lack it where a long line goes on in the next record.
  const addNewline = textAt(first, path)?.endsWith('\n') !== true;
  const out = new Utf8Writer(bytes.length);
  for (let start = 0; start < bytes.length;) {
    const line = lineAt(start);
    start = line.next;
    const text = textAt(parseJson(line.text), path);
    if (text === null) continue;
    out.write(text);
    if (addNewline) out.writeByte(NEWLINE);
  }
  return out.finish();
};
