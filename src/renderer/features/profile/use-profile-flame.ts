import { useClient } from '../../state/api';
import { useFlame } from '../../state/use-flame';
import { useProfileView } from './profile.store';
import { useAsking, type Pictured } from './use-asking';

/** The flame graph of what `ask` names; null: none is shown. */
export function useProfileFlame(ask: () => Pictured | null) {
  const client = useClient();
  const view = useProfileView();
  const { key, args, live } = useAsking(ask);
  return useFlame(
    key,
    () => ({ order: view.order, pivot: view.pivot }),
    (question, ...rest) => client.call('profile.flame', { ...args(), ...question }, ...rest),
    live,
  );
}
