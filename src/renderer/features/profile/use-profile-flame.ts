import { useClient } from '../../state/api';
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
  const view = useProfileView();
  return useFlame(
    () => {
      const asked = ask();
      return asked === null ? null : [asked.sessionId, asked.liveKey, view.sampleType];
    },
    () => ({ order: view.order, pivot: view.pivot }),
    (question, ...rest) => {
      const { sessionId = '', captureId = '' } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      return client.call('profile.flame', { sessionId, captureId, ...sampleType, ...question }, ...rest);
    },
    () => ask()?.captureId ?? null,
  );
}
