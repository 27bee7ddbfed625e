import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFullMatch, compileSearch } from './linear-regexp';

const matches = (pattern: string, text: string): boolean | null => compileFullMatch(pattern)?.(text) ?? null;

describe('compileFullMatch', () => {
  it('agrees with JavaScript on what both understand', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\.',
      '(a|bb)',
      '(?:ab)',
      '',
      '^',
      '$',
      '[a-c.]',
    );
    const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{2,}', '*?');
    const piece = fc.tuple(atom, times).map(([a, t]) => (a === '' || a === '^' || a === '$' ? a : a + t));
    const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    const text = fc
      .array(fc.constantFrom('a', 'b', '.', 'ä'), { maxLength: 7 })
      .map((chars) => chars.join(''));
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), text, (patterns, sample) => {
        const source = patterns.join('|');
        expect(matches(source, sample), source).toBe(new RegExp(`^(?:${source})$`, 'u').test(sample));
      }),
      { seed: 5, numRuns: 3000 },
    );
  });

  it('understands what allocators write', () => {
    const pattern = 'malloc|operator new(\\[\\])?|tcmalloc::.*|(?P<x>std)::.*_allocator<.*>';
    for (const name of ['malloc', 'operator new[]', 'tcmalloc::', 'std::my_allocator<int>']) {
      expect(matches(pattern, name)).toBe(true);
    }
    expect(matches(pattern, 'my_malloc')).toBe(false);
  });

  it('refuses what is broken or too large', () => {
    for (const pattern of [
      '(',
      'a)',
      '[a',
      '*',
      'a**',
      '\\',
      '\\C',
      '(?i',
      '[[:nonsense:]]',
      'x{1001}',
      '(?i)*',
      'a{2,1}',
      '(((a{99}){99}){99})',
    ]) {
      expect(matches(pattern, 'a'), pattern).toBeNull();
    }
    expect(compileFullMatch('('.repeat(10_000))).toBeNull();
  });

  it('takes linear time where backtracking would take for ever', () => {
    const text = 'a'.repeat(2000);
    expect(matches('(a+)+b', text)).toBe(false);
    expect(matches('(a|a)*(a|a)*(a|a)*b', text)).toBe(false);
    expect(matches('((()){1000}){1}'.repeat(100), '')).toBe(true);
    expect(matches('((((()){1000}){1000}){1000}){1000}', '')).toBeNull();
  });
});

describe('compileSearch', () => {
  const finds = (pattern: string, text: string): boolean | string => {
    const compiled = compileSearch(pattern);
    return compiled.ok ? compiled.value(text) : compiled.error;
  };

  // As Go's regexp.MatchString answers.
  it.each([
    ['b+', 'abbc', true],
    ['^b', 'ab', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?i)ÉTÉ', 'été', true],
    ['(?i)k', '\u212a', true],
    ['(?i)\\W', '\u017f', false],
    ['(?i:a)B', 'Ab', false],
    ['a(?i)B', 'ab', true],
    ['(?i)[^a]', 'A', false],
    ['\\bfunc\\d\\b', 'main.func1', true],
    ['\\Bfunc', 'main.func1', false],
    ['\\Amain\\z', 'main', true],
    ['\\Q(*T).\\E.', 'main.(*T).Do', true],
    ['\\Q(*', 'a(*b', true],
    ['[[:^alpha:]]', 'abc', false],
    ['[]x-z]', ']', true],
    ['[\\d\\-]', '-', true],
    ['\\pL\\PL', 'ä1', true],
    ['\\p{Greek}', 'α', true],
    ['\\p{^Greek}', 'α', false],
    ['\\p{greek}', 'α', true],
    ['\\p{Letter}', '1', false],
    ['\\p{uppercase letter}', 'A', true],
    ['\\p{Lc}', 'ǅ', true],
    ['\\pl', 'ä', true],
    ['\\p{Yi}', '\ua000', true],
    ['(?i)\\p{lu}', 'a', true],
    ['\\p{lu}', 'a', false],
    ['\\p{Assigned}', '\u0378', false],
    ['\\P{ASCII}', 'é', true],
    ['(?i)\\p{ASCII}', '\u212a', true],
    ['\\p{Thai}', 'ก', true],
    ['(?P<a>x)|(?P<a>main)', 'main', true],
    ['^(a{500}){2}$', 'a'.repeat(1000), true],
    ['(a{1000}){0}b', 'b', true],
    ['\\x41\\x{df}\\101', 'AßA', true],
    ['a{,3}', 'a{,3}', true],
    ['a|', '', true],
    ['\u{10300}.', '\u{10300}\u{10301}', true],
    // Bytes that are no UTF-8: each is a character, U+FFFD.
    ['^a..$', 'a\udce9\udcff', true],
    ['\ufffd', 'a\udce9', true],
    ['[^\\x{fffd}]', '\udce9', false],
    ['\\x{dce9}', '\udce9', false],
  ] as const)('%s in %j', (pattern, text, expected) => {
    expect(finds(pattern, text)).toBe(expected);
  });

  it.each([
    ['(a', 'missing closing )'],
    ['a)', 'unexpected )'],
    ['{2}', 'missing argument to repetition operator'],
    ['a**', 'invalid nested repetition operator'],
    ['[b-a]', 'invalid character class range'],
    ['\\p{Latn}', 'invalid character class range: \\p{Latn}'],
    ['\\p{Script=Greek}', 'invalid character class range: \\p{Script=Greek}'],
    ['(main|(a{1000}){2})', 'invalid repeat count'],
    ['(a{0,500}){0,3}', 'invalid repeat count'],
    ['(a{500,}){3}', 'invalid repeat count'],
    ['\\8', 'invalid escape sequence: \\8'],
    ['\udce9', 'invalid UTF-8'],
    ['(?z)', 'invalid or unsupported Perl syntax: (?'],
  ])('says what is wrong with %s', (pattern, why) => {
    expect(finds(pattern, '')).toBe(why);
  });

  it('finds in linear time', () => {
    expect(finds('(x+x+)+y', 'x'.repeat(5_000))).toBe(false);
  });
});
