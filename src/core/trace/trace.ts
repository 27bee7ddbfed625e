// An execution trace as columns, whatever version of Go wrote it: every event in the order in which it happened, and the
// strings, stacks, threads, Ps, goroutines and tasks that events name. Events are those of Go's own reader (trace.Event of
// internal/trace, golang.org/x/exp/trace), one row each; ids of a generation are gone.
import type { Frame, Stack } from '../base/frame';
import { LAST_MS } from '../base/last-ms';
import type { FormatError } from '../base/result';

/** Row of what an event does not name; of `b` it is 0. */
export const NONE = -1;

/**
 * One row per event. `a` and `b` by type (EV):
 *
 * | types | a | b |
 * |---|---|---|
 * | procStart, procSteal, gcSweepActive | P row | procSteal: state before |
 * | procStatus | P row | state before × 256 + state |
 * | goCreate, goCreateBlocked | goroutine created | the stack that it begins with |
 * | goCreateSyscall, goStart, goUnblock, goSwitch, goSwitchDestroy, gcMarkAssistActive | the goroutine | |
 * | goStatus, goStatusStack | the goroutine | state before × 256 + state |
 * | goStop, goBlock | reason (string) | |
 * | stwBegin, stwEnd, goLabel | kind, label (string) | |
 * | userRegionBegin, userRegionEnd | row of `numbers`: task | name (string) |
 * | userTaskBegin, userTaskEnd | row of `numbers`: task, its parent (0 none) | name (string) |
 * | userLog | row of `numbers`: task, category (string) | message (string) |
 * | procsChange, heapAlloc, heapGoal, gcActive, gcBegin, gcEnd | row of `numbers`: value, cycle | |
 * | gcSweepEnd | row of `numbers`: bytes swept, bytes reclaimed | |
 * | span … goroutineStackFree (experimental) | row of `numbers`: the arguments | how many |
 * | sync | row of `syncs` | |
 */
export interface TraceEvents {
  readonly length: number;
  readonly type: Uint8Array;
  /** Nanoseconds since `originNs`; each is greater than the one before, as Go's reader sees to. */
  readonly time: Float64Array;
  /** Rows of `threads`, `procs` and `goroutines`: where it happened, as it was before the event. */
  readonly thread: Int16Array;
  readonly proc: Int16Array;
  readonly goroutine: Int32Array;
  /** Row of `stacks` of the goroutine that ran; 0: none. */
  readonly stack: Uint32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Distinct stacks by function, file and line. Row 0 is the empty one. */
export interface TraceStacks {
  readonly length: number;
  /** Frames of stack i: frames[start[i]] … frames[start[i + 1] − 1], leaf first. */
  readonly start: Uint32Array;
  /** Rows of the three columns below. */
  readonly frames: Uint32Array;
  /** Strings. */
  readonly function: Uint32Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
}

/** The clocks of the process at one moment; since Go 1.25. */
export interface ClockSnapshot {
  /** As `time` of events. */
  readonly time: number;
  readonly monotonicNs: bigint;
  readonly wallNs: bigint;
}

export interface Trace {
  /** The minor version in its header: 11, 19, 21 (old format), 22, 23, 25, 26. */
  readonly version: number;
  /** Time 0 on the trace's own clock; an integer, beyond 2^53 where a machine was up for over 100 days. */
  readonly originNs: number;
  /** What is wrong with the file: all that came before is there. */
  readonly broken: FormatError | null;
  readonly events: TraceEvents;
  /** Row 0 is the empty one. */
  readonly strings: readonly string[];
  readonly stacks: TraceStacks;
  /** Ids by row. Of threads as the system gives them. */
  readonly threads: Float64Array;
  readonly procs: Float64Array;
  readonly goroutines: Float64Array;
  readonly numbers: Float64Array;
  /** By generation: its clocks where the trace says them. */
  readonly syncs: readonly (ClockSnapshot | null)[];
}

/** Nanoseconds from its origin to its last event. */
export const durationOf = ({ events }: Trace): number => events.time[events.length - 1] ?? 0;

export const frameOf = (trace: Trace, frame: number): Frame => ({
  function: trace.strings[trace.stacks.function[frame]!]!,
  file: trace.strings[trace.stacks.file[frame]!]!,
  line: trace.stacks.line[frame]!,
});

export const stackOf = (trace: Trace, stack: number): Stack => {
  const { start, frames } = trace.stacks;
  const of: Frame[] = [];
  for (let i = start[stack]!; i < start[stack + 1]!; i++) of.push(frameOf(trace, frames[i]!));
  return of;
};

/** Time 0 by the clock of the process, in milliseconds since 1970; null: traces say it since Go 1.25. */
export function startMsOf({ syncs }: Trace): number | null {
  const clocks = syncs.find((known) => known !== null);
  return clocks === undefined ? null : possibleMs((Number(clocks.wallNs) - clocks.time) / 1e6);
}

/** A time since 1970 that can be kept and shown; null: it is none, since a damaged trace may say anything. */
export const possibleMs = (ms: number): number | null => (ms >= 0 && ms <= LAST_MS ? ms : null);
