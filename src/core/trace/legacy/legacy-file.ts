import type { FormatError } from '../../base/result';
import type { NumberRows } from '../../base/number-rows';
import type { LegacyEvents } from './legacy-events';
import type { LegacyTables } from './legacy-tables';

/** Ps of Go's own reader, for what happens on none. Their rows in `procs` are these, from 0. */
export const FAKE_PROCS = [1_000_001, 1_000_002, 1_000_003, 1_000_004];
export const TIMERS = 0;
export const NETPOLL = 1;
export const SYSCALLS = 2;
export const GC = 3;

/** Rows of goroutines: of none, and of what Go's reader takes the garbage collector for. */
export const NOBODY = 0;
export const COLLECTOR = 1;
export const COLLECTOR_ID = -2;

/** An old trace's events, as they stand in the file: by batch, each of one P and in the order in which they happened. */
export interface LegacyFile {
  readonly version: number;
  readonly bytes: Uint8Array;
  readonly events: LegacyEvents;
  /** By batch: its P, the first of its events and the one behind its last. The last batch is that of CPU samples. */
  readonly batches: { readonly length: number; readonly proc: Uint32Array; readonly start: Uint32Array };
  readonly tables: LegacyTables;
  /** Ids by row. */
  readonly procs: NumberRows;
  readonly goroutines: NumberRows;
  /** Rows of goroutines that only run timers. */
  readonly timers: ReadonlySet<number>;
  /** 0: the file does not say. */
  readonly ticksPerSecond: number;
  /** What 0 on the clock is in times of events. */
  readonly zeroTime: number;
  readonly broken: FormatError | null;
}
