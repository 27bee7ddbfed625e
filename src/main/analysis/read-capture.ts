import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gunzipSync } from 'node:zlib';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { openToRead, openToReadSync } from '../workspace/files';

/** The largest capture that is read, on disk and unpacked. Real ones stay far below; a dump is cut by Go at 64 MiB. */
export const MAX_CAPTURE_BYTES = 512 * 1024 * 1024;

/** Undoes gzip where the bytes are gzipped. Bounded: what unpacks to more than the limit is an error, not memory. */
export function unpack(bytes: Uint8Array, limit = MAX_CAPTURE_BYTES): Result<Uint8Array, FormatError> {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  if (!isGzip(bytes)) return ok(bytes);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: limit, chunkSize: chunkSizeFor(bytes) }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return err({ code: 'too-large', message: `The file unpacks to more than ${limit / 1024 / 1024} MiB.` });
    }
    if (code === 'Z_BUF_ERROR') return err({ code: 'truncated', message: 'The gzip data ends early.' });
    return err({ code: 'malformed', message: 'The gzip data is damaged.' });
  }
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The end of a gzip says how long the text is, modulo 2^32; believed up to what the format can pack, and 1 MiB. */
function chunkSizeFor(bytes: Uint8Array): number {
  const end = bytes.length;
  const said = end < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(end - 4, true);
  return Math.max(16 * 1024, Math.min(said + 1, end * 1032, 1024 * 1024));
}

export interface ReadOptions {
  /** Refuse a symbolic link in any part of the path: for files of a session, which may have come from somebody else. */
  readonly noLinks?: boolean;
  readonly limit?: number;
}

/** A capture's decoded bytes, from its file. Rejects where the file cannot be read. For the thread of a job: it may wait. */
export async function readCapture(
  path: string,
  options: ReadOptions = {},
): Promise<Result<Uint8Array, FormatError>> {
  const { limit = MAX_CAPTURE_BYTES, noLinks } = options;
  try {
    if (statSync(path).isFile()) return unpack(readFileAtOnce(path, limit, noLinks), limit);
    const file = await openToRead(path, noLinks);
    try {
      return unpack(await readBounded(file, limit), limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof TooLarge)
      return err({ code: 'too-large', message: `The file is larger than ${limit / 1024 / 1024} MiB.` });
    throw error;
  }
}

function readFileAtOnce(path: string, limit: number, noLinks?: boolean): Uint8Array {
  const file = openToReadSync(path, noLinks);
  try {
    const { size } = fstatSync(file);
    if (size > limit) throw new TooLarge();
    // One byte more shows that the file has not grown; what has is read on.
    let bytes = Buffer.allocUnsafe(size + 1);
    for (let filled = 0; ;) {
      const length = readSync(file, bytes, filled, bytes.length - filled, null);
      if (length === 0) return bytes.subarray(0, filled);
      filled += length;
      if (filled > limit) throw new TooLarge();
      if (filled === bytes.length) bytes = Buffer.concat([bytes], filled * 2);
    }
  } finally {
    closeSync(file);
  }
}

class TooLarge extends Error {}

/** A pipe or a device, whose size nobody knows beforehand: it is counted as it comes. */
async function readBounded(file: FileHandle, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return Buffer.concat(chunks, total);
    total += bytesRead;
    if (total > limit) throw new TooLarge();
    chunks.push(buffer.subarray(0, bytesRead));
  }
}
const CHUNK_BYTES = 64 * 1024;

/** What is shown a file part by part. */
export interface Pieces<T> {
  /** Takes as much from the start of `bytes` as it can, and answers its length; the rest is shown again, with what follows. */
  read(bytes: Uint8Array): number;
  finish(bytes: Uint8Array): T;
}

/** Smaller files are as quick as a whole. */
const MIN_IN_PIECES = 8 * 1024 * 1024;
/** Little enough to stay in the processor's cache: memory that is touched for the first time costs more than the copy. */
const PIECE_BYTES = 1024 * 1024;
/** For the rest of the piece before. */
const REST_BYTES = 1024 * 1024;

/**
 * Shows a large file to what `open` answers for its first piece. Null where it is to be read as a whole: it is small, or
 * too large, or a device, `open` says so, or a piece has a rest that is too long. Throws where the file cannot be read.
 * For the thread of a job: a read of a piece is over before another thread has been woken to do it.
 */
export function readInPieces<T>(
  path: string,
  open: (head: Uint8Array) => Pieces<T> | null,
  options: ReadOptions = {},
): T | null {
  const { limit = MAX_CAPTURE_BYTES } = options;
  const { size } = statSync(path);
  if (size < MIN_IN_PIECES || size > limit) return null;
  const file = openToReadSync(path, options.noLinks);
  try {
    const buffer = Buffer.allocUnsafeSlow(REST_BYTES + PIECE_BYTES);
    const readNext = (): number => readSync(file, buffer, REST_BYTES, PIECE_BYTES, null);
    let total = readNext();
    let bytes = buffer.subarray(REST_BYTES, REST_BYTES + total);
    const pieces = open(bytes);
    if (pieces === null) return null;
    for (;;) {
      const rest = bytes.subarray(pieces.read(bytes));
      if (rest.length > REST_BYTES) return null;
      // It moves to where the next piece follows it.
      buffer.set(rest, REST_BYTES - rest.length);
      const length = readNext();
      bytes = buffer.subarray(REST_BYTES - rest.length, REST_BYTES + length);
      if (length === 0) return pieces.finish(bytes);
      total += length;
      if (total > limit) return null;
    }
  } finally {
    closeSync(file);
  }
}

/** What is read ahead has at most so many bytes, in its file and unpacked. */
const AHEAD_BYTES = 8 * 1024 * 1024;
/** So many files at once: more than the threads that unpack them, so that none of them waits for this one. */
const AHEAD_FILES = 4;
const gunzipElsewhere = promisify(gunzip);

/** Reads many small files in their order, each while those before it are still being decoded: gzip has other threads. */
export class ReadAhead {
  readonly #paths: Iterator<string>;
  readonly #noLinks: boolean | undefined;
  readonly #coming: { readonly path: string; readonly bytes: Promise<Uint8Array | null> }[] = [];

  constructor(paths: Iterable<string>, { noLinks }: Pick<ReadOptions, 'noLinks'> = {}) {
    this.#paths = paths[Symbol.iterator]();
    this.#noLinks = noLinks;
    for (let i = 0; i < AHEAD_FILES; i++) this.#begin();
  }

  /**
   * The unpacked bytes of the next file, which is at `path`. Null where that is another one, and for `readCapture`
   * whatever is large, no file, or damaged.
   */
  async take(path: string): Promise<Uint8Array | null> {
    const [next] = this.#coming;
    if (next?.path !== path) return null;
    this.#coming.shift();
    this.#begin();
    return next.bytes;
  }

  #begin(): void {
    const next = this.#paths.next();
    if (next.done === true) return;
    this.#coming.push({ path: next.value, bytes: this.#read(next.value).catch(() => null) });
  }

  async #read(path: string): Promise<Uint8Array | null> {
    const found = statSync(path);
    if (!found.isFile() || found.size > AHEAD_BYTES) return null;
    const bytes = readFileAtOnce(path, AHEAD_BYTES, this.#noLinks);
    if (!isGzip(bytes)) return bytes;
    return gunzipElsewhere(bytes, { maxOutputLength: AHEAD_BYTES, chunkSize: chunkSizeFor(bytes) });
  }
}
