// The batches of a trace of Go 1.22 and later, as they come in pieces of a file: each holds what one thread wrote in turn,
// or a table of its generation.
import type { FormatError } from '../base/result';
import { EV, MAX_BATCH_BYTES } from './event-types';
import { VarintReader } from './varint-reader';

export interface Batch {
  readonly generation: number;
  /** The system's id; −1: no thread. */
  readonly thread: number;
  /** In ticks of the trace's clock. */
  readonly time: number;
  /** 0: none, the batch holds events or a table. */
  readonly experiment: number;
  readonly data: Uint8Array;
}

/** What stands for the byte that ends a generation (since Go 1.26). */
const END_OF_GENERATION: Batch = {
  generation: 0,
  thread: -1,
  time: 0,
  experiment: 0,
  data: Uint8Array.of(EV.endOfGeneration),
};

const EMPTY = new Uint8Array();
/** Four numbers of ten bytes, the type and that of an experiment. */
const MOST_HEAD_BYTES = 42;

export class BatchReader {
  /** Bytes of the file that are read. */
  offset: number;
  #rest: Uint8Array = EMPTY;
  #pos = 0;
  /** Where `#rest` is a batch that two pieces share: the second of them, and how far into `#rest` it begins. */
  #second: { readonly bytes: Uint8Array; readonly at: number } | null = null;
  #isWhole = false;

  /** `offset`: bytes of the file before the first that is added. */
  constructor(offset: number) {
    this.offset = offset;
  }

  /**
   * Adds the next bytes of the file, which must not change any more: batches are views of them. Only of a batch that began in
   * those before is there a copy. To be called when `next` has answered null.
   */
  add(bytes: Uint8Array): void {
    const unread = this.#rest.subarray(this.#pos);
    this.#pos = 0;
    if (unread.length === 0) {
      this.#rest = bytes;
      return;
    }
    const head = bytes.subarray(0, MOST_HEAD_BYTES + MAX_BATCH_BYTES);
    this.#rest = new Uint8Array(unread.length + head.length);
    this.#rest.set(unread);
    this.#rest.set(head, unread.length);
    this.#second = { bytes, at: unread.length };
  }

  /** No more bytes come. */
  end(): void {
    this.#isWhole = true;
  }

  /** The next batch; null where more bytes are needed first, or, at the end, where there is none. */
  next(): Batch | FormatError | null {
    const bytes = this.#rest;
    const start = this.#pos;
    if (start >= bytes.length) return null;
    const type = bytes[start]!;
    if (type === EV.endOfGeneration) {
      this.#take(start + 1);
      return END_OF_GENERATION;
    }
    if (type !== EV.eventBatch && type !== EV.experimentalBatch)
      return this.#malformed(`a batch is expected, not an event of type ${type}`);
    const reader = new VarintReader(bytes, start + 1);
    const experiment = type === EV.experimentalBatch ? reader.byte() : 0;
    const generation = reader.uvarint();
    const thread = reader.uvarint();
    const time = reader.uvarint();
    const size = reader.uvarint();
    if (reader.failed || experiment < 0) {
      // Where more are there it is broken, where not its end is yet to come.
      if (bytes.length - start > MOST_HEAD_BYTES)
        return this.#malformed('the head of a batch has a number of over 64 bits');
      return this.#short();
    }
    if (size < 0 || size > MAX_BATCH_BYTES)
      return this.#malformed(`a batch of ${size} bytes; no more than 65,536 are allowed`);
    if (reader.pos + size > bytes.length) return this.#short();
    this.#take(reader.pos + size);
    return { generation, thread, time, experiment, data: bytes.subarray(reader.pos, reader.pos + size) };
  }

  #take(to: number): void {
    this.offset += to - this.#pos;
    this.#pos = to;
    const second = this.#second;
    if (second === null) return;
    // It goes on in the piece itself.
    this.#rest = second.bytes;
    this.#pos -= second.at;
    this.#second = null;
  }

  #short(): FormatError | null {
    if (!this.#isWhole) return null;
    return { code: 'truncated', message: 'the file ends within a batch', offset: this.offset };
  }

  #malformed(message: string): FormatError {
    return { code: 'malformed', message, offset: this.offset };
  }
}
