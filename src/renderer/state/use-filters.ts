// What a view of profiles needs of its filters: what ui/filters/FilterBar.vue shows and says, the keys, and the choices of
// the menu at a row or a box.
import { computed, ref } from 'vue';
import type { FilteredAnswer } from '../../contract/filters';
import type { FilterKind, FilterProblem } from '../../core/pprof/filter/filters';
import { REFINEMENTS, useFilters, type Refinement } from './filters.store';
import { useShortcut } from './shortcuts';
import { useText } from './text';
import { useUnits } from './units.store';
import { useChangeActions } from './use-change-actions';

/** Of a function that is selected. */
const REFINE_KEYS: Readonly<Record<Refinement, string>> = {
  focus: 'F',
  ignore: 'X',
  hide: 'H',
  show_from: 'R',
};

/**
 * @param selected name of the selected function; '' where none is
 * @param answer what came of the filters in what is shown
 * @param sampleType which one is shown
 */
export function useProfileFilters(view: {
  readonly selected: () => string;
  readonly answer: () => FilteredAnswer | null | undefined;
  readonly sampleType: () => string;
}) {
  const filters = useFilters();
  const units = useUnits();
  const { tell } = useChangeActions();
  const { t } = useText();
  /** The filter that is being written: its id, or a new one. */
  const editing = ref<number | 'new' | null>(null);

  const add = (): void => {
    if (!filters.isFull) editing.value = 'new';
  };
  const needsSelection = (): string | null =>
    view.selected() === '' ? t('views.filters.needSelection') : null;
  useShortcut({ key: 'o', label: 'views.filters.keys.own', group: 'view', run: filters.toggleOwn });
  useShortcut({
    key: 'f',
    label: 'views.filters.keys.add',
    group: 'view',
    why: () => (filters.isFull ? t('views.filters.full') : null),
    run: add,
  });
  for (const kind of REFINEMENTS) {
    useShortcut({
      key: REFINE_KEYS[kind],
      label: `views.filters.refine.${kind}`,
      group: 'view',
      why: needsSelection,
      run: () => filters.refine(kind, view.selected()),
    });
  }

  const words = {
    label: () => t('views.filters.label'),
    add: () => t('views.filters.add'),
    addHint: () => (filters.isFull ? t('views.filters.full') : t('views.filters.addHint')),
    kind: () => t('views.filters.kind'),
    kinds: (kind: FilterKind) => t(`views.filters.kinds.${kind}`),
    own: () => t('views.ownOnly'),
    ownHint: () => t('views.filters.ownHint'),
    pattern: (kind: FilterKind) =>
      t(
        kind === 'tagfocus' || kind === 'tagignore'
          ? 'views.filters.labelPattern'
          : kind === 'tagroot' || kind === 'tagleaf'
            ? 'views.filters.labelKeys'
            : 'views.filters.pattern',
      ),
    apply: () => t('views.filters.apply'),
    cancel: () => t('common.cancel'),
    remove: (name: string) => t('views.filters.remove', { name }),
    toggle: (name: string) => t('views.filters.toggle', { name }),
    problem: (problem: FilterProblem) =>
      problem.why === 'unreadable'
        ? t('views.filters.unreadable', { detail: problem.detail })
        : t(`views.filters.${problem.why === 'second' ? 'second' : 'tooMany'}`),
    idle: () => t('views.filters.idle'),
    samples: (count: string, all: string) => t('views.filters.samples', { count, all }),
    value: (value: string, all: string, share: string) => t('views.filters.value', { value, all, share }),
    valueOf: (side: 'A' | 'B', value: string, all: string, share: string) =>
      t('views.filters.valueOf', { side, value, all, share }),
    stays: () => t('views.filters.stays'),
    sampleType: () => t('profile.sample'),
    stayHead: () => t('views.filters.stayHead'),
    allHead: () => t('views.filters.allHead'),
    samplesHead: () => t('views.filters.samplesHead'),
    nothing: () => ({
      title: t('views.filters.nothing'),
      text: t('views.filters.nothingText'),
      action: { label: t('views.filters.allOff'), run: filters.allOff },
    }),
    noMatch: () => t('views.noMatch'),
    clear: () => t('views.clearFilter'),
  };

  const bar = computed(() => ({
    filters: filters.list,
    problems: filters.problems,
    isFull: filters.isFull,
    answer: view.answer() ?? null,
    sampleType: view.sampleType(),
    shownIn: units.shown,
    words,
  }));
  const menu = computed(() =>
    REFINEMENTS.map((value) => ({
      value,
      label: t(`views.filters.refine.${value}`),
      note: view.selected(),
      key: REFINE_KEYS[value],
    })),
  );
  const isFiltered = computed(() => (view.answer() ?? null) !== null);
  return {
    editing,
    bar,
    /** What the bar asks for. */
    onBar: {
      put: filters.put,
      toggle: filters.toggle,
      remove: (id: number): void => {
        const change = filters.remove(id);
        if (change !== null) tell(change, () => t('views.filters.removed'));
      },
    },
    buttons: computed(() => ({ ownOnly: filters.ownOnly, isFull: filters.isFull, words })),
    onButtons: { own: filters.toggleOwn, add },
    /** For NoRows. */
    noRows: computed(() => ({ isFiltered: isFiltered.value, words })),
    /** What is said where there is nothing to draw; `else` where no filter is the reason. */
    emptyText: <E extends object>(otherwise: E) => (isFiltered.value ? words.nothing() : otherwise),
    menu,
    refine: (kind: Refinement) => {
      if (view.selected() !== '') filters.refine(kind, view.selected());
    },
  };
}
