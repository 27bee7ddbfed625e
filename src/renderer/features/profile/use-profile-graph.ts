import { useClient } from '../../state/api';
import { useGraph } from '../../state/use-graph';
import { useProfileView } from './profile.store';
import { useAsking, type Pictured } from './use-asking';

/** The call graph of what `ask` names; null: none is shown. */
export function useProfileGraph(ask: () => Pictured | null) {
  const client = useClient();
  const view = useProfileView();
  const { key, args, live } = useAsking(ask);
  return useGraph(
    () => key(view.limits),
    (...rest) => client.call('profile.graph', { ...args(), ...view.limits }, ...rest),
    live,
  );
}
