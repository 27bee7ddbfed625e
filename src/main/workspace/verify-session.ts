// Whether a session's folder is what its journal says: every capture is read and hashed. Nothing is repaired here; opening
// the workspace for writing does what can be done.
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capture, Verification } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import { sha256 } from './content-hash';
import { diskError, listFolder, openToRead } from './files';
import { DAY_FOLDER, isCaptureFile } from './names';
import { JOURNAL_FILE } from './journal';
import { NOTES_FILE } from './notes-file';
import { INDEX_FOLDER, SET_ASIDE_FOLDER } from './reconcile';
import type { SessionStore } from './session-store';

/** A file in the session that is not as the journal says. */
export interface CaptureDamage {
  readonly captureId: string;
  readonly why: 'missing' | 'size' | 'content';
}

/** Compares every capture with what the journal says of it. */
export async function findDamage(
  store: SessionStore,
  signal?: AbortSignal,
  report: OnProgress = () => {},
): Promise<CaptureDamage[]> {
  const damage: CaptureDamage[] = [];
  const captures = [...store.captures()];
  for (const [done, capture] of captures.entries()) {
    signal?.throwIfAborted();
    report({ step: 'read', done, all: captures.length });
    const why = await damageOf(store, capture);
    if (why !== null) damage.push({ captureId: capture.id, why });
  }
  return damage;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  readonly report?: OnProgress;
  /** Another process writes the session meanwhile: what it has not finished is not a leftover. */
  readonly isWritten: boolean;
}

/** All that can be said of a session's files, in sentences. Rejects where the session cannot be read at all. */
export async function verifySession(store: SessionStore, options: VerifyOptions): Promise<Verification> {
  const found = await findDamage(store, options.signal, options.report);
  const { unclaimed, tornBytes } = options.isWritten
    ? { unclaimed: [], tornBytes: 0 }
    : await store.betweenWrites(() => leftBehind(store));
  const inTheWay = (await listFolder(store.folder))
    .filter(
      (entry) =>
        (OWN_FOLDERS.has(entry.name) && !entry.isDirectory()) ||
        (entry.name === NOTES_FILE && !entry.isFile()),
    )
    .map(({ name }) => name);
  const captures = [...store.captures()];
  const damagedEntries = store.problems.filter(
    ({ code }) => code === 'damaged-entry' || code === 'doubled-entry',
  );
  return {
    formatVersion: 1,
    sessionId: store.id,
    ok: [found, damagedEntries, unclaimed, inTheWay].every(({ length }) => length === 0),
    captures: captures.length,
    bytes: captures.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    damage: found.map(({ captureId, why }) => ({ captureId, why, message: inWords(captureId, why) })),
    journal: damagedEntries.map(({ message, key, values }) => ({ message, key, values })),
    tornBytes,
    unclaimed,
    setAside: inTheWay.includes(SET_ASIDE_FOLDER)
      ? []
      : (await listFolder(join(store.folder, SET_ASIDE_FOLDER))).map(({ name }) => name).sort(),
    inTheWay,
  };
}

/** Made where they are needed; a file or a link in the place of one keeps that from being done. */
const OWN_FOLDERS: ReadonlySet<string> = new Set([SET_ASIDE_FOLDER, INDEX_FOLDER]);

const WHY: Record<CaptureDamage['why'], string> = {
  missing: 'is missing',
  size: 'has another size than the journal says',
  content: 'holds other bytes than the journal says: its SHA-256 differs',
};
const inWords = (captureId: string, why: CaptureDamage['why']): string => `${captureId} ${WHY[why]}.`;

async function damageOf(store: SessionStore, capture: Capture): Promise<CaptureDamage['why'] | null> {
  let path: string;
  try {
    path = await store.capturePath(capture.id);
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'not-found') return 'missing';
    throw error;
  }
  try {
    if ((await lstat(path)).size !== capture.sizeBytes) return 'size';
    return (await sha256(await readFile(path))) === capture.sha256 ? null : 'content';
  } catch (error) {
    throw diskError(error, path);
  }
}

/** What a crash may have left. */
async function leftBehind(store: SessionStore): Promise<Pick<Verification, 'unclaimed' | 'tornBytes'>> {
  return { unclaimed: await unclaimedFiles(store), tornBytes: await tornTail(store) };
}

/** Capture files that the journal does not name. */
async function unclaimedFiles(store: SessionStore): Promise<string[]> {
  const claimed = new Set([...store.captures()].map(({ id }) => id));
  const unclaimed: string[] = [];
  for (const day of await listFolder(store.folder)) {
    if (!day.isDirectory() || !DAY_FOLDER.test(day.name)) continue;
    for (const file of await listFolder(join(store.folder, day.name))) {
      const name = `${day.name}/${file.name}`;
      if (file.isFile() && isCaptureFile(file.name) && !claimed.has(name)) unclaimed.push(name);
    }
  }
  return unclaimed.sort();
}

const LONGEST_TAIL = 4 * 1024 * 1024;

/** Bytes after the journal's last newline. */
async function tornTail(store: SessionStore): Promise<number> {
  const file = await openToRead(join(store.folder, JOURNAL_FILE), true);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, LONGEST_TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return bytesRead - 1 - buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
  } finally {
    await file.close();
  }
}
