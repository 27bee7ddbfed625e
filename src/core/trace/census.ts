// The goroutines of one moment of a trace, as the columns that dumps and profiles are read into: grouped, named and
// judged in the same way.
import { intern } from '../base/intern';
import { GoroutineBuilder, type Goroutines } from '../goroutine/goroutines';
import { EV, GO_STATE } from './event-types';
import { LaneStates, placeOf, stackOfPlace } from './lane-states';
import { isStatus, laneEventAt, lanesOf, stackAtLaneEvent, stateAfter, type Lanes } from './lanes';
import { NONE, durationOf, stackOf, type Trace } from './trace';

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
  const states = new LaneStates(trace);
  const creators = new Map<number, number>();
  const rows: number[] = [];
  /** Where its `go` statement is. */
  const creationOf = (creation: number): number => {
    const [frame] = stackOf(trace, trace.events.stack[creation]!);
    if (frame === undefined) return -1;
    return intern(creators, trace.events.stack[creation]!, () => builder.creators.push(frame) - 1);
  };
  for (let goroutine = 0; goroutine < trace.goroutines.length; goroutine++) {
    const at = laneEventAt(trace, lanes, goroutine, time);
    if (at === NONE) continue;
    const state = stateAfter(trace, lanes.event[at]!);
    if (state === GO_STATE.none || state === GO_STATE.undetermined) continue;
    const stack = stackAtLaneEvent(trace, lanes, goroutine, at);
    const place = placeOf(trace, stack, lanes.startFrame[goroutine]!);
    const row = intern(stacks, place, () => builder.stacks.push(stackOfPlace(trace, place)) - 1);
    const word = states.words[states.of(state, reasonOf(trace, lanes, goroutine, at), place)]!;
    const creation = lanes.creation[goroutine]!;
    const creator = creation === NONE ? NONE : trace.events.goroutine[creation]!;
    builder.add({
      stack: row,
      count: 1,
      state: builder.stateRow(word),
      waitMinutes: -1,
      creator: creation === NONE ? -1 : creationOf(creation),
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

/** Why it waits (string); NONE where it did when the trace began. */
function reasonOf({ events }: Trace, lanes: Lanes, goroutine: number, at: number): number {
  for (let i = at; i >= lanes.start[goroutine]!; i--) {
    const event = lanes.event[i]!;
    if (events.type[event] === EV.goBlock) return events.a[event]!;
    // Said again in each generation, without a reason.
    if (!isStatus(events.type[event]!)) return NONE;
  }
  return NONE;
}
