import { GrowableUint32 } from '../../base/growable';
import { NumberRows } from '../../base/number-rows';
import type { FormatError } from '../../base/result';
import { NONE } from '../trace';
import type { TraceBuilder } from '../trace-builder';
import { ClockReader } from './clock-reader';
import { EventReader } from './event-reader';
import { ARGUMENTS, HAS_STACK, OLD, SINCE } from './event-types';
import { COLLECTOR_ID, FAKE_PROCS, type LegacyFile } from './legacy-file';
import { LegacyEvents } from './legacy-events';
import { LegacyTables } from './legacy-tables';

const HEADER_BYTES = 16;
/** Bounds of Go's own reader. */
const MAX_TEXT_BYTES = 1_000_000;
const MAX_ARGUMENT_BYTES = 2048;
const MAX_FRAMES = 1000;
/** An old runtime had one per P that ran timers, 64 at most. */
const MAX_TIMER_GOROUTINES = 4096;
/** A batch has 64 kB; this is for a file of those with nothing in them. */
const MAX_BATCHES = 4_000_000;
const MAX_PROC = 0x7fff_ffff;
/** Few files have more events than this; and what is set aside takes no memory before it is written to. */
const BYTES_PER_EVENT = 4;

/** Reads a whole file into columns, up to its end or to what cannot be read. */
export class LegacyFileReader {
  readonly #cursor: ClockReader;
  readonly #events: LegacyEvents;
  readonly #samples = new LegacyEvents(16);
  readonly #reader: EventReader;
  readonly #tables: LegacyTables;
  readonly #procs = new NumberRows();
  readonly #goroutines = new NumberRows(1024);
  readonly #timers = new Set<number>();
  readonly #batchProc = new GrowableUint32();
  readonly #batchStart = new GrowableUint32();
  #hasBatch = false;
  #ticksPerSecond = 0;
  #broken: FormatError | null = null;

  constructor(
    bytes: Uint8Array,
    private readonly version: number,
    private readonly builder: TraceBuilder,
    private readonly maxEvents: number,
  ) {
    this.#cursor = new ClockReader(bytes, Math.min(HEADER_BYTES, bytes.length));
    this.#events = new LegacyEvents(Math.min(maxEvents, Math.ceil(bytes.length / BYTES_PER_EVENT)));
    this.#tables = new LegacyTables(builder);
    for (const id of FAKE_PROCS) this.#procs.add(id);
    this.#goroutines.add(0);
    this.#goroutines.add(COLLECTOR_ID);
    this.#reader = new EventReader(this.#cursor, this.#events, this.#samples, this.#procs, this.#goroutines);
  }

  read(): LegacyFile {
    const cursor = this.#cursor;
    while (cursor.pos < cursor.end && this.#broken === null) this.#next();
    this.#appendSamples();
    return {
      version: this.version,
      bytes: cursor.bytes,
      events: this.#events,
      batches: {
        length: this.#batchProc.length,
        proc: this.#batchProc.finish(),
        start: this.#batchStart.finish(),
      },
      tables: this.#tables,
      procs: this.#procs,
      goroutines: this.#goroutines,
      timers: this.#timers,
      ticksPerSecond: this.#ticksPerSecond,
      zeroTime: this.#reader.zeroTime,
      broken: this.#broken,
    };
  }

  #next(): void {
    const cursor = this.#cursor;
    const from = cursor.pos;
    const head = cursor.bytes[cursor.pos++]!;
    const type = head & 0x3f;
    // One more than is said, since a time comes first. From 4 on it is their bytes that are said.
    const count = (head >>> 6) + 1;
    if (SINCE[type]! > this.version) return this.#fail(`an event of the unknown type ${type}`, from);
    if (type === OLD.string) this.#string(from);
    else if (type === OLD.batch) this.#batch(count, from);
    else if (!this.#hasBatch) return this.#fail('an event before the first batch', from);
    else this.#withArguments(type, count, from);
    if (cursor.failed) this.#failNumber(from);
    this.#bound();
  }

  #string(from: number): void {
    const cursor = this.#cursor;
    const id = cursor.uvarint();
    const length = cursor.uvarint();
    if (cursor.failed) return;
    const start = cursor.pos;
    if (length < 0 || length > cursor.end - start) return this.#failShort('a string', from);
    cursor.pos = start + length;
    // Go's reader passes over what no batch holds.
    if (!this.#hasBatch) return;
    if (id === 0) return this.#fail('a string with the id 0', from);
    if (length === 0) return this.#fail('an empty string', from);
    if (length > MAX_TEXT_BYTES) return this.#fail(`a string of ${length} bytes`, from);
    if (!this.#tables.addString(id, cursor.bytes.subarray(start, cursor.pos)))
      this.#fail(`a second string with the id ${id}`, from);
  }

  #batch(count: number, from: number): void {
    const cursor = this.#cursor;
    if (count !== 2) return this.#fail('a batch with the wrong number of arguments', from);
    const proc = cursor.uvarint();
    if (proc < -1 || proc > MAX_PROC) return this.#fail('a batch of a P beyond 2^31', from);
    this.#batchProc.push(this.#reader.startBatch(proc));
    this.#batchStart.push(this.#events.length);
    this.#hasBatch = true;
    if (this.#batchProc.length > MAX_BATCHES) this.#fail(`more than ${MAX_BATCHES} batches`, from);
  }

  #withArguments(type: number, count: number, from: number): void {
    const cursor = this.#cursor;
    let stop = NONE;
    if (count === 4) {
      const bytes = cursor.uvarint();
      if (cursor.failed) return;
      if (bytes < 0 || bytes > MAX_ARGUMENT_BYTES)
        return this.#fail(`an event with more than ${MAX_ARGUMENT_BYTES} bytes of arguments`, from);
      if (bytes > cursor.end - cursor.pos) return this.#failShort('an event', from);
      stop = cursor.pos + bytes;
    } else if (count !== argumentsOf(type)) return this.#failArguments(type, from);
    switch (type) {
      case OLD.stack:
        this.#stack(stop, from);
        break;
      case OLD.frequency:
        this.#frequency(from);
        break;
      case OLD.timerGoroutine:
        this.#timer(from);
        break;
      case OLD.cpuSample:
        this.#reader.readSample();
        break;
      default:
        this.#reader.readEvent(type);
    }
    if (cursor.failed) return;
    if (stop !== NONE && cursor.pos !== stop) return this.#failArguments(type, from);
    if (type === OLD.userLog) this.#skipMessage(from);
  }

  #stack(stop: number, from: number): void {
    const cursor = this.#cursor;
    const id = cursor.uvarint() >>> 0;
    const frames = cursor.uvarint();
    if (frames < 0 || frames > MAX_FRAMES)
      return this.#fail(`a stack of more than ${MAX_FRAMES} frames`, from);
    // Each takes four bytes at least, and there are none where arguments are counted.
    const room = stop === NONE ? 0 : (stop - cursor.pos) / 4;
    if (frames > room) return this.#failArguments(OLD.stack, from);
    for (let i = 0; i < frames; i++) {
      const address = cursor.uvarint();
      const functionName = cursor.uvarint();
      const file = cursor.uvarint();
      const line = cursor.uvarint();
      if (cursor.failed) return;
      if (id !== 0) this.#tables.addFrame(address, functionName, file, line);
    }
    if (id !== 0 && frames > 0) this.#tables.addStack(id);
  }

