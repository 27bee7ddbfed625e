import { NumberRows } from '../base/number-rows';
import { SequenceMap } from '../base/sequence-map';
import type { FormatError } from '../base/result';
import { tooMany, type TraceLimits } from './trace-limits';
import type { ClockSnapshot, Trace } from './trace';

const FIRST_CAPACITY = 4096;
/** Few events take less of a file. */
const LEAST_BYTES = 5;

/** Grows a trace's columns while it is read, and finds strings, stacks and ids of one generation that another had. */
export class TraceBuilder {
  /** The first bound that was crossed. What was asked for then was not added. */
  exceeded: keyof TraceLimits | null = null;

  length = 0;
  readonly threads = new NumberRows();
  readonly procs = new NumberRows();
  readonly goroutines = new NumberRows(1024);
  readonly #strings: string[] = [''];
  readonly #stringRows = new Map<string, number>([['', 0]]);
  #stringBytes = 0;
  readonly #frames = new SequenceMap();
  readonly #stacks = new SequenceMap();
  #stackFrames = 0;
  readonly #frame = new Uint32Array(3);
  readonly #syncs: (ClockSnapshot | null)[] = [];

  #capacity: number;
  #type: Uint8Array;
  #time: Float64Array;
  #thread: Int16Array;
  #proc: Int16Array;
  #goroutine: Int32Array;
  #stack: Uint32Array;
  #a: Int32Array;
  #b: Int32Array;
  #numbers = new Float64Array(1024);
  #numbersLength = 0;
  #lastTime = -Infinity;

