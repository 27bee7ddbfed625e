import type { BatchCursor } from './batch-cursor';
import { EV, GO_STATE, PROC_STATE } from './event-types';
import type { Advance, Ordering } from './ordering';
import { GO, PROC, UNSEEN } from './scheduler-state';
import { NONE } from './trace';

/** What readers see of each GO. */
const SEEN = [
  GO_STATE.none,
  GO_STATE.undetermined,
  GO_STATE.runnable,
  GO_STATE.running,
  GO_STATE.syscall,
  GO_STATE.waiting,
] as const;

/** All events from goCreate to goStatus, and those of coroutines. */
export function advanceGoroutine(order: Ordering, event: BatchCursor): Advance {
  // The most frequent ones first.
  switch (event.type) {
    case EV.goStart:
      return start(order, event);
    case EV.goUnblock:
      return unblock(order, event);
    case EV.goBlock:
    case EV.goStop:
    case EV.goDestroy:
      return stop(order, event);
    case EV.goSyscallBegin:
      return beginSyscall(order, event);
    case EV.goSyscallEnd:
      return endSyscall(order, event);
    case EV.goCreate:
      return create(order, event, GO.runnable);
    case EV.goSyscallEndBlocked:
      return endSyscallBlocked(order, event);
    case EV.goSwitch:
    case EV.goSwitchDestroy:
      return switchTo(order, event);
    case EV.goCreateBlocked:
      return create(order, event, GO.waiting);
    case EV.goCreateSyscall:
      return createInSyscall(order, event);
    case EV.goDestroySyscall:
      return destroyInSyscall(order, event);
    default:
      return status(order, event);
  }
}

const isIn = (order: Ordering, status: number): boolean =>
  order.state.goroutines.statusOf(order.goroutine) === status;

/** Whether Go code runs, and that of a goroutine that is known to. */
function isRunning(order: Ordering): boolean {
  if (!order.isUserCode()) return false;
  if (isIn(order, GO.running)) return true;
  order.fail('an event of a running goroutine in one that does not run');
  return false;
}

function create(order: Ordering, event: BatchCursor, status: number): Advance {
  const { goroutines } = order.state;
  if (!order.isOnProc()) return 'broken';
  const creator = goroutines.statusOf(order.goroutine);
  if (creator !== GO.absent && creator !== GO.running)
    return order.fail('a goroutine that does not run creates another');
  const created = order.builder.goroutine(event.a0);
  if (goroutines.statusOf(created) !== GO.absent) return order.fail('a goroutine is created that is there');
  const stack = order.generation.stack(event.a1);
  if (stack < 0) return order.fail('a goroutine begins with a stack that is not there');
  goroutines.set(created, status, order.turn, 0);
  return order.emit(event, created, stack);
}

/** A thread of C calls Go: its goroutine begins in a system call. */
function createInSyscall(order: Ordering, event: BatchCursor): Advance {
  if (order.thread === NONE || order.goroutine !== NONE)
    return order.fail('a call from C where a goroutine runs');
  const created = order.builder.goroutine(event.a0);
  const { goroutines } = order.state;
  if (goroutines.statusOf(created) !== GO.absent) return order.fail('a goroutine is created that is there');
  goroutines.set(created, GO.syscall, order.turn, 0);
  order.nextGoroutine = created;
  return order.emit(event, created, 0);
}

function start(order: Ordering, event: BatchCursor): Advance {
  const { goroutines } = order.state;
  const goroutine = order.builder.goroutines.get(event.a0);
  const { turn } = order;
  if (goroutines.statusOf(goroutine) !== GO.runnable || !goroutines.precedes(goroutine, turn, event.a1))
    return 'wait';
  if (!order.isOnProc()) return 'broken';
  if (order.goroutine !== NONE) return order.fail('a goroutine starts where another one runs');
  goroutines.set(goroutine, GO.running, turn, event.a1);
  order.nextGoroutine = goroutine;
  return order.emit(event, goroutine, 0);
}

/** It ends, gives way or blocks: whoever runs can always do that next. */
function stop(order: Ordering, event: BatchCursor): Advance {
  if (!isRunning(order)) return 'broken';
  const { goroutine, state } = order;
  order.nextGoroutine = NONE;
  if (event.type === EV.goDestroy) {
    state.endGoroutine(goroutine);
    return order.emit(event, NONE, 0);
  }
  const reason = order.generation.string(event.a0);
  if (reason < 0) return order.fail('a reason to stop that is not there');
  state.goroutines.status[goroutine] = event.type === EV.goStop ? GO.runnable : GO.waiting;
  return order.emit(event, reason, 0);
}

/** Anyone may wake a goroutine, the system's monitor without a P too. */
function unblock(order: Ordering, event: BatchCursor): Advance {
  const { goroutines } = order.state;
  const goroutine = order.builder.goroutines.get(event.a0);
  const { turn } = order;
  if (goroutines.statusOf(goroutine) !== GO.waiting || !goroutines.precedes(goroutine, turn, event.a1))
    return 'wait';
  goroutines.set(goroutine, GO.runnable, turn, event.a1);
  return order.emit(event, goroutine, 0);
}

