// RE2's syntax as Go's regexp package reads it (https://pkg.go.dev/regexp/syntax, flags Perl), to a tree.
import { err, ok, type Result } from './result';
import {
  CLASS_ESCAPES,
  POSIX_CLASSES,
  either,
  folded,
  isAlphanumeric,
  not,
  oneChar,
  range,
  unicodeClass,
  type CharTest,
} from './regexp-chars';

export type Assertion = 'text-begin' | 'text-end' | 'line-begin' | 'line-end' | 'word-edge' | 'no-word-edge';
export type RegexpNode =
  | { readonly kind: 'assert'; readonly what: Assertion }
  /** `literal`: the one character that passes, where there is but one. */
  | { readonly kind: 'char'; readonly test: CharTest; readonly literal: number | null }
  | { readonly kind: 'all' | 'any'; readonly of: readonly RegexpNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexpNode; readonly min: number; readonly max: number };

/** Flags that decide what matches; greediness decides only which of several matches it is. */
interface Flags {
  readonly fold: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

const MAX_DEPTH = 1_000;
const MAX_REPEAT = 1_000;
const CHAR_ESCAPES: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** What is wrong, in Go's words where it has some. */
export function parseRegexp(pattern: string): Result<RegexpNode, string> {
  try {
    return ok(new Parser(pattern).parse());
  } catch (error) {
    if (error instanceof Refusal) return err(error.message);
    throw error;
  }
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

class Refusal extends Error {}

const refuse = (message: string): never => {
  throw new Refusal(message);
};

/** Whether no part of it is repeated more often than so, all counts around it taken together. */
function repeatsAtMost(node: RegexpNode, most: number): boolean {
  if (node.kind === 'all' || node.kind === 'any') return node.of.every((part) => repeatsAtMost(part, most));
  if (node.kind !== 'repeat') return true;
  const count = node.max === Infinity ? node.min : node.max;
  return node.max === 0 || (count <= most && repeatsAtMost(node.of, Math.floor(most / Math.max(1, count))));
}

/** Recursive descent. */
class Parser {
  private pos = 0;
  private depth = 0;
  private flags: Flags = { fold: false, multiline: false, dotAll: false };
  private readonly chars: readonly string[];

  constructor(pattern: string) {
    this.chars = Array.from(pattern);
    if (this.chars.some((char) => char.length === 1 && isSurrogate(char.charCodeAt(0))))
      refuse('invalid UTF-8');
  }

  parse(): RegexpNode {
    const node = this.alternatives();
    if (this.pos < this.chars.length) refuse('unexpected )');
    return node;
  }

  private alternatives(): RegexpNode {
    if (++this.depth > MAX_DEPTH) refuse('expression nests too deeply');
    const of: RegexpNode[] = [];
    do of.push(this.sequence());
    while (this.take('|'));
    this.depth--;
    return of.length === 1 ? of[0]! : { kind: 'any', of };
  }

  private sequence(): RegexpNode {
    const of: RegexpNode[] = [];
    for (;;) {
      const char = this.chars[this.pos];
      if (char === undefined || char === '|' || char === ')') return { kind: 'all', of };
      const times = this.repetition();
      if (times !== null) {
        const last = of.pop() ?? refuse('missing argument to repetition operator');
        this.take('?');
        if (this.repetition() !== null) refuse('invalid nested repetition operator');
        const node: RegexpNode = { kind: 'repeat', of: last, ...times };
        if (!repeatsAtMost(node, MAX_REPEAT)) refuse('invalid repeat count');
        of.push(node);
      } else if (this.takeAll('\\Q')) {
        for (const literal of this.quoted()) of.push(this.literal(literal.codePointAt(0) ?? 0));
      } else {
        // Flags alone are nothing that could be repeated.
        const node = this.atom();
        if (node !== null) of.push(node);
      }
    }
  }

  private quoted(): string[] {
    const from = this.pos;
    while (this.pos < this.chars.length) {
      if (this.takeAll('\\E')) return this.chars.slice(from, this.pos - 2);
      this.pos++;
    }
    return this.chars.slice(from);
  }

  private repetition(): { min: number; max: number } | null {
    if (this.take('?')) return { min: 0, max: 1 };
    if (this.take('+')) return { min: 1, max: Infinity };
    if (this.take('*')) return { min: 0, max: Infinity };
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.chars.slice(this.pos, this.pos + 20).join(''));
    if (counted === null) return null;
    this.pos += counted[0].length;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    if (min > MAX_REPEAT || max < min || (max !== Infinity && max > MAX_REPEAT))
      refuse('invalid repeat count');
    return { min, max };
  }

  private atom(): RegexpNode | null {
    const char = this.chars[this.pos++] ?? '';
    switch (char) {
      case '.':
        return { kind: 'char', test: this.flags.dotAll ? () => true : (c) => c !== 10, literal: null };
      case '^':
        return { kind: 'assert', what: this.flags.multiline ? 'line-begin' : 'text-begin' };
      case '$':
        return { kind: 'assert', what: this.flags.multiline ? 'line-end' : 'text-end' };
      case '(':
        return this.group();
      case '[':
        return this.charClass();
      case '\\':
        return this.escaped();
      default:
        return this.literal(char.codePointAt(0) ?? 0);
    }
  }

  private group(): RegexpNode | null {
    const outer = this.flags;
    if (this.take('?')) {
      const names = this.chars.slice(this.pos, this.pos + 2).join('');
      if (names === 'P<' || names.startsWith('<')) {
        this.pos += names === 'P<' ? 2 : 1;
        this.groupName();
      } else if (this.flagGroup()) return null;
    }
    const node = this.alternatives();
    if (!this.take(')')) refuse('missing closing )');
    this.flags = outer;
    return node;
  }

  private groupName(): void {
    const from = this.pos;
    while (this.pos < this.chars.length && this.chars[this.pos] !== '>') this.pos++;
    const name = this.chars.slice(from, this.pos).join('');
    if (!this.take('>') || !/^\w+$/.test(name)) refuse('invalid named capture');
  }

  /** True where the flags hold to the end of the group that is around, `(?i)`; false before what is in this group, `(?i:`. */
  private flagGroup(): boolean {
    const flags = { ...this.flags };
    let on = true;
    let seen = false;
    for (;;) {
      const char = this.chars[this.pos++];
      if (char === 'i') flags.fold = on;
      else if (char === 'm') flags.multiline = on;
      else if (char === 's') flags.dotAll = on;
      else if (char === '-' && on) {
        on = false;
        seen = false;
        continue;
      } else if ((char === ':' || char === ')') && (on || seen)) {
        this.flags = flags;
        return char === ')';
      } else if (char !== 'U') return refuse('invalid or unsupported Perl syntax: (?');
      seen = true;
    }
  }

  private escaped(): RegexpNode {
    const next = this.chars[this.pos];
    const assertion: Readonly<Record<string, Assertion>> = {
      A: 'text-begin',
      z: 'text-end',
      b: 'word-edge',
      B: 'no-word-edge',
    };
    const what = next === undefined ? undefined : assertion[next];
    if (what !== undefined) {
      this.pos++;
      return { kind: 'assert', what };
    }
    const test = this.classEscape();
    if (test !== null) return { kind: 'char', test, literal: null };
    return this.literal(this.charEscape());
  }

  /** After a backslash: `\d`, `\pL`, `\P{Greek}` …; null where it is something else. */
  private classEscape(): CharTest | null {
    const char = this.chars[this.pos] ?? '';
    const known = CLASS_ESCAPES[char.toLowerCase()];
    if (known !== undefined) {
      this.pos++;
      return this.shown(known, char !== char.toLowerCase());
    }
    if (char !== 'p' && char !== 'P') return null;
    this.pos++;
    let name = this.chars[this.pos++] ?? '';
    if (name === '{') {
      const close = this.chars.indexOf('}', this.pos);
      if (close < 0) refuse('invalid character class range: \\p{');
      name = this.chars.slice(this.pos, close).join('');
      this.pos = close + 1;
    }
    const negated = (char === 'P') !== name.startsWith('^');
    const test = unicodeClass(name.replace(/^\^/, ''));
    if (test === null) return refuse(`invalid character class range: \\${char}{${name}}`);
    return this.shown(test, negated);
  }

  /** Code of the character that stands after a backslash. */
  private charEscape(): number {
    const char = this.chars[this.pos++];
    if (char === undefined) return refuse('trailing backslash at end of expression');
    const code = char.codePointAt(0) ?? 0;
    const known = CHAR_ESCAPES[char];
    if (known !== undefined) return known;
    if (code < 128 && !isAlphanumeric(code)) return code;
    const rest = this.chars.slice(this.pos, this.pos + 12).join('');
    const octal = (char === '0' ? /^[0-7]{0,2}/ : /^[0-7]{1,2}/).exec(rest);
    if (char >= '0' && char <= '7' && octal !== null) {
      this.pos += octal[0].length;
      return parseInt(char + octal[0], 8);
    }
    const hex = char === 'x' ? /^(?:\{([\da-fA-F]+)\}|([\da-fA-F]{2}))/.exec(rest) : null;
    const value = hex === null ? NaN : parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (hex === null || value > 0x10ffff) return refuse(`invalid escape sequence: \\${char}`);
    this.pos += hex[0].length;
    return value;
  }

  private charClass(): RegexpNode {
    const negated = this.take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.chars[this.pos] !== ']'; first = false) {
      if (this.pos >= this.chars.length) refuse('missing closing ]');
      const posix = /^\[:(\^?)(\w+):\]/.exec(this.chars.slice(this.pos, this.pos + 14).join(''));
      if (posix !== null) {
        const test = POSIX_CLASSES[posix[2] ?? ''];
        if (test === undefined) return refuse(`invalid character class range: ${posix[0]}`);
        tests.push(this.shown(test, posix[1] === '^'));
        this.pos += posix[0].length;
        continue;
      }
      if (this.take('\\')) {
        const test = this.classEscape();
        if (test !== null) {
          tests.push(test);
          continue;
        }
        this.pos--;
      }
      const low = this.classChar();
      let high = low;
      if (
        this.chars[this.pos] === '-' &&
        this.chars[this.pos + 1] !== ']' &&
        this.pos + 1 < this.chars.length
      ) {
        this.pos++;
        high = this.classChar();
        if (high < low) refuse('invalid character class range');
      }
      tests.push(this.shown(range(low, high), false));
    }
    this.pos++;
    const test = either(tests);
    return { kind: 'char', test: negated ? not(test) : test, literal: null };
  }

  private classChar(): number {
    if (this.take('\\')) return this.charEscape();
    const char = this.chars[this.pos++];
    return char === undefined ? refuse('missing closing ]') : (char.codePointAt(0) ?? 0);
  }

  private literal(code: number): RegexpNode {
    if (!this.flags.fold) return { kind: 'char', test: oneChar(code), literal: code };
    return { kind: 'char', test: folded(oneChar(code)), literal: null };
  }

  /** Case folds before a class is negated. */
  private shown(test: CharTest, negated: boolean): CharTest {
    const own = this.flags.fold ? folded(test) : test;
    return negated ? not(own) : own;
  }

  private take(char: string): boolean {
    if (this.chars[this.pos] !== char) return false;
    this.pos++;
    return true;
  }

  private takeAll(text: string): boolean {
    if (this.chars.slice(this.pos, this.pos + text.length).join('') !== text) return false;
    this.pos += text.length;
    return true;
  }
}
