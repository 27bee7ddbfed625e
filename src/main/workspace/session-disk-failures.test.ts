// Writing to a disk that is full or fails, and to a folder in which somebody put something else in our place.
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { diskError, nodeFiles, type Files } from './files';
import type { NewSnapshot } from './snapshot-files';
import { findDamage } from './verify-session';

const at = openSessionForEach();

describe('a disk that fails at any one operation', () => {
  /** Fails the nth write operation, as a full disk would: an append or a new file may be half there. */
  function failingAt(nth: number, code: 'ENOSPC' | 'EIO'): { files: Files; count: () => number } {
    let n = 0;
    const fail = (path: string): unknown =>
      diskError(Object.assign(new Error(code), { code, errno: -28 }), path);
    const step = async (path: string, before?: () => Promise<unknown>): Promise<void> => {
      if (++n !== nth) return;
      await before?.();
      throw fail(path);
    };
    const files: Files = {
      ...nodeFiles,
      async create(path, bytes) {
        await step(path, () => nodeFiles.create(path, bytes.subarray(0, 1)));
        return nodeFiles.create(path, bytes);
      },
      async append(path, bytes) {
        await step(path, () => nodeFiles.append(path, bytes.subarray(0, 30)));
        return nodeFiles.append(path, bytes);
      },
      async rename(from, to) {
        await step(to);
        return nodeFiles.rename(from, to);
      },
      async makeFolder(path) {
        await step(path);
        return nodeFiles.makeFolder(path);
      },
      async syncFolder(path) {
        await step(path);
        return nodeFiles.syncFolder(path);
      },
    };
    return { files, count: () => n };
  }

  it.each(['ENOSPC', 'EIO'] as const)(
    '%s: the snapshot is wholly absent, the next one is kept',
    async (code) => {
      const first = await at.session.addSnapshot(snapshot(AT - 86_400_000, [capture('heap', gz('kept'))]));
      const next = (n: number): NewSnapshot =>
        snapshot(AT + n, [capture('goroutine', gz(`a${n}`)), capture('heap', gz(`b${n}`))]);
      await at.workspace.close();
      let failures = 0;
      for (let nth = 1; ; nth++) {
        let armed = 0;
        const { files, count } = failingAt(Number.MAX_SAFE_INTEGER, code);
        const failing = failingAt(nth, code);
        const switching: Files = {
          ...nodeFiles,
          create: (path, bytes) => (armed ? failing.files : files).create(path, bytes),
          append: (path, bytes) => (armed ? failing.files : files).append(path, bytes),
          rename: (from, to) => (armed ? failing.files : files).rename(from, to),
          makeFolder: (path) => (armed ? failing.files : files).makeFolder(path),
          syncFolder: (path) => (armed ? failing.files : files).syncFolder(path),
        };
        await at.reopen(switching);
        const before = at.session.snapshots();
        const files0 = await at.captureFiles();
        armed = 1;
        const outcome = await at.session.addSnapshot(next(nth * 10)).then(
          () => 'added',
          (error: unknown) => error,
        );
        armed = 0;
        expect(count()).toBeGreaterThan(0);
        if (outcome === 'added') break;
        failures++;
        expect(outcome, `operation ${nth}`).toMatchObject({
          code: code === 'ENOSPC' ? 'disk-full' : 'disk-failed',
        });
        expect(at.session.snapshots()).toBe(before);
        expect(await at.captureFiles()).toEqual(files0);
        // Without a reopening: capturing goes on once there is room.
        await at.session.addSnapshot(next(nth * 10 + 1));
        await at.reopen();
        expect(at.session.problems, `operation ${nth}`).toEqual([]);
        expect(at.session.snapshots()).toHaveLength(before.length + 1);
        expect(await findDamage(at.session)).toEqual([]);
        await at.workspace.close();
      }
      // Two files with two operations each, the folder, the journal.
      expect(failures).toBeGreaterThanOrEqual(6);
      expect(at.session.snapshots()).toContainEqual(first);
    },
  );
});

describe('a day folder that is not the session’s own', () => {
  it.each(['a link to a folder outside', 'a link to nothing', 'a file'])(
    '%s: nothing is written through it, and capturing goes on once it is gone',
    async (what) => {
      const outside = join(at.root, 'outside');
      const day = join(at.session.folder, '2025-05-12');
      await mkdir(outside);
      if (what === 'a file') await writeFile(day, 'x');
      else await symlink(what === 'a link to nothing' ? join(at.root, 'nothing') : outside, day);
      await expect(at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]))).rejects.toMatchObject({
        code: 'disk-failed',
        message: expect.stringContaining('no folder of the session') as string,
      });
      expect(await readdir(outside)).toEqual([]);
      expect(await readdir(at.root)).toEqual(['outside', 'w']);
      expect(at.session.snapshots()).toEqual([]);
      await rm(day);
      await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
      expect(await findDamage(at.session)).toEqual([]);
    },
  );
});
