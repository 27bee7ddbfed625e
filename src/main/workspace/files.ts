// The one seam through which the workspace writes. Every primitive is small enough to be recorded and replayed up to
// any point, so that a crash between any two of them can be tried; what is built from them (`replaceFile`, `placeFile`)
// keeps the order that makes a crash harmless: content durable, then the name, then the folder.
import { constants, openSync, realpathSync, type Dirent, type Stats } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  truncate,
  type FileHandle,
} from 'node:fs/promises';
import { constants as osConstants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { failed, PlumblineError } from '../../contract/errors';

/** Each rejects with PlumblineError `disk-full` or `disk-failed`, and with nothing else that a disk can cause. */
export interface Files {
  /** A new file, durable on return; its name is not before `syncFolder`. False: there is one, it was not touched. */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Adds to the end, durable on return. After a failure a part may be there. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Cuts to `length` bytes, durable on return. */
  truncate(path: string, length: number): Promise<void>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file, never over another. Some file systems have no such thing. */
  link(from: string, to: string): Promise<'linked' | 'exists' | 'unsupported' | 'gone'>;
  /** A file or a folder with all in it; none is fine. */
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<'made' | 'exists' | 'no-parent'>;
  /** Makes the names in a folder durable, where the system can (not on Windows). */
  syncFolder(path: string): Promise<void>;
  /** A new file from a stream, not fsynced: for what may be lost in a crash. Nothing is left behind a failure. */
  receive(path: string, chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number>;
}

/** What a failed file operation means to the user. Everything that is no errno is a defect and is thrown as it is. */
export function diskError(error: unknown, at: string): unknown {
  const code = errno(error);
  if (code === undefined) return error;
  const path = finalPath(at);
  switch (code) {
    case 'ENOSPC':
      return failed('disk-full', { folder: homeOf(path) });
    case 'EDQUOT':
      return failed('disk-quota', { folder: homeOf(path) });
    case 'EROFS':
      return failed('disk-read-only', { path });
    case 'EACCES':
    case 'EPERM':
      return failed('disk-denied', { path });
    case 'ENOENT':
      return failed('disk-gone', { path });
    case 'ELOOP':
      return failed('disk-link', { path });
    case 'ENOTDIR':
      return failed('disk-no-folder', { path });
    case 'EEXIST':
      return failed('disk-exists', { path });
    case 'EMFILE':
    case 'ENFILE':
      return failed('disk-too-many-open', { path });
    case 'EIO':
      return failed('disk-error', { path });
    default:
      return failed('disk-other', { path, code });
  }
}

export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'errno' in error
    ? error.code
    : undefined;
}

/** Node's file system. */
export const nodeFiles: Files = {
  create: (path, bytes) =>
    guard(path, async () => {
      try {
        await writeDurably(path, 'wx', bytes);
        return true;
      } catch (error) {
        if (errno(error) === 'EEXIST') return false;
        throw error;
      }
    }),
  append: (path, bytes) => guard(path, () => writeDurably(path, 'a', bytes)),
  truncate: (path, length) =>
    guard(path, async () => {
      await truncate(path, length);
      const handle = await open(path, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  rename: (from, to) => guard(to, () => renamePatiently(from, to)),
  link: (from, to) =>
    guard(to, async () => {
      try {
        await link(from, to);
        return 'linked';
      } catch (error) {
        const code = errno(error);
        if (code === 'EEXIST') return 'exists';
        if (code === 'ENOENT') return 'gone';
        if (code !== undefined && NO_LINKS.has(code)) return 'unsupported';
        throw error;
      }
    }),
  remove: (path) => guard(path, () => rm(path, { recursive: true, force: true })),
  makeFolder: (path) =>
    guard(path, async () => {
      try {
        // Captures can hold what is nobody else's business on a shared machine.
        await mkdir(path, { mode: 0o700 });
        return 'made';
      } catch (error) {
        if (errno(error) === 'EEXIST') return 'exists';
        if (errno(error) === 'ENOENT') return 'no-parent';
        throw error;
      }
    }),
  syncFolder: (path) =>
    guard(path, async () => {
      if (process.platform === 'win32') return;
      const handle = await open(path, 'r');
      try {
        await handle.sync();
      } catch (error) {
        // Some network and FUSE file systems know no fsync of a folder; there is nothing more that could be done.
        if (errno(error) !== 'EINVAL' && errno(error) !== 'ENOTSUP') throw error;
      } finally {
        await handle.close();
      }
    }),
  receive: (path, chunks, maxBytes) =>
    guard(path, async () => {
      const handle = await open(path, 'wx', 0o600);
      let size = 0;
      let complete = false;
      try {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > maxBytes) throw failed('upload-too-large', { limit: maxBytes });
          await handle.writeFile(chunk);
        }
        complete = true;
        return size;
      } finally {
        await handle.close();
        if (!complete) await rm(path, { force: true });
      }
    }),
};

const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EMLINK']);

async function guard<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw diskError(error, path);
  }
}

async function writeDurably(path: string, flag: 'wx' | 'a', bytes: Uint8Array): Promise<void> {
  const handle = await open(path, flag);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Virus scanners and indexers on Windows hold a new file open for a moment; a rename then fails, and later succeeds. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errno(error) ?? '');
      if (!busy || attempt === 8) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt));
    }
  }
}

