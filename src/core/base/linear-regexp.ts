// Regular expressions that come from a file, matched in time linear in the text. JavaScript's own engine backtracks,
// so that a hostile pattern could hold a worker for ever. Thompson's construction, for the part of RE2's syntax that
// profiles use: literals, `.`, classes, groups, `|`, `* + ?` (also lazy), `{n,m}`, `^ $`, `\d \w \s` and escapes.

type CharTest = (code: number) => boolean;
type Node =
  | { readonly kind: 'begin' | 'end' }
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

type Step =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'begin' | 'end' | 'match' }
  | { readonly op: 'split'; a: number; b: number };

const MAX_STEPS = 5_000;
const MAX_DEPTH = 100;
const MAX_REPEAT = 1_000;

/** A test whether a whole text matches; null where the pattern is broken, unsupported or too large. */
export function compileFullMatch(pattern: string): ((text: string) => boolean) | null {
  const tree = new Parser(pattern).parse();
  if (tree === null) return null;
  const steps: Step[] = [];
  if (!emit(tree, steps)) return null;
  steps.push({ op: 'match' });
  return (text) => run(steps, text);
}

const isDigit: CharTest = (c) => c >= 48 && c <= 57;
const isWord: CharTest = (c) => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isSpace: CharTest = (c) => c === 32 || (c >= 9 && c <= 13 && c !== 11);
const CLASS_ESCAPES: Readonly<Record<string, CharTest>> = {
  d: isDigit,
  w: isWord,
  s: isSpace,
  D: (c) => !isDigit(c),
  W: (c) => !isWord(c),
  S: (c) => !isSpace(c),
};
const CHAR_ESCAPES: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Recursive descent; null as soon as something is not understood. */
class Parser {
  private pos = 0;
  private depth = 0;
  private readonly chars: readonly string[];

  constructor(pattern: string) {
    this.chars = Array.from(pattern);
  }

  parse(): Node | null {
    const node = this.alternatives();
    return this.pos === this.chars.length ? node : null;
  }

  private alternatives(): Node | null {
    if (++this.depth > MAX_DEPTH) return null;
    const of: Node[] = [];
    do {
      const sequence = this.sequence();
      if (sequence === null) return null;
      of.push(sequence);
    } while (this.take('|'));
    this.depth--;
    return { kind: 'any', of };
  }

  private sequence(): Node | null {
    const of: Node[] = [];
    while (this.pos < this.chars.length && this.chars[this.pos] !== '|' && this.chars[this.pos] !== ')') {
      const atom = this.atom();
      const node = atom === null ? null : this.repeats(atom);
      if (node === null) return null;
      of.push(node);
    }
    return { kind: 'all', of };
  }

  private repeats(of: Node): Node | null {
    let [min, max] = [0, Infinity];
    if (this.take('?')) max = 1;
    else if (this.take('+')) min = 1;
    else if (!this.take('*')) {
      const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.chars.slice(this.pos, this.pos + 12).join(''));
      if (counted === null) return of;
      this.pos += counted[0].length;
      min = Number(counted[1]);
      max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
      if (min > MAX_REPEAT || max < min || (max !== Infinity && max > MAX_REPEAT)) return null;
    }
    this.take('?');
    // Two in a row are an error in RE2 too.
    return '*+?'.includes(this.chars[this.pos] ?? ' ') ? null : { kind: 'repeat', of, min, max };
  }

  private atom(): Node | null {
    const char = this.chars[this.pos++] ?? '';
    switch (char) {
      case '.':
        return { kind: 'char', test: (c) => c !== 10 };
      case '^':
        return { kind: 'begin' };
      case '$':
        return { kind: 'end' };
      case '(':
        return this.group();
      case '[':
        return this.charClass();
      case '\\': {
        const test = this.escape();
        return test === null ? null : { kind: 'char', test };
      }
      case '*':
      case '+':
      case '?':
        return null;
      default:
        return literal(char);
    }
  }

  private group(): Node | null {
    if (this.take('?')) {
      this.take('P');
      if (this.take('<')) {
        const close = this.chars.indexOf('>', this.pos);
        if (close < 0) return null;
        this.pos = close + 1;
      } else if (!this.take(':')) return null;
    }
    const node = this.alternatives();
    return node !== null && this.take(')') ? node : null;
  }

  private escape(): CharTest | null {
    const char = this.chars[this.pos++];
    if (char === undefined) return null;
    const known = CLASS_ESCAPES[char];
    if (known !== undefined) return known;
    const code = CHAR_ESCAPES[char] ?? char.codePointAt(0) ?? 0;
    return CHAR_ESCAPES[char] === undefined && isWord(code) ? null : (c) => c === code;
  }

  private charClass(): Node | null {
    const negated = this.take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.chars[this.pos] !== ']'; first = false) {
      const char = this.chars[this.pos++];
      if (char === undefined || (char === '[' && this.chars[this.pos] === ':')) return null;
      if (char === '\\') {
        const test = this.escape();
        if (test === null || this.isRange()) return null;
        tests.push(test);
        continue;
      }
      const low = char.codePointAt(0) ?? 0;
      let high = low;
      if (this.isRange()) {
        high = this.chars[this.pos + 1]?.codePointAt(0) ?? 0;
        if (high < low || this.chars[this.pos + 1] === '\\') return null;
        this.pos += 2;
      }
      tests.push((c) => c >= low && c <= high);
    }
    this.pos++;
    return { kind: 'char', test: (c) => tests.some((test) => test(c)) !== negated };
  }

  private isRange(): boolean {
    const after = this.chars[this.pos + 1];
    return this.chars[this.pos] === '-' && after !== undefined && after !== ']';
  }

  private take(char: string): boolean {
    if (this.chars[this.pos] !== char) return false;
    this.pos++;
    return true;
  }
}

