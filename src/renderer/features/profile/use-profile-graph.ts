import { computed } from 'vue';
import { useClient } from '../../state/api';
import { useUnits } from '../../state/units.store';
import { useGraph } from '../../state/use-graph';
import { useProfileView } from './profile.store';
import { useAsking, type Pictured } from './use-asking';

/** The call graph of what `ask` names; null: none is shown. `unit`: what its values are in, once that is known. */
export function useProfileGraph(ask: () => Pictured | null, unit: () => string | undefined) {
  const client = useClient();
  const view = useProfileView();
  const units = useUnits();
  const { key, args, live } = useAsking(ask);
  const terms = computed(() => ({ ...view.limits, unit: units.inPictures(unit()) }));
  const query = useGraph(
    () => key(terms.value),
    (...rest) => client.call('profile.graph', { ...args(), ...terms.value }, ...rest),
    live,
  );
  return { query, terms };
}
