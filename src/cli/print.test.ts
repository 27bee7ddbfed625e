import { describe, expect, it } from 'vitest';
import { formatBytes, formatRate, formatTable, formatTime } from './print';

describe('formatTable', () => {
  it('aligns numbers right, names left, and leaves no trailing space', () => {
    const table = formatTable(
      [{ head: 'count', align: 'right' }, { head: 'site' }],
      [
        ['14,974', 'rainbow.go:72'],
        ['3', 'x'],
      ],
    );
    expect(table).toBe(' count  site\n14,974  rainbow.go:72\n     3  x');
  });
});

describe('figures', () => {
  it('writes bytes in powers of 1024', () => {
    expect([0, 512, 1536, 3.48 * 1024 ** 3, -2048].map(formatBytes)).toEqual([
      '0B',
      '512B',
      '1.5kB',
      '3.48GB',
      '-2kB',
    ]);
  });
  it('signs rates', () => {
    expect(formatRate(7200, 'count')).toBe('+7,200');
    expect(formatRate(-0.51234, 'count')).toBe('−0.512');
    expect(formatRate(1024 ** 2, 'bytes')).toBe('+1MB');
  });
  it('writes times in UTC', () => {
    expect(formatTime(Date.UTC(2025, 4, 12, 11, 36, 6, 482))).toBe('2025-05-12 11:36:06Z');
  });
});
