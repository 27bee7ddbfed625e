import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { err, ok, type FormatError, type Result } from '../../core/base/result';

/** The largest capture that is read, on disk and unpacked. Real ones stay far below; a dump is cut by Go at 64 MiB. */
export const MAX_CAPTURE_BYTES = 512 * 1024 * 1024;

/** Undoes gzip where the bytes are gzipped. Bounded: what unpacks to more than the limit is an error, not memory. */
export function unpack(bytes: Uint8Array, limit = MAX_CAPTURE_BYTES): Result<Uint8Array, FormatError> {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: limit }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return err({ code: 'too-large', message: `The file unpacks to more than ${limit / 1024 / 1024} MiB.` });
    }
    if (code === 'Z_BUF_ERROR') return err({ code: 'truncated', message: 'The gzip data ends early.' });
    return err({ code: 'malformed', message: 'The gzip data is damaged.' });
  }
}

export interface ReadOptions {
  /** Refuse a symbolic link: for files of a session, which may have come from somebody else. */
  readonly noLinks?: boolean;
}

/** A capture's decoded bytes, from its file. Rejects where the file cannot be read. */
export async function readCapture(
  path: string,
  options: ReadOptions = {},
): Promise<Result<Uint8Array, FormatError>> {
  // Windows has no such flag, and no links that an ordinary user could make.
  const noFollow = options.noLinks === true ? (constants.O_NOFOLLOW ?? 0) : 0;
  const file = await open(path, constants.O_RDONLY | noFollow);
  try {
    const { size } = await file.stat();
    if (size > MAX_CAPTURE_BYTES) {
      return err({
        code: 'too-large',
        message: `The file is larger than ${MAX_CAPTURE_BYTES / 1024 / 1024} MiB.`,
      });
    }
    return unpack(await file.readFile());
  } finally {
    await file.close();
  }
}
