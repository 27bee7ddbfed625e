import type { Translate } from '../../state/text';
import { formatCount, formatQuantity, formatRate, formatShare, inRate, type RateUnit } from '../../ui/format';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import type { FindingRow } from './rows';

type Rated = Pick<FindingRow, 'perHour' | 'interval' | 'unit'>;

/** Growth of a row in the column's period, signed; null for sites. */
export function rateOf(row: Rated, period: RateUnit): { value: string; unit: string } | null {
  if (row.perHour === null) return null;
  const { divisor, unit } = scaleOf(row, period);
  const { value } = formatRate(inRate(row.perHour, period) / divisor);
  return { value: (row.perHour > 0 && /[1-9]/.test(value) ? '+' : '') + value, unit };
}

/** The bounds of the rate, `6,942 … 7,389`, in the unit in which the rate itself is shown. */
export function intervalText(row: Rated, period: RateUnit): string {
  if (row.perHour === null || row.interval === null) return '';
  const { divisor } = scaleOf(row, period);
  const bound = (perHour: number): string => formatRate(inRate(perHour, period) / divisor).value;
  return `${bound(row.interval[0])} … ${bound(row.interval[1])}`;
}

/** One unit for a rate and its bounds, that of the largest of them: around a rate of nothing stand bounds of something. */
function scaleOf(row: Rated, period: RateUnit): { divisor: number; unit: string } {
  if (row.unit !== 'bytes') return { divisor: 1, unit: formatRate(1, row.unit).unit };
  const largest = Math.max(...[row.perHour ?? 0, ...(row.interval ?? [])].map(Math.abs));
  const { unit } = formatRate(inRate(largest, period), row.unit);
  return { divisor: 1024 ** Math.max(0, BYTE_UNITS.indexOf(unit)), unit };
}
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

export interface ColumnTexts {
  readonly t: Translate;
  readonly sinceText: (row: FindingRow) => string;
  readonly stateText: (row: FindingRow) => string;
  readonly shapeText: (row: FindingRow) => string;
  readonly targetText: (row: FindingRow) => string;
}

export function findingColumns(
  { t, sinceText, stateText, shapeText, targetText }: ColumnTexts,
  period: RateUnit,
  has: { targets: boolean; growth: boolean },
  sinceWidth: number,
): readonly Column<FindingRow>[] {
  const target: Column<FindingRow> = {
    key: 'target',
    label: t('findings.column.target'),
    width: '84px',
    text: (row) => targetText(row),
    sortBy: (row) => targetText(row),
  };
  const growthOnly = new Set(['rank', 'rate', 'interval', 'since', 'shape', 'life']);
  const all: readonly Column<FindingRow>[] = [
    {
      key: 'rank',
      label: t('findings.column.rank'),
      width: '20px',
      align: 'right',
      text: (row) => (row.rank === null ? '' : String(row.rank)),
      sortBy: (row) => row.rank,
    },
    {
      key: 'site',
      label: t('findings.column.site'),
      width: 'minmax(220px, 1fr)',
      text: (row) => row.site.function,
      sortBy: (row) => row.site.function,
    },
    {
      key: 'file',
      label: t('findings.column.file'),
      width: 'minmax(108px, 0.16fr)',
      text: (row) => fileLine(row.site.file, row.site.line),
      sortBy: (row) => fileLine(row.site.file, row.site.line),
    },
    ...(has.targets ? [target] : []),
    {
      key: 'state',
      label: t('findings.column.state'),
      width: 'minmax(112px, 0.18fr)',
      text: stateText,
      sortBy: stateText,
      yields: 2,
    },
    {
      key: 'now',
      label: t('findings.column.now'),
      width: '74px',
      align: 'right',
      text: (row) => formatQuantity(row.now, row.unit).value,
      unit: (row) => formatQuantity(row.now, row.unit).unit,
      copy: (row) => String(row.now),
      sortBy: (row) => row.now,
    },
    {
      key: 'rate',
      label: t(`findings.column.${period}`),
      hint: t('findings.column.rateHint'),
      width: '84px',
      align: 'right',
      text: (row) => rateOf(row, period)?.value ?? '',
      unit: (row) => rateOf(row, period)?.unit ?? '',
      copy: (row) => (row.perHour === null ? '' : String(inRate(row.perHour, period))),
      sortBy: (row) => row.perHour,
    },
    {
      key: 'interval',
      label: t('findings.column.interval'),
      hint: t('findings.column.intervalHint'),
      width: '88px',
      text: (row) => intervalText(row, period),
      copy: (row) => row.interval?.map((edge) => String(inRate(edge, period))).join(' … ') ?? '',
      yields: 1,
    },
    {
      key: 'share',
      label: t('findings.column.share'),
      hint: t('findings.column.shareHint'),
      width: 'minmax(92px, 0.14fr)',
      text: (row) => formatShare(row.share),
      copy: (row) => String(row.share),
      sortBy: (row) => -row.share,
      yields: 5,
    },
    {
      key: 'since',
      label: t('findings.column.since'),
      hint: t('findings.column.sinceHint'),
      width: `${sinceWidth}px`,
      text: sinceText,
      copy: (row) => (row.sinceMs === null ? sinceText(row) : new Date(row.sinceMs).toISOString()),
      // What grew before anyone watched is older than all that has a time.
      sortBy: (row) => row.sinceMs ?? (row.section === 'sites' ? null : 0),
      yields: 4,
    },
    {
      key: 'shape',
      label: t('findings.column.shape'),
      width: '72px',
      text: shapeText,
      sortBy: shapeText,
      yields: 3,
    },
    {
      key: 'life',
      label: t('findings.column.life'),
      width: 'minmax(72px, 0.2fr)',
      text: (row) => row.spark.map((v) => formatCount(v)).join(' '),
      copy: (row) => row.spark.join(' '),
      yields: 6,
    },
  ];
  return has.growth ? all : all.filter((column) => !growthOnly.has(column.key));
}
