// What the source view of a profile or of a comparison needs beside its answer: which line one is at, the way back from the
// calls that were followed, where files are, and the words.
import { computed, ref, shallowRef, watch } from 'vue';
import { useCopied } from './use-copied';
import { useSources } from './sources.store';
import { useSourcePlaces } from './use-source-places';
import { useSourceWords } from './use-source-words';
import { useText } from './text';
import { useUnits } from './units.store';

interface Place {
  readonly function: string;
  readonly line: number | null;
}

const MOST_STEPS = 100;

/**
 * @param chosen the function that is selected in the view; '' where none is
 * @param choose selects another one
 * @param unit what its costs are in, once that is known
 */
export function useSource(
  chosen: () => string,
  choose: (name: string) => void,
  unit: () => string | undefined,
) {
  const { t } = useText();
  const places = useSourcePlaces();
  const sources = useSources();
  const words = useSourceWords();
  const units = useUnits();
  const { saidPlace } = useCopied();
  const line = ref<number | null>(null);
  const steps = shallowRef<readonly Place[]>([]);
  /** Where a followed call leads, until that function is selected. */
  let awaited: string | null = null;

  watch(chosen, (name) => {
    sources.forget();
    if (name === awaited) {
      awaited = null;
      return;
    }
    line.value = null;
    steps.value = [];
  });

  function moveTo(place: Place): void {
    if (place.function !== chosen()) awaited = place.function;
    line.value = place.line;
    choose(place.function);
  }
  function go(to: Place): void {
    steps.value = [...steps.value, { function: chosen(), line: line.value }].slice(-MOST_STEPS);
    moveTo(to);
  }
  function back(): void {
    const last = steps.value.at(-1);
    if (last === undefined) return;
    steps.value = steps.value.slice(0, -1);
    moveTo(last);
  }

  return {
    line,
    /** For ui/source/SourcePane.vue. */
    pane: computed(() => ({
      function: chosen(),
      label: t('views.source.label'),
      unit: units.shown(unit()),
      canGoBack: steps.value.length > 0,
      ...places.asking.value,
      words,
    })),
    onPane: {
      go,
      back,
      copied: saidPlace,
      map: places.map,
      open: places.open,
      settings: places.settings,
    },
  };
}
