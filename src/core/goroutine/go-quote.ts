// Quoted strings as Go prints them: strconv's %q in debug=1 labels, the runtime's own printquoted in dumps. Both
// escape the quote, the backslash, control characters and (by \u and \U) what they deem unprintable; %q writes bytes that
// are no UTF-8 by \x.
import { isRawByte, rawByte } from '../base/utf8';

export interface Quoted {
  readonly text: string;
  /** Index behind the closing quote. */
  readonly end: number;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a quoted string that begins at `start`; null where it has no end or a broken escape. */
export const readQuoted = (line: string, start: number): Quoted | null => {
  if (line[start] !== '"') return null;
  let text = '';
  for (let i = start + 1; i < line.length; i++) {
    const c = line.charAt(i);
    if (c === '"') return { text, end: i + 1 };
    if (c !== '\\') {
      text += c;
      continue;
    }
    const kind = line.charAt(++i);
    const digits = HEX_DIGITS[kind];
    if (digits === undefined) {
      text += SIMPLE[kind] ?? kind;
      continue;
    }
    const hex = line.slice(i + 1, i + 1 + digits);
    const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? parseInt(hex, 16) : NaN;
    if (!(code <= 0x10ffff)) return null;
    text +=
      kind === 'x' && code >= 0x80 ? rawByte(code) : isRawByte(code) ? '\ufffd' : String.fromCodePoint(code);
    i += digits;
  }
  return null;
};

export interface ReadLabels {
  readonly pairs: readonly (readonly [string, string])[];
  readonly end: number;
}

/**
 * Reads `{k: v, "k": "v"}` at `start`: keys and values quoted or plain, `:` with or without a space, `,` likewise.
 * A plain key ends at `:`, a plain value at `,` or `}`. Null where the text does not end as it should.
 */
export const readLabels = (line: string, start: number): ReadLabels | null => {
  if (line[start] !== '{') return null;
  const pairs: (readonly [string, string])[] = [];
  let i = skipSpaces(line, start + 1);
  if (line[i] === '}') return { pairs, end: i + 1 };
  for (;;) {
    const key = readWord(line, i, ':');
    if (key === null || line[key.end] !== ':') return null;
    const value = readWord(line, skipSpaces(line, key.end + 1), ',}');
    if (value === null) return null;
    pairs.push([key.text, value.text]);
    if (line[value.end] === '}') return { pairs, end: value.end + 1 };
    if (line[value.end] !== ',') return null;
    i = skipSpaces(line, value.end + 1);
  }
};

const skipSpaces = (line: string, from: number): number => {
  let i = from;
  while (line[i] === ' ') i++;
  return i;
};

const readWord = (line: string, start: number, stops: string): Quoted | null => {
  if (line[start] === '"') {
    const quoted = readQuoted(line, start);
    return quoted && { text: quoted.text, end: skipSpaces(line, quoted.end) };
  }
  let end = start;
  while (end < line.length && !stops.includes(line.charAt(end))) end++;
  return end === line.length ? null : { text: line.slice(start, end).trimEnd(), end };
};
