// From a trace's file to its columns. A trace may have hundreds of megabytes: it is read in pieces, never as a whole.
import type { FileHandle } from 'node:fs/promises';
import type { OnProgress } from '../../contract/progress';
import { err, type FormatError } from '../../core/base/result';
import { readTrace } from '../../core/trace/read-trace';
import { MOST_TRACE_BYTES } from '../../core/trace/trace-limits';
import type { Trace } from '../../core/trace/trace';
import { openToRead } from '../workspace/files';
import { expectReadable, explained } from './explained';
import type { ReadOptions } from './read-capture';
import { Unpacking } from './unpacking';

const PIECE_BYTES = 1024 * 1024;

export interface LoadTraceOptions extends ReadOptions {
  readonly signal?: AbortSignal;
}

/** A trace, gzipped or not. One that is broken further on is answered as far as it goes; see `broken`. */
export async function loadTrace(
  path: string,
  { limit = MOST_TRACE_BYTES, noLinks, signal }: LoadTraceOptions = {},
  tell: OnProgress = () => undefined,
): Promise<Trace> {
  const file = await explained(path, () => openToRead(path, noLinks));
  try {
    return await explained(path, async () => {
      const pieces = new TracePieces(file, limit, tell);
      const fileBytes = await pieces.open();
      const result = await readTrace(pieces.all(), { fileBytes, ...(signal !== undefined && { signal }) });
      if (pieces.broken === null) return expectReadable(result, path);
      return { ...expectReadable(result.ok ? result : err(pieces.broken), path), broken: pieces.broken };
    });
  } finally {
    await file.close();
  }
}

class TracePieces {
  /** Why they end before the file does. What is unpacked until then is whole. */
  broken: FormatError | null = null;
  #size = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly limit: number,
    private readonly tell: OnProgress,
  ) {}

  /** The size of the file; 0 of a pipe, whose size nobody knows. */
  async open(): Promise<number> {
    this.#size = (await this.file.stat()).size;
    return this.#size;
  }

  async *all(): AsyncGenerator<Uint8Array> {
    const packed = this.#packed();
    const first = await packed.next();
    if (first.done === true) return;
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
    const whole = (async function* () {
      yield first.value;
      yield* packed;
    })();
    const unpacking = new Unpacking();
    let total = 0;
    for await (const piece of isGzip ? unpacking.pieces(whole) : whole) {
      total += piece.length;
      if (total > this.limit) {
        this.broken = {
          code: 'too-large',
          message: `the trace has more than ${this.limit / 1024 / 1024} MiB`,
        };
        return;
      }
      yield piece;
    }
    this.broken = unpacking.broken;
  }

  /** One after the other, as a pipe has them. */
  async *#packed(): AsyncGenerator<Uint8Array> {
    const all = this.#size === 0 ? null : Math.ceil(this.#size / PIECE_BYTES);
    for (let read = 0; ;) {
      // Of its own each: batches are views of it until their generation is read.
      const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
      const { bytesRead } = await this.file.read(piece, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return;
      read += bytesRead;
      const done = Math.ceil(read / PIECE_BYTES);
      this.tell({ step: 'bytes', done: all === null ? done : Math.min(all, done), all });
      // A pipe gives little at a time, which must not hold the room for much.
      yield bytesRead * 2 < PIECE_BYTES
        ? Uint8Array.from(piece.subarray(0, bytesRead))
        : piece.subarray(0, bytesRead);
    }
  }
}
