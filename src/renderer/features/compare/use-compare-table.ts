import { storeToRefs } from 'pinia';
import { computed } from 'vue';
import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useText } from '../../state/text';
import { useUnits } from '../../state/units.store';
import { useQuery } from '../../state/use-query';
import { useSelectedRow } from '../../state/use-selected';
import { besideSource, compareColumns } from './columns';
import { useCompareView, type Compared } from './compare.store';
import { commonKinds, filterRows, functionRows, stackRows, sumSides } from './rows';

/** What A and B both hold, and of the kind that is chosen the table; every other shape says by it what it is of. */
export function useCompareTable() {
  const client = useClient();
  const open = useSession();
  const selection = useSelection();
  const filters = useFilters();
  const units = useUnits();
  const { t } = useText();
  const view = useCompareView();
  const { filter, selected, shape } = storeToRefs(view);

  function kindsOf(snapshotId: string | null): readonly string[] {
    const row = snapshotId === null ? undefined : selection.rowOf.get(snapshotId);
    if (row === undefined) return [];
    return (open.timeline?.kinds[row] ?? '').split(',').filter((kind) => kind !== '');
  }
  const kinds = computed(() => commonKinds(kindsOf(selection.a), kindsOf(selection.b)));
  const kind = computed(() => kinds.value.find((k) => k === view.kind) ?? kinds.value[0] ?? null);
  /** null: there is nothing to compare. */
  const pair = computed((): Compared | null => {
    const { a, b, followsNewest } = selection;
    if (open.id === null || a === null || b === null || kind.value === null) return null;
    return { sessionId: open.id, a, b, liveKey: followsNewest ? 'newest' : b, kind: kind.value };
  });

  const query = useQuery(
    () => {
      if (pair.value === null) return null;
      const { sessionId, a, liveKey, kind: of } = pair.value;
      return [sessionId, a, liveKey, of, view.sampleType, filters.question];
    },
    async (signal, tell) => {
      const { sessionId = '', a = '', b = '', kind: of = '' } = pair.value ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      // What is saved of it is asked for by the same.
      const asked = { sessionId, a, b, kind: of, filters: filters.question, ...sampleType };
      return { asked, report: await client.call('compare.get', asked, signal, tell) };
    },
    // Times too: the user may give another, and distance and rates go by it.
    () => [selection.b, selection.aMs, selection.bMs],
  );
  const report = computed(() => query.data.value?.report);
  const unit = computed(() => report.value?.sampleType.unit ?? 'count');

  const hasStacks = computed(() => (report.value?.stacks.length ?? 0) > 0);
  const hasBoth = computed(() => hasStacks.value && (report.value?.rows.length ?? 0) > 0);
  const rowsOf = computed(() =>
    hasStacks.value && (view.rows === 'stacks' || !hasBoth.value) ? 'stacks' : 'functions',
  );
  const allRows = computed(() => {
    if (report.value === undefined) return [];
    return rowsOf.value === 'stacks' ? stackRows(report.value) : functionRows(report.value);
  });
  const rows = computed(() => filterRows(allRows.value, filter.value));
  const sides = computed(() => sumSides(allRows.value));
  const selectedKey = useSelectedRow(selected, () => allRows.value);
  const selectedRow = computed(() => rows.value.find((row) => row.key === selectedKey.value) ?? null);

  /** null: not known yet of this kind. */
  const hasTree = computed(() => (report.value?.kind === kind.value ? report.value.hasTree : null));
  /** The choice stays with the user; what has no picture is shown as a table meanwhile. */
  const drawn = computed(() => (hasTree.value === false ? 'table' : shape.value));
  const pictured = computed(() => (hasTree.value === true ? pair.value : null));
  const columns = computed(() => {
    const all = compareColumns(t, rowsOf.value, units.shown(unit.value), allRows.value);
    return drawn.value === 'source' ? besideSource(all) : all;
  });
  return {
    ...{ kindsOf, kinds, kind, query, report, unit, hasTree, drawn, pictured },
    ...{ hasBoth, rowsOf, allRows, rows, sides, columns, selectedKey, selectedRow },
  };
}
