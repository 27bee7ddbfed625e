import { expect, it } from 'vitest';
import { compareColumns } from './columns';
import type { CompareRow } from './rows';

it('are copied as exact numbers, under heads that name their unit and not the one that is shown', () => {
  const row = { a: 3_145_728, cumA: 5_242_880, cumB: 1 } as CompareRow;
  const columns = compareColumns((key) => key, 'functions', { of: 'bytes', in: 'MB' }, [row]);
  const flat = columns.find(({ key }) => key === 'a');
  expect([flat?.label, flat?.text(row)]).toEqual(['compare.column.flatA, MB', '3.00']);
  expect([flat?.copyLabel, flat?.copy?.(row)]).toEqual(['compare.column.flatA, bytes', '3145728']);
});

it('sort changes by how much it is, whichever way it went', () => {
  const row = { delta: -2, cumA: 5, cumB: 1 } as CompareRow;
  const columns = compareColumns((key) => key, 'functions', 'count', [row]);
  const sorted = ['delta', 'cumDelta'].map((key) => columns.find((one) => one.key === key)?.sortBy?.(row));
  expect(sorted).toEqual([2, 4]);
});
