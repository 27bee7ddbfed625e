// The stacks that are proven to grow in the process life of the snapshot that is shown, for a flame graph coloured by it.
import { computed, type ComputedRef } from 'vue';
import type { GrowingStack } from '../../../core/pprof/flame-growth';
import { useClient } from '../../state/api';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useText } from '../../state/text';
import { useQuery } from '../../state/use-query';

/** What growth is judged of. */
const JUDGED = new Set(['goroutine', 'inuse_space']);

export function useGrowingStacks(
  sampleType: () => string | undefined,
  isWanted: () => boolean,
): {
  /** null: not asked for, or not here yet. */
  readonly growing: ComputedRef<readonly GrowingStack[] | null>;
  /** Why it cannot be told of what is shown; '': it can. */
  readonly off: ComputedRef<string>;
} {
  const client = useClient();
  const open = useSession();
  const selection = useSelection();
  const { t } = useText();

  const life = computed(() => {
    const shown = selection.shownIn('profile');
    const row = shown === null ? undefined : selection.rowOf.get(shown);
    if (row === undefined) return undefined;
    return open.timeline?.lives[open.timeline.life[row] ?? -1] ?? null;
  });
  const off = computed(() => {
    if (!JUDGED.has(sampleType() ?? '')) return t('views.flame.growthOff.kind');
    if (life.value === null) return t('views.flame.growthOff.life');
    const newest = open.timeline?.lives.findLast(({ target }) => target === life.value?.target);
    return newest === life.value ? '' : t('views.flame.growthOff.life');
  });
  const { data } = useQuery(
    () => (isWanted() && off.value === '' ? [open.id] : null),
    (signal, tell) => client.call('findings.get', { sessionId: open.id ?? '' }, signal, tell),
    () => open.revision,
  );
  const growing = computed(() => {
    if (data.value === undefined || off.value !== '') return null;
    return data.value.growth.suspects.filter(
      (suspect) =>
        suspect.sampleType === sampleType() &&
        suspect.target === life.value?.target &&
        suspect.life === life.value?.life,
    );
  });
  return { growing, off };
}
