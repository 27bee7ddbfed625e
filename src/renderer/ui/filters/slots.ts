// What stands in the bar of filters: the filters, and one that is being edited while another window removes it.
import type { Filter, FilterProblem } from '../../../core/pprof/filter/filters';

/** Known by its id, wherever it stands. */
export interface KeptFilter extends Filter {
  readonly id: number;
}

export interface Slot {
  readonly filter: KeptFilter;
  readonly problem: FilterProblem | null;
  /** It is in the list no more: what is written in its place will be a new one. */
  readonly isGone: boolean;
}

/**
 * @param problems per filter
 * @param editing id of the one that is being edited
 * @param before what stood there until now: an editor stays where it is, so that it keeps its text and the focus
 */
export function slotsOf(
  filters: readonly KeptFilter[],
  problems: readonly (FilterProblem | null)[],
  editing: number | 'new' | null,
  before: readonly Slot[],
): readonly Slot[] {
  const slots = filters.map((filter, i): Slot => ({ filter, problem: problems[i] ?? null, isGone: false }));
  const at = before.findIndex(({ filter }) => filter.id === editing);
  const edited = before[at];
  if (edited === undefined || filters.some(({ id }) => id === editing)) return slots;
  return slots.toSpliced(at, 0, { ...edited, isGone: true });
}
