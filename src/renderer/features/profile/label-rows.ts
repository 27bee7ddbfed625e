import type { LabelReport } from '../../../contract/analysis';
import { escapeUnprintable } from '../../../core/base/escape-unprintable';
import type { Translate } from '../../state/text';
import { formatCount, formatPercent, sharedScale, withUnit } from '../../ui/format';
import type { Unit } from '../../../core/base/unit-scales';
import type { Column } from '../../ui/table-rows';

type LabelKey = LabelReport['keys'][number];

/** One value of a label, or the samples that lack it. */
export interface LabelRow {
  readonly key: string;
  /** null: the label is not there. */
  readonly value: string | null;
  readonly weight: number;
  /** What `tagfocus` takes to find it; null: there are no words for it. */
  readonly filter: string | null;
}

/** What lacks the label stands behind all values, where there is any. */
export function labelRows({ values, without }: LabelKey): readonly LabelRow[] {
  const rows = values.map((one) => ({ key: `= ${one.value}`, ...one }));
  return without === 0 ? rows : [...rows, { key: 'none', value: null, weight: without, filter: null }];
}

/** A key or a value as it is shown: what cannot be seen is escaped, and an empty one is said to be. */
export const labelText = (t: Translate, text: string): string =>
  text === '' ? t('profile.labels.empty') : escapeUnprintable(text);

export function labelColumns(
  t: Translate,
  { total, unit }: { readonly total: number; readonly unit: Unit },
  rows: readonly LabelRow[],
  { key, count }: Pick<LabelKey, 'key' | 'count'>,
): readonly Column<LabelRow>[] {
  const largest = rows.reduce((max, { weight }) => Math.max(max, Math.abs(weight)), Math.abs(total));
  const scale = sharedScale(largest, unit);
  const head = t('profile.labels.column.weight');
  return [
    {
      key: 'weight',
      label: withUnit(head, scale.unit),
      copyLabel: withUnit(head, scale.exactUnit),
      width: '112px',
      align: 'right',
      text: ({ weight }) => scale.show(weight),
      copy: ({ weight }) => String(weight),
      sortBy: ({ weight }) => Math.abs(weight),
    },
    {
      key: 'share',
      label: t('profile.labels.column.share'),
      width: '150px',
      text: ({ weight }) => formatPercent(weight, total),
    },
    {
      key: 'value',
      label: t('profile.labels.column.value', { count: formatCount(count) }),
      copyLabel: labelText(t, key),
      width: 'minmax(220px, 1fr)',
      text: ({ value }) => value ?? t('profile.labels.without'),
      sortBy: ({ value }) => value,
    },
  ];
}
