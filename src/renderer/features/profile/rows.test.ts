import { describe, expect, it } from 'vitest';
import type { ProfileTable } from '../../../contract/analysis';
import { filterRows, functionForSource, rankRows } from './rows';

const row = (name: string, flat: number, cum: number, own = false) => ({
  function: name,
  file: '/b/a.go',
  line: 7,
  address: '',
  own,
  flat,
  cum,
});
const table: ProfileTable = {
  sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }],
  sampleType: { type: 'inuse_space', unit: 'bytes' },
  total: 100,
  samples: 1,
  delta: null,
  broken: null,
  summed: 1,
  filtered: null,
  rows: [row('small', 10, 100), row('big', 60, 60, true), row('less', -30, -30), row('none', 0, 100)],
};

describe('rankRows', () => {
  it('ranks by the size of flat and sums in that order', () => {
    expect(rankRows(table).map((r) => [r.function, r.sum])).toEqual([
      ['big', 60],
      ['less', 30],
      ['small', 40],
      ['none', 40],
    ]);
  });
  it('does not change the table', () => {
    rankRows(table);
    expect(table.rows[0]?.function).toBe('small');
  });
});

describe('filterRows', () => {
  const names = (text: string) => filterRows(rankRows(table), text).map((r) => r.function);
  it('by name and by line', () => {
    expect(names('S')).toEqual(['less', 'small']);
    expect(names('a.go:7')).toHaveLength(4);
  });
});

describe('functionForSource', () => {
  it('is what costs most of the own, else of all', () => {
    expect(functionForSource(rankRows(table))).toBe('big');
    expect(functionForSource(rankRows({ ...table, rows: [row('a', 1, 2), row('b', 0, -9)] }))).toBe('b');
    expect(functionForSource([])).toBe('');
  });
});
