// What the desk of an open trace answers: shapes that cross from its worker to the page.
import type { Frame } from '../../core/base/frame';
import type { RangeLayout } from '../../core/layout/range-layout';
import type { Series } from '../../core/trace/ranges';
import type { Spans } from '../../core/trace/spans';
import type { Break } from '../../core/trace/trace-break';

/** What is known of a trace once it is read. */
export interface TraceFacts {
  /** Of the format: `1.26`. */
  readonly version: string;
  readonly events: number;
  readonly durationNs: number;
  /** When it began, by the clock of the process; null: traces say it since Go 1.25. */
  readonly startMs: number | null;
  /** Of the first GC that began in it; null: none did. */
  readonly firstGcNs: number | null;
  /** Goroutines at its end. */
  readonly goroutines: number;
  /** How it breaks off; null: it is whole. */
  readonly broken: Break | null;
}

/** Goroutines by the function that they began with. */
export interface LaneGroup {
  /** '' where it is not known. */
  readonly name: string;
  readonly own: boolean;
  readonly lanes: Uint32Array;
  /** How many of them are there when the trace ends, and at most at once. */
  readonly atEnd: number;
  readonly most: number;
}

export type SheetName = 'goroutines' | 'procs';

/** Tasks or regions of one name, in the order in which they began. */
export interface UserRow {
  readonly kind: 'task' | 'region';
  readonly name: string;
  /** Those that overlap are on levels of their own. */
  readonly layout: RangeLayout;
}

/** What is known of goroutines without the stretches of their lanes. */
export interface GoroutineFacts {
  readonly groups: readonly LaneGroup[];
  /** Words, as dumps have them. */
  readonly states: readonly string[];
  /** By state: nanoseconds of all of them. */
  readonly stateNs: Float64Array;
  /** By lane: goids. */
  readonly ids: Float64Array;
  /** By lane: how long it waited, and how long it was there. */
  readonly blockedNs: Float64Array;
  readonly lifetimeNs: Float64Array;
}

/** The lanes of one sheet, to be drawn. */
export interface LaneSheet {
  readonly spans: Spans;
  /** By lane: goids, or ids of Ps. */
  readonly ids: Float64Array;
  /** Of Ps, by span: the goroutine's lane; -1: no one runs. */
  readonly ran: Int32Array | null;
}

/** Stretches in which something went on, in the order in which they began. */
export interface NamedRanges {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Row of `names`. */
  readonly name: Uint8Array;
  readonly names: readonly string[];
}

export interface TraceSeries {
  /** Bytes of live and dead objects, and at which the next GC begins. */
  readonly heap: Series;
  readonly goal: Series;
  readonly goroutines: Series;
  readonly gc: NamedRanges;
  readonly stw: NamedRanges;
}

/** A part of a trace: nanoseconds, as `time` of events. `lanes` null: all goroutines. */
export interface TracePart {
  readonly from: number;
  readonly to: number;
  readonly lanes: Uint32Array | null;
}

/** A goroutine, and when something concerned it. */
export interface GoroutineLink {
  readonly lane: number;
  readonly goid: number;
  readonly startFunction: string;
  readonly time: number;
}

/** One stretch of a lane. */
export interface Stretch {
  /** Of its lane, as in `LaneSheet.ids`, or of a task; 0: a region has none. */
  readonly id: number;
  /** Of goroutines alone. */
  readonly goid: number | null;
  readonly startFunction: string;
  readonly own: boolean;
  /** null: nothing is there. */
  readonly state: string | null;
  readonly from: number;
  readonly to: number;
  /** It goes on until the trace ends. */
  readonly isLast: boolean;
  /** Where it stood, leaf first; of one that ran, where that ended. */
  readonly stack: readonly Frame[];
  readonly site: Frame | null;
  readonly ownSite: Frame | null;
  /** null: it was there before the trace. */
  readonly createdBy: { readonly frame: Frame | null; readonly by: GoroutineLink | null } | null;
  /** What ended it; `by` null: no goroutine did. null: nothing has, or it ended by itself. */
  readonly unblockedBy: { readonly by: GoroutineLink | null } | null;
  /** Whom it unblocked, and how many in all. */
  readonly unblocked: readonly GoroutineLink[];
  readonly unblocks: number;
  /** Of a region: the task that it is of, '' where its beginning is not in the trace. null: of none. */
  readonly task: { readonly id: number; readonly name: string } | null;
  /** Of a P: who ran; of a task or a region: in whom it began. */
  readonly ran: GoroutineLink | null;
}
