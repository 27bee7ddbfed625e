import type { FileHandle } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { openToRead } from '../workspace/files';

/** The largest capture that is read, on disk and unpacked. Real ones stay far below; a dump is cut by Go at 64 MiB. */
export const MAX_CAPTURE_BYTES = 512 * 1024 * 1024;

/** Undoes gzip where the bytes are gzipped. Bounded: what unpacks to more than the limit is an error, not memory. */
export function unpack(bytes: Uint8Array, limit = MAX_CAPTURE_BYTES): Result<Uint8Array, FormatError> {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes);
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

/** The end of a gzip says how long the text is, modulo 2^32; believed up to what the format can pack, and 1 MiB. */
function chunkSizeFor(bytes: Uint8Array): number {
  const end = bytes.length;
  const said = end < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(end - 4, true);
  return Math.max(16 * 1024, Math.min(said + 1, end * 1032, 1024 * 1024));
}

export interface ReadOptions {
  /** Refuse a symbolic link: for files of a session, which may have come from somebody else. */
  readonly noLinks?: boolean;
  readonly limit?: number;
}

/** A capture's decoded bytes, from its file. Rejects where the file cannot be read. */
export async function readCapture(
  path: string,
  options: ReadOptions = {},
): Promise<Result<Uint8Array, FormatError>> {
  const { limit = MAX_CAPTURE_BYTES } = options;
  const file = await openToRead(path, options.noLinks);
  try {
    return unpack(await readBounded(file, limit), limit);
  } catch (error) {
    if (error instanceof TooLarge)
      return err({ code: 'too-large', message: `The file is larger than ${limit / 1024 / 1024} MiB.` });
    throw error;
  } finally {
    await file.close();
  }
}

class TooLarge extends Error {}

/** What is read may be a pipe or a device, whose size nobody knows beforehand: it is counted as it comes. */
async function readBounded(file: FileHandle, limit: number): Promise<Uint8Array> {
  const { size } = await file.stat();
  if (size > limit) throw new TooLarge();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let length = Math.max(size + 1, 1 << 16); ; length = 1 << 20) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, null);
    if (bytesRead === 0) break;
    total += bytesRead;
    if (total > limit) throw new TooLarge();
    chunks.push(buffer.subarray(0, bytesRead));
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, total);
}

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
 * Shows a large file to what `open` answers for its first piece, and reads the next piece meanwhile. Null where it is to
 * be read as a whole: it is small, or too large, or a device, `open` says so, or a piece has a rest that is too long.
 * Rejects where the file cannot be read.
 */
export async function readInPieces<T>(
  path: string,
  open: (head: Uint8Array) => Pieces<T> | null,
  options: ReadOptions = {},
): Promise<T | null> {
  const { limit = MAX_CAPTURE_BYTES } = options;
  const file = await openToRead(path, options.noLinks);
  try {
    const { size } = await file.stat();
    if (size < MIN_IN_PIECES || size > limit) return null;
    const readNext = async (into: Buffer): Promise<number> =>
      (await file.read(into, REST_BYTES, PIECE_BYTES, null)).bytesRead;
    let buffer = Buffer.allocUnsafeSlow(REST_BYTES + PIECE_BYTES);
    let next = Buffer.allocUnsafeSlow(REST_BYTES + PIECE_BYTES);
    let total = await readNext(buffer);
    let bytes = buffer.subarray(REST_BYTES, REST_BYTES + total);
    const pieces = open(bytes);
    if (pieces === null) return null;
    for (;;) {
      const coming = readNext(next);
      const rest = bytes.subarray(pieces.read(bytes));
      const length = await coming;
      if (length === 0) return pieces.finish(rest);
      total += length;
      if (rest.length > REST_BYTES || total > limit) return null;
      next.set(rest, REST_BYTES - rest.length);
      bytes = next.subarray(REST_BYTES - rest.length, REST_BYTES + length);
      [buffer, next] = [next, buffer];
    }
  } finally {
    await file.close();
  }
}
