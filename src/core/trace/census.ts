// The goroutines of one moment of a trace, as the columns that dumps and profiles are read into: grouped, named and
// judged in the same way.
import { intern } from '../base/intern';
import { GoroutineBuilder, type Goroutines } from '../goroutine/goroutines';
import { EV, GO_STATE } from './event-types';
import { laneEventAt, lanesOf, stackOfChange, stateAfter, type Lanes } from './lanes';
import { NONE, durationOf, frameOf, stackOf, type Trace } from './trace';
import { waitStateOfTrace } from './wait-reason';

const STATES: Readonly<Record<number, string>> = {
  [GO_STATE.runnable]: 'runnable',
  [GO_STATE.running]: 'running',
  [GO_STATE.syscall]: 'syscall',
};

export interface Census {
  readonly goroutines: Goroutines;
  /** By row of `goroutines`: the goroutine's row in the trace. */
  readonly rows: Uint32Array;
}

/**
 * Every goroutine that is there at `time` (as that of events), where it waits or was seen last. Of one that is not known
 * to have stood anywhere, its stack is the function that it began with.
 */
export function censusAt(trace: Trace, lanes: Lanes, time: number): Census {
  const builder = new GoroutineBuilder('trace');
  const stacks = new Map<number, number>();
  const states = new Map<string, number>();
  const creators = new Map<number, number>();
  const rows: number[] = [];
  /** Where its `go` statement is. */
  const placeOf = (creation: number): number => {
    const [frame] = stackOf(trace, trace.events.stack[creation]!);
    if (frame === undefined) return -1;
    return intern(creators, trace.events.stack[creation]!, () => builder.creators.push(frame) - 1);
  };
  for (let goroutine = 0; goroutine < trace.goroutines.length; goroutine++) {
    const at = laneEventAt(trace, lanes, goroutine, time);
    if (at === NONE) continue;
    const state = stateAfter(trace, lanes.event[at]!);
    if (state === GO_STATE.none || state === GO_STATE.undetermined) continue;
    const stack = lastStack(trace, lanes, goroutine, at);
    const startFrame = lanes.startFrame[goroutine]!;
    // A stack's row, or that of a function alone behind all stacks.
    const place = stack !== 0 ? stack : trace.stacks.length + startFrame + 1;
    const row = intern(
      stacks,
      place,
      () =>
        builder.stacks.push(
          stack !== 0 ? stackOf(trace, stack) : startFrame === NONE ? [] : [frameOf(trace, startFrame)],
        ) - 1,
    );
    const word =
      STATES[state] ?? waitStateOfTrace(reasonOf(trace, lanes, goroutine, at), builder.stacks[row]!);
    const creation = lanes.creation[goroutine]!;
    const creator = creation === NONE ? NONE : trace.events.goroutine[creation]!;
    builder.add({
      stack: row,
      count: 1,
      state: intern(states, word, () => builder.stateRow(word)),
      waitMinutes: -1,
      creator: creation === NONE ? -1 : placeOf(creation),
      labels: -1,
      flags: 0,
      goid: trace.goroutines[goroutine]!,
      creatorGoid: creator === NONE ? 0 : trace.goroutines[creator]!,
    });
    rows.push(goroutine);
  }
  return {
    goroutines: builder.finish({
      statesInferred: false,
      truncated: trace.broken !== null,
      declaredTotal: null,
    }),
    rows: Uint32Array.from(rows),
  };
}

/** The goroutines at the end of a trace. */
export function censusAtEnd(trace: Trace, lanes = lanesOf(trace)): Census {
  return censusAt(trace, lanes, durationOf(trace));
}

/** Where it stood last, at or before that event of its lane. It has not moved since unless it ran. */
function lastStack(trace: Trace, lanes: Lanes, goroutine: number, at: number): number {
  for (let i = at; i >= lanes.start[goroutine]!; i--) {
    const stack = stackOfChange(trace, lanes.event[i]!);
    if (stack !== 0) return stack;
  }
  return 0;
}

/** Why it waits; null where it did when the trace began. */
function reasonOf(trace: Trace, lanes: Lanes, goroutine: number, at: number): string | null {
  const { events, strings } = trace;
  for (let i = at; i >= lanes.start[goroutine]!; i--) {
    const event = lanes.event[i]!;
    if (events.type[event] === EV.goBlock) return strings[events.a[event]!]!;
    // Said again in each generation, without a reason.
    if (events.type[event] !== EV.goStatus && events.type[event] !== EV.goStatusStack) return null;
  }
  return null;
}
