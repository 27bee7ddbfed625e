// Traces of Go 1.22 and later: generation after generation, each read whole and then put in order. Where a generation
// ends is told by a byte of its own since 1.26, and by the first batch of the next one before.
import type { FormatError } from '../base/result';
import { BatchCursor, BEYOND_CLOCKS, Frontier, isClockTime } from './batch-cursor';
import { BatchReader, type Batch } from './batches';
import { EV } from './event-types';
import { Generation, type CpuSample } from './generation';
import { sortAsGo } from './go-sort';
import { advance } from './order';
import { Ordering } from './ordering';
import { NONE } from './trace';
import { TraceBuilder } from './trace-builder';
import { TRACE_LIMITS } from './trace-limits';

const isEnd = ({ experiment, data }: Batch): boolean => experiment === 0 && data[0] === EV.endOfGeneration;
const isError = (of: Batch | FormatError): of is FormatError => 'code' in of;

export class GenerationsReader {
  /**
   * One of each object that events go through, never read with. V8 forgets a shape with the last object that has it; code
   * made right then knows half of what it needs, runs four times slower, and is not made again. For the same reason numbers
   * that grow beyond 2^31 begin as NaN: as doubles, and not as small integers whose shape is replaced later.
   */
  static readonly held: unknown = GenerationsReader.#hold();

  /** Set with the first generation. */
  originNs: number | null = null;
  broken: FormatError | null = null;
  readonly #batches: BatchReader;
  readonly #order: Ordering;
  readonly #cursors = new Map<number, BatchCursor>();
  readonly #frontier = new Frontier();
  #generation: Generation | null = null;
  #isDone = false;

  constructor(
    private readonly builder: TraceBuilder,
    /** Bytes of the file before the first batch. */
    offset: number,
  ) {
    this.#batches = new BatchReader(offset);
    this.#order = new Ordering(builder);
  }

