import { describe, expect, it } from 'vitest';
import { excerptOf } from './excerpt';

/** 20 lines of 9 characters, 10 with their ends. */
const lines = Array.from({ length: 20 }, (_, i) => `line ${String(i + 1).padStart(4, '0')}`);
const span = (first: number, last: number, most: number): [number, number] => {
  const { from, lines: shown } = excerptOf(lines, first, last, most);
  expect(shown).toEqual(lines.slice(from - 1, from - 1 + shown.length));
  return [from, from + shown.length - 1];
};

describe('excerptOf', () => {
  it('is all of a file that has room', () => {
    expect(span(5, 8, 200)).toEqual([1, 20]);
  });

  it('grows around what is asked for, to both sides while there is something', () => {
    expect(span(9, 12, 80)).toEqual([7, 14]);
    expect(span(1, 2, 80)).toEqual([1, 8]);
    expect(span(19, 30, 80)).toEqual([13, 20]);
  });

  it('is the beginning of what is too large itself, and nothing of what is not in the file', () => {
    expect(span(5, 18, 80)).toEqual([5, 12]);
    expect(excerptOf([], 5, 18, 80)).toEqual({ from: 1, lines: [] });
    expect(span(400, 410, 80)).toEqual([13, 20]);
  });
});
