import type { Translate } from '../../state/text';
import { formatCount, formatFactor, formatSigned } from '../../ui/format';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import { differenceOf, type MoreBy, type MoreRow } from './more';

export function moreColumns(t: Translate, by: MoreBy, count: number): readonly Column<MoreRow>[] {
  const number = (key: 'a' | 'b'): Column<MoreRow> => ({
    key,
    label: t(`trace.more.column.${key}`),
    width: '46px',
    align: 'right',
    text: (row) => formatCount(row[key]),
    copy: (row) => String(row[key]),
    sortBy: (row) => row[key],
    hint: t('trace.more.atEnd'),
  });
  const name = (row: MoreRow): string => (by === 'site' ? (row.site?.function ?? '') : row.startFunction);
  const line = (row: MoreRow): string => (row.site === null ? '' : fileLine(row.site.file, row.site.line));
  const factor = (row: MoreRow): number | null => (row.a === 0 ? null : row.b / row.a);
  return [
    {
      key: 'name',
      label: t(`trace.more.column.${by === 'site' ? 'site' : 'start'}`, { count: formatCount(count) }),
      copyLabel: t(`trace.more.${by}`),
      width: 'minmax(168px, 1fr)',
      text: name,
      sortBy: name,
    },
    ...(by === 'site'
      ? [{ key: 'line', label: '', width: 'minmax(72px, 0.3fr)', text: line, yields: 1 } as const]
      : []),
    number('a'),
    number('b'),
    {
      key: 'delta',
      label: t('trace.more.column.delta'),
      width: '58px',
      align: 'right',
      text: (row) => formatSigned(differenceOf(row)).value,
      copy: (row) => String(differenceOf(row)),
      sortBy: (row) => Math.abs(differenceOf(row)),
    },
    {
      key: 'factor',
      label: t('trace.more.column.factor'),
      width: '52px',
      align: 'right',
      text: (row) => {
        const of = factor(row);
        return of === null ? t('trace.more.fresh') : `${formatFactor(of)} ×`;
      },
      sortBy: factor,
      yields: 2,
    },
  ];
}
