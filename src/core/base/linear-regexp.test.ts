import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFullMatch } from './linear-regexp';

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

  it('refuses what is broken, unsupported or too large', () => {
    for (const pattern of [
      '(',
      'a)',
      '[a',
      '*',
      'a**',
      '\\',
      '\\b',
      '(?i)a',
      '[[:alpha:]]',
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
    expect(matches('((((()){1000}){1000}){1000}){1000}', '')).toBe(true);
    expect(matches('(((((){0,9}){1000}){1000}){1000}){1000}', '')).toBeNull();
  });
});
