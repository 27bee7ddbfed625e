// What Go's reader makes sure of once the events of an old trace are in order: no P runs two goroutines, none is unblocked
// that does not wait, what begins ends. On the way it finds out which P of Go's own reader an event belongs to.
import { GrowableUint32 } from '../../base/growable';
import { OLD } from './event-types';
import { GC, NETPOLL, NOBODY, SYSCALLS, TIMERS, type LegacyFile } from './legacy-file';

const DEAD = 0;
const RUNNABLE = 1;
const RUNNING = 2;
const WAITING = 3;

export class EventChecker {
  /** By goroutine. */
  readonly #state: Uint8Array;
  readonly #exists: Uint8Array;
  readonly #assists: Uint8Array;
  /** The type of the event that put it where it is. */
  readonly #last: Uint8Array;
  /** By P. */
  readonly #isRunning: Uint8Array;
  readonly #runs: Int32Array;
  readonly #sweeps: Uint8Array;
  #isCollecting = false;
  #isStopped = false;
  /** By goroutine: the innermost region that it is in, from 1; 0: none. */
  readonly #region: Uint32Array;
  /** By region, from 1: the row that began it and the region around it. */
  readonly #begins = new GrowableUint32();
  readonly #outer = new GrowableUint32();

  constructor(private readonly file: LegacyFile) {
    const goroutines = file.goroutines.size;
    const procs = file.procs.size;
    this.#state = new Uint8Array(goroutines);
    this.#exists = new Uint8Array(goroutines);
    this.#assists = new Uint8Array(goroutines);
    this.#last = new Uint8Array(goroutines);
    this.#region = new Uint32Array(goroutines);
    this.#begins.push(0);
    this.#outer.push(0);
    this.#isRunning = new Uint8Array(procs);
    this.#runs = new Int32Array(procs);
    this.#sweeps = new Uint8Array(procs);
    this.#state[NOBODY] = RUNNING;
    this.#exists[NOBODY] = 1;
  }

