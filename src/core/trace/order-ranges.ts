// What lasts: stops of the world, garbage collection, tasks and regions of users, and what is said of a moment.
import type { BatchCursor } from './batch-cursor';
import { EV } from './event-types';
import type { Advance, Ordering } from './ordering';
import { GO } from './scheduler-state';
import { NONE } from './trace';

/** All events from stwBegin to userLog. */
export function advanceRange(order: Ordering, event: BatchCursor): Advance {
  switch (event.type) {
    case EV.stwBegin:
      return beginStop(order, event);
    case EV.stwEnd:
      return endStop(order, event);
    case EV.gcActive:
    case EV.gcBegin:
    case EV.gcEnd:
      return collect(order, event);
    case EV.gcSweepActive:
      return sweepActive(order, event);
    case EV.gcSweepBegin:
    case EV.gcSweepEnd:
      return sweep(order, event);
    case EV.gcMarkAssistActive:
      return assistActive(order, event);
    case EV.gcMarkAssistBegin:
    case EV.gcMarkAssistEnd:
      return assist(order, event);
    case EV.heapAlloc:
    case EV.heapGoal:
      return order.isOnProc() ? order.emitNumber(event, event.a0) : 'broken';
    case EV.goLabel:
      return label(order, event);
    case EV.userTaskBegin:
      return beginTask(order, event);
    case EV.userTaskEnd:
      return endTask(order, event);
    case EV.userRegionBegin:
    case EV.userRegionEnd:
      return region(order, event);
    default:
      return log(order, event);
  }
}

const NO_STRING = 'an event names a string that is not there';

/** Whether Go code runs, in a goroutine that is known. */
function isKnown(order: Ordering): boolean {
  if (!order.isUserCode()) return false;
  if (order.state.goroutines.statusOf(order.goroutine) !== GO.absent) return true;
  order.fail('an event of a goroutine that is not there');
  return false;
}

function beginStop(order: Ordering, event: BatchCursor): Advance {
  if (!isKnown(order)) return 'broken';
  const why = order.generation.string(event.a0);
  if (why < 0) return order.fail(NO_STRING);
  const { stopping } = order.state;
  const known = stopping.get(order.goroutine);
  if (known?.includes(why) === true) return order.fail('the world is stopped twice for one reason');
  if (known === undefined) stopping.set(order.goroutine, [why]);
  else known.push(why);
  return order.emit(event, why, 0);
}

function endStop(order: Ordering, event: BatchCursor): Advance {
  if (!isKnown(order)) return 'broken';
  const reasons = order.state.stopping.get(order.goroutine);
  const [why] = reasons ?? [];
  if (reasons === undefined || why === undefined) return order.fail('the world goes on that was not stopped');
  // The last takes the place of the one that goes.
  const last = reasons.pop()!;
  if (reasons.length > 0) reasons[0] = last;
  return order.emit(event, why, 0);
}

/** Marking begins and ends on different threads: each such event has the number of the one before, and one more. */
function collect(order: Ordering, event: BatchCursor): Advance {
  const { state } = order;
  const { type } = event;
  const begins = type === EV.gcBegin || (type === EV.gcActive && order.isFirstGeneration);
  if (begins && state.gc === 'unknown') {
    state.gc = 'on';
    state.gcNumber = event.a0;
    return order.emit(event, NONE, 0);
  }
  if (type === EV.gcActive && order.isFirstGeneration)
    return order.fail('a collection is said to go on after it was heard of');
  if (event.a0 !== state.gcNumber + 1) return 'wait';
  if ((state.gc === 'on') === (type === EV.gcBegin))
    return order.fail('a collection begins twice, or ends before it begins');
  if (state.gc === 'unknown') return order.fail('a collection ends that no one has begun');
  state.gcNumber = event.a0;
  state.gc = type === EV.gcEnd ? 'off' : 'on';
  return order.isUserCode() ? order.emit(event, NONE, 0) : 'broken';
}

