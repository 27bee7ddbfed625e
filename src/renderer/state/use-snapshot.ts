import type { Snapshot } from '../../contract/domain';
import { useClient } from './api';
import { useSession } from './session.store';
import { useQuery, type Query } from './use-query';

/** What a snapshot of the open session holds. Its captures do not change; an import can add to them. */
export function useSnapshot(snapshotId: () => string | null): Query<Snapshot> {
  const client = useClient();
  const open = useSession();
  return useQuery(
    () => (open.id === null || snapshotId() === null ? null : [open.id, snapshotId()]),
    (signal) =>
      client.call('snapshots.get', { sessionId: open.id ?? '', snapshotId: snapshotId() ?? '' }, signal),
  );
}
