import { describe, expect, it } from 'vitest';
import { alignCells } from './tab-writer';

const aligned = (text: string): string => [...alignCells(text)].join('');

describe('alignCells', () => {
  it('aligns to the right what stands in lines next to one another', () => {
    expect(aligned('job:\t Total 9\n \t5 (50%):\t a\n \t123:\t b\n\n')).toBe(
      ' job: Total 9\n      5 (50%): a\n          123: b\n\n',
    );
  });
  it('ends a column at a line that has no cell for it', () => {
    expect(aligned('aaaa\tx\n\nb\ty')).toBe(' aaaax\n\n by');
  });
  it('takes what stands between two bytes 0xFF as text, and gives the two no width', () => {
    const escaped = '\udcffa\t\n\udcff';
    expect(aligned(`${escaped}b\tx\nyy\ty`)).toBe(` ${escaped}bx\n   yyy`);
    expect(aligned('\u{1f4ff}\tx\n\udcff\ty\n')).toBe(' \u{1f4ff}x\n\udcff\ty\n');
  });
  it('counts characters, not units of UTF-16', () => {
    expect(aligned('\u{10300}\tx\nbb\ty')).toBe('  \u{10300}x\n bby');
  });
});
