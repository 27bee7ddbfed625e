import { storeToRefs } from 'pinia';
import { computed } from 'vue';
import { useClient } from '../../state/api';
import { useText } from '../../state/text';
import { useUnits } from '../../state/units.store';
import { useQuery } from '../../state/use-query';
import { useSelectedRow } from '../../state/use-selected';
import { formatQuantity, joinFigure } from '../../ui/format';
import { besideSource, profileColumns } from './columns';
import { useProfileView } from './profile.store';
import { filterRows, rankRows } from './rows';
import { useAsking, type Pictured } from './use-asking';

/**
 * The table of what is shown. It is asked for beside every other shape, which say by it what they are of; only as a table
 * its rows are of what the user wants them to be, else of functions.
 *
 * @param about what is told with the answer, since a newer snapshot may be known before its answer is here
 */
export function useProfileTable(
  ask: () => Pictured | null,
  about: () => { readonly kind: string; readonly timeMs: number; readonly snapshots: number },
) {
  const client = useClient();
  const { t } = useText();
  const units = useUnits();
  const view = useProfileView();
  const { filter, selected, shape, granularity, noInlines } = storeToRefs(view);
  const { key, args, live } = useAsking(ask);

  const rowsOf = computed(() =>
    shape.value === 'table' ? { granularity: granularity.value, noInlines: noInlines.value } : {},
  );
  const query = useQuery(
    () => key(rowsOf.value),
    async (signal, tell) => {
      const asked = args();
      const told = { ...about(), granularity: rowsOf.value.granularity ?? 'functions' };
      return {
        ...told,
        /** What is saved of it is asked for by this. */
        asked,
        table: await client.call('profile.top', { ...asked, ...rowsOf.value }, signal, tell),
      };
    },
    live,
  );
  const report = computed(() => query.data.value?.table);
  const unit = computed(() => units.shown(report.value?.sampleType.unit));
  const ranked = computed(() => (report.value === undefined ? [] : rankRows(report.value)));
  const rows = computed(() => filterRows(ranked.value, filter.value));
  const selectedKey = useSelectedRow(selected, () => ranked.value);
  const columns = computed(() => {
    const by = query.data.value?.granularity ?? 'functions';
    const all = profileColumns(t, {
      by,
      total: report.value?.total ?? 0,
      unit: unit.value,
      rows: ranked.value,
    });
    return shape.value === 'source' ? besideSource(all) : all;
  });
  const selectedRow = computed(() => rows.value.find((row) => row.key === selectedKey.value) ?? null);
  const facts = computed(() => {
    const row = selectedRow.value;
    if (row === null) return [];
    return [
      { label: t('profile.column.flat'), ...formatQuantity(row.flat, unit.value) },
      { label: t('profile.column.cum'), ...formatQuantity(row.cum, unit.value) },
    ];
  });
  const total = computed(() =>
    report.value === undefined ? '' : joinFigure(formatQuantity(report.value.total, unit.value)),
  );
  return { query, report, ranked, rows, columns, selectedKey, selectedRow, facts, total };
}
