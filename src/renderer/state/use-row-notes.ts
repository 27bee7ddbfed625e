// Notes beside the rows of a table: what stands at a row, the selected row as what a note is written on, and the
// way to a row that is wanted from elsewhere.
import { computed, onScopeDispose, watch, type ComputedRef, type Ref } from 'vue';
import type { Frame } from '../../contract/analysis';
import type { Annotated, Annotation } from '../../contract/annotations';
import { placeKey, placeOf, standsAt, useAnnotations } from './annotations.store';
import { useNotices } from './notices.store';
import type { View } from './selection.store';
import { useText } from './text';
import { useNoteActions } from './use-note-actions';

export interface NotedRow {
  readonly key: string;
  /** Empty where the row stands for many stacks. */
  readonly stack: readonly Frame[];
  /** The function that names the row; '' where none does, and nothing can be written. */
  readonly name: string;
}

export interface RowNotes<Row> {
  readonly of: (row: Row) => readonly Annotation[];
  /** How many, in words. */
  readonly label: (row: Row) => string;
  /** For RowNotes, beside the selected row; null where nothing can be written on it. */
  readonly panel: ComputedRef<RowNotesPanel | null>;
}

export interface RowNotesPanel {
  readonly notes: readonly Annotation[];
  readonly time: (ms: number) => string;
  readonly addLabel: string;
  readonly editLabel: string;
  readonly removeLabel: string;
  readonly onAdd: () => void;
  readonly onEdit: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

/**
 * @param name of the view, for what is wanted of it
 * @param view the element of the view: its selected row is meant while the focus is in it
 * @param rows all rows, filtered out or not; null while they are not known yet
 * @param picture shown in the table's place, where one is: the function selected in it ('' where none is), and the way
 * back to the table
 */
export function useRowNotes<Row>(options: {
  readonly name: View;
  readonly view: Ref<HTMLElement | undefined>;
  readonly rows: () => readonly Row[] | null;
  readonly toNoted: (row: Row) => NotedRow;
  readonly selected: Ref<string | null>;
  readonly picture?: () => { readonly function: string; readonly leave: () => void } | null;
  readonly time: (ms: number) => string;
}): RowNotes<Row> {
  const { view, rows, toNoted, selected } = options;
  const picture = (): ReturnType<NonNullable<typeof options.picture>> => options.picture?.() ?? null;
  const { t } = useText();
  const annotations = useAnnotations();
  const notices = useNotices();
  const { remove } = useNoteActions();

  const placeOfNoted = (noted: Pick<NotedRow, 'stack' | 'name'>): Annotated | null =>
    noted.stack.length === 0 && noted.name === '' ? null : placeOf(noted);
  const placeOfRow = (row: Row): Annotated | null => placeOfNoted(toNoted(row));
  const of = (row: Row): readonly Annotation[] => {
    // Most sessions have no notes, and a table thousands of rows.
    if (annotations.list.length === 0) return [];
    const on = placeOfRow(row);
    return on === null ? [] : annotations.beside(on);
  };
  const selectedPlace = computed(() => {
    const shown = picture();
    const row =
      shown === null && selected.value !== null
        ? rows()?.find((one) => toNoted(one).key === selected.value)
        : undefined;
    const on =
      shown !== null
        ? placeOfNoted({ stack: [], name: shown.function })
        : row === undefined
          ? null
          : placeOfRow(row);
    return on === null ? null : { on, notes: annotations.beside(on) };
  });

  const focusedRow = (): Annotated | null =>
    view.value?.contains(document.activeElement) === true ? (selectedPlace.value?.on ?? null) : null;
  annotations.focusedRow = focusedRow;
  onScopeDispose(() => {
    // The view that comes may be here before this one goes.
    if (annotations.focusedRow === focusedRow) annotations.focusedRow = null;
  });

  // The rows of a view that was opened for this come later; where they are here and lack it, the next view is asked.
  watch(
    () => [annotations.wanted, rows()] as const,
    ([wanted, known]) => {
      if (wanted?.views[0] !== options.name || known === null) return;
      const { on } = wanted.annotation;
      const at = (is: (place: Annotated) => boolean): Row | undefined =>
        known.find((one) => {
          const place = placeOfRow(one);
          return place !== null && is(place);
        });
      // A function's note is beside several rows: the first is the one that weighs most.
      const row =
        (on.type === 'stack' ? at((place) => placeKey(place) === placeKey(on)) : undefined) ??
        at((place) => standsAt(on, place));
      if (row !== undefined) {
        annotations.wanted = null;
        picture()?.leave();
        selected.value = toNoted(row).key;
      } else if (!annotations.passOn()) {
        notices.add({ level: 'info', words: () => t('notes.notHere') });
      }
    },
    { flush: 'post', immediate: true },
  );

  const panel = computed<RowNotesPanel | null>(() => {
    const place = selectedPlace.value;
    if (place === null) return null;
    return {
      notes: place.notes,
      time: options.time,
      addLabel: t('notes.write'),
      editLabel: t('notes.edit'),
      removeLabel: t('notes.remove'),
      onAdd: () => annotations.begin(place.on),
      onEdit: (id) => annotations.edit(id),
      onRemove: (id) => void remove(id),
    };
  });
  const label = (row: Row): string => {
    const n = of(row).length;
    return t('notes.count', { n, count: String(n) });
  };
  return { of, label, panel };
}