  constructor(
    readonly version: number,
    readonly limits: TraceLimits,
    /** Of the whole file, where that is known: rows that it could hold cost nothing until they are written. */
    fileBytes = 0,
  ) {
    this.#stacks.add(new Uint32Array(), 0);
    const likely = Math.max(FIRST_CAPACITY, Math.ceil(fileBytes / LEAST_BYTES));
    const capacity = (this.#capacity = Math.min(likely, limits.events));
    this.#type = new Uint8Array(capacity);
    this.#time = new Float64Array(capacity);
    this.#thread = new Int16Array(capacity);
    this.#proc = new Int16Array(capacity);
    this.#goroutine = new Int32Array(capacity);
    this.#stack = new Uint32Array(capacity);
    this.#a = new Int32Array(capacity);
    this.#b = new Int32Array(capacity);
  }

  /** Adds an event. Its time is moved behind that of the one before, as Go's reader does: clocks of cores differ. */
  event(
    type: number,
    time: number,
    thread: number,
    proc: number,
    goroutine: number,
    stack: number,
    a: number,
    b: number,
  ): void {
    const i = this.length;
    if (i === this.#capacity && !this.#grow()) return;
    const at = time > this.#lastTime ? time : this.#lastTime + 1;
    this.#lastTime = at;
    this.#type[i] = type;
    this.#time[i] = at;
    this.#thread[i] = thread;
    this.#proc[i] = proc;
    this.#goroutine[i] = goroutine;
    this.#stack[i] = stack;
    this.#a[i] = a;
    // Most have none: memory that is never written is never had.
    if (b !== 0) this.#b[i] = b;
    this.length = i + 1;
  }

  /** Makes room for that many events, where it is known how many there will be. */
  reserve(events: number): void {
    const capacity = Math.min(this.limits.events, this.length + events);
    if (capacity > this.#capacity) this.#resize(capacity);
  }

  get lastTime(): number {
    return this.#lastTime;
  }

  /** Drops events from row `length` on. */
  truncate(length: number): void {
    this.#b.fill(0, length, this.length);
    this.length = length;
    this.#lastTime = length === 0 ? -Infinity : this.#time[length - 1]!;
  }

  /** Adds to `numbers`; the row of the first of them. */
  numbers(first: number, second?: number, third?: number): number {
    const row = this.#numbersLength;
    if (row + 3 > this.#numbers.length)
      this.#numbers = longer(new Float64Array(this.#numbers.length * 2), this.#numbers);
    this.#numbers[this.#numbersLength++] = first;
    if (second !== undefined) this.#numbers[this.#numbersLength++] = second;
    if (third !== undefined) this.#numbers[this.#numbersLength++] = third;
    return row;
  }

  sync(clocks: ClockSnapshot | null): number {
    return this.#syncs.push(clocks) - 1;
  }

  string(text: string): number {
    const known = this.#stringRows.get(text);
    if (known !== undefined) return known;
    this.#stringBytes += text.length;
    if (this.#strings.length >= this.limits.strings) return this.exceed('strings');
    if (this.#stringBytes > this.limits.stringBytes) return this.exceed('stringBytes');
    const row = this.#strings.push(text) - 1;
    this.#stringRows.set(text, row);
    return row;
  }

  /** Strings by row. */
  frame(functionName: number, file: number, line: number): number {
    if (this.#frames.size >= this.limits.frames) return this.exceed('frames');
    this.#frame[0] = functionName;
    this.#frame[1] = file;
    this.#frame[2] = line;
    return this.#frames.add(this.#frame, 3);
  }

  /** The stack of the first `length` frames of `frames`, leaf first. */
  stack(frames: Uint32Array, length: number): number {
    const before = this.#stacks.size;
    if (before >= this.limits.stacks) return this.exceed('stacks');
    const row = this.#stacks.add(frames, length);
    if (row === before) {
      this.#stackFrames += length;
      if (this.#stackFrames > this.limits.stackFrames) return this.exceed('stackFrames');
    }
    return row;
  }

  thread(id: number): number {
    if (this.threads.size >= this.limits.threads) return this.exceed('threads');
    return this.threads.add(id);
  }

  proc(id: number): number {
    if (this.procs.size >= this.limits.procs) return this.exceed('procs');
    return this.procs.add(id);
  }

  goroutine(id: number): number {
    if (this.goroutines.size >= this.limits.goroutines) return this.exceed('goroutines');
    return this.goroutines.add(id);
  }

  /** Says that a bound was crossed; 0 stands for the row that could not be. */
  exceed(what: keyof TraceLimits): number {
    this.exceeded ??= what;
    return 0;
  }

  #grow(): boolean {
    if (this.length >= this.limits.events) {
      this.exceed('events');
      return false;
    }
    this.#resize(Math.min(this.limits.events, Math.ceil(this.#capacity * 1.5)));
    return true;
  }

  #resize(capacity: number): void {
    this.#type = longer(new Uint8Array(capacity), this.#type);
    this.#time = longer(new Float64Array(capacity), this.#time);
    this.#thread = longer(new Int16Array(capacity), this.#thread);
    this.#proc = longer(new Int16Array(capacity), this.#proc);
    this.#goroutine = longer(new Int32Array(capacity), this.#goroutine);
    this.#stack = longer(new Uint32Array(capacity), this.#stack);
    this.#a = longer(new Int32Array(capacity), this.#a);
    this.#b = longer(new Int32Array(capacity), this.#b);
    this.#capacity = capacity;
  }

  /** `limit` in words where one was crossed. */
  get limitError(): FormatError | null {
    if (this.exceeded === null) return null;
    return { code: 'too-large', message: tooMany(this.limits, this.exceeded) };
  }

  /** What is there. Columns are views, as long as what they hold now: what is added later is behind them. */
  soFar(originNs: number, broken: FormatError | null): Trace {
    const n = this.length;
    const frames = this.#frames.size;
    const [functions, files, lines] = [
      new Uint32Array(frames),
      new Uint32Array(frames),
      new Uint32Array(frames),
    ];
    for (let i = 0; i < frames; i++) {
      const [functionName, file, line] = this.#frames.get(i);
      functions[i] = functionName!;
      files[i] = file!;
      lines[i] = line!;
    }
    return {
      version: this.version,
      originNs,
      broken,
      events: {
        length: n,
        type: this.#type.subarray(0, n),
        time: this.#time.subarray(0, n),
        thread: this.#thread.subarray(0, n),
        proc: this.#proc.subarray(0, n),
        goroutine: this.#goroutine.subarray(0, n),
        stack: this.#stack.subarray(0, n),
        a: this.#a.subarray(0, n),
        b: this.#b.subarray(0, n),
      },
      strings: this.#strings,
      stacks: {
        length: this.#stacks.size,
        ...this.#stacks.finish(),
        function: functions,
        file: files,
        line: lines,
      },
      threads: this.threads.numbers.subarray(0, this.threads.size),
      procs: this.procs.numbers.subarray(0, this.procs.size),
      goroutines: this.goroutines.numbers.subarray(0, this.goroutines.size),
      numbers: this.#numbers.subarray(0, this.#numbersLength),
      syncs: this.#syncs,
    };
  }
}

const longer = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to);
