import type { Ref } from 'vue';
import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useSources } from '../../state/sources.store';
import { useAnswered } from '../../state/use-answered';
import { useQuery } from '../../state/use-query';
import { useSource } from '../../state/use-source';
import { useCompareView, type Compared } from './compare.store';

/** The source of the selected function in both of what `ask` names, as of useCompareFlame; null: none is shown. */
export function useCompareSource(ask: () => Compared | null, chosen: Ref<string>) {
  const client = useClient();
  const filters = useFilters();
  const sources = useSources();
  const view = useCompareView();
  const query = useQuery(
    () => {
      const asked = ask();
      if (asked === null || chosen.value === '') return null;
      const { sessionId, a, liveKey, kind } = asked;
      return [
        ...[sessionId, a, liveKey, kind, view.sampleType],
        ...[filters.question, chosen.value, sources.revision],
      ];
    },
    (...rest) => {
      const { sessionId = '', a = '', b = '', kind = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      const args = {
        sessionId,
        a,
        b,
        kind,
        filters: filters.question,
        function: chosen.value,
        ...sampleType,
      };
      return client.call('compare.source', args, ...rest);
    },
    () => ask()?.b ?? null,
  );
  const pane = useSource(
    () => chosen.value,
    (name) => (chosen.value = name),
    () => query.data.value?.sampleType.unit,
  );
  return { ...pane, ...useAnswered([query]), query };
}