const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$/;
/** In the same folder, so that a rename never crosses a file system. */
const temporaryFor = (path: string): string => join(dirname(path), `.${basename(path)}.${randomHex()}.tmp`);
/** Not from node:crypto, which takes 3 ms to load: this module is behind every command that reads a file. */
const randomHex = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
/** What a temporary file or an unfinished folder was to become: their own names say nothing to anyone. */
const finalPath = (path: string): string => {
  const name = basename(path);
  const folder = dirname(path);
  if (folder === path) return path;
  const own = isUnfinished(name)
    ? name.slice(UNFINISHED.length)
    : isTemporary(name)
      ? name.slice(1, -'.0123456789ab.tmp'.length)
      : name;
  return join(finalPath(folder), own);
};
/** The session or the workspace that a file or a day's folder is part of. */
const homeOf = (path: string): string => {
  const folder = dirname(path);
  return /^\d{4}-\d\d-\d\d$/.test(basename(folder)) ? dirname(folder) : folder;
};
/** Left behind by a crash: never finished, so never told to anyone. */
export const isTemporary = (name: string): boolean => TEMPORARY.test(name);

const UNFINISHED = '.new-';
/** Where a folder is filled before it gets its name. */
export const unfinishedFor = (path: string): string => join(dirname(path), `${UNFINISHED}${basename(path)}`);
export const isUnfinished = (name: string): boolean => name.startsWith(UNFINISHED);

/** The whole new content or the whole old one, at any moment. Durable on return. */
export async function replaceFile(files: Files, path: string, bytes: Uint8Array): Promise<void> {
  await placeFile(files, path, bytes);
  await files.syncFolder(dirname(path));
}

/** As `replaceFile`, but the name is durable only after the caller's `syncFolder`: one for many files. */
export async function placeFile(files: Files, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await files.create(temporary, bytes);
    await files.rename(temporary, path);
  } catch (error) {
    await removeQuietly(files, temporary);
    throw error;
  }
}

/**
 * Creates a file with its whole content at once, if there is none. False: there is one. Where the file system has no
 * links it is exclusive all the same, but for a moment the file is there without its content.
 */
export async function createWhole(files: Files, path: string, bytes: Uint8Array): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const temporary = temporaryFor(path);
    try {
      await files.create(temporary, bytes);
      const linked = await files.link(temporary, path);
      if (linked === 'linked') return true;
      if (linked === 'exists') return false;
      if (linked === 'unsupported') return await files.create(path, bytes);
      // 'gone': another process tidied our temporary file away as a leftover.
      if (attempt === 5) throw failed('disk-not-created', { path });
    } finally {
      await removeQuietly(files, temporary);
    }
  }
}

/** Makes a folder and its parents, each durable in the one above it. */
export async function makeFolders(files: Files, path: string): Promise<void> {
  let outcome = await files.makeFolder(path);
  if (outcome === 'no-parent') {
    await makeFolders(files, dirname(path));
    outcome = await files.makeFolder(path);
  }
  if (outcome === 'made') await files.syncFolder(dirname(path));
}

/**
 * A folder in a session that may have come from somebody else: a link in its place would lead what is written out of
 * the session. `folder` is absolute and without links. Rejects with `disk-failed` where it is no folder of its own.
 */
export async function makeOwnFolder(files: Files, folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  await makeFolders(files, path);
  try {
    if ((await lstat(path)).isDirectory() && (await realpath(path)) === path) return;
  } catch (error) {
    throw diskError(error, path);
  }
  throw failed('disk-foreign-folder', { path });
}

/**
 * Tidies up after a failure that is already on its way to the caller: a second failure, of the tidying, would only
 * hide the first, and what is left is found at the next opening.
 */
export async function removeQuietly(files: Files, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
  }
}

const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/**
 * For reading alone, wherever a file is to be read in parts: who imports `open` of node:fs could write past the seam.
 * Rejects as `open` does. `noLinks` is for what lies in a session, by an absolute path whose session folder is without
 * links: it refuses one in any part with ELOOP, and opens a pipe at once and empty, since nobody waits for its writer.
 */
export async function openToRead(path: string, noLinks = false): Promise<FileHandle> {
  if (noLinks && (await realpath(path)) !== path) throw linkInPath(path);
  return open(path, readFlags(noLinks));
}

/** The same on this thread, for jobs that read thousands of small files: the turns of each took longer than its bytes. */
export function openToReadSync(path: string, noLinks = false): number {
  if (noLinks && realpathSync.native(path) !== path) throw linkInPath(path);
  return openSync(path, readFlags(noLinks));
}

/** As the system itself says it of the last part. */
const linkInPath = (path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`ELOOP: a symbolic link in ${path}`), {
    ...{ code: 'ELOOP', errno: -osConstants.errno.ELOOP, path },
  });

const readFlags = (noLinks: boolean): number =>
  constants.O_RDONLY | (noLinks ? (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) : 0);

/** Throws `format` for a folder, a pipe or a device in the place of a file: nothing of them may be waited for. */
export function assertFile(found: Stats, path: string): void {
  if (!found.isFile()) throw failed('no-file', { path });
}

/** A small document; null: there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    assertFile(found, path);
    const { size } = found;
    if (size > MAX_DOCUMENT_BYTES) throw failed('file-too-long', { path, size });
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errno(error) === 'ENOENT') return null;
    throw diskError(error, path);
  }
}

/** What is in a folder; nothing where there is none. */
export async function listFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (errno(error) === 'ENOENT') return [];
    throw diskError(error, path);
  }
}
