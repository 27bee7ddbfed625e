// Results that are kept in a session's `.index`. Derived: losing or deleting them costs time, no data. The session may have
// come from somebody else, so nothing is written through a link, and nothing but a file is read.
import { basename, dirname } from 'node:path';
import type { z } from 'zod';
import { PlumblineError } from '../../contract/errors';
import {
  assertFile,
  errno,
  makeOwnFolder,
  nodeFiles,
  openToRead,
  replaceFile,
  type Files,
} from '../workspace/files';

/** null where there is no such file, or none that can be read. */
export async function readDerived(path: string): Promise<Buffer | null> {
  try {
    const file = await openToRead(path, true);
    try {
      assertFile(await file.stat(), path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PlumblineError || errno(error) !== undefined || isTooLarge(error)) return null;
    throw error;
  }
}

/**
 * Replaces the file; a crash leaves the old one or the new one. `path` is absolute and its session's folder without links.
 * Rejects with `disk-full`, and `disk-failed` where `.index` is no folder of the session's own.
 */
export async function writeDerived(path: string, bytes: Uint8Array, files: Files = nodeFiles): Promise<void> {
  const folder = dirname(path);
  await makeOwnFolder(files, dirname(folder), basename(folder));
  await replaceFile(files, path, bytes);
}

/** null where there is no such document, or a damaged one, or one of another version. */
export async function loadDerived<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const bytes = await readDerived(path);
  if (bytes === null) return null;
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const saveDerived = (path: string, value: unknown): Promise<void> =>
  writeDerived(path, Buffer.from(JSON.stringify(value)));

/** Node reads no file of more than 2 GiB at once. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof RangeError && 'code' in error && error.code === 'ERR_FS_FILE_TOO_LARGE';
