import { computed } from 'vue';
import { targetName } from '../../contract/domain';
import { useSession } from './session.store';
import { useText } from './text';

/** What a target is called, by its id; one that was removed by that id. null is what was imported. */
export function useTargetNames(): (targetId: string | null) => string {
  const { t } = useText();
  const open = useSession();
  const names = computed(() => new Map(open.session?.targets.map((one) => [one.id, targetName(one)])));
  return (targetId) => (targetId === null ? t('timeline.imported') : (names.value.get(targetId) ?? targetId));
}
