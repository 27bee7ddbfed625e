import type { Ref } from 'vue';
import { useSession } from '../../state/session.store';
import { useQuery, type Query } from '../../state/use-query';
import { useTraces, type OpenTrace } from './traces.store';

/** The trace of a snapshot, read where it is not open; null: none is wanted. Another `round` asks for it anew. */
export function useTrace(snapshotId: () => string | null, round: Ref<number>): Query<OpenTrace> {
  const open = useSession();
  const traces = useTraces();
  return useQuery(
    () => (open.id === null || snapshotId() === null ? null : [open.id, snapshotId(), round.value]),
    (signal, tell) => traces.get(snapshotId() ?? '', signal, tell),
  );
}
