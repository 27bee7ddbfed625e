// A small document that the app itself keeps outside of any workspace: settings, the window's place. Read once when it is
// opened, held in memory, written whole. What cannot be understood is never destroyed: a file of a newer Plumbline stays
// as it is, and an unreadable one is moved aside before the first new one takes its place.
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failed, PlumblineError } from '../contract/errors';
import { said } from '../contract/failures/say';
import {
  errno,
  isTemporary,
  listFolder,
  makeFolders,
  readText,
  removeQuietly,
  replaceFile,
  type Files,
} from './workspace/files';
import { NewerFormat, readDocument, type DocumentFormat } from './workspace/format-version';

export interface KeptDocument<T> {
  /** As it is now, whether or not it could be written. */
  readonly value: T;
  /** Why the file is not used, and what becomes of it, in a sentence; null: it was read, or there was none. */
  readonly problem: PlumblineError | null;
  /**
   * Takes effect at once; durable when it resolves. Writes follow one another, and of several that wait the last one
   * counts. Rejects with `disk-full` or `disk-failed`.
   */
  set(value: T): Promise<void>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

type KeptFormat<T> = Omit<DocumentFormat<T>, 'what' | 'damaged'>;

export interface KeptDocumentOptions<T> {
  readonly path: string;
  readonly files: Files;
  readonly format: KeptFormat<T>;
  /** Where there is no file, or none that can be read. */
  readonly initial: T;
  readonly now?: () => number;
}

export async function openKeptDocument<T>(options: KeptDocumentOptions<T>): Promise<KeptDocument<T>> {
  const { path, files, format, initial, now = Date.now } = options;
  await removeLeftovers(path, files, now());
  const found = await readKept(path, format);
  let value = found.value ?? initial;
  let inTheWay = found.state === 'unreadable';
  let written = value;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (written === value) return;
    const next = value;
    await makeFolders(files, dirname(path));
    if (inTheWay) {
      await files.rename(path, `${path}.unreadable-${new Date(now()).toISOString().replaceAll(':', '')}`);
      inTheWay = false;
    }
    await replaceFile(files, path, Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
    written = next;
  };

  return {
    get value() {
      return value;
    },
    problem: found.problem,
    set(next) {
      value = next;
      if (found.state === 'newer') return Promise.resolve();
      const turn = writing.then(write);
      // A failure is its caller's; the next write begins anew.
      writing = turn.catch(() => undefined);
      return turn;
    },
    settled: () => writing,
  };
}

/** No write takes as long: what is older was left by a crash. A younger one may be what another process is about to rename. */
const WRITTEN_AFTER_MS = 60_000;

async function removeLeftovers(path: string, files: Files, nowMs: number): Promise<void> {
  const folder = dirname(path);
  for (const { name } of await listFolder(folder)) {
    if (!isTemporary(name) || !name.startsWith(`.${basename(path)}.`)) continue;
    const leftover = join(folder, name);
    if (nowMs - (await writtenMs(leftover)) > WRITTEN_AFTER_MS) await removeQuietly(files, leftover);
  }
}

/** Infinity: it is gone by now. */
async function writtenMs(path: string): Promise<number> {
  try {
    return (await lstat(path)).mtimeMs;
  } catch (error) {
    if (errno(error) === 'ENOENT') return Infinity;
    throw error;
  }
}

interface Found<T> {
  readonly state: 'none' | 'read' | 'newer' | 'unreadable';
  readonly value: T | null;
  readonly problem: PlumblineError | null;
}

async function readKept<T>(path: string, format: KeptFormat<T>): Promise<Found<T>> {
  try {
    const text = await readText(path);
    if (text === null) return { state: 'none', value: null, problem: null };
    const what = said('place-path', { path });
    const value = readDocument(text, { ...format, what, damaged: 'damaged' });
    return { state: 'read', value, problem: null };
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    const why = error.said;
    return error instanceof NewerFormat
      ? { state: 'newer', value: null, problem: failed('kept-newer', { why }) }
      : { state: 'unreadable', value: null, problem: failed('kept-unreadable', { why }) };
  }
}