function sweep(order: Ordering, event: BatchCursor): Advance {
  if (!order.isOnProc()) return 'broken';
  const { sweeping } = order.state;
  if (event.type === EV.gcSweepBegin) {
    if (sweeping.has(order.proc)) return order.fail('a P begins to sweep that sweeps');
    sweeping.add(order.proc);
    return order.emit(event, NONE, 0);
  }
  if (!sweeping.delete(order.proc)) return order.fail('a P ends to sweep that does not sweep');
  return order.emit(event, order.builder.numbers(event.a0, event.a1), 0);
}

function sweepActive(order: Ordering, event: BatchCursor): Advance {
  const proc = order.builder.procs.get(event.a0);
  if (order.state.procs.statusOf(proc) === 0) return order.fail('a P sweeps that is not there');
  return goesOn(order, order.state.sweeping, proc) ? order.emit(event, proc, 0) : 'broken';
}

function assist(order: Ordering, event: BatchCursor): Advance {
  if (!isKnown(order)) return 'broken';
  const { assisting } = order.state;
  if (event.type === EV.gcMarkAssistBegin) {
    if (assisting.has(order.goroutine)) return order.fail('a goroutine begins to assist that assists');
    assisting.add(order.goroutine);
  } else if (!assisting.delete(order.goroutine))
    return order.fail('a goroutine ends to assist that does not');
  return order.emit(event, NONE, 0);
}

/** Told at the beginning of a generation, of any goroutine. */
function assistActive(order: Ordering, event: BatchCursor): Advance {
  const goroutine = order.builder.goroutines.get(event.a0);
  if (order.state.goroutines.statusOf(goroutine) === GO.absent)
    return order.fail('a goroutine assists that is not there');
  return goesOn(order, order.state.assisting, goroutine) ? order.emit(event, goroutine, 0) : 'broken';
}

/** What goes on at the beginning of a generation is new to the first, and known to all others. */
function goesOn(order: Ordering, set: Set<number>, row: number): boolean {
  if (set.has(row) === order.isFirstGeneration) {
    order.fail('what is said to go on is not what went on before');
    return false;
  }
  set.add(row);
  return true;
}

function label(order: Ordering, event: BatchCursor): Advance {
  if (!order.isUserCode()) return 'broken';
  const text = order.generation.string(event.a0);
  return text < 0 ? order.fail(NO_STRING) : order.emit(event, text, 0);
}

/** Tasks may be ended twice, and ended without a beginning: only one that begins while it is there is an error. */
function beginTask(order: Ordering, event: BatchCursor): Advance {
  const { tasks } = order.state;
  if (tasks.has(event.a0)) return order.fail('a task begins that has begun');
  const name = order.generation.string(event.a2);
  if (name < 0) return order.fail(NO_STRING);
  tasks.set(event.a0, { name, parent: event.a1 });
  if (!order.isUserCode()) return 'broken';
  return order.emit(event, order.builder.numbers(event.a0, event.a1), name);
}

function endTask(order: Ordering, event: BatchCursor): Advance {
  const { tasks } = order.state;
  const { name, parent } = tasks.get(event.a0) ?? { name: 0, parent: 0 };
  tasks.delete(event.a0);
  if (!order.isUserCode()) return 'broken';
  return order.emit(event, order.builder.numbers(event.a0, parent), name);
}

function region(order: Ordering, event: BatchCursor): Advance {
  if (!isKnown(order)) return 'broken';
  const name = order.generation.string(event.a1);
  if (name < 0) return order.fail(NO_STRING);
  const { regions } = order.state;
  const open = regions.get(order.goroutine);
  if (event.type === EV.userRegionBegin) {
    if (open === undefined) regions.set(order.goroutine, [{ task: event.a0, name }]);
    else open.push({ task: event.a0, name });
  } else {
    // One that began before the trace did is not known.
    const inner = open?.pop();
    if (inner !== undefined && (inner.task !== event.a0 || inner.name !== name))
      return order.fail('a region ends within which another one goes on');
  }
  return order.emit(event, order.builder.numbers(event.a0), name);
}

function log(order: Ordering, event: BatchCursor): Advance {
  if (!order.isUserCode()) return 'broken';
  const category = order.generation.string(event.a1);
  const message = order.generation.string(event.a2);
  if (category < 0 || message < 0) return order.fail(NO_STRING);
  return order.emit(event, order.builder.numbers(event.a0, category), message);
}
