// Small results that are kept beside a session as JSON. Derived: losing or deleting them costs time, no data.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { makeFolders, nodeFiles, replaceFile } from '../workspace/files';

/** null where there is no such file, or a damaged one, or one of another version. */
export async function loadDerived<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return null;
    throw error;
  }
}

/** Replaces the file. A crash leaves the old one or the new one. */
export async function saveDerived(path: string, value: unknown): Promise<void> {
  await makeFolders(nodeFiles, dirname(path));
  await replaceFile(nodeFiles, path, Buffer.from(JSON.stringify(value)));
}