/** A coroutine hands over: the other is woken, this one blocks or ends, the other runs. Three events of one. */
function switchTo(order: Ordering, event: BatchCursor): Advance {
  if (!isRunning(order)) return 'broken';
  const { builder, state, thread, proc } = order;
  const { goroutines } = state;
  const next = builder.goroutines.get(event.a0);
  const { turn } = order;
  if (goroutines.statusOf(next) !== GO.waiting || !goroutines.precedes(next, turn, event.a1)) return 'wait';
  order.emit(event, next, 0);
  if (event.type === EV.goSwitch) {
    goroutines.status[order.goroutine] = GO.waiting;
    // Go does not say why, nor where.
    builder.event(EV.goBlock, event.time, thread, proc, order.goroutine, 0, 0, 0);
  } else {
    state.endGoroutine(order.goroutine);
    builder.event(EV.goDestroy, event.time, thread, proc, order.goroutine, 0, NONE, 0);
  }
  goroutines.set(next, GO.running, turn, event.a1);
  order.nextGoroutine = next;
  builder.event(EV.goStart, event.time, thread, proc, NONE, 0, next, 0);
  return 'done';
}

/** The P stays, for now, and counts the call: what is taken in a call must be told from what is taken in the next. */
function beginSyscall(order: Ordering, event: BatchCursor): Advance {
  if (!isRunning(order)) return 'broken';
  const { goroutines, procs } = order.state;
  const { proc } = order;
  const { turn } = order;
  if (procs.statusOf(proc) === PROC.absent) return order.fail('a system call on a P that is not there');
  if (!procs.precedes(proc, turn, event.a0)) return order.fail('a system call out of its turn');
  goroutines.status[order.goroutine] = GO.syscall;
  procs.set(proc, PROC.syscall, turn, event.a0);
  return order.emit(event, NONE, 0);
}

function endSyscall(order: Ordering, event: BatchCursor): Advance {
  if (!order.isUserCode()) return 'broken';
  if (!isIn(order, GO.syscall)) return order.fail('a system call ends that has not begun');
  const { goroutines, procs } = order.state;
  if (procs.statusOf(order.proc) !== PROC.syscall)
    return order.fail('a system call ends on a P that is in none');
  goroutines.status[order.goroutine] = GO.running;
  procs.status[order.proc] = PROC.running;
  return order.emit(event, NONE, 0);
}

/** The call took long enough to lose its P: it cannot end before that is seen to happen. */
function endSyscallBlocked(order: Ordering, event: BatchCursor): Advance {
  const { goroutines, procs } = order.state;
  if (order.proc !== NONE && procs.statusOf(order.proc) === PROC.syscall) return 'wait';
  if (order.thread === NONE || order.goroutine === NONE)
    return order.fail('a system call ends where no goroutine is');
  if (!isIn(order, GO.syscall)) return order.fail('a system call ends that has not begun');
  goroutines.status[order.goroutine] = GO.runnable;
  order.nextGoroutine = NONE;
  return order.emit(event, NONE, 0);
}

/** A call from C ends, or its thread does. Its P is as good as lost: the system may give the thread's id to another. */
function destroyInSyscall(order: Ordering, event: BatchCursor): Advance {
  if (order.thread === NONE || order.goroutine === NONE)
    return order.fail('a call from C ends where there is none');
  if (!isIn(order, GO.syscall)) return order.fail('a call from C ends that has not begun');
  const { state, thread, proc, goroutine } = order;
  state.endGoroutine(goroutine);
  order.nextGoroutine = NONE;
  if (proc !== NONE) {
    if (state.procs.statusOf(proc) !== PROC.syscall)
      return order.fail('a call from C ends on a P that is in none');
    state.procs.status[proc] = PROC.abandoned;
    order.nextProc = NONE;
    order.builder.event(EV.procSteal, event.time, thread, proc, goroutine, 0, proc, PROC_STATE.running);
  }
  return order.emit(event, NONE, 0);
}

/** Told of every goroutine in each generation. */
function status(order: Ordering, event: BatchCursor): Advance {
  const { builder, state } = order;
  const { goroutines } = state;
  const now = event.a2 + 1;
  if (event.a2 < 0 || now > GO.waiting) return order.fail(`a goroutine in state ${event.a2}`);
  const goroutine = builder.goroutine(event.a0);
  const known = goroutines.statusOf(goroutine);
  let before: number = SEEN[now]!;
  if (known === GO.absent) {
    if (!order.isFirstGeneration) return order.fail('a goroutine that no one has created');
    before = GO_STATE.undetermined;
  } else if (known !== now)
    return order.fail('a goroutine is in another state than at the end of the last generation');
  goroutines.set(goroutine, now, order.turn, 0);

  let { thread, goroutine: running } = order;
  if (now === GO.running) order.nextGoroutine = goroutine;
  else if (now === GO.syscall) {
    if (event.a1 === NONE) return order.fail('a goroutine in a system call without a thread');
    const caller = builder.thread(event.a1);
    if (caller === thread) {
      if (!order.isFirstGeneration && running !== goroutine) return order.fail(OTHER_THREAD);
      order.nextGoroutine = goroutine;
    } else {
      // It has been in that call all the while, and another thread tells of it.
      const there = state.goroutineOf(caller);
      if (there === UNSEEN) state.bind(caller, NONE, goroutine);
      else if (there !== goroutine) return order.fail(OTHER_THREAD);
      else running = goroutine;
      thread = caller;
    }
  }
  return order.emitAt(event, thread, order.proc, running, goroutine, before * 256 + SEEN[now]!);
}

const OTHER_THREAD = 'a goroutine in a system call is on another thread than before';
