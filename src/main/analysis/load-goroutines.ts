import { stat } from 'node:fs/promises';
import { gunzipSync, constants } from 'node:zlib';
import type { OnProgress } from '../../contract/progress';
import type { Goroutines } from '../../core/goroutine/goroutines';
import { openToRead } from '../workspace/files';
import { explained, goroutinesOf, loadFile, type LoadOptions } from './load';

export interface LoadedGoroutines {
  readonly goroutines: Goroutines;
  readonly delta: { readonly seconds: number | null } | null;
}

/** The goroutines of a profile, of its text, of a dump, or of the end of an execution trace. */
export async function loadGoroutines(
  path: string,
  options: LoadOptions = {},
  tell: OnProgress = () => undefined,
): Promise<LoadedGoroutines> {
  if (await isTrace(path, options)) {
    // Not loaded for all that are none, since commands are measured in milliseconds.
    const [{ loadTrace }, { censusAtEnd }] = await Promise.all([
      import('./load-trace'),
      import('../../core/trace/census'),
    ]);
    const { goroutines } = censusAtEnd(await loadTrace(path, options, tell));
    return { goroutines, delta: null };
  }
  const file = await loadFile(path, options);
  return { goroutines: goroutinesOf(file, path), delta: file.facts.delta };
}

const HEAD_BYTES = 512;
const TRACE = /^go 1\.\d+ trace\0/;

/** By its first bytes: a pipe, of which there is no second look, is never taken for one. */
async function isTrace(path: string, { noLinks }: LoadOptions): Promise<boolean> {
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
