import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useGraph } from '../../state/use-graph';
import { useCompareView } from './compare.store';

/** The call graph of the difference that `ask` names, as of useCompareFlame; null: none is shown. */
export function useCompareGraph(
  ask: () => {
    readonly sessionId: string;
    readonly a: string;
    readonly b: string;
    readonly liveKey: string;
    readonly kind: string;
  } | null,
) {
  const client = useClient();
  const filters = useFilters();
  const view = useCompareView();
  return useGraph(
    () => {
      const asked = ask();
      if (asked === null) return null;
      const { sessionId, a, liveKey, kind } = asked;
      return [sessionId, a, liveKey, kind, view.sampleType, filters.question, view.normalize, view.limits];
    },
    (...rest) => {
      const { sessionId = '', a = '', b = '', kind = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      return client.call(
        'compare.graph',
        {
          sessionId,
          a,
          b,
          kind,
          normalize: view.normalize,
          filters: filters.question,
          ...sampleType,
          ...view.limits,
        },
        ...rest,
      );
    },
    () => ask()?.b ?? null,
  );
}
