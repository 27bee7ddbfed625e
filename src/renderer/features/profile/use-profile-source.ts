import type { Ref } from 'vue';
import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useSources } from '../../state/sources.store';
import { useAnswered } from '../../state/use-answered';
import { useQuery } from '../../state/use-query';
import { useSource } from '../../state/use-source';
import { useProfileView } from './profile.store';

/** The source of the selected function in what `ask` names, as of useProfileFlame; null: none is shown. */
export function useProfileSource(
  ask: () => { readonly sessionId: string; readonly captureId: string; readonly liveKey: string } | null,
  chosen: Ref<string>,
) {
  const client = useClient();
  const filters = useFilters();
  const sources = useSources();
  const view = useProfileView();
  const query = useQuery(
    () => {
      const asked = ask();
      return asked === null || chosen.value === ''
        ? null
        : [asked.sessionId, asked.liveKey, view.sampleType, filters.question, chosen.value, sources.revision];
    },
    (...rest) => {
      const { sessionId = '', captureId = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      const args = { sessionId, captureId, filters: filters.question, function: chosen.value, ...sampleType };
      return client.call('profile.source', args, ...rest);
    },
    () => ask()?.captureId ?? null,
  );
  const pane = useSource(
    () => chosen.value,
    (name) => (chosen.value = name),
  );
  return { ...pane, ...useAnswered([query]), query };
}