  /** Checks the next event. What is wrong with it, null: nothing is. */
  check(row: number): string | null {
    const { type, goroutine, proc, a } = this.file.events;
    const of = type[row]!;
    const g = goroutine[row]!;
    const p = proc[row]!;
    switch (of) {
      case OLD.procStart:
        if (this.#isRunning[p] === 1) return 'a P that starts twice';
        this.#isRunning[p] = 1;
        return null;
      case OLD.procStop:
        if (this.#isRunning[p] === 0) return 'a P that stops without having started';
        if (this.#runs[p] !== NOBODY) return 'a P that stops while it runs a goroutine';
        this.#isRunning[p] = 0;
        return null;
      case OLD.gcStart:
      case OLD.gcDone:
      case OLD.stwStart:
      case OLD.stwDone:
      case OLD.gcSweepStart:
      case OLD.gcSweepDone:
      case OLD.gcMarkAssistStart:
      case OLD.gcMarkAssistDone:
        return this.#checkCollector(row, of, g, p);
      case OLD.goWaiting:
      case OLD.goInSyscall:
        if (this.#state[g] !== RUNNABLE) return 'a goroutine that waits before it exists';
        this.#set(g, WAITING, of);
        return null;
      case OLD.goCreate:
        return this.#checkCreate(a[row]!, g, p);
      case OLD.goStart:
      case OLD.goStartLocal:
      case OLD.goStartLabel:
        if (this.#state[g] !== RUNNABLE) return 'a goroutine that starts and was not runnable';
        if (this.#runs[p] !== NOBODY) return 'a P that runs two goroutines at once';
        this.#set(g, RUNNING, OLD.none);
        this.#runs[p] = g;
        return null;
      case OLD.goUnblock:
      case OLD.goUnblockLocal:
        return this.#checkUnblock(row, a[row]!, g, p);
      case OLD.goSysExit:
      case OLD.goSysExitLocal:
        proc[row] = SYSCALLS;
        if (this.#state[g] !== WAITING) return 'a system call that ends and did not block';
        this.#set(g, RUNNABLE, of);
        return null;
      case OLD.goEnd:
      case OLD.goStop:
        if (of === OLD.goEnd) this.#region[g] = 0;
        return this.#leave(g, p, DEAD, this.#last[g]!);
      case OLD.goSched:
      case OLD.goPreempt:
        return this.#leave(g, p, RUNNABLE, of);
      case OLD.goSysCall:
      case OLD.goSysCallBlocked:
        if (!this.#isRunningOn(g, p) || g === NOBODY) return NOT_RUNNING;
        this.#last[g] = OLD.goSysCall;
        return null;
      case OLD.goSysBlock:
        return this.#leave(g, p, WAITING, this.#last[g]!);
      case OLD.goSleep:
      case OLD.goBlock:
      case OLD.goBlockSend:
      case OLD.goBlockRecv:
      case OLD.goBlockSelect:
      case OLD.goBlockSync:
      case OLD.goBlockCond:
      case OLD.goBlockNet:
      case OLD.goBlockGC:
        return this.#leave(g, p, WAITING, of);
      case OLD.userRegion:
        return this.#checkRegion(row, g);
      default:
        return null;
    }
  }

  #checkCollector(row: number, of: number, g: number, p: number): string | null {
    switch (of) {
      case OLD.gcStart:
      case OLD.gcDone:
        if (this.#isCollecting === (of === OLD.gcStart)) return unpaired('garbage collection');
        this.#isCollecting = of === OLD.gcStart;
        if (of === OLD.gcStart) this.file.events.proc[row] = GC;
        return null;
      case OLD.stwStart:
      case OLD.stwDone:
        if (this.#isStopped === (of === OLD.stwStart)) return unpaired('stop of the world');
        this.#isStopped = of === OLD.stwStart;
        return null;
      case OLD.gcSweepStart:
      case OLD.gcSweepDone: {
        const sweeps = of === OLD.gcSweepStart ? 1 : 0;
        if (this.#sweeps[p] === sweeps) return unpaired('sweep');
        this.#sweeps[p] = sweeps;
        return null;
      }
      default: {
        // One may have begun before the trace did.
        const assists = of === OLD.gcMarkAssistStart ? 1 : 0;
        if (assists === 1 && this.#assists[g] === 1) return unpaired('mark assist');
        this.#assists[g] = assists;
        this.#exists[g] = 1;
        return null;
      }
    }
  }

  #checkCreate(created: number, g: number, p: number): string | null {
    if (!this.#isRunningOn(g, p)) return NOT_RUNNING;
    if (this.#exists[created] === 1) return 'a goroutine that is created twice';
    this.#set(created, RUNNABLE, OLD.goCreate);
    return null;
  }

  #checkUnblock(row: number, unblocked: number, g: number, p: number): string | null {
    const { events, timers } = this.file;
    const byTimer = timers.has(g);
    if (byTimer) events.proc[row] = TIMERS;
    if (this.#state[g] !== RUNNING || (!byTimer && p !== TIMERS && this.#runs[p] !== g)) return NOT_RUNNING;
    if (this.#state[unblocked] !== WAITING) return 'a goroutine that is unblocked and did not wait';
    if (this.#last[unblocked] === OLD.goBlockNet) events.proc[row] = NETPOLL;
    this.#set(unblocked, RUNNABLE, OLD.goUnblock);
    return null;
  }

  #checkRegion(row: number, g: number): string | null {
    const { value, a, more } = this.file.events;
    const mode = more[a[row]!]!;
    const innermost = this.#region[g]!;
    if (mode === 0) {
      this.#region[g] = this.#begins.length;
      this.#begins.push(row);
      this.#outer.push(innermost);
      return null;
    }
    if (mode !== 1) return 'a region that neither begins nor ends';
    // It may have begun before the trace did.
    if (innermost === 0) return null;
    this.#region[g] = this.#outer.data[innermost]!;
    const begin = this.#begins.data[innermost]!;
    const isSame = value[begin] === value[row] && more[a[begin]! + 1] === more[a[row]! + 1];
    return isSame ? null : 'a region that ends before one within it';
  }

  #isRunningOn(g: number, p: number): boolean {
    return this.#state[g] === RUNNING && this.#runs[p] === g;
  }

  /** The goroutine stops running on the P. */
  #leave(g: number, p: number, state: number, last: number): string | null {
    if (!this.#isRunningOn(g, p) || g === NOBODY) return NOT_RUNNING;
    this.#set(g, state, last);
    this.#runs[p] = NOBODY;
    return null;
  }

  #set(g: number, state: number, last: number): void {
    this.#state[g] = state;
    this.#exists[g] = 1;
    this.#last[g] = last;
  }
}

const NOT_RUNNING = 'an event of a goroutine that does not run there';
const unpaired = (what: string): string => `a ${what} that begins twice or ends without having begun`;
