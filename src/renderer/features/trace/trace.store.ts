import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { useSession } from '../../state/session.store';
import type { Sort } from '../../ui/table-rows';
import type { Align, Offsets } from './alignment';
import type { TimeView } from './time-view';

export type Side = 'a' | 'b';
/** `tasks`: what the program itself says that it does, tasks and regions. */
export type Sheet = 'goroutines' | 'procs' | 'tasks';
export type LaneSort = 'count' | 'blocked' | 'lifetime' | 'name';
/** `more`: of two traces. */
/** `states`, `runtime`: figures of both. */
export type MoreTable = 'start' | 'site' | 'states' | 'runtime';
export type CensusBy = 'start' | 'stack' | 'site' | 'state' | 'creator';
export type Panel = 'more' | 'census' | 'range';

/** A place in a lane. */
export interface LanePlace {
  readonly side: Side;
  readonly sheet: Sheet;
  /** Of `tasks`: the row of tasks or regions of one name. */
  readonly lane: number;
  /** Of the trace. */
  readonly time: number;
  /** Of `tasks`: which of those that overlap. */
  readonly level?: number;
}

/** A range of the axis. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What the user has set in this view, kept while other tabs are open. */
export const useTraceView = defineStore('trace-view', () => {
  const open = useSession();
  const align = ref<Align>('start');
  const sheet = ref<Sheet>('goroutines');
  const laneSort = ref<LaneSort>('count');
  const search = ref('');
  /** B alone, though there is an A. */
  const alone = ref(false);
  const panel = ref<Panel>('more');
  const moreBy = ref<MoreTable>('start');
  const censusBy = ref<CensusBy>('start');
  const moreSort = shallowRef<Sort | null>({ key: 'delta', order: 'descending' });
  /** null: the whole. */
  const view = shallowRef<TimeView | null>(null);
  /** Names of the groups whose lanes are shown. */
  const opened = shallowRef<ReadonlySet<string>>(new Set());
  /** The group whose lanes are marked, in both. */
  const group = ref<string | null>(null);
  const place = shallowRef<LanePlace | null>(null);
  /** On the axis; null: the end. */
  const moment = ref<number | null>(null);
  const range = shallowRef<TimeRange | null>(null);
  /** What the above is of: the traces, how much of them is read, and where they stand on the axis. */
  let of: { readonly traces: string; readonly durations: string; readonly offsets: Offsets } | null = null;

  function toggle(name: string): void {
    const next = new Set(opened.value);
    if (!next.delete(name)) next.add(name);
    opened.value = next;
  }
  /** What belongs to the traces that were shown. */
  function leave(): void {
    view.value = null;
    opened.value = new Set();
    group.value = null;
    place.value = null;
    moment.value = null;
    range.value = null;
    search.value = '';
  }
  /**
   * These traces are shown, so placed on the axis. What was set is of them, and stays however much more of them is read; what
   * was set of others goes, and times of the axis go where it is another one. So does a chosen task: the rest of a trace may have
   * tasks that come before it, and its row is another one's then.
   */
  function show(traces: string, durations: string, offsets: Offsets): void {
    const before = of;
    of = { traces, durations, offsets };
    if (before === null) return;
    if (before.traces !== traces) return leave();
    if (before.durations !== durations && place.value?.sheet === 'tasks') place.value = null;
    if (before.offsets.a !== offsets.a || before.offsets.b !== offsets.b) {
      view.value = null;
      range.value = null;
      moment.value = null;
    }
  }
  watch(
    () => open.id,
    () => {
      leave();
      of = null;
      alone.value = false;
    },
  );
  return {
    ...{ align, sheet, laneSort, search, alone, panel, moreBy, moreSort, censusBy },
    ...{ view, opened, group, place, moment, range, toggle, show },
  };
});
