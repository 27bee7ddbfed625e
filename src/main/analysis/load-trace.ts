// From a trace's file to its columns. A trace may have hundreds of megabytes: it is read in pieces, never as a whole.
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { OnProgress } from '../../contract/progress';
import { err, type FormatError } from '../../core/base/result';
import { readTrace } from '../../core/trace/read-trace';
import type { Trace } from '../../core/trace/trace';
import { openToRead } from '../workspace/files';
import { expectReadable, explained } from './load';
import type { ReadOptions } from './read-capture';

/** The largest trace that is read, unpacked. Its columns take some five times as much. */
const MAX_TRACE_BYTES = 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** What is unpacked last before damage is lost: a little. */
const UNPACKED_BYTES = 64 * 1024;

export interface LoadTraceOptions extends ReadOptions {
  readonly signal?: AbortSignal;
}

/** A trace, gzipped or not. One that is broken further on is answered as far as it goes; see `broken`. */
export async function loadTrace(
  path: string,
  { limit = MAX_TRACE_BYTES, noLinks, signal }: LoadTraceOptions = {},
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
  #isGzip = false;
  #size = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly limit: number,
    private readonly tell: OnProgress,
  ) {}

  /** The size of the file. */
  async open(): Promise<number> {
    this.#size = (await this.file.stat()).size;
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(2), 0, 2, 0);
    this.#isGzip = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    return this.#size;
  }

  async *all(): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const piece of this.#isGzip ? this.#unpacked() : this.#packed()) {
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
  }

  async *#packed(): AsyncGenerator<Uint8Array> {
    const all = Math.max(1, Math.ceil(this.#size / PIECE_BYTES));
    for (let at = 0; ;) {
      // Of its own each: batches are views of it until their generation is read.
      const { buffer, bytesRead } = await this.file.read(
        Buffer.allocUnsafeSlow(PIECE_BYTES),
        0,
        PIECE_BYTES,
        at,
      );
      if (bytesRead === 0) return;
      at += bytesRead;
      this.tell({ step: 'read', done: Math.min(all, Math.ceil(at / PIECE_BYTES)), all });
      yield buffer.subarray(0, bytesRead);
    }
  }

  async *#unpacked(): AsyncGenerator<Uint8Array> {
    const unpacking = Readable.from(this.#packed()).pipe(createGunzip({ chunkSize: UNPACKED_BYTES }));
    try {
      yield* unpacking as AsyncIterable<Buffer>;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'Z_BUF_ERROR') this.broken = { code: 'truncated', message: 'the gzip data ends early' };
      else if (typeof code === 'string' && code.startsWith('Z_'))
        this.broken = { code: 'malformed', message: 'the gzip data is damaged' };
      else throw error;
    }
  }
}
