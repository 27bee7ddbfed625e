// One generation of a trace of Go 1.22 and later: batches of events by thread, and the tables that they refer to. It is a
// whole by itself: its strings and stacks have ids that mean nothing in the next one.
import { GrowableUint32 } from '../base/growable';
import { NumberRows } from '../base/number-rows';
import type { FormatError } from '../base/result';
import { decodeUtf8 } from '../base/utf8';
import type { Batch } from './batches';
import { EV, MAX_STACK_FRAMES, MAX_STRING_BYTES } from './event-types';
import { LocalRows } from './local-rows';
import type { ClockSnapshot } from './trace';
import type { TraceBuilder } from './trace-builder';
import { VarintReader } from './varint-reader';

/** Batches of events of one thread, in the order in which it wrote them. */
export interface ThreadBatches {
  readonly thread: number;
  readonly batches: Batch[];
}

/** A sample of a CPU profile that ran meanwhile. Ids are those of the file, the time in ticks. */
export interface CpuSample {
  readonly ticks: number;
  readonly thread: number;
  readonly proc: number;
  readonly goroutine: number;
  readonly stack: number;
}

export class Generation {
  error: FormatError | null = null;
  readonly threads: ThreadBatches[] = [];
  readonly cpuSamples: CpuSample[] = [];
  // Both not a number until they are known.
  nanosecondsPerTick = NaN;
  /** Of the first batch. */
  minTicks = NaN;
  /** Its `time` is in ticks. */
  clocks: ClockSnapshot | null = null;
  bytes = 0;
  readonly #byThread = new Map<number, Batch[]>();
  readonly #strings = new LocalRows();
  readonly #stacks = new LocalRows();

  // Stacks name program counters, whose functions and files may come in a later batch: kept until all are there.
  readonly #counters = new NumberRows();
  readonly #functions: number[] = [];
  readonly #files: number[] = [];
  readonly #lines: number[] = [];
  readonly #stackIds: number[] = [];
  readonly #stackStart = new GrowableUint32();
  readonly #stackCounters = new GrowableUint32();

  constructor(
    readonly number: number,
    private readonly version: number,
    private readonly builder: TraceBuilder,
  ) {
    this.#strings.add(0, 0);
    this.#stacks.add(0, 0);
  }

  /** Takes a batch; false: `error`. */
  add(batch: Batch): boolean {
    this.bytes += batch.data.length;
    if (this.minTicks === 0 || !(batch.time >= this.minTicks)) this.minTicks = batch.time;
    if (batch.experiment !== 0) return true;
    const type = batch.data[0];
    if (type === EV.strings) this.#addStrings(batch.data);
    else if (type === EV.stacks) this.#addStacks(batch.data);
    else if (type === EV.cpuSamples) this.#addCpuSamples(batch.data);
    else if (type === (this.version >= 25 ? EV.sync : EV.frequency)) this.#addSync(batch);
    else this.#addEvents(batch);
    return this.error === null;
  }

  /** All batches are here: what they refer to must be too. */
  complete(): boolean {
    if (this.error !== null) return false;
    if (Number.isNaN(this.nanosecondsPerTick))
      return this.fail('a generation does not say how long a tick is');
    if (this.version >= 25 && this.clocks === null)
      return this.fail('a generation has no snapshot of its clocks');
    return this.#placeStacks();
  }

  /** The row in the trace of a string's id; −1: there is none. */
  string(id: number): number {
    return this.#strings.get(id);
  }

  /** The row in the trace of a stack's id; −1: there is none. */
  stack(id: number): number {
    return this.#stacks.get(id);
  }

  /** Rounded down, as Go does. */
  nanoseconds(ticks: number): number {
    return Math.trunc(ticks * this.nanosecondsPerTick);
  }

  fail(message: string): false {
    this.error ??= { code: 'malformed', message };
    return false;
  }