  static #hold(): GenerationsReader {
    const reader = new GenerationsReader(new TraceBuilder(26, TRACE_LIMITS), 0);
    reader.#cursorOf(NONE);
    reader.#order.begin(reader.#new(1));
    return reader;
  }

  get offset(): number {
    return this.#batches.offset;
  }

  /** Takes the next bytes of the file, which must not change any more. False: no more are wanted, it is `broken`. */
  add(bytes: Uint8Array): boolean {
    this.#batches.add(bytes);
    this.#read();
    return !this.#isDone;
  }

  /** The file has ended. */
  end(): void {
    this.#batches.end();
    this.#read();
    if (this.#isDone) return;
    const last = this.#generation;
    if (this.builder.version >= 26) {
      // Tables alone are what a crash may leave.
      if (last !== null && last.threads.length > 0)
        this.#stop({ code: 'truncated', message: 'the file ends within a generation', offset: this.offset });
      else this.#sync();
    } else if (this.#put(last ?? this.#new(0))) this.#sync();
  }

  #read(): void {
    while (!this.#isDone) {
      const batch = this.#batches.next();
      if (batch === null) return;
      if (isError(batch)) this.#stopAtBatch(batch);
      else if (isEnd(batch)) this.#endGeneration();
      else this.#take(batch);
    }
  }

  /** Before 1.26 a generation may be whole although what follows is not. */
  #stopAtBatch(error: FormatError): void {
    const last = this.#generation;
    if (this.builder.version >= 26 || last === null || this.#put(last)) this.#stop(error);
  }

  #endGeneration(): void {
    const last = this.#generation;
    this.#generation = null;
    if (this.builder.version < 26)
      this.#malformed('a generation ends by a byte that this version does not have');
    // What ends without having begun has nothing to say of its clocks either.
    else this.#put(last ?? this.#new(0));
  }

  #take(batch: Batch): void {
    const { generation: number } = batch;
    if (number === 0) return this.#malformed('a generation of the number 0');
    let generation = this.#generation;
    if (generation !== null && number === generation.number + 1 && this.builder.version < 26) {
      if (!this.#put(generation)) return;
      generation = null;
    }
    generation ??= this.#generation = this.#new(number);
    if (number !== generation.number) return this.#malformed('batches of several generations are mixed');
    if (!generation.add(batch)) this.#stop(generation.error);
    else if (generation.bytes > this.builder.limits.generationBytes) this.builder.exceed('generationBytes');
    if (this.builder.limitError !== null) this.#stop(this.builder.limitError);
  }

  #new(number: number): Generation {
    return new Generation(number, this.builder.version, this.builder);
  }

  /** Puts its events into the trace; false: `broken`. */
  #put(generation: Generation): boolean {
    this.#generation = null;
    if (!generation.complete()) {
      this.#stop(generation.error);
      return false;
    }
    const start = generation.nanoseconds(generation.minTicks);
    this.originNs ??= Math.max(1, start);
    if (!isClockTime(start - this.originNs)) {
      this.#malformed(BEYOND_CLOCKS);
      return false;
    }
    if (!this.#fillFrontier(generation)) {
      this.#isDone = true;
      this.broken = generation.error;
      return false;
    }
    const { clocks } = generation;
    this.#sync(
      start - this.originNs,
      clocks === null ? null : { ...clocks, time: generation.nanoseconds(clocks.time) - this.originNs },
    );
    this.broken = this.builder.limitError ?? this.#putEvents(generation);
    if (this.broken !== null) this.#isDone = true;
    return this.broken === null;
  }

  /** False: the first event of a thread cannot be read. */
  #fillFrontier(generation: Generation): boolean {
    this.#frontier.clear();
    for (const { thread, batches } of generation.threads) {
      const cursor = this.#cursorOf(thread);
      cursor.begin(batches, generation, this.originNs!);
      const more = cursor.advance();
      if (more < 0) return false;
      if (more > 0) this.#frontier.insert(cursor);
    }
    return true;
  }

  #cursorOf(thread: number): BatchCursor {
    let cursor = this.#cursors.get(thread);
    if (cursor === undefined) {
      cursor = new BatchCursor(thread === NONE ? NONE : this.builder.thread(thread));
      this.#cursors.set(thread, cursor);
    }
    return cursor;
  }

  #putEvents(generation: Generation): FormatError | null {
    const { builder } = this;
    const order = this.#order;
    const frontier = this.#frontier;
    const samples = this.#samplesOf(generation);
    if (samples === null) return { code: 'malformed', message: BEYOND_CLOCKS };
    let sample = 0;
    order.begin(generation);
    const { cursors } = frontier;
    while (cursors.length > 0 || sample < samples.length) {
      const next = samples[sample];
      if (next !== undefined && (cursors.length === 0 || next.time < cursors[0]!.time)) {
        this.#putSample(generation, next);
        sample++;
        continue;
      }
      const error = advanceAny(order, frontier, generation);
      // A row that could not be had makes no sense of what follows.
      if (builder.exceeded !== null) return builder.limitError;
      if (error !== null) return error;
    }
    return builder.limitError;
  }

  /** null: one is of a time beyond what a clock shows. */
  #samplesOf(generation: Generation): TimedSample[] | null {
    const originNs = this.originNs!;
    const samples = generation.cpuSamples.map((sample) => ({
      ...sample,
      time: generation.nanoseconds(sample.ticks) - originNs,
    }));
    if (!samples.every(({ time }) => isClockTime(time))) return null;
    sortAsGo(samples, (a, b) => a.time < b.time);
    return samples;
  }

  #putSample(generation: Generation, sample: TimedSample): void {
    const { builder } = this;
    const thread = sample.thread === NONE ? NONE : builder.thread(sample.thread);
    const proc = sample.proc === NONE ? NONE : builder.proc(sample.proc);
    const goroutine = sample.goroutine === 0 ? NONE : builder.goroutine(sample.goroutine);
    const stack = Math.max(0, generation.stack(sample.stack));
    builder.event(EV.cpuSample, sample.time, thread, proc, goroutine, stack, NONE, 0);
  }

  #sync(time = this.builder.lastTime, clocks: Parameters<TraceBuilder['sync']>[0] = null): void {
    this.builder.event(EV.sync, Math.max(time, 0), NONE, NONE, NONE, 0, this.builder.sync(clocks), 0);
  }

  #malformed(message: string): void {
    this.#stop({ code: 'malformed', message, offset: this.offset });
  }

  /** What cannot be read any more ends with a sync, as the whole trace does. */
  #stop(error: FormatError | null): void {
    this.#isDone = true;
    this.broken = error;
    this.#sync();
  }
}

interface TimedSample extends CpuSample {
  readonly time: number;
}

/** Puts in one event of the thread whose turn it is, the earliest one's if it can be. */
function advanceAny(order: Ordering, frontier: Frontier, generation: Generation): FormatError | null {
  const { cursors } = frontier;
  const { builder } = order;
  for (let i = 0; i < cursors.length; i++) {
    const cursor = cursors[i]!;
    const before = builder.length;
    const outcome = advance(order, cursor);
    if (outcome === 'broken') return order.error;
    if (outcome === 'wait') {
      if (i === 0) frontier.sort();
      continue;
    }
    const more = cursor.advance();
    if (more > 0) frontier.update(i);
    else if (more === 0) frontier.remove(i);
    else {
      // As in Go's reader, what comes right before the break is not told.
      builder.truncate(before);
      return generation.error;
    }
    return null;
  }
  return { code: 'malformed', message: 'no thread can go on: events are missing or contradict one another' };
}
