import { computed } from 'vue';
import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useUnits } from '../../state/units.store';
import { useGraph } from '../../state/use-graph';
import { useCompareView, type Compared } from './compare.store';

/** The call graph of the difference that `ask` names, as of useCompareFlame; null: none is shown. `unit`: what its values are in, once that is known. */
export function useCompareGraph(ask: () => Compared | null, unit: () => string | undefined) {
  const client = useClient();
  const filters = useFilters();
  const view = useCompareView();
  const units = useUnits();
  const terms = computed(() => ({ ...view.limits, unit: units.inPictures(unit()) }));
  const query = useGraph(
    () => {
      const asked = ask();
      if (asked === null) return null;
      const { sessionId, a, liveKey, kind } = asked;
      return [sessionId, a, liveKey, kind, view.sampleType, filters.question, view.normalize, terms.value];
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
          ...terms.value,
        },
        ...rest,
      );
    },
    () => ask()?.b ?? null,
  );
  return { query, terms };
}
