import type { Translate } from '../../state/text';
import { formatCount, formatQuantity, formatRate, formatShare, inRate, type RateUnit } from '../../ui/format';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import type { FindingRow } from './rows';

/** Growth of a row in the column's period, signed; null for sites. */
export function rateOf(row: FindingRow, period: RateUnit): { value: string; unit: string } | null {
  if (row.perHour === null) return null;
  const figure = formatRate(inRate(row.perHour, period), row.unit);
  const plus = row.perHour > 0 && /[1-9]/.test(figure.value) ? '+' : '';
  return { value: plus + figure.value, unit: figure.unit };
}

/** Half the width of the interval, in the unit in which the rate itself is shown. */
export function halfWidthOf(row: FindingRow, period: RateUnit): string {
  if (row.perHour === null || row.interval === null) return '';
  const half = inRate((row.interval[1] - row.interval[0]) / 2, period);
  if (row.unit !== 'bytes') return `± ${formatRate(half, row.unit).value}`;
  const shown = formatRate(inRate(row.perHour, period), row.unit);
  const power = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'].indexOf(shown.unit);
  return `± ${formatRate(half / 1024 ** Math.max(0, power)).value}`;
}

export interface ColumnTexts {
  readonly t: Translate;
  readonly moment: (ms: number) => string;
  readonly stateText: (row: FindingRow) => string;
  readonly shapeText: (row: FindingRow) => string;
}

export function findingColumns(
  { t, moment, stateText, shapeText }: ColumnTexts,
  period: RateUnit,
  has: { targets: boolean; growth: boolean },
  sinceWidth: number,
): readonly Column<FindingRow>[] {
  const target: Column<FindingRow> = {
    key: 'target',
    label: t('findings.column.target'),
    width: '84px',
    text: (row) => row.target ?? '',
    sortBy: (row) => row.target,
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
      width: 'minmax(240px, 1fr)',
      text: (row) => row.site.function,
      sortBy: (row) => row.site.function,
    },
    {
      key: 'file',
      label: t('findings.column.file'),
      width: '116px',
      text: (row) => fileLine(row.site.file, row.site.line),
      sortBy: (row) => fileLine(row.site.file, row.site.line),
    },
    ...(has.targets ? [target] : []),
    {
      key: 'state',
      label: t('findings.column.state'),
      width: '140px',
      text: stateText,
      sortBy: stateText,
      yields: 3,
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
      width: '76px',
      align: 'right',
      text: (row) => rateOf(row, period)?.value ?? '',
      unit: (row) => rateOf(row, period)?.unit ?? '',
      copy: (row) => (row.perHour === null ? '' : String(inRate(row.perHour, period))),
      sortBy: (row) => row.perHour,
    },
    {
      key: 'interval',
      label: t('findings.column.interval'),
      hint: t('findings.column.rateHint'),
      width: '48px',
      text: (row) => halfWidthOf(row, period),
      yields: 7,
    },
    {
      key: 'share',
      label: t('findings.column.share'),
      hint: t('findings.column.shareHint'),
      width: '92px',
      text: (row) => formatShare(row.share),
      copy: (row) => String(row.share),
      sortBy: (row) => -row.share,
    },
    {
      key: 'since',
      label: t('findings.column.since'),
      hint: t('findings.column.sinceHint'),
      width: `${sinceWidth}px`,
      text: (row) => (row.sinceMs === null ? '' : moment(row.sinceMs)),
      copy: (row) => (row.sinceMs === null ? '' : new Date(row.sinceMs).toISOString()),
      sortBy: (row) => row.sinceMs,
      yields: 5,
    },
    {
      key: 'shape',
      label: t('findings.column.shape'),
      width: '72px',
      text: shapeText,
      sortBy: shapeText,
      yields: 6,
    },
    {
      key: 'life',
      label: t('findings.column.life'),
      width: '72px',
      text: (row) => row.spark.map((v) => formatCount(v)).join(' '),
      copy: (row) => row.spark.join(' '),
      yields: 4,
    },
  ];
  return has.growth ? all : all.filter((column) => !growthOnly.has(column.key));
}
