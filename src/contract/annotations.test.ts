import { describe, expect, it } from 'vitest';
import { MAX_STACK_NAMES, annotationDraftSchema, cleanText, normaliseTag } from './annotations';

const on = { type: 'moment', timeMs: 5 } as const;
const problemOf = (draft: unknown): string =>
  annotationDraftSchema.safeParse(draft).error?.issues[0]?.message ?? '';

describe('what is written', () => {
  it('keeps its lines and markup as text, and loses what cannot be seen', () => {
    expect(cleanText(' a\r\nb\rc\td\u2028e ')).toBe('a\nb\nc\td\ne');
    expect(cleanText('x\u202efdp.exe\u2066\u0000\u0007\u009b\ufeff')).toBe('xfdp.exe');
    expect(cleanText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
    expect(cleanText('泄漏 شكرا\u200f 👩‍🔧')).toBe('泄漏 شكرا\u200f 👩‍🔧');
  });

  it('has tags of one spelling', () => {
    expect(['#OOM', ' oom\n kill ', 'ｅ\u0301', '泄漏'].map(normaliseTag)).toEqual([
      'oom',
      'oom kill',
      'ｅ\u0301',
      '泄漏',
    ]);
    const { tags } = annotationDraftSchema.parse({ on, text: '', tags: ['OOM', '#oom', 'b'] });
    expect(tags).toEqual(['oom', 'b']);
    expect(annotationDraftSchema.parse({ on, text: 'x' })).toMatchObject({ tags: [], flag: null });
  });

  it('is refused in a sentence where it is too much, or nothing', () => {
    expect(problemOf({ on, text: 'x'.repeat(4001) })).toMatch(/longer than 4000/);
    expect(problemOf({ on, text: 'x'.repeat(1_000_000) })).toMatch(/longer than 4000/);
    expect(problemOf({ on, text: 'x', tags: ['a,b'] })).toMatch(/comma/);
    expect(problemOf({ on, text: 'x', tags: ['\u202e'] })).toMatch(/letter/);
    expect(problemOf({ on, text: 'x', tags: ['x'.repeat(41)] })).toMatch(/at most 40/);
    expect(problemOf({ on, text: 'x', tags: Array.from({ length: 17 }, (_, i) => `t${i}`) })).toMatch(
      /16 tags/,
    );
    expect(problemOf({ on, text: ' \u0000 ' })).toMatch(/Write something/);
    expect(problemOf({ on: { type: 'range', fromMs: 5, toMs: 5 }, text: 'x' })).toMatch(/ends after/);
    const functions = Array.from({ length: MAX_STACK_NAMES + 1 }, () => 'main.f');
    expect(problemOf({ on: { type: 'stack', functions }, text: 'x' })).not.toBe('');
    expect(problemOf({ on: { type: 'function', function: 'a\u001eb' }, text: 'x' })).not.toBe('');
    expect(problemOf({ on: { type: 'moment', timeMs: 1e300 }, text: 'x' })).not.toBe('');
  });
});
