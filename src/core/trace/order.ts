// Puts events of many threads into one order. Clocks of cores differ, so a time alone decides nothing: an event is next
// when Go's scheduler could have done that then. Goroutines and Ps count the events that concern them across threads,
// and whoever starts, wakes or takes one says the number; the rest follows from what each thread does in turn. These are the
// rules of Go's reader (src/internal/trace/order.go), event by event: another order would be another trace.
import type { BatchCursor } from './batch-cursor';
import { ARGUMENTS, EV } from './event-types';
import { advanceGoroutine } from './order-goroutines';
import { advanceProc } from './order-procs';
import { advanceRange } from './order-ranges';
import type { Advance, Ordering } from './ordering';
import { NONE } from './trace';

/** Puts the event into the trace if it is next. */
export function advance(order: Ordering, event: BatchCursor): Advance {
  order.enter(event.thread);
  const outcome = dispatch(order, event);
  if (outcome === 'done') order.leave();
  return outcome;
}

function dispatch(order: Ordering, event: BatchCursor): Advance {
  const { type } = event;
  if (type === EV.procsChange) return order.isUserCode() ? order.emitNumber(event, event.a0) : 'broken';
  if (type <= EV.procStatus) return advanceProc(order, event);
  if (type <= EV.goStatus || (type >= EV.goSwitch && type <= EV.goStatusStack))
    return advanceGoroutine(order, event);
  if (type <= EV.userLog) return advanceRange(order, event);
  if (type >= EV.span) return experimental(order, event);
  return order.fail(`an event of type ${type}, which has no place among others`);
}

function experimental(order: Ordering, event: BatchCursor): Advance {
  if (order.thread === NONE) return order.fail('an experimental event without a thread');
  const row = order.builder.numbers(event.a0, event.a1, event.a2);
  return order.emit(event, row, ARGUMENTS[event.type]!);
}
