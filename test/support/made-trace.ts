// A trace of a few events, for what no recorded one has.
import { EV } from '../../src/core/trace/event-types';
import { NONE, type Trace } from '../../src/core/trace/trace';
import { TraceBuilder } from '../../src/core/trace/trace-builder';
import { TRACE_LIMITS } from '../../src/core/trace/trace-limits';

export interface MadeEvent {
  readonly type: number;
  /** Rows: in whom it happens, the stack where, and what it is of. */
  readonly goroutine?: number;
  readonly stack?: number;
  readonly a?: number;
  readonly b?: number;
}

/** Strings from row 1 on; of each stack its only function. Events are a nanosecond apart, from 0 on. */
export function madeTrace(
  events: readonly MadeEvent[],
  {
    goroutines,
    strings = [],
    stacks = [],
  }: { goroutines: readonly number[]; strings?: readonly string[]; stacks?: readonly string[] },
): Trace {
  const builder = new TraceBuilder(26, TRACE_LIMITS);
  strings.forEach((text) => builder.string(text));
  for (const name of stacks)
    builder.stack(Uint32Array.of(builder.frame(builder.string(name), builder.string('main.go'), 1)), 1);
  goroutines.forEach((id) => builder.goroutine(id));
  events.forEach(({ type, goroutine = NONE, stack = 0, a = NONE, b = 0 }, time) =>
    builder.event(type, time, NONE, NONE, goroutine, stack, a, b),
  );
  return builder.soFar(0, null);
}

/** What is told of a goroutine that is in a state, as the first that is heard of it or again. */
export const told = (goroutine: number, before: number, state: number, stack?: number): MadeEvent => ({
  type: stack === undefined ? EV.goStatus : EV.goStatusStack,
  ...(stack === undefined ? {} : { stack }),
  a: goroutine,
  b: before * 256 + state,
});
