import { stat } from 'node:fs/promises';
import { gunzipSync, constants } from 'node:zlib';
import { openToRead } from '../workspace/files';
import { explained } from './explained';
import type { ReadOptions } from './read-capture';

const HEAD_BYTES = 512;
const TRACE = /^go 1\.\d+ trace\0/;

/** By its first bytes: a pipe, of which there is no second look, is never taken for one. */
export async function isTrace(path: string, { noLinks }: ReadOptions = {}): Promise<boolean> {
  // Opened and closed again, a pipe would end for its writer.
  if (!(await explained(path, () => stat(path))).isFile()) return false;
  const file = await explained(path, () => openToRead(path, noLinks));
  try {
    const { buffer, bytesRead } = await explained(path, () =>
      file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0),
    );
    return TRACE.test(plainHead(buffer.subarray(0, bytesRead)).toString('latin1', 0, 16));
  } finally {
    await file.close();
  }
}

function plainHead(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return bytes; // damaged, which whoever reads it says in words
  }
}
