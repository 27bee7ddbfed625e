// What is in the way of a file, in words.
import { basename } from 'node:path';
import { failed, PlumblineError } from '../../contract/errors';
import type { FormatError, Result } from '../../core/base/result';
import { bytesFailure } from '../../contract/bytes-failure';

/** Rejects with a PlumblineError for what a disk says against a file. */
export async function explained<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PlumblineError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw failed('file-absent', { path });
    if (code === 'ELOOP') throw failed('file-link', { path });
    if (code === 'EISDIR') throw failed('file-folder', { path });
    if (typeof code === 'string') throw failed('file-closed', { path, code });
    throw error;
  }
}

/** Throws one for what is wrong with its bytes. */
export function expectReadable<T>(result: Result<T, FormatError>, path: string): T {
  if (result.ok) return result.value;
  throw unreadable(path, result.error);
}

export const unreadable = (path: string, error: FormatError): PlumblineError =>
  failed('file-unreadable', { file: basename(path), why: bytesFailure(error).said });
