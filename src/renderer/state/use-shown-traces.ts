import { computed, type ComputedRef } from 'vue';
import { useSelection } from './selection.store';
import { useSession } from './session.store';
import { tracesToShow } from './shown-traces';

/** The snapshots whose traces A and B stand for; null: there is none. */
export function useShownTraces(): {
  readonly a: ComputedRef<string | null>;
  readonly b: ComputedRef<string | null>;
} {
  const open = useSession();
  const selection = useSelection();
  const rowOf = (id: string | null): number => selection.rowOf.get(id ?? '') ?? -1;
  const rows = computed(() =>
    open.timeline === null
      ? { a: -1, b: -1 }
      : tracesToShow(open.timeline, rowOf(selection.a), rowOf(selection.b)),
  );
  const idAt = (row: number): string | null => open.timeline?.snapshotId[row] ?? null;
  return { a: computed(() => idAt(rows.value.a)), b: computed(() => idAt(rows.value.b)) };
}
