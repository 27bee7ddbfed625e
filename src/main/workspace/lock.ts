// One writer per workspace. `.lock` names the process that writes. A lock whose process is gone is taken over, and the
// difficulty is to let only one of several starters do that, where each may itself be killed at any point:
//
//   1. `.lock` is created whole and exclusively; whoever creates it holds it.
//   2. Where it is stale, a starter creates `.lock-<token of the stale lock>` the same way: the claim to succeed this
//      one lock. A claim of a process that is gone is stale as well, and is claimed through its own token.
//   3. The last live claimant looks whether `.lock` is still the stale one it began with. If not, somebody succeeded in
//      between: it takes its claim back and begins anew. If so, it is the only one who may replace it, and does.
//
// The winner removes the claims only after it has replaced `.lock`, so a starter that could create a claim because the
// winner removed it finds a changed `.lock` in step 3. Removing the stale lock instead would let a slow starter remove
// its successor's.
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { failed } from '../../contract/errors';
import { createWhole, diskError, errno, removeQuietly, replaceFile, type Files } from './files';
import { judgeProcess, ownIdentity, processIdentitySchema } from './process-identity';

export interface WorkspaceLock {
  /** Whether this process still is the one writer: the folder may have been tampered with while the machine slept. */
  stillMine(): Promise<boolean>;
  release(): Promise<void>;
}

const lockSchema = processIdentitySchema.extend({
  formatVersion: z.literal(1),
  /** Unlike every other lock's; file name safe. */
  token: z.string().regex(/^[0-9a-f]{16,64}$/),
  since: z.iso.datetime(),
});
type Lock = z.infer<typeof lockSchema>;
/** A lock that cannot be read was left by a crash of the machine: stale, with a token made from its bytes. */
type FoundLock = { readonly token: string; readonly lock: Lock | null };

export const LOCK_NAME = '.lock';
const CLAIM = /^\.lock-[0-9a-f]{16,64}$/;

/** Rejects with PlumblineError `read-only` that names the process which writes the workspace. */
export async function acquireLock(folder: string, files: Files, nowMs = Date.now()): Promise<WorkspaceLock> {
  const path = join(folder, LOCK_NAME);
  const own: Lock = {
    formatVersion: 1,
    token: randomBytes(16).toString('hex'),
    since: new Date(nowMs).toISOString(),
    ...(await ownIdentity()),
  };
  const bytes = Buffer.from(`${JSON.stringify(own)}\n`);
  while (!(await createWhole(files, path, bytes))) {
    const found = await readLock(path);
    if (found === null) continue;
    const end = await lastClaim(folder, found, own);
    if (end === null) continue;
    const claim = join(folder, `${LOCK_NAME}-${end.token}`);
    if (!(await createWhole(files, claim, bytes))) continue;
    if ((await readLock(path))?.token !== found.token) {
      await files.remove(claim);
      continue;
    }
    await replaceFile(files, path, bytes);
    break;
  }
  await removeClaims(folder, files);

  const isMine = async (): Promise<boolean> => (await readLock(path))?.token === own.token;
  return {
    stillMine: isMine,
    async release() {
      if (await isMine()) await files.remove(path);
    },
  };
}

/** Whether some process writes the workspace, for those who only read it. One that cannot be judged is held to. */
export async function isHeld(folder: string): Promise<boolean> {
  const lock = (await readLock(join(folder, LOCK_NAME)))?.lock ?? null;
  return lock !== null && (await judgeProcess(lock, await ownIdentity())) !== 'dead';
}

/** The end of the chain of claims, all stale; null: the chain changed meanwhile. Throws where one of them is held. */
async function lastClaim(folder: string, first: FoundLock, own: Lock): Promise<FoundLock | null> {
  let end = first;
  for (let length = 0; length < 1000; length++) {
    if (end.lock !== null) await refuseUnlessDead(folder, end.lock, own);
    const next = await readLock(join(folder, `${LOCK_NAME}-${end.token}`));
    if (next === null) return end;
    end = next;
  }
  return null;
}

async function refuseUnlessDead(folder: string, lock: Lock, own: Lock): Promise<void> {
  const state = await judgeProcess(lock, own);
  if (state === 'dead') return;
  const since = Date.parse(lock.since);
  if (lock.pid === own.pid && lock.startTicks === own.startTicks && state === 'alive') {
    throw failed('locked-here', { folder, since });
  }
  if (state === 'alive') {
    throw failed('locked-by-other', { folder, pid: String(lock.pid), since });
  }
  const path = join(folder, LOCK_NAME);
  throw failed('locked-elsewhere', { folder, host: lock.host, pid: String(lock.pid), since, path });
}

async function readLock(path: string): Promise<FoundLock | null> {
  for (let attempt = 0; ; attempt++) {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (errno(error) === 'ENOENT') return null;
      throw diskError(error, path);
    }
    const lock = parseLock(text);
    if (lock !== null) return { token: lock.token, lock };
    // Without links the file exists for a moment before its content.
    if (attempt === 20)
      return { token: createHash('sha256').update(text).digest('hex').slice(0, 32), lock: null };
    await wait(25);
  }
}

function parseLock(text: string): Lock | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const parsed = lockSchema.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

/** Claims are of no use once `.lock` has a new token: nobody finds their way to them, or loses nothing by it. */
async function removeClaims(folder: string, files: Files): Promise<void> {
  for (const name of await readdir(folder)) {
    if (CLAIM.test(name)) await removeQuietly(files, join(folder, name));
  }
}
