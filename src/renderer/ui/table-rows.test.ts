import { describe, expect, it } from 'vitest';
import { arrangeRows, fitColumns, sortRows, stepToRow, toCsv, toTsv, type Column } from './table-rows';

interface Row {
  name: string;
  n: number | null;
  group: string | null;
}
const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', width: '1fr', text: (r) => r.name, sortBy: (r) => r.name },
  {
    key: 'n',
    label: 'N',
    width: '60px',
    text: (r) => String(r.n),
    unit: () => 'MB',
    copy: (r) => String(r.n),
    sortBy: (r) => r.n,
  },
  { key: 'fixed', label: 'Fixed', width: '60px', text: (r) => r.name, unit: () => 'MB' },
];
const rows: Row[] = [
  { name: 'b', n: 2, group: 'x' },
  { name: 'a', n: null, group: null },
  { name: 'c', n: 2, group: 'x' },
  { name: 'd', n: 9, group: 'y' },
];
const names = (list: readonly Row[]): string => list.map((r) => r.name).join('');

describe('sortRows', () => {
  it('is stable, and nothing known comes last in both orders', () => {
    expect(names(sortRows(rows, columns, { key: 'n', order: 'descending' }))).toBe('dbca');
    expect(names(sortRows(rows, columns, { key: 'n', order: 'ascending' }))).toBe('bcda');
  });
  it('leaves the given order alone', () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(sortRows(rows, columns, { key: 'fixed', order: 'ascending' })).toBe(rows);
    sortRows(rows, columns, { key: 'name', order: 'descending' });
    expect(names(rows)).toBe('bacd');
  });
});

describe('arrangeRows and stepToRow', () => {
  const items = arrangeRows(
    rows,
    (r) => r.name,
    [
      { id: 'y', label: 'Y' },
      { id: 'none', label: 'none' },
      { id: 'x', label: 'X' },
    ],
    (r) => r.group,
  );
  it('puts headings before sections that have rows', () => {
    expect(items.map((i) => (i.kind === 'row' ? i.key : `#${i.section.id}`))).toEqual([
      'a',
      '#y',
      'd',
      '#x',
      'b',
      'c',
    ]);
  });
  it('steps over headings and stops at the ends', () => {
    expect(stepToRow(items, 0, 1)).toBe(2);
    expect(stepToRow(items, 2, -1)).toBe(0);
    expect(stepToRow(items, 0, -5)).toBe(0);
    expect(stepToRow(items, 4, 20)).toBe(5);
    expect(stepToRow(items, -1, 1)).toBe(0);
    expect(stepToRow([], 0, 1)).toBe(-1);
  });
});

describe('toTsv', () => {
  it('copies exact numbers where they are given, and units with rounded ones', () => {
    expect(toTsv(rows.slice(0, 1), columns, true)).toBe('Name\tN\tFixed\nb\t2\tb MB');
  });
  it('pastes nothing that a spreadsheet runs, and numbers as they are', () => {
    const pasted = (name: string): string => toTsv([{ name, n: 1, group: null }], columns.slice(0, 1), false);
    expect(['=cmd()', '\n=cmd()', '@x', '-12', '+1.5\u00a0MB'].map(pasted)).toEqual([
      "'=cmd()",
      "' =cmd()",
      "'@x",
      '-12',
      '+1.5 MB',
    ]);
  });
  it('leaves out what is drawn', () => {
    const drawn: Column<Row> = { ...columns[0]!, key: 'bar', label: 'Change', isDrawn: true };
    expect(toTsv(rows.slice(0, 1), [drawn, columns[1]!], true)).toBe('N\n2');
    expect(toCsv(rows.slice(0, 1), [drawn, columns[1]!])).toBe('N\r\n2\r\n');
  });
  it('never breaks a line', () => {
    expect(toTsv([{ name: 'a\tb\nc', n: 1, group: null }], columns.slice(0, 1), false)).toBe('a b c');
  });
});

describe('toCsv', () => {
  const csv = (name: string): string =>
    toCsv([{ name, n: -1, group: null }], columns.slice(0, 2)).split('\r\n')[1] ?? '';
  it('is a line per row, with heads', () => {
    expect(toCsv(rows.slice(0, 2), columns)).toBe('Name,N,Fixed\r\nb,2,b MB\r\na,null,a MB\r\n');
  });
  it('has heads of its own over exact numbers, in quotes where they hold a comma', () => {
    const exact: Column<Row> = { ...columns[1]!, label: 'N, MB', copyLabel: 'N, bytes' };
    expect(toCsv(rows.slice(0, 1), [exact])).toBe('"N, bytes"\r\n2\r\n');
    expect(toTsv(rows.slice(0, 1), [exact], true)).toBe('N, bytes\n2');
  });
  it('keeps what would break it in quotes', () => {
    expect(csv('main.F[int, "x"]')).toBe('"main.F[int, ""x""]",-1');
    expect(toCsv([{ name: 'a\nb', n: 1, group: null }], columns.slice(0, 1))).toBe('Name\r\n"a\nb"\r\n');
  });
  it('runs nothing in a spreadsheet, and leaves numbers as they are', () => {
    expect(csv('=cmd()')).toBe("'=cmd(),-1");
    expect(csv('@SUM(1)')).toBe("'@SUM(1),-1");
    expect(csv('+1,440')).toBe('"+1,440",-1');
    expect(csv('-12.5 %')).toBe('-12.5 %,-1');
    expect(csv('-12.5\u00a0MB')).toBe('-12.5\u00a0MB,-1');
    expect(csv('-1+A1')).toBe("'-1+A1,-1");
    const text = (name: string): string =>
      toCsv([{ name, n: 1, group: null }], columns.slice(0, 1)).slice('Name\r\n'.length);
    expect(text('\r=cmd()')).toBe('"\'\r=cmd()"\r\n');
    expect(text('\n=cmd()')).toBe('"\'\n=cmd()"\r\n');
    expect(text(' =cmd()')).toBe("' =cmd()\r\n");
  });
});

describe('fitColumns', () => {
  const column = (key: string, width: string, yields?: number): Column<Row> => ({
    key,
    label: key,
    width,
    text: () => '',
    ...(yields === undefined ? {} : { yields }),
  });
  const all = [
    column('name', 'minmax(100px, 1fr)'),
    column('a', '50px', 1),
    column('b', '50px'),
    column('c', '50px', 2),
  ];
  const keys = (width: number): string =>
    fitColumns(all, width)
      .map((c) => c.key)
      .join(' ');
  it('lets the least needed go first, and never those that do not yield', () => {
    expect(keys(310)).toBe('name a b c');
    expect(keys(309)).toBe('name a b');
    expect(keys(247)).toBe('name b');
    expect(keys(10)).toBe('name b');
  });
});
