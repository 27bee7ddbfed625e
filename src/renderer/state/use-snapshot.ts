import { computed, type ComputedRef } from 'vue';
import type { Snapshot } from '../../contract/domain';
import { useClient } from './api';
import { useSelection, type View } from './selection.store';
import { useSession } from './session.store';
import { useQuery, type Query } from './use-query';

export interface ShownSnapshot {
  readonly id: ComputedRef<string | null>;
  /** It is the newest and moves on by itself: the `live` part of a query, not its key. */
  readonly isLive: ComputedRef<boolean>;
  /** What it holds. The one before stays until this is known. */
  readonly query: Query<Snapshot>;
}

/** The one snapshot that a view shows, or `chosen` of those that it adds up. */
export function useShownSnapshot(view: View, chosen?: () => string | null): ShownSnapshot {
  const client = useClient();
  const open = useSession();
  const selection = useSelection();
  const id = computed(chosen ?? (() => selection.shownIn(view)));
  const isLive = computed(() => selection.followsNewest && ['B', 'A→B'].includes(selection.scopeOf(view)));
  const query = useQuery(
    () => (open.id === null || id.value === null ? null : [open.id, isLive.value ? 'newest' : id.value]),
    (signal) =>
      client.call('snapshots.get', { sessionId: open.id ?? '', snapshotId: id.value ?? '' }, signal),
    () => id.value,
  );
  return { id, isLive, query };
}
