import { computed, type ComputedRef } from 'vue';
import { unitsFor } from '../../core/base/unit-scales';
import { useText } from './text';
import { useUnits } from './units.store';

/** The choice of a unit for what a view shows, for a SelectBox; `unit` is the profile's. */
export function useUnitChoice(unit: () => string) {
  const { t } = useText();
  const units = useUnits();
  const choices: ComputedRef<readonly { value: string | null; label: string }[]> = computed(() => [
    { value: null, label: t('views.unit.fitting') },
    ...unitsFor(unit()).map((name) => ({ value: name, label: name })),
  ]);
  const chosen = computed({
    get: () => units.setFor(unit()),
    set: (shownIn) => units.choose(unit(), shownIn),
  });
  /** Whether there is more than one. */
  const isThere = computed(() => choices.value.length > 1);
  return { choices, chosen, isThere };
}
