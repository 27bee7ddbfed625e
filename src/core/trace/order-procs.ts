import type { BatchCursor } from './batch-cursor';
import { EV, PROC_STATE } from './event-types';
import type { Advance, Ordering } from './ordering';
import { PROC } from './scheduler-state';
import { NONE } from './trace';

/** What readers see of each PROC. */
const SEEN = [
  PROC_STATE.undetermined,
  PROC_STATE.undetermined,
  PROC_STATE.running,
  PROC_STATE.idle,
  PROC_STATE.running,
  PROC_STATE.idle,
] as const;

/** procStart, procStop, procSteal and procStatus. */
export function advanceProc(order: Ordering, event: BatchCursor): Advance {
  switch (event.type) {
    case EV.procStart:
      return start(order, event);
    case EV.procStop:
      return stop(order, event);
    case EV.procSteal:
      return steal(order, event);
    default:
      return status(order, event);
  }
}

function start(order: Ordering, event: BatchCursor): Advance {
  const { procs } = order.state;
  const proc = order.builder.procs.get(event.a0);
  const { turn } = order;
  // Not before its state is known, nor while this thread has a P that is still to be taken from it.
  if (procs.statusOf(proc) !== PROC.idle || !procs.precedes(proc, turn, event.a1) || order.proc !== NONE)
    return 'wait';
  if (order.thread === NONE) return order.fail('a P starts without a thread');
  procs.set(proc, PROC.running, turn, event.a1);
  order.nextProc = proc;
  return order.emit(event, proc, 0);
}

function stop(order: Ordering, event: BatchCursor): Advance {
  const { procs } = order.state;
  const status = procs.statusOf(order.proc);
  if (status !== PROC.running && status !== PROC.syscall) return order.fail('a P stops that does not run');
  if (!order.isOnProc()) return 'broken';
  procs.status[order.proc] = PROC.idle;
  order.nextProc = NONE;
  return order.emit(event, NONE, 0);
}

/** A thread takes a P from another one, which is in a system call. */
function steal(order: Ordering, event: BatchCursor): Advance {
  const { state } = order;
  const { procs } = state;
  const proc = order.builder.procs.get(event.a0);
  const before = procs.statusOf(proc);
  const { turn } = order;
  if ((before !== PROC.syscall && before !== PROC.abandoned) || !procs.precedes(proc, turn, event.a1))
    return 'wait';
  if (order.thread === NONE) return order.fail('a P is taken without a thread');
  procs.set(proc, PROC.idle, turn, event.a1);
  // The thread of an abandoned P may have gone on long ago.
  if (before === PROC.abandoned) return order.emit(event, proc, PROC_STATE.idle);
  const from = order.builder.threads.get(event.a2);
  if (from === order.thread) {
    if (order.proc !== proc) return order.fail('a thread gives up a P that it does not have');
    order.nextProc = NONE;
  } else {
    if (from < 0 || state.procOf(from) !== proc)
      return order.fail('a P is taken from a thread that does not have it');
    state.bind(from, NONE, state.goroutineOf(from));
  }
  return order.emit(event, proc, PROC_STATE.running);
}

/** Told of every P at the beginning of a generation. */
function status(order: Ordering, event: BatchCursor): Advance {
  const { procs } = order.state;
  let now: number = event.a1 + 1;
  if (event.a1 < 0 || now > PROC.abandoned) return order.fail(`a P in state ${event.a1}`);
  const proc = order.builder.proc(event.a0);
  const known = procs.statusOf(proc);
  let { thread, proc: on, goroutine } = order;
  let before: number = SEEN[now]!;
  if (now === PROC.running || now === PROC.syscall) order.nextProc = proc;
  if (known === PROC.absent) before = order.isFirstGeneration ? PROC_STATE.undetermined : PROC_STATE.none;
  else if (now === PROC.abandoned && known === PROC.syscall) {
    // It is in its system call still, and about to be taken: told by another thread, it is an event of its own.
    now = PROC.syscall;
    before = PROC_STATE.running;
    thread = order.state.threadOf(proc);
    if (thread < 0) return order.fail('a P that is about to be taken has no thread');
    on = proc;
    goroutine = order.state.goroutineOf(thread);
  } else if (known !== now)
    return order.fail('a P is in another state than at the end of the last generation');
  procs.set(proc, now, order.turn, 0);
  return order.emitAt(event, thread, on, goroutine, proc, before * 256 + SEEN[now]!);
}
