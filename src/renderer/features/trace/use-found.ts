import { computed, type ComputedRef } from 'vue';
import { useQuery } from '../../state/use-query';
import type { OpenTrace } from './traces.store';

/** 1 per lane that is looked for; null: nothing is, or it is not known yet. */
export function useFound(trace: () => OpenTrace | null, text: () => string): ComputedRef<Uint8Array | null> {
  const wanted = (): string => text().trim();
  const query = useQuery(
    () => (wanted() === '' || trace() === null ? null : [trace()?.key, wanted()]),
    async () => (await trace()?.port.ask('search', { text: wanted() })) ?? null,
  );
  return computed(() => query.data.value ?? null);
}