  #addEvents(batch: Batch): void {
    const known = this.#byThread.get(batch.thread);
    if (known !== undefined) {
      known.push(batch);
      return;
    }
    const batches = [batch];
    this.#byThread.set(batch.thread, batches);
    this.threads.push({ thread: batch.thread, batches });
  }

  #addStrings(data: Uint8Array): boolean {
    const reader = new VarintReader(data, 1);
    while (reader.pos < reader.end) {
      if (reader.byte() !== EV.string) return this.fail('something else stands among strings');
      const id = reader.uvarint();
      const length = reader.uvarint();
      if (reader.failed) return this.fail('a string has no id or no length');
      if (length < 0 || length > MAX_STRING_BYTES)
        return this.fail(`a string of ${length} bytes; no more than 1,024 are allowed`);
      if (reader.pos + length > reader.end) return this.fail('a string goes beyond its batch');
      const text = decodeUtf8(data.subarray(reader.pos, reader.pos + length));
      reader.pos += length;
      if (!this.#strings.add(id, this.builder.string(text)))
        return this.fail(`two strings with the id ${id}`);
    }
    return true;
  }

  #addStacks(data: Uint8Array): boolean {
    const reader = new VarintReader(data, 1);
    while (reader.pos < reader.end) {
      if (reader.byte() !== EV.stack) return this.fail('something else stands among stacks');
      const id = reader.uvarint();
      const length = reader.uvarint();
      if (length < 0 || length > MAX_STACK_FRAMES)
        return this.fail(`a stack of ${length} frames; no more than 128 are allowed`);
      this.#stackIds.push(id);
      this.#stackStart.push(this.#stackCounters.length);
      for (let i = 0; i < length; i++) this.#stackCounters.push(this.#addFrame(reader));
      if (reader.failed) return this.fail('a stack goes beyond its batch');
    }
    return true;
  }

  /** The row of its program counter. What is said of one first holds for all that follow, as in Go's reader. */
  #addFrame(reader: VarintReader): number {
    const row = this.#counters.add(reader.uvarint());
    const functionName = reader.uvarint();
    const file = reader.uvarint();
    const line = reader.uvarint();
    if (row === this.#functions.length) {
      this.#functions.push(functionName);
      this.#files.push(file);
      this.#lines.push(line);
    }
    return row;
  }

  #placeStacks(): boolean {
    const frames = new Uint32Array(this.#functions.length);
    for (let i = 0; i < frames.length; i++) {
      const functionName = this.#strings.get(this.#functions[i]!);
      const file = this.#strings.get(this.#files[i]!);
      if (functionName < 0 || file < 0) return this.fail('a stack names a string that is not there');
      frames[i] = this.builder.frame(functionName, file, this.#lines[i]!);
    }
    this.#stackStart.push(this.#stackCounters.length);
    const stack = new Uint32Array(MAX_STACK_FRAMES);
    for (let i = 0; i < this.#stackIds.length; i++) {
      const start = this.#stackStart.data[i]!;
      const length = this.#stackStart.data[i + 1]! - start;
      for (let k = 0; k < length; k++) stack[k] = frames[this.#stackCounters.data[start + k]!]!;
      if (!this.#stacks.add(this.#stackIds[i]!, this.builder.stack(stack, length)))
        return this.fail(`two stacks with the id ${this.#stackIds[i]}`);
    }
    return true;
  }

  #addCpuSamples(data: Uint8Array): boolean {
    const reader = new VarintReader(data, 1);
    while (reader.pos < reader.end) {
      if (reader.byte() !== EV.cpuSample) return this.fail('something else stands among CPU samples');
      const sample = {
        ticks: reader.uvarint(),
        thread: reader.uvarint(),
        proc: reader.uvarint(),
        goroutine: reader.uvarint(),
        stack: reader.uvarint(),
      };
      if (reader.failed) return this.fail('a CPU sample goes beyond its batch');
      this.cpuSamples.push(sample);
    }
    return true;
  }

  #addSync(batch: Batch): boolean {
    const reader = new VarintReader(batch.data, this.version >= 25 ? 1 : 0);
    let ticks = batch.time;
    while (reader.pos < reader.end) {
      const type = reader.byte();
      if (type === EV.frequency) {
        if (!Number.isNaN(this.nanosecondsPerTick))
          return this.fail('two lengths of a tick in one generation');
        const frequency = reader.uvarint();
        if (reader.failed || frequency <= 0) return this.fail('a tick of no length');
        // In this order, since each step rounds.
        this.nanosecondsPerTick = 1 / (frequency / 1e9);
      } else if (type === EV.clockSnapshot && this.version >= 25) {
        if (this.clocks !== null) return this.fail('two snapshots of the clocks in one generation');
        ticks += reader.uvarint();
        const [monotonic, seconds, nanoseconds] = [reader.uvarint(), reader.uvarint(), reader.uvarint()];
        if (reader.failed) return this.fail('a snapshot of the clocks goes beyond its batch');
        this.clocks = {
          time: ticks,
          monotonicNs: BigInt(monotonic),
          wallNs: BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds),
        };
      } else return this.fail(`an event of type ${type} where the clocks are`);
    }
    return true;
  }
}
