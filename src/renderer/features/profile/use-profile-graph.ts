import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useGraph } from '../../state/use-graph';
import { useProfileView } from './profile.store';

/** The call graph of what `ask` names, as of useProfileFlame; null: none is shown. */
export function useProfileGraph(
  ask: () => { readonly sessionId: string; readonly captureId: string; readonly liveKey: string } | null,
) {
  const client = useClient();
  const filters = useFilters();
  const view = useProfileView();
  return useGraph(
    () => {
      const asked = ask();
      return asked === null
        ? null
        : [asked.sessionId, asked.liveKey, view.sampleType, filters.question, view.limits];
    },
    (...rest) => {
      const { sessionId = '', captureId = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      const args = { sessionId, captureId, filters: filters.question, ...sampleType, ...view.limits };
      return client.call('profile.graph', args, ...rest);
    },
    () => ask()?.captureId ?? null,
  );
}
