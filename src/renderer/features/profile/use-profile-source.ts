import type { Ref } from 'vue';
import { useClient } from '../../state/api';
import { useSources } from '../../state/sources.store';
import { useAnswered } from '../../state/use-answered';
import { useQuery } from '../../state/use-query';
import { useSource } from '../../state/use-source';
import { useAsking, type Pictured } from './use-asking';

/** The source of the selected function in what `ask` names; null: none is shown. */
export function useProfileSource(ask: () => Pictured | null, chosen: Ref<string>) {
  const client = useClient();
  const sources = useSources();
  const { key, args, live } = useAsking(ask);
  const query = useQuery(
    () => (chosen.value === '' ? null : key(chosen.value, sources.revision)),
    (...rest) => client.call('profile.source', { ...args(), function: chosen.value }, ...rest),
    live,
  );
  const pane = useSource(
    () => chosen.value,
    (name) => (chosen.value = name),
    () => query.data.value?.sampleType.unit,
  );
  return { ...pane, ...useAnswered([query]), query };
}
