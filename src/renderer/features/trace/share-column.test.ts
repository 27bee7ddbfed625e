import { expect, it } from 'vitest';
import { shareColumn } from './share-column';

it('a share is shown in percent, copied exactly, and is sorted by what it is of', () => {
  const { text, copy, sortBy } = shareColumn(
    (key) => key,
    (row: { n: number }) => row.n,
    8,
  );
  expect([text({ n: 2 }), copy?.({ n: 3 }), sortBy?.({ n: 3 })]).toEqual(['25\u00a0%', '0.375', 3]);
});

it('of nothing there is none', () => {
  const { copy } = shareColumn(
    (key) => key,
    () => 0,
    0,
  );
  expect(copy?.({})).toBe('0');
});