  #frequency(from: number): void {
    const ticks = this.#cursor.uvarint();
    if (this.#cursor.failed) return;
    const known = this.#ticksPerSecond;
    if (known !== 0 && ticks !== known) return this.#fail('two frequencies of its clock', from);
    this.#ticksPerSecond = ticks;
    if (ticks <= 0) this.#fail('a clock that does not tick', from);
  }

  #timer(from: number): void {
    this.#timers.add(this.#goroutines.add(this.#cursor.uvarint()));
    if (this.#timers.size > MAX_TIMER_GOROUTINES)
      this.#fail(`more than ${MAX_TIMER_GOROUTINES} goroutines for timers`, from);
  }

  /** What is logged is read when it is its turn. */
  #skipMessage(from: number): void {
    const cursor = this.#cursor;
    const length = cursor.uvarint();
    if (cursor.failed) return;
    if (length < 0 || length > MAX_TEXT_BYTES)
      return this.#fail(`a message of more than ${MAX_TEXT_BYTES} bytes`, from);
    if (length > cursor.end - cursor.pos) return this.#failShort('a message', from);
    cursor.pos += length;
  }

  /** CPU samples become a last batch; those of the same time stay in the order of the file. */
  #appendSamples(): void {
    const { length, time, proc, goroutine, stack } = this.#samples;
    if (length === 0) return;
    const rows = Uint32Array.from({ length }, (_, i) => i).sort((i, j) => time[i]! - time[j]! || i - j);
    this.#batchProc.push(this.#procs.size);
    this.#batchStart.push(this.#events.length);
    for (const i of rows) this.#events.add(OLD.cpuSample, time[i]!, proc[i]!, goroutine[i]!, stack[i]!, 0, 0);
  }

  #bound(): void {
    const { builder } = this;
    const { limits } = builder;
    if (this.#events.length + this.#samples.length > this.maxEvents) builder.exceed('events');
    if (this.#procs.size > limits.procs) builder.exceed('procs');
    if (this.#goroutines.size > limits.goroutines) builder.exceed('goroutines');
    if (builder.exceeded !== null) this.#broken ??= builder.limitError;
  }

  #failArguments(type: number, offset: number): void {
    this.#fail(`an event of type ${type} with the wrong number of arguments`, offset);
  }

  #fail(what: string, offset: number): void {
    this.#broken ??= { code: 'malformed', message: `The trace has ${what}.`, offset };
  }

  #failShort(what: string, offset: number): void {
    this.#broken ??= { code: 'truncated', message: `The trace ends in the middle of ${what}.`, offset };
  }

  /** A number that fails is one that the end of the file cuts, or one that is beyond 64 bits. */
  #failNumber(offset: number): void {
    if (isTooLong(this.#cursor.bytes.subarray(offset, offset + MAX_ARGUMENT_BYTES)))
      this.#fail('a number beyond 64 bits', offset);
    else this.#failShort('an event', offset);
  }
}

function isTooLong(bytes: Uint8Array): boolean {
  let more = 0;
  for (const byte of bytes) {
    if (more === 9 && byte > 1) return true;
    more = byte >= 0x80 ? more + 1 : 0;
  }
  return false;
}

/** How many arguments a type has, its time too where it has one. Of a stack: without a frame. */
const argumentsOf = (type: number): number => {
  if (type === OLD.stack) return 2;
  const isTimeless = type === OLD.frequency || type === OLD.timerGoroutine;
  return isTimeless ? 1 : 1 + ARGUMENTS[type]! + HAS_STACK[type]!;
};
