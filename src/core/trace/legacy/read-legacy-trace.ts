// Reads an execution trace of Go 1.11 to 1.21. Such a file has no parts that can be read by themselves: the events of each
// P stand in batches, what ties Ps together is known only when all of them are at hand, and how fast the clock ticks stands
// behind the last event. So the whole file is read into columns, its batches are merged, and from there events go into
// the builder.
//
// What is kept of a file that is broken: nothing where it ends, or cannot be read on, before it says how fast the clock ticks. Behind
// that come only stacks and names: then all events are kept, without those that are missing. Where a file can be read to its
// end, and its events contradict one another, those before that. Go's own reader gives nothing of such files.
//
// Where that reader leaves something to chance (which of two events of one time comes first, if they are of different Ps,
// or are about goroutines that could run when the trace began), the order here is by ids. It takes ids of strings just behind the
// last for words of its own, and the last of several frequencies: both are errors here, since no Go writes such files.
import type { FormatError } from '../../base/result';
import { EV } from '../event-types';
import { NONE } from '../trace';
import type { TraceBuilder } from '../trace-builder';
import { EventChecker } from './event-checker';
import { OLD } from './event-types';
import { EventWriter } from './event-writer';
import type { LegacyFile } from './legacy-file';
import { LegacyFileReader } from './legacy-file-reader';
import { mergeBatches } from './merge-batches';
import { settleTimes } from './settle-times';

/** All of them lie in memory at once, at some 40 bytes each beside what the builder takes. */
const MAX_EVENTS = 40_000_000;

export interface LegacyTrace {
  readonly originNs: number;
  readonly broken: FormatError | null;
}

/** Reads a whole file, its header too, into `builder`: version 11, 19 or 21. Never throws, whatever the bytes are. */
export function readLegacyTrace(bytes: Uint8Array, version: number, builder: TraceBuilder): LegacyTrace {
  const maxEvents = Math.min(MAX_EVENTS, builder.limits.events);
  const file = new LegacyFileReader(bytes, version, builder, maxEvents).read();
  // Times in old traces begin with the trace.
  const originNs = 0;
  if (file.ticksPerSecond === 0) return { originNs, broken: isCut(file.broken) ? NO_FREQUENCY : file.broken };
  const { order, broken } = settleTimes(file, mergeBatches(file));
  const wrong = writeEvents(file, order, builder);
  // What breaks first in time may be a mere consequence of what could not be read.
  return { originNs, broken: file.broken ?? wrong ?? broken ?? end(builder) };
}

/** It just ends, rather than being wrong before. */
const isCut = (broken: FormatError | null): boolean => broken === null || broken.code === 'truncated';

const NO_FREQUENCY: FormatError = {
  code: 'truncated',
  message:
    'The trace ends before it says how fast its clock ticks: Go before 1.22 writes that at the end, and nothing can be told without.',
};

function writeEvents(file: LegacyFile, order: Uint32Array, builder: TraceBuilder): FormatError | null {
  if (order.length === 0) return null;
  builder.reserve(order.length + markBlockedCalls(file, order) + 2);
  const { time } = file.events;
  const checker = new EventChecker(file);
  const writer = new EventWriter(file, builder);
  const first = time[order[0]!]!;
  const toNs = 1e9 / file.ticksPerSecond;
  builder.event(EV.sync, -1, NONE, NONE, NONE, 0, builder.sync(null), 0);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const ns = Math.trunc((time[row]! - first) * toNs);
    if (!(ns < Number.MAX_SAFE_INTEGER)) return malformed('times more than 104 days apart');
    const { length } = builder;
    const wrong = checker.check(row) ?? writer.write(row, ns);
    if (builder.exceeded !== null) {
      builder.truncate(length);
      return builder.limitError;
    }
    if (wrong !== null) return malformed(`${wrong}, after ${ns} ns`);
  }
  return writer.missing === null ? null : malformed(writer.missing);
}

const malformed = (what: string): FormatError => ({ code: 'malformed', message: `The trace has ${what}.` });

/** A trace that is whole ends with one more. */
function end(builder: TraceBuilder): FormatError | null {
  const time = Math.max(builder.lastTime, -1) + 1;
  builder.event(EV.sync, time, NONE, NONE, NONE, 0, builder.sync(null), 0);
  return builder.limitError;
}

/** Whether a system call blocked is what the next event of its goroutine says. Answers how many did not. */
function markBlockedCalls({ events, goroutines }: LegacyFile, order: Uint32Array): number {
  const { type, goroutine } = events;
  const next = new Uint8Array(goroutines.size);
  let unblocked = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!;
    const of = type[row]!;
    const g = goroutine[row]!;
    if (of === OLD.goSysCall) {
      if (next[g] === OLD.goSysBlock) type[row] = OLD.goSysCallBlocked;
      else unblocked++;
    }
    next[g] = of;
  }
  return unblocked;
}
