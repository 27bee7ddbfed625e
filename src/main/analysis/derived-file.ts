// Results that are kept in a session's `.index`. Derived: losing or deleting them costs time, no data. The session may have
// come from somebody else, so nothing is written through a link, and nothing but a file is read.
//
// File: 8 bytes magic · SHA-256 over the place and the content · the content. A bit that flipped would change Findings
// without a word. And whoever packs a session for somebody else could write into it what he likes: the place is the number
// that the reader's own disk gave the folder, which nobody can know beforehand.
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
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

const MAGIC = 'PLDERIV1';
/** Before the content. */
export const SEAL_BYTES = MAGIC.length + 32;

/** null where there is no such file, or none that was written whole in this very folder. */
export async function readDerived(path: string): Promise<Buffer | null> {
  try {
    const bytes = await readOwn(path);
    const content = bytes.subarray(SEAL_BYTES);
    return bytes.subarray(0, SEAL_BYTES).equals(await sealOf(path, content)) ? content : null;
  } catch (error) {
    if (error instanceof PlumblineError || errno(error) !== undefined || isTooLarge(error)) return null;
    throw error;
  }
}

async function readOwn(path: string): Promise<Buffer> {
  const file = await openToRead(path, true);
  try {
    assertFile(await file.stat(), path);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Copied or unpacked elsewhere a file is of another place; a session that is renamed, or moved on its disk, keeps its own. */
async function sealOf(path: string, content: Uint8Array): Promise<Buffer> {
  const { ino } = await lstat(dirname(path), { bigint: true });
  const hash = createHash('sha256')
    .update(`${ino}/${basename(path)}\0`)
    .update(content);
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), hash.digest()]);
}

/**
 * Replaces the file; a crash leaves the old one or the new one. `path` is absolute and its session's folder without links.
 * Rejects with `disk-full`, and `disk-failed` where `.index` is no folder of the session's own.
 */
export async function writeDerived(path: string, bytes: Uint8Array, files: Files = nodeFiles): Promise<void> {
  const folder = dirname(path);
  await makeOwnFolder(files, dirname(folder), basename(folder));
  await replaceFile(files, path, Buffer.concat([await sealOf(path, bytes), bytes]));
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