const literal = (char: string): Node => {
  const code = char.codePointAt(0) ?? 0;
  return { kind: 'char', test: (c) => c === code };
};

/** Appends the node's steps; false where there would be too many. */
function emit(node: Node, steps: Step[]): boolean {
  if (steps.length > MAX_STEPS) return false;
  switch (node.kind) {
    case 'begin':
    case 'end':
      steps.push({ op: node.kind });
      return true;
    case 'char':
      steps.push({ op: 'char', test: node.test });
      return true;
    case 'all':
      return node.of.every((part) => emit(part, steps));
    case 'any': {
      const ends: { a: number; b: number }[] = [];
      for (const [i, part] of node.of.entries()) {
        if (i === node.of.length - 1) {
          if (!emit(part, steps)) return false;
          break;
        }
        const fork = { op: 'split' as const, a: steps.length + 1, b: 0 };
        steps.push(fork);
        if (!emit(part, steps)) return false;
        const jump = { op: 'split' as const, a: 0, b: 0 };
        steps.push(jump);
        ends.push(jump);
        fork.b = steps.length;
      }
      for (const jump of ends) jump.a = jump.b = steps.length;
      return true;
    }
    case 'repeat': {
      for (let i = 0; i < node.min; i++) {
        const before = steps.length;
        if (!emit(node.of, steps)) return false;
        // Nothing, any number of times, is nothing; counted out it could take for ever.
        if (steps.length === before) return true;
      }
      if (node.max === Infinity) {
        const fork = { op: 'split' as const, a: steps.length + 1, b: 0 };
        const start = steps.push(fork) - 1;
        if (!emit(node.of, steps)) return false;
        steps.push({ op: 'split', a: start, b: start });
        fork.b = steps.length;
        return true;
      }
      const forks: { a: number; b: number }[] = [];
      for (let i = node.min; i < node.max; i++) {
        const fork = { op: 'split' as const, a: steps.length + 1, b: 0 };
        steps.push(fork);
        forks.push(fork);
        if (!emit(node.of, steps)) return false;
      }
      for (const fork of forks) fork.b = steps.length;
      return true;
    }
  }
}

function run(steps: readonly Step[], text: string): boolean {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const added = new Int32Array(steps.length).fill(-1);
  let current: number[] = [];
  const stack: number[] = [];
  /** Follows all that needs no character, from one step on; each step once per position. */
  const follow = (from: number, at: number, into: number[]): void => {
    stack.push(from);
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      if (added[step] === at) continue;
      added[step] = at;
      const what = steps[step]!;
      if (what.op === 'split') stack.push(what.a, what.b);
      else if (what.op === 'begin') {
        if (at === 0) stack.push(step + 1);
      } else if (what.op === 'end') {
        if (at === codes.length) stack.push(step + 1);
      } else into.push(step);
    }
  };
  follow(0, 0, current);
  for (let at = 0; at < codes.length; at++) {
    const next: number[] = [];
    for (const step of current) {
      const what = steps[step]!;
      if (what.op === 'char' && what.test(codes[at]!)) follow(step + 1, at + 1, next);
    }
    current = next;
  }
  return current.some((step) => steps[step]!.op === 'match');
}
