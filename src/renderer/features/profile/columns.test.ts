import { expect, it } from 'vitest';
import { profileColumns } from './columns';
import type { ProfileRow } from './rows';

it('are copied as exact numbers, under heads that name their unit and not the one that is shown', () => {
  const row = { flat: 3_145_728, cum: 3_145_728 } as ProfileRow;
  const of = { by: 'functions', total: 3_145_728, unit: { of: 'bytes', in: 'MB' }, rows: [row] } as const;
  const flat = profileColumns((key) => key, of).find(({ key }) => key === 'flat');
  expect([flat?.label, flat?.text(row)]).toEqual(['profile.column.flat, MB', '3.00']);
  expect([flat?.copyLabel, flat?.copy?.(row)]).toEqual(['profile.column.flat, bytes', '3145728']);
});

it('sort by how much it is, whichever way it went', () => {
  const row = { flat: -2, cum: -3 } as ProfileRow;
  const of = { by: 'functions', total: 1, unit: 'count', rows: [row] } as const;
  const columns = profileColumns((key) => key, of);
  const sorted = ['flat', 'cum'].map((key) => columns.find((one) => one.key === key)?.sortBy?.(row));
  expect(sorted).toEqual([2, 3]);
});
