import type { NumberRows } from '../../base/number-rows';
import { NONE } from '../trace';
import type { ClockReader, Halves } from './clock-reader';
import { ARGUMENTS, HAS_STACK, OLD, STOPS } from './event-types';
import { NOBODY } from './legacy-file';
import type { LegacyEvents } from './legacy-events';

/** Reads the arguments of events into columns. Of which goroutine an event is, those before it on the same P tell. */
export class EventReader {
  /** Times are counted from here, so that those of clocks that run for years are exact. */
  #origin: Halves = { lo: 0, hi: 0 };
  #proc = NONE;
  #time = 0;
  /** By P: the goroutine that its last event left running. */
  readonly #running: number[] = [];

  constructor(
    private readonly cursor: ClockReader,
    private readonly events: LegacyEvents,
    private readonly samples: LegacyEvents,
    private readonly procs: NumberRows,
    private readonly goroutines: NumberRows,
  ) {}

  /** What 0 on the clock is in times of events. */
  get zeroTime(): number {
    return -((this.#origin.hi | 0) * 2 ** 32 + this.#origin.lo);
  }

  /** Begins a batch with the time that is read next. Answers the row of its P. */
  startBatch(proc: number): number {
    const { cursor } = this;
    const isFirst = this.#proc === NONE;
    if (isFirst) this.#origin = cursor.halves();
    this.#time = isFirst ? 0 : this.#readTime();
    this.#proc = this.procs.add(proc);
    this.#running[this.#proc] ??= NOBODY;
    return this.#proc;
  }

  /** Profiling signals, which were written long after: they are put in order apart. */
  readSample(): void {
    const { cursor } = this;
    cursor.uvarint(); // when it was written
    const time = this.#readTime();
    const proc = cursor.uvarint() | 0;
    const goroutine = cursor.uvarint();
    const stack = cursor.uvarint() >>> 0;
    if (cursor.failed) return;
    const row = this.procs.add(proc);
    this.samples.add(OLD.cpuSample, time, row, this.goroutines.add(goroutine), stack, 0, 0);
  }

  readEvent(type: number): void {
    const { cursor, events } = this;
    const time = this.#time + cursor.uvarint();
    const count = ARGUMENTS[type]!;
    const x = count > 0 ? cursor.uvarint() : 0;
    const y = count > 1 ? cursor.uvarint() : 0;
    const z = count > 2 ? (type === OLD.goSysExit ? this.#readEnd() : cursor.uvarint()) : 0;
    const stack = HAS_STACK[type] === 1 ? cursor.uvarint() >>> 0 : 0;
    if (cursor.failed) return;
    this.#time = time;
    const proc = this.#proc;
    let goroutine = this.#running[proc]!;
    let a = 0;
    let value = x;
    if (STOPS[type] === 1) this.#running[proc] = NOBODY;
    switch (type) {
      case OLD.goStart:
      case OLD.goStartLocal:
      case OLD.goStartLabel:
        goroutine = this.#running[proc] = this.goroutines.add(x);
        value = y;
        if (type === OLD.goStartLabel) a = events.keep(z);
        break;
      case OLD.goWaiting:
      case OLD.goInSyscall:
        goroutine = this.goroutines.add(x);
        break;
      case OLD.goSysExit:
        goroutine = this.goroutines.add(x);
        value = y;
        a = events.keep(z);
        break;
      case OLD.goCreate:
      case OLD.goUnblock:
      case OLD.goUnblockLocal:
      case OLD.goSysExitLocal:
        a = this.goroutines.add(x);
        value = y;
        break;
      case OLD.gcSweepDone:
      case OLD.userTaskCreate:
      case OLD.userRegion:
        a = events.keep(y, z);
        break;
      case OLD.userLog:
        a = events.keep(y, cursor.pos);
        break;
    }
    events.add(type, time, proc, goroutine, stack, a, value);
  }

  /** When a system call really ended, NaN where that is not said: 0. */
  #readEnd(): number {
    const time = this.#readTime();
    return time === this.zeroTime ? NaN : time;
  }

  #readTime(): number {
    return this.cursor.since(this.#origin);
  }
}
