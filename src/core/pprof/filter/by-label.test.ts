import { describe, expect, it } from 'vitest';
import { parseRange } from './by-label';

/** Whether a number in a unit lies in the range; null where the text is no range. */
const lies = (range: string, value: number, unit: string): boolean | null | string => {
  const test = parseRange(range);
  return test.ok ? (test.value?.(value, unit) ?? null) : test.error;
};

describe('parseRange', () => {
  it.each([
    ['32kb', 32_768, 'bytes', true],
    ['32kb', 32, 'bytes', false],
    [':64kb', 65_536, 'bytes', true],
    [':64kb', 65_537, 'bytes', false],
    ['4mb:', 4 << 20, 'bytes', true],
    ['1kb:64kb', 1_023, 'bytes', false],
    ['1kb:64kb', 1_024, 'bytes', true],
    ['1kb:1mb', 1_024, 'bytes', true],
    ['2s', 2_000, 'milliseconds', true],
    // Of another kind: never.
    ['2s', 2, 'bytes', false],
    ['+1:', 1, '', true],
    ['-5:-1', -3, '', true],
    ['7', 7, 'requests', true],
  ])('%s holds %d %s: %s', (range, value, unit, expected) => {
    expect(lies(range, value, unit)).toBe(expected);
  });

  it.each(['', ':', 'abc', '1kb2', '1kb:64ms', '1:2:3', 'x1', '1.5'])(
    'takes %j for an expression',
    (text) => {
      expect(lies(text, 1, '')).toBeNull();
    },
  );

  it('refuses numbers beyond int64', () => {
    expect(lies('9223372036854775808', 1, '')).toMatch(/beyond/);
    expect(lies('9223372036854775807', 1, '')).toBe(false);
  });
});
