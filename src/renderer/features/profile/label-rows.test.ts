import { describe, expect, it } from 'vitest';
import type { Translate } from '../../state/text';
import { labelColumns, labelRows, labelText } from './label-rows';

const t: Translate = (key) => key;
const values = [
  { value: 'acme', weight: 300 << 20, filter: 'tenant=^acme$' },
  { value: 'zeta', weight: 100 << 20, filter: null },
];

describe('values of a label', () => {
  it('stand with what lacks it behind them, where anything does', () => {
    expect(labelRows({ key: 'tenant', without: 0, count: 2, values })).toMatchObject(values);
    expect(labelRows({ key: 'tenant', without: 100 << 20, count: 2, values }).at(-1)).toEqual({
      key: 'none',
      value: null,
      weight: 100 << 20,
      filter: null,
    });
    // A value that is called as the rest is keyed is another row.
    const named = labelRows({ key: 'k', without: 1, count: 1, values: [{ ...values[0]!, value: 'none' }] });
    expect(new Set(named.map(({ key }) => key)).size).toBe(2);
  });

  it('show all that is in them', () => {
    const shown = ['a\nb\t', 'x\u202efdp.exe', '', 'C:\\new «é»'].map((text) => labelText(t, text));
    expect(shown).toEqual(['a\\nb\\t', 'x\\u202efdp.exe', 'profile.labels.empty', 'C:\\new «é»']);
  });

  it('are told in one unit, and as shares of the whole', () => {
    const rows = labelRows({ key: 'tenant', without: 400 << 20, count: 2, values });
    const columns = labelColumns(t, { total: 800 << 20, unit: 'bytes' }, rows, { key: 'tenant', count: 2 });
    expect(columns.map(({ label }) => label)).toEqual([
      'profile.labels.column.weight, MB',
      'profile.labels.column.share',
      'profile.labels.column.value',
    ]);
    // What is copied is exact, and says in which unit.
    expect(columns.map(({ copyLabel }) => copyLabel)).toEqual([
      'profile.labels.column.weight, bytes',
      undefined,
      'tenant',
    ]);
    expect(columns[0]!.copy?.(rows[0]!)).toBe('314572800');
    expect(rows.map((row) => columns.map(({ text }) => text(row)))).toEqual([
      ['300.0', '37.50%', 'acme'],
      ['100.0', '12.50%', 'zeta'],
      ['400.0', '50.00%', 'profile.labels.without'],
    ]);
  });
});
