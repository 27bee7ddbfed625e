// What an execution trace is, without reading its events: a trace of a hundred megabytes has twenty million, which take
// seconds and most of a gigabyte. Since Go 1.22 a trace is a row of batches whose heads say thread, generation and time: only
// the heads are walked over, the clocks of the first generation are read, and the last batch of each thread, for the end.
import { err, ok, type FormatError, type Result } from '../base/result';
import { BatchCursor } from '../trace/batch-cursor';
import { BatchReader, type Batch } from '../trace/batches';
import { EV } from '../trace/event-types';
import { Generation } from '../trace/generation';
import { LegacyReader } from '../trace/legacy/legacy-reader';
import { isLegacyTrace, isReadTrace, TRACE_HEADER_BYTES, traceVersionOf } from '../trace/read-trace';
import { durationOf, NONE, possibleMs } from '../trace/trace';
import { TraceBuilder } from '../trace/trace-builder';
import { TRACE_LIMITS } from '../trace/trace-limits';

export interface TraceFacts {
  /** Minor version of the Go release whose format it is: 23 of Go 1.23 and 1.24. */
  readonly version: number;
  /** From its first event to its last; null where that is not told by a look. */
  readonly seconds: number | null;
}

export interface LookedAtTrace extends TraceFacts {
  /** UTC, by the process's own clock; since Go 1.25. */
  readonly startMs: number | null;
  /** Its end is missing or damaged; what comes before can be read. */
  readonly truncated: boolean;
}

/** Traces of Go 1.21 and before can be read as a whole alone; of larger ones only the version is told. */
const MAX_LEGACY_BYTES = 16 * 1024 * 1024;

/** Takes a trace in pieces. An error where nothing of it can be read. */
export class TraceLook {
  #head = new Uint8Array();
  #look: Look | null = null;

