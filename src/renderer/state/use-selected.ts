// What is selected in a view that shows the same as a table, as pictures and as source: one function, in all of them.
import { computed, shallowRef, type ShallowRef } from 'vue';
import type { FlamePlace } from '../../contract/flame-table';

export interface Selected {
  /** '' where none is. */
  readonly function: string;
  /** Key of the row that was picked; null: any of that function. A row may stand for no function: for a file. */
  readonly row: string | null;
  /** Of the box that was picked in the flame graph; null: any of that function. */
  readonly place: FlamePlace | null;
}

const NOTHING: Selected = { function: '', row: null, place: null };

/** For the store of a view. */
export function useSelected() {
  const selected = shallowRef(NOTHING);
  const selectedFunction = computed({
    get: () => selected.value.function,
    set: (name) => {
      if (name !== selected.value.function || name === '') selected.value = { ...NOTHING, function: name };
    },
  });
  const place = computed({
    get: () => selected.value.place,
    set: (at) => {
      selectedFunction.value = at?.names.at(-1) ?? '';
      selected.value = { ...selected.value, place: at };
    },
  });
  return { selected, selectedFunction, place, deselect: () => (selected.value = NOTHING) };
}

/** The row of what is selected: the one that was picked, else the first of its function. */
export function rowOf<Row extends { readonly key: string; readonly function: string }>(
  rows: readonly Row[],
  { function: name, row: key }: Selected,
): Row | null {
  const picked = key === null ? undefined : rows.find((row) => row.key === key);
  return picked ?? (name === '' ? undefined : rows.find((row) => row.function === name)) ?? null;
}

/** The key of the selected row among all there are, filtered out or not. */
export function useSelectedRow<Row extends { readonly key: string; readonly function: string }>(
  selected: ShallowRef<Selected>,
  rows: () => readonly Row[],
) {
  return computed({
    get: () => rowOf(rows(), selected.value)?.key ?? null,
    set: (key) => {
      const name = rows().find((row) => row.key === key)?.function ?? '';
      const place = name === selected.value.function ? selected.value.place : null;
      selected.value = { function: name, row: key, place };
    },
  });
}
