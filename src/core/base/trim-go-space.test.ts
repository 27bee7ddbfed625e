import { expect, it } from 'vitest';
import { trimGoSpace } from './trim-go-space';

it('takes away what Go counts as space, and nothing else', () => {
  expect(trimGoSpace('\t \u0085\u00a0x y\u3000\r\n')).toBe('x y');
  expect(trimGoSpace('\ufeff \u200b')).toBe('\ufeff \u200b');
  expect(trimGoSpace(' \v\f')).toBe('');
});
