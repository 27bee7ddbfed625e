import type { Translate } from '../../state/text';
import { formatCount, sharedScale, withUnit } from '../../ui/format';
import type { Unit } from '../../../core/base/unit-scales';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import type { CompareRow } from './rows';

const line = (row: CompareRow): string => fileLine(row.file, row.line);

export function compareColumns(
  t: Translate,
  kind: 'stacks' | 'functions',
  unit: Unit,
  rows: readonly CompareRow[],
): readonly Column<CompareRow>[] {
  const largest = rows.reduce((max, r) => Math.max(max, Math.abs(r.cumA), Math.abs(r.cumB)), 0);
  const scale = sharedScale(largest, unit);
  const value = (
    key: string,
    head: string,
    of: (row: CompareRow) => number,
    more: Partial<Column<CompareRow>> = {},
  ): Column<CompareRow> => ({
    key,
    label: withUnit(head, scale.unit),
    copyLabel: withUnit(head, scale.exactUnit),
    width: '84px',
    align: 'right',
    text: (row) => scale.show(of(row)),
    copy: (row) => String(of(row)),
    sortBy: of,
    ...more,
  });
  const change = (
    key: string,
    head: string,
    of: (row: CompareRow) => number,
    more = {},
  ): Column<CompareRow> =>
    value(key, head, of, {
      width: '92px',
      text: (row) => scale.showSigned(of(row)),
      // The largest change first, whichever way it went: a swap of A and B must not turn the table over.
      sortBy: (row) => Math.abs(of(row)),
      sortLabel: withUnit(`|${head}|`, scale.unit),
      ...more,
    });
  const isStacks = kind === 'stacks';
  const flow = (key: 'stayed' | 'born' | 'gone', yields: number): Column<CompareRow> => ({
    ...value(key, t(`compare.column.${key}`), (row) => row.flow?.[key] ?? 0, { yields }),
    hint: t(`compare.column.${key}Hint`),
  });
  const hasFlow = rows.some((row) => row.flow !== null);
  const count = formatCount(rows.length);
  const state: Column<CompareRow> = {
    key: 'state',
    label: t('compare.column.state'),
    width: '148px',
    text: (row) => row.state ?? '',
    sortBy: (row) => row.state,
    yields: 2,
  };
  return [
    {
      key: 'name',
      label: isStacks ? t('compare.column.stack', { count }) : t('compare.column.function', { count }),
      copyLabel: t(isStacks ? 'compare.stacks' : 'compare.functions'),
      width: 'minmax(230px, 1fr)',
      text: (row) => row.function,
      sortBy: (row) => row.function,
    },
    {
      key: 'file',
      label: t('compare.column.file'),
      width: 'minmax(124px, 0.18fr)',
      text: line,
      sortBy: line,
    },
    ...(isStacks ? [state] : []),
    value('a', isStacks ? t('compare.column.a') : t('compare.column.flatA'), (row) => row.a),
    value('b', isStacks ? t('compare.column.b') : t('compare.column.flatB'), (row) => row.b),
    change('delta', isStacks ? t('compare.column.delta') : t('compare.column.flatDelta'), (row) => row.delta),
    {
      key: 'bar',
      label: t('compare.column.bar'),
      width: 'minmax(104px, 0.25fr)',
      text: () => '',
      isDrawn: true,
      yields: 1,
    },
    ...(hasFlow ? [flow('stayed', 3), flow('born', 4), flow('gone', 5)] : []),
    ...(isStacks
      ? []
      : [
          value('cumA', t('compare.column.cumA'), (row) => row.cumA, { yields: 4 }),
          value('cumB', t('compare.column.cumB'), (row) => row.cumB, { yields: 4 }),
          change('cumDelta', t('compare.column.cumDelta'), (row) => row.cumB - row.cumA, { yields: 3 }),
        ]),
  ];
}

/** Of a table that stands beside the source of its selected row. */
export function besideSource(columns: readonly Column<CompareRow>[]): readonly Column<CompareRow>[] {
  const widths: Readonly<Record<string, string>> = { name: 'minmax(96px, 1fr)', delta: '84px' };
  return columns.flatMap((column) => {
    const width = widths[column.key];
    return width === undefined ? [] : [{ ...column, width }];
  });
}
