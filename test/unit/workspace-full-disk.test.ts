// A disk that really is full: a tmpfs of 1 MiB, where the system lets us mount one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findDamage } from '../../src/main/workspace/verify-session';
import { openWorkspace } from '../../src/main/workspace/workspace';
import { fillBytes, newSnapshot } from '../support/snapshots';

const mountPoint = mkdtempSync(join(tmpdir(), 'plumbline-full-'));
const mounted = mountTmpfs();

function mountTmpfs(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mountPoint], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // A container without the right to mount: the test says below that it did not run.
    if (error instanceof Error) return false;
    throw error;
  }
}

afterAll(() => {
  if (mounted) execFileSync('umount', [mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
});

const title = mounted
  ? 'stops with disk-full, keeps what was there, and goes on when there is room'
  : 'a full disk (not run: no right to mount a tmpfs here)';

describe('a workspace on a small disk', () => {
  it.skipIf(!mounted)(title, async () => {
    const path = join(mountPoint, 'workspace');
    const ballast = join(mountPoint, 'ballast');
    await writeFile(ballast, new Uint8Array(200_000));
    const workspace = await openWorkspace(path);
    const session = await workspace.createSession({ name: 'full', targets: [{ url: 'http://pod1:6060' }] });

    const kept: string[] = [];
    const take = (n: number) =>
      session.addSnapshot(newSnapshot(1_746_000_000_000 + n * 1000, [fillBytes(n, 50_000)]));
    let failed: unknown = null;
    for (let n = 0; failed === null && n < 100; n++) {
      await take(n).then(
        ({ id }) => kept.push(id),
        (error: unknown) => (failed = error),
      );
    }
    expect(failed).toMatchObject({ code: 'disk-full', message: expect.stringContaining('disk is full') });
    expect(kept.length).toBeGreaterThan(5);
    // Not only the capture's file but the journal's line, too: fill what is left to the last byte.
    await fillUp(join(mountPoint, 'filler'));
    // The journal's last page has some room of its own.
    const journalled = async (): Promise<void> => {
      for (let n = 0; n < 200; n++)
        await session.recordCapturing({ type: 'capturing-stopped', reason: 'disk-full' });
    };
    await expect(journalled()).rejects.toMatchObject({ code: 'disk-full' });
    await expect(take(200)).rejects.toMatchObject({ code: 'disk-full' });
    await expect(session.update({ name: 'x'.repeat(100) })).rejects.toMatchObject({ code: 'disk-full' });

    expect(session.snapshots().map(({ id }) => id)).toEqual(kept);
    expect(await findDamage(session)).toEqual([]);
    const journal = await readFile(join(session.folder, 'journal.jsonl'), 'utf8');
    expect(journal.endsWith('}\n')).toBe(true);

    await rm(ballast);
    kept.push((await take(300)).id);
    await workspace.close();

    const again = await openWorkspace(path);
    const reopened = await again.session(session.id);
    expect(reopened.problems).toEqual([]);
    expect(reopened.snapshots().map(({ id }) => id)).toEqual(kept);
    expect(await findDamage(reopened)).toEqual([]);
    expect(reopened.session.name).toBe('full');
    await again.close();
  });
});

async function fillUp(path: string): Promise<void> {
  for (const size of [65_536, 4096, 512, 1]) {
    for (;;) {
      try {
        await writeFile(path, new Uint8Array(size), { flag: 'a' });
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') break;
        throw error;
      }
    }
  }
}
