import type { GranularityName } from '../../../core/pprof/options';
import type { Translate } from '../../state/text';
import { formatCount, formatPercent, sharedScale, withUnit } from '../../ui/format';
import type { Unit } from '../../../core/base/unit-scales';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import type { ProfileRow } from './rows';

const nameOf = (row: ProfileRow): string => row.function || row.file;
const placeOf = (row: ProfileRow): string => fileLine(row.file, row.line);

/** All values of a profile in one unit, which stands in the heads: digits align and sizes can be compared by eye. */
export function profileColumns(
  t: Translate,
  of: {
    readonly by: GranularityName;
    readonly total: number;
    readonly unit: Unit;
    readonly rows: readonly ProfileRow[];
  },
): readonly Column<ProfileRow>[] {
  const { by, total, unit, rows } = of;
  const largest = rows.reduce((max, row) => Math.max(max, Math.abs(row.cum)), Math.abs(total));
  const scale = sharedScale(largest, unit);
  const value = (key: 'flat' | 'cum', head: string, hint: string): Column<ProfileRow> => ({
    key,
    label: withUnit(head, scale.unit),
    copyLabel: withUnit(head, scale.exactUnit),
    hint,
    width: '96px',
    align: 'right',
    text: (row) => scale.show(row[key]),
    copy: (row) => String(row[key]),
    sortBy: (row) => Math.abs(row[key]),
  });
  const share = (
    key: string,
    head: string,
    of: (row: ProfileRow) => number,
    hint?: string,
  ): Column<ProfileRow> => ({
    key,
    label: head,
    width: '72px',
    align: 'right',
    text: (row) => formatPercent(of(row), total),
    ...(hint === undefined ? {} : { hint }),
  });
  return [
    value('flat', t('profile.column.flat'), t('profile.column.flatHint')),
    share('flatShare', t('profile.column.flatShare'), (row) => row.flat),
    { ...share('sum', t('profile.column.sum'), (row) => row.sum, t('profile.column.sumHint')), yields: 1 },
    value('cum', t('profile.column.cum'), t('profile.column.cumHint')),
    share('cumShare', t('profile.column.cumShare'), (row) => row.cum),
    ...(by === 'addresses'
      ? [
          {
            key: 'address',
            label: t('profile.column.address'),
            width: '104px',
            text: (row: ProfileRow) => row.address,
            sortBy: (row: ProfileRow) => row.address.padStart(16, '0'),
          },
        ]
      : []),
    {
      key: 'function',
      label: t(`profile.column.by.${by}`, { count: formatCount(rows.length) }),
      copyLabel: t(`profile.rows.${by}`),
      width: 'minmax(220px, 1fr)',
      text: nameOf,
      sortBy: nameOf,
    },
    ...(by === 'files'
      ? []
      : [
          {
            key: 'file',
            label: t('profile.column.file'),
            width: '168px',
            text: placeOf,
            sortBy: placeOf,
            yields: 2,
          },
        ]),
  ];
}

/** Of a table that stands beside the source of its selected function. */
export function besideSource(columns: readonly Column<ProfileRow>[]): readonly Column<ProfileRow>[] {
  const widths: Readonly<Record<string, string>> = {
    flat: '80px',
    cum: '80px',
    function: 'minmax(96px, 1fr)',
  };
  return columns.flatMap((column) => {
    const width = widths[column.key];
    return width === undefined ? [] : [{ ...column, width }];
  });
}