  /** Bytes that must not change any more. */
  add(bytes: Uint8Array): void {
    if (this.#look !== null) return this.#look.add(bytes);
    const head = new Uint8Array(Math.min(TRACE_HEADER_BYTES, this.#head.length + bytes.length));
    head.set(this.#head);
    head.set(bytes.subarray(0, head.length - this.#head.length), this.#head.length);
    const rest = bytes.subarray(head.length - this.#head.length);
    this.#head = head;
    if (head.length < TRACE_HEADER_BYTES) return;
    const version = traceVersionOf(head);
    if (version === null) this.#look = new NoLook(NOT_A_TRACE);
    else if (isLegacyTrace(version)) this.#look = new LegacyLook(version, head);
    else this.#look = isReadTrace(version) ? new BatchesLook(version) : new NoLook(null, version);
    this.#look.add(rest);
  }

  /** `isCut`: what should follow did not come. */
  end(isCut = false): Result<LookedAtTrace, FormatError> {
    return this.#look?.end(isCut) ?? err(NOT_A_TRACE);
  }
}

const NOT_A_TRACE: FormatError = {
  code: 'truncated',
  message: 'An execution trace that ends in its header.',
};
const NOTHING_WHOLE: FormatError = {
  code: 'truncated',
  message: 'The trace ends within its first part, of which Go writes one a second or so.',
};

interface Look {
  add(bytes: Uint8Array): void;
  end(isCut: boolean): Result<LookedAtTrace, FormatError>;
}

/** A format of a Go to come is kept as it is, for a Plumbline to come. */
class NoLook implements Look {
  constructor(
    private readonly error: FormatError | null,
    private readonly version = 0,
  ) {}
  add(): void {
    // Nothing is asked of it.
  }
  end(isCut: boolean): Result<LookedAtTrace, FormatError> {
    if (this.error !== null) return err(this.error);
    return ok({ version: this.version, seconds: null, startMs: null, truncated: isCut });
  }
}

class LegacyLook implements Look {
  readonly #builder: TraceBuilder;
  readonly #reader: LegacyReader;
  #isLarge = false;

  constructor(
    private readonly version: number,
    head: Uint8Array,
  ) {
    this.#builder = new TraceBuilder(version, TRACE_LIMITS, 0);
    this.#reader = new LegacyReader(this.#builder);
    this.#reader.add(head);
  }

  add(bytes: Uint8Array): void {
    this.#isLarge ||= this.#reader.offset + bytes.length > MAX_LEGACY_BYTES;
    if (!this.#isLarge) this.#reader.add(bytes);
  }

  end(isCut: boolean): Result<LookedAtTrace, FormatError> {
    const { version } = this;
    if (this.#isLarge) return ok({ version, seconds: null, startMs: null, truncated: isCut });
    this.#reader.end();
    const { broken } = this.#reader;
    const trace = this.#builder.soFar(this.#reader.originNs, broken);
    if (broken !== null && trace.events.length === 0) return err(broken);
    const truncated = isCut || broken !== null;
    return ok({ version, seconds: durationOf(trace) / 1e9, startMs: null, truncated });
  }
}

/** A generation of which the heads are known. */
interface Part {
  readonly clocks: Generation;
  /** In ticks, of its first batch. */
  startTicks: number;
  /** By thread. */
  readonly last: Map<number, Batch>;
}

class BatchesLook implements Look {
  readonly #batches = new BatchReader(TRACE_HEADER_BYTES);
  readonly #tables: TraceBuilder;
  #first: Part | null = null;
  /** The newest one that is whole. */
  #whole: Part | null = null;
  #current: Part | null = null;
  #broken: FormatError | null = null;

  constructor(private readonly version: number) {
    this.#tables = new TraceBuilder(version, TRACE_LIMITS, 0);
  }

  add(bytes: Uint8Array): void {
    if (this.#broken !== null) return;
    this.#batches.add(bytes);
    this.#walk();
  }

  end(isCut: boolean): Result<LookedAtTrace, FormatError> {
    const { version } = this;
    this.#batches.end();
    this.#walk();
    const left = this.#current;
    // Since 1.26 each part says where it ends; before, the last one ends with the file. Its clocks are written late.
    const isOpen = left !== null && version >= 26 && left.last.size > 0;
    if (!isOpen && left !== null && hasClocks(left)) this.#close();
    const [first, last] = [this.#first, this.#whole];
    if (first === null || last === null) return err(this.#broken ?? NOTHING_WHOLE);
    const startNs = first.clocks.nanoseconds(first.startTicks);
    const { clocks } = first.clocks;
    const sinceSnapshotNs = clocks === null ? 0 : first.clocks.nanoseconds(clocks.time) - startNs;
    return ok({
      version,
      seconds: Math.max(0, endOf(last, startNs)) / 1e9,
      startMs:
        clocks === null ? null : possibleMs(Number(clocks.wallNs / 1000n) / 1000 - sinceSnapshotNs / 1e6),
      truncated: isCut || this.#broken !== null || isOpen || this.#current !== null,
    });
  }

  #walk(): void {
    while (this.#broken === null) {
      const batch = this.#batches.next();
      if (batch === null) return;
      if ('code' in batch) this.#broken = batch;
      else if (batch.experiment === 0) this.#take(batch);
    }
  }

  #take(batch: Batch): void {
    const type = batch.data[0];
    if (type === EV.endOfGeneration && batch.generation === 0) return this.#close();
    const current = this.#current;
    if (current !== null && batch.generation !== current.clocks.number) {
      if (this.version >= 26) {
        this.#broken = { code: 'malformed', message: 'batches of several generations are mixed' };
        return;
      }
      this.#close();
    }
    this.#current ??= {
      clocks: new Generation(batch.generation, this.version, this.#tables),
      startTicks: batch.time,
      last: new Map(),
    };
    const part = this.#current;
    part.startTicks = Math.min(part.startTicks, batch.time);
    if (type === (this.version >= 25 ? EV.sync : EV.frequency)) {
      if (!part.clocks.add(batch)) this.#broken = part.clocks.error;
    } else if (type !== EV.strings && type !== EV.stacks && type !== EV.cpuSamples)
      part.last.set(batch.thread, batch);
  }

  #close(): void {
    const part = this.#current;
    this.#current = null;
    if (part === null) return;
    if (!hasClocks(part)) {
      this.#broken ??= { code: 'malformed', message: 'a generation does not say how long a tick is' };
      return;
    }
    this.#first ??= part;
    // Tables alone are what a crash may leave at the end.
    if (part.last.size > 0) this.#whole = part;
  }
}

const hasClocks = ({ clocks }: Part): boolean => !Number.isNaN(clocks.nanosecondsPerTick);

/** Nanoseconds from `startNs` to the last event of a generation. */
function endOf({ clocks, last }: Part, startNs: number): number {
  let end = 0;
  const cursor = new BatchCursor(NONE);
  for (const batch of last.values()) {
    cursor.begin([batch], clocks, startNs);
    while (cursor.advance() > 0) end = Math.max(end, cursor.time);
  }
  return end;
}
