// Regular expressions that come from a file or a user, matched in time linear in the text. JavaScript's own engine
// backtracks, so that a hostile pattern could hold a worker for ever; and what users know from `go tool pprof` is RE2's
// syntax. Thompson's construction over the tree of regexp-syntax.
import { isWord, type CharTest } from './regexp-chars';
import { parseRegexp, type Assertion, type RegexpNode } from './regexp-syntax';
import { err, ok, type Result } from './result';
import { replaceRawBytes } from './utf8';

type Step =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'match' }
  | { readonly op: 'split'; a: number; b: number };

const MAX_STEPS = 5_000;

export type TextTest = (text: string) => boolean;

/** A test whether the pattern is found anywhere in a text; or what is wrong with the pattern. */
export function compileSearch(pattern: string): Result<TextTest, string> {
  const tree = parseRegexp(pattern);
  if (!tree.ok) return tree;
  const literal = literalOf(tree.value);
  if (literal !== null) return ok((text) => text.includes(literal));
  const steps: Step[] = [];
  if (!emit(tree.value, steps)) return err('expression too large');
  steps.push({ op: 'match' });
  return ok((text) => isFound(steps, text));
}

/** A test whether a whole text matches; null where the pattern is broken or too large. */
export function compileFullMatch(pattern: string): TextTest | null {
  // As pprof puts it together, unbalanced brackets and all.
  const compiled = compileSearch(`^(${pattern})$`);
  return compiled.ok ? compiled.value : null;
}

/** The text that a pattern of plain characters stands for. */
function literalOf(tree: RegexpNode): string | null {
  if (tree.kind !== 'all') return null;
  const codes = tree.of.map((node) => (node.kind === 'char' ? node.literal : null));
  if (codes.includes(null)) return null;
  const text = String.fromCodePoint(...codes.filter((code) => code !== null));
  // These stand for other characters too, or for none.
  return /[\ud800-\udfff\ufffd]/u.test(text) ? null : text;
}

/** Appends the node's steps; false where there would be too many. */
function emit(node: RegexpNode, steps: Step[]): boolean {
  if (steps.length > MAX_STEPS) return false;
  switch (node.kind) {
    case 'assert':
      steps.push({ op: 'assert', what: node.what });
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

function holds(what: Assertion, codes: readonly number[], at: number): boolean {
  switch (what) {
    case 'text-begin':
      return at === 0;
    case 'text-end':
      return at === codes.length;
    case 'line-begin':
      return at === 0 || codes[at - 1] === 10;
    case 'line-end':
      return at === codes.length || codes[at] === 10;
    case 'word-edge':
    case 'no-word-edge': {
      const isEdge = isWord(codes[at - 1] ?? -1) !== isWord(codes[at] ?? -1);
      return isEdge === (what === 'word-edge');
    }
  }
}

function isFound(steps: readonly Step[], text: string): boolean {
  // Go reads each byte that is no UTF-8 as U+FFFD.
  const codes = Array.from(replaceRawBytes(text), (char) => char.codePointAt(0) ?? 0);
  const added = new Int32Array(steps.length).fill(-1);
  const last = steps.length - 1;
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
      else if (what.op === 'char') into.push(step);
      else if (what.op === 'assert' && holds(what.what, codes, at)) stack.push(step + 1);
    }
  };
  for (let at = 0; ; at++) {
    // A match may begin anywhere.
    follow(0, at, current);
    if (added[last] === at) return true;
    if (at === codes.length) return false;
    const next: number[] = [];
    for (const step of current) {
      const what = steps[step]!;
      if (what.op === 'char' && what.test(codes[at]!)) follow(step + 1, at + 1, next);
    }
    current = next;
  }
}
