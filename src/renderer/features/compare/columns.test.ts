import { expect, it } from 'vitest';
import { compareColumns } from './columns';
import type { CompareRow } from './rows';

it('sort changes by how much it is, whichever way it went', () => {
  const row = { delta: -2, cumA: 5, cumB: 1 } as CompareRow;
  const columns = compareColumns((key) => key, 'functions', 'count', [row]);
  const sorted = ['delta', 'cumDelta'].map((key) => columns.find((one) => one.key === key)?.sortBy?.(row));
  expect(sorted).toEqual([2, 4]);
});
