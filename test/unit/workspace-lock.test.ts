// One writer per workspace, shown with processes that really run, really die, and really start at the same time.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles, type Files } from '../../src/main/workspace/files';
import { acquireLock, type WorkspaceLock } from '../../src/main/workspace/lock';
import { openWorkspace, openWorkspaceReadOnly } from '../../src/main/workspace/workspace';
import { bundle } from '../support/bundle';

let child = '';
let folder = '';
const running: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  child = await bundle(join(import.meta.dirname, '../support/workspace-child.ts'));
}, 60_000);
afterAll(() => rm(dirname(child), { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-lock-'));
});
afterEach(async () => {
  for (const process of running.splice(0)) await kill(process);
  await rm(folder, { recursive: true, force: true });
});

/** Starts a child that opens the workspace, and answers what it says of that. */
async function start(): Promise<{ child: ChildProcessWithoutNullStreams; says: string }> {
  const started = spawn(process.execPath, [child, 'lock', folder]);
  running.push(started);
  const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
  return { child: started, says: line };
}

async function kill(process: ChildProcessWithoutNullStreams): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

const editLock = async (change: (lock: Record<string, unknown>) => void): Promise<void> => {
  const path = join(folder, '.lock');
  const lock = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(lock);
  await writeFile(path, JSON.stringify(lock));
};

describe('the lock of a workspace', () => {
  it('refuses a second process and names the first', async () => {
    const first = await start();
    expect(first.says).toBe('held');
    await expect(openWorkspace(folder)).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringMatching(
        new RegExp(`process ${first.child.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC`),
      ),
    });
    const reader = await openWorkspaceReadOnly(folder);
    await expect(reader.createSession({ name: 'x' })).rejects.toMatchObject({ code: 'read-only' });
    await reader.close();
    expect((await start()).says).toMatch(/^refused read-only /);
  });

  it('is given back at close, and taken from a killed process', async () => {
    const first = await start();
    first.child.stdin.end();
    await once(first.child, 'exit');
    expect(await readdir(folder)).not.toContain('.lock');

    const second = await start();
    expect(second.says).toBe('held');
    await kill(second.child);
    expect(await readdir(folder)).toContain('.lock');
    const mine = await openWorkspace(folder);
    expect(await mine.stillMine()).toBe(true);
    await mine.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('.lock'))).toEqual([]);
  });

  it('refuses the same process too', async () => {
    const mine = await openWorkspace(folder);
    await expect(openWorkspace(folder)).rejects.toMatchObject({ code: 'read-only' });
    await mine.close();
    await (await openWorkspace(folder)).close();
  });

  it('goes to exactly one of many starters, round after round, over the lock of a killed one', async () => {
    for (let round = 0; round < 6; round++) {
      const children = await Promise.all(Array.from({ length: 6 }, start));
      const held = children.filter(({ says }) => says === 'held');
      expect(held).toHaveLength(1);
      for (const { says } of children) expect(says).toMatch(/^held$|^refused read-only /);
      for (const each of children) await kill(each.child);
    }
  }, 60_000);

  it('goes to exactly one of many within one process, whatever the stale lock looks like', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const holder = await acquireLock(folder, nodeFiles);
    const text = await readFile(join(folder, '.lock'), 'utf8');
    await holder.release();
    const stale = [
      JSON.stringify({ ...(JSON.parse(text) as object), pid: dead.pid }),
      '',
      '\0\0\0\0',
      '{"formatVersion":1',
    ];
    for (const content of stale) {
      await writeFile(join(folder, '.lock'), content);
      const tries = await Promise.allSettled(
        Array.from({ length: 12 }, () => acquireLock(folder, nodeFiles)),
      );
      const won = tries.filter((each) => each.status === 'fulfilled');
      expect(won).toHaveLength(1);
      for (const each of tries) {
        if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'read-only' });
      }
      await won[0]?.value.release();
      expect((await readdir(folder)).filter((name) => name.startsWith('.lock'))).toEqual([]);
    }
  });

  it('is not taken by a starter that looked before, and claimed after, another one succeeded', async () => {
    await (await acquireLock(folder, nodeFiles)).release();
    await writeFile(join(folder, '.lock'), '');
    let winner: WorkspaceLock | null = null;
    const slow: Files = {
      ...nodeFiles,
      async link(from, to) {
        // Between this starter's look at the stale lock and its claim, another one comes and goes through.
        if (basename(to).startsWith('.lock-')) winner ??= await acquireLock(folder, nodeFiles);
        return nodeFiles.link(from, to);
      },
    };
    await expect(acquireLock(folder, slow)).rejects.toMatchObject({ code: 'read-only' });
    const held = winner as WorkspaceLock | null;
    expect(await held?.stillMine()).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith('.lock'))).toEqual(['.lock']);
  });

  it('is exclusive where the file system has no links', async () => {
    const files: Files = { ...nodeFiles, link: () => Promise.resolve('unsupported') };
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(folder, files)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('follows a chain of claimants that all died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await (await acquireLock(folder, nodeFiles)).release();
    const lock = await acquireLock(folder, nodeFiles);
    const base = JSON.parse(await readFile(join(folder, '.lock'), 'utf8')) as object;
    await lock.release();
    const token = (n: number): string => String(n).repeat(32);
    const write = (name: string, n: number): Promise<void> =>
      writeFile(join(folder, name), JSON.stringify({ ...base, pid: dead.pid, token: token(n) }));
    await write('.lock', 1);
    await write(`.lock-${token(1)}`, 2);
    await write(`.lock-${token(2)}`, 3);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(folder, nodeFiles)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('.lock'))).toEqual(['.lock']);
  });

  it('is stale after a reboot, and when its pid runs something else now', async () => {
    const first = await start();
    await editLock((lock) => (lock['bootId'] = '00000000-0000-0000-0000-000000000000'));
    await (await openWorkspace(folder)).close();
    await kill(first.child);

    const second = await start();
    await editLock((lock) => (lock['startTicks'] = '1'));
    await (await openWorkspace(folder)).close();
    await kill(second.child);
  });

  it('of another machine is not judged by a pid that means nothing here', async () => {
    const first = await start();
    await editLock((lock) => {
      lock['host'] = 'bastion-7';
      lock['bootId'] = '00000000-0000-0000-0000-000000000000';
    });
    await expect(openWorkspace(folder)).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining('bastion-7'),
      advice: expect.stringContaining(join(folder, '.lock')),
    });
    await kill(first.child);
  });

  it('that was lost stops every write', async () => {
    const mine = await openWorkspace(folder);
    const session = await mine.createSession({ name: 'a' });
    await editLock((lock) => (lock['token'] = 'f'.repeat(32)));
    expect(await mine.stillMine()).toBe(false);
    await expect(session.update({ name: 'b' })).rejects.toMatchObject({ code: 'read-only' });
    await expect(mine.createSession({ name: 'c' })).rejects.toMatchObject({ code: 'read-only' });
    await mine.close();
    // It was not ours to remove.
    expect(await readdir(folder)).toContain('.lock');
  });
});
