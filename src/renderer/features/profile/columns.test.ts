import { expect, it } from 'vitest';
import { profileColumns } from './columns';
import type { ProfileRow } from './rows';

it('sort by how much it is, whichever way it went', () => {
  const row = { flat: -2, cum: -3 } as ProfileRow;
  const of = { by: 'functions', total: 1, unit: 'count', rows: [row] } as const;
  const columns = profileColumns((key) => key, of);
  const sorted = ['flat', 'cum'].map((key) => columns.find((one) => one.key === key)?.sortBy?.(row));
  expect(sorted).toEqual([2, 3]);
});
