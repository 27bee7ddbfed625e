import { describe, expect, it } from 'vitest';
import { acceptGoFlags } from './go-flags';

describe('acceptGoFlags', () => {
  const names = new Set(['base', 'sample_index']);
  it('gives known single-dash options their second dash', () => {
    expect(acceptGoFlags(['top', '-base=a', '-sample_index', '1', '-h', '--base', 'b', 'f'], names)).toEqual([
      'top',
      '--base=a',
      '--sample_index',
      '1',
      '-h',
      '--base',
      'b',
      'f',
    ]);
  });
  it('leaves unknown ones and everything after -- alone', () => {
    expect(acceptGoFlags(['-other', '--', '-base'], names)).toEqual(['-other', '--', '-base']);
  });
});
