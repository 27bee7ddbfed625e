// What the source view of a profile or of a comparison needs beside its answer: which line one is at, the way back from the
// calls that were followed, where files are, and the words.
import { computed, ref, shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';
import { useClient } from './api';
import { useCapabilities } from './capabilities.store';
import { useNotices } from './notices.store';
import { useCopied } from './use-copied';
import { useSaid } from './use-said';
import { useSession } from './session.store';
import { useSources } from './sources.store';
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
  const { words: inWords } = useSaid();
  const router = useRouter();
  const client = useClient();
  const notices = useNotices();
  const open = useSession();
  const sources = useSources();
  const words = useSourceWords();
  const units = useUnits();
  const capabilities = useCapabilities();
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

  async function edit(file: string, at: number): Promise<void> {
    try {
      await client.call('sources.open', { sessionId: open.id ?? '', file, line: at });
    } catch (failure) {
      notices.report(failure);
    }
  }

  return {
    line,
    /** For ui/source/SourcePane.vue. */
    pane: computed(() => ({
      function: chosen(),
      label: t('views.source.label'),
      unit: units.shown(unit()),
      canGoBack: steps.value.length > 0,
      busy: sources.busy,
      pickFolder: capabilities.canOpenDialogs ? sources.pickFolder : null,
      problem: sources.problem === null ? '' : inWords(sources.problem),
      words,
    })),
    onPane: {
      go,
      back,
      copied: saidPlace,
      map: (file: string, path: string) => void sources.find(file, path),
      open: (file: string, at: number) => void edit(file, at),
      settings: () =>
        void router.push({ name: 'session', params: { session: open.id ?? '', tab: 'settings' } }),
    },
  };
}
