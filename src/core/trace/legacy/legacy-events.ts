/** What the columns `a` and `value` of an event hold, by type (OLD); else 0:
 *
 * | types | a | value |
 * |---|---|---|
 * | goCreate | goroutine created | stack that it begins with |
 * | goUnblock, goUnblockLocal | goroutine | sequence number |
 * | goSysExitLocal | goroutine | |
 * | goStart, gcStart | | sequence number |
 * | goStartLabel | in `more`: label (string) | sequence number |
 * | goSysExit | in `more`: when it really happened, NaN: when it was written | sequence number |
 * | gomaxprocs, procStart, stwStart, heapAlloc, heapGoal | | number of Ps, thread, kind, bytes |
 * | gcSweepDone | in `more`: bytes reclaimed | bytes swept |
 * | userTaskCreate | in `more`: parent, name (string) | task |
 * | userTaskEnd | | task |
 * | userRegion | in `more`: 0 begin or 1 end, name (string) | task |
 * | userLog | in `more`: category (string), where in the file its message is | task |
 */
export class LegacyEvents {
  length = 0;
  type: Uint8Array;
  /** Ticks of the trace's clock since its first batch. */
  time: Float64Array;
  /** Rows of Ps and goroutines: where it happened. */
  proc: Int16Array;
  goroutine: Int32Array;
  /** Id of the stack in the file. */
  stack: Uint32Array;
  a: Int32Array;
  value: Float64Array;
  more = new Float64Array(64);
  #moreLength = 0;
  #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.type = new Uint8Array(capacity);
    this.time = new Float64Array(capacity);
    this.proc = new Int16Array(capacity);
    this.goroutine = new Int32Array(capacity);
    this.stack = new Uint32Array(capacity);
    this.a = new Int32Array(capacity);
    this.value = new Float64Array(capacity);
  }

  add(
    type: number,
    time: number,
    proc: number,
    goroutine: number,
    stack: number,
    a: number,
    value: number,
  ): void {
    const row = this.length++;
    if (row === this.#capacity) this.reserve(row >> 1);
    this.type[row] = type;
    this.time[row] = time;
    this.proc[row] = proc;
    this.goroutine[row] = goroutine;
    // Most have none of these: memory that is never written is never had.
    if (stack !== 0) this.stack[row] = stack;
    if (a !== 0) this.a[row] = a;
    if (value !== 0) this.value[row] = value;
  }

  /** Adds to `more`; where the first of them is. */
  keep(first: number, second = 0): number {
    const at = this.#moreLength;
    if (at + 2 > this.more.length) this.more = longer(new Float64Array(this.more.length * 2), this.more);
    this.more[at] = first;
    this.more[at + 1] = second;
    this.#moreLength = at + 2;
    return at;
  }

  reserve(rows: number): void {
    const capacity = this.#capacity + rows + 16;
    this.#capacity = capacity;
    this.type = longer(new Uint8Array(capacity), this.type);
    this.time = longer(new Float64Array(capacity), this.time);
    this.proc = longer(new Int16Array(capacity), this.proc);
    this.goroutine = longer(new Int32Array(capacity), this.goroutine);
    this.stack = longer(new Uint32Array(capacity), this.stack);
    this.a = longer(new Int32Array(capacity), this.a);
    this.value = longer(new Float64Array(capacity), this.value);
  }
}

const longer = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to);
