import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useFlame } from '../../state/use-flame';
import { useCompareView, type Compared } from './compare.store';

/**
 * The flame graph of the difference that `ask` names; null: none is shown.
 *
 * `liveKey` is B, or that it follows the newest.
 */
export function useCompareFlame(ask: () => Compared | null) {
  const client = useClient();
  const filters = useFilters();
  const view = useCompareView();
  return useFlame(
    () => {
      const asked = ask();
      if (asked === null) return null;
      const { sessionId, a, liveKey, kind } = asked;
      return [sessionId, a, liveKey, kind, view.sampleType, filters.question, view.normalize, view.only];
    },
    () => ({ order: view.order, pivot: view.pivot }),
    (question, ...rest) => {
      const { sessionId = '', a = '', b = '', kind = '' } = ask() ?? {};
      return client.call(
        'compare.flame',
        {
          sessionId,
          a,
          b,
          kind,
          normalize: view.normalize,
          only: view.only,
          filters: filters.question,
          ...(view.sampleType === null ? {} : { sampleType: view.sampleType }),
          ...question,
        },
        ...rest,
      );
    },
    () => ask()?.b ?? null,
  );
}
