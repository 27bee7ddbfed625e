import type { GoroutineGroup } from '../../../contract/analysis';
import type { Grouping } from '../../../core/goroutine/groupings';
import type { Translate } from '../../state/text';
import { formatCount, formatShareOf } from '../../ui/format';
import { fileLine } from '../../ui/go-name';
import type { Column } from '../../ui/table-rows';
import { labelText, namingFrame } from '../../ui/goroutine-groups';

export interface GroupTexts {
  readonly t: Translate;
  readonly waitText: (minutes: number) => string;
  /** Whether there are waits that say something: those of a dump, and not where the clock is faster than life. */
  readonly hasWaits: boolean;
}

export function groupColumns(
  { t, waitText, hasWaits }: GroupTexts,
  by: Grouping,
  total: number,
  groups: number,
): readonly Column<GoroutineGroup>[] {
  const count = formatCount(groups);
  const name = (group: GoroutineGroup): string => {
    if (by === 'state') return group.state ?? '';
    if (by === 'label') return labelText(group.labels);
    return namingFrame(group, by)?.function ?? '';
  };
  const line = (group: GoroutineGroup): string => {
    const frame = namingFrame(group, by);
    return frame === null ? '' : fileLine(frame.file, frame.line);
  };
  const waits: Column<GoroutineGroup> = {
    key: 'waits',
    label: t('goroutines.column.waits'),
    hint: t('goroutines.column.waitsHint'),
    width: '84px',
    align: 'right',
    text: (group) => (group.waitMinutes === null ? '' : waitText(group.waitMinutes.max)),
    sortBy: (group) => group.waitMinutes?.max ?? null,
  };
  const named: Column<GoroutineGroup> = {
    key: 'name',
    label: by === 'state' ? t('goroutines.column.state') : t(`goroutines.column.${by}`, { count }),
    copyLabel: t(`goroutines.by.${by}`),
    width: 'minmax(230px, 1fr)',
    text: name,
    sortBy: name,
  };
  const file: Column<GoroutineGroup> = {
    key: 'file',
    label: t('goroutines.column.file'),
    width: 'minmax(128px, 0.18fr)',
    text: line,
    sortBy: line,
  };
  const state: Column<GoroutineGroup> = {
    key: 'state',
    label: t('goroutines.column.state'),
    width: '148px',
    text: (group) => group.state ?? '',
    sortBy: (group) => group.state,
    yields: 1,
  };
  return [
    named,
    ...(by === 'state' || by === 'label' ? [] : [file]),
    ...(by === 'stack' || by === 'site' ? [state] : []),
    {
      key: 'count',
      label: t('goroutines.column.count'),
      width: '76px',
      align: 'right',
      text: (group) => formatCount(group.count),
      copy: (group) => String(group.count),
      sortBy: (group) => group.count,
    },
    {
      key: 'share',
      label: t('goroutines.column.share'),
      hint: t('goroutines.column.shareHint'),
      width: 'minmax(112px, 0.2fr)',
      text: (group) => formatShareOf(group.count, total),
      copy: (group) => String(total === 0 ? 0 : group.count / total),
      yields: 2,
    },
    ...(hasWaits ? [waits] : []),
  ];
}
