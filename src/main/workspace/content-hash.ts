import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** In pieces: 64 MiB at once would hold every other request up. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  const piece = 4 * 1024 * 1024;
  for (let start = 0; start < bytes.length; start += piece) {
    if (start > 0) await nextTurn();
    hash.update(bytes.subarray(start, start + piece));
  }
  return hash.digest('hex');
}
