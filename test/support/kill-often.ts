import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isTemporary } from '../../src/main/workspace/files';
import { findDamage } from '../../src/main/workspace/verify-session';
import type { SessionStore } from '../../src/main/workspace/session-store';
import { openWorkspace } from '../../src/main/workspace/workspace';
import { randomFrom } from './random';
import { fillBytes } from './snapshots';

/** As the child says it when the session has got another name. */
const NAMED = 'named';

/** Else the moments were not random enough to mean anything. */
const LEAST_KILLED_IN_WRITE = 6;

/**
 * Starts the writer of workspace-child.ts `times` times, kills it at a random moment, and after each kill opens the
 * workspace as its user would. Throws on the first promise that was not kept. How many kills fall into a write is the
 * disk's affair: goes on, for four times as long, until some have.
 */
export async function killOften(
  child: string,
  workspacePath: string,
  times: number,
  seed: number,
): Promise<{ promised: number; killedInWrite: number }> {
  const random = randomFrom(seed);
  const first = await openWorkspace(workspacePath);
  const { folder } = await first.createSession({ name: 'loop', targets: [{ url: 'http://pod1:6060' }] });
  await first.close();

  const promises = new Map<string, number>();
  let killedInWrite = 0;
  const isEnough = (round: number): boolean => round >= times && killedInWrite >= LEAST_KILLED_IN_WRITE;
  for (let round = 0; !isEnough(round) && round < 4 * times; round++) {
    for (const [id, n] of await runAndKill(child, workspacePath, round, random)) promises.set(id, n);
    if (await leftSomething(folder)) killedInWrite++;
    await checkPromises(workspacePath, promises, round);
    if (await leftSomething(folder)) throw new Error(`round ${round}: unfinished files survived the opening`);
  }
  promises.delete(NAMED);
  return { promised: promises.size, killedInWrite };
}

async function runAndKill(
  child: string,
  workspacePath: string,
  round: number,
  random: () => number,
): Promise<[string, number][]> {
  const running = spawn(process.execPath, [child, 'snapshots', workspacePath, String(round)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  running.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const told: [string, number][] = [];
  const exited = once(running, 'exit');
  const lines = createInterface({ input: running.stdout });
  const closed = once(lines, 'close');
  // After so many promises and then some: the moment of death is the point here, and nothing waits for it to pass.
  const wanted = Math.floor(random() * 4);
  const later = random() * 30;
  let isDying = false;
  lines.on('line', (line) => {
    const [id, n] = line.split(' ');
    if (id !== undefined && n !== undefined) told.push([id, Number(n)]);
    if (isDying || told.length < wanted) return;
    isDying = true;
    setTimeout(() => running.kill('SIGKILL'), later);
  });
  const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  await closed;
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${stderr}`);
  return told;
}

async function checkPromises(path: string, promises: Map<string, number>, round: number): Promise<void> {
  const workspace = await openWorkspace(path);
  try {
    const session = await workspace.session(workspace.sessions()[0]?.id ?? '');
    const bad = session.problems.filter(({ code }) => code !== 'torn-journal' && code !== 'set-aside');
    if (bad.length > 0) throw new Error(`round ${round}: ${bad.map(({ message }) => message).join(' ')}`);
    const damage = await findDamage(session);
    if (damage.length > 0) throw new Error(`round ${round}: ${JSON.stringify(damage)}`);
    for (const [id, n] of promises) {
      if (id === NAMED) checkName(session.session.name, n);
      else await checkBytes(session, id, n);
    }
  } finally {
    await workspace.close();
  }
}

/** The name that was told last, or the one that was being given. */
function checkName(name: string, told: number): void {
  const now = /^loop (\d+)$/.exec(name)?.[1];
  if (now === undefined || Number(now) < told)
    throw new Error(`the session is named ${name}, not loop ${told}`);
}

async function checkBytes(session: SessionStore, id: string, n: number): Promise<void> {
  const capture = session.snapshot(id).captures[1];
  if (capture === undefined) throw new Error(`${id} lost a capture`);
  const bytes = await readFile(await session.capturePath(capture.id));
  if (!bytes.equals(fillBytes(n + 7, 40))) throw new Error(`${id} holds other bytes than were given`);
}

/** Whether the kill fell into a write: a temporary file, or a torn journal line. */
async function leftSomething(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true });
  if (names.some((name) => isTemporary(name.slice(name.lastIndexOf('/') + 1)))) return true;
  return !(await readFile(join(folder, 'journal.jsonl'), 'utf8')).endsWith('\n');
}
