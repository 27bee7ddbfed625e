import { useClient } from '../../state/api';
import { useFilters } from '../../state/filters.store';
import { useFlame } from '../../state/use-flame';
import { useProfileView } from './profile.store';

/**
 * The flame graph of what `ask` names; null: none is shown.
 *
 * `liveKey` is what the capture is one of, and stays while newer ones come: those must not take the picture away.
 */
export function useProfileFlame(
  ask: () => { readonly sessionId: string; readonly captureId: string; readonly liveKey: string } | null,
) {
  const client = useClient();
  const filters = useFilters();
  const view = useProfileView();
  return useFlame(
    () => {
      const asked = ask();
      return asked === null ? null : [asked.sessionId, asked.liveKey, view.sampleType, filters.question];
    },
    () => ({ order: view.order, pivot: view.pivot }),
    (question, ...rest) => {
      const { sessionId = '', captureId = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      const args = { sessionId, captureId, filters: filters.question, ...sampleType, ...question };
      return client.call('profile.flame', args, ...rest);
    },
    () => ask()?.captureId ?? null,
  );
}
