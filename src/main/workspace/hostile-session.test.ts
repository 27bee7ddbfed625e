// A session's folder may have come from somebody else, in an archive that holds links and pipes.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeGrowthLife } from '../../../test/support/lives';
import { fillBytes, newSnapshot } from '../../../test/support/snapshots';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { loadDerived, saveDerived } from '../analysis/derived-file';
import type { GrowthCapture } from '../analysis/growth-data';
import { packGrowth } from '../analysis/pack-captures';
import { JOBS } from '../analysis/jobs';
import { SeriesIndex } from '../analysis/series-index';
import { openWorkspace, openWorkspaceReadOnly } from './workspace';

const T = 1_746_000_000_000;

describe.skipIf(process.platform === 'win32')('a session with what is no file of its own', () => {
  const root = temporaryFolder('hostile');
  let count = 0;
  async function session() {
    const path = join(root, String(count++));
    const workspace = await openWorkspace(path);
    const store = await workspace.createSession({ name: 'given', targets: [{ url: 'http://pod1:6060' }] });
    await store.addSnapshot(newSnapshot(T, [fillBytes(1, 50)]));
    const { id, folder } = store;
    await workspace.close();
    const open = async (): Promise<unknown> => {
      const again = await openWorkspace(path);
      return again.session(id).finally(() => again.close());
    };
    const read = async (): Promise<unknown> => (await openWorkspaceReadOnly(path)).session(id);
    return { folder, journal: join(folder, 'journal.jsonl'), open, read };
  }

  it('cuts no file off to which its journal is a link', async () => {
    const { journal, open, read } = await session();
    const victim = join(root, 'victim.txt');
    await writeFile(victim, 'one\ntwo\n');
    await rm(journal);
    await symlink(victim, journal);
    const why = { code: 'format', message: expect.stringContaining('is a symbolic link') as string };
    await expect(read()).rejects.toMatchObject(why);
    await expect(open()).rejects.toMatchObject(why);
    expect(await readFile(victim, 'utf8')).toBe('one\ntwo\n');
  });

  it.each(['journal.jsonl', 'session.json'])(
    'waits for no writer of a pipe in the place of %s',
    async (name) => {
      const { folder, open, read } = await session();
      await rm(join(folder, name));
      execFileSync('mkfifo', [join(folder, name)]);
      const why = { code: 'format', message: expect.stringContaining('is no file') as string };
      await expect(read()).rejects.toMatchObject(why);
      await expect(open()).rejects.toMatchObject(why);
    },
  );

  it('writes nothing derived through a link in the place of .index, and waits for no pipe in it', async () => {
    const { folder } = await session();
    const elsewhere = join(root, 'index-elsewhere');
    await mkdir(elsewhere);
    const index = join(folder, '.index');
    await symlink(elsewhere, index);
    const why = {
      code: 'disk-failed',
      message: expect.stringContaining('nothing is written through it') as string,
    };
    await expect(saveDerived(join(index, 'a.json'), [1])).rejects.toMatchObject(why);
    await expect(new SeriesIndex().save(join(index, 'a.series'))).rejects.toMatchObject(why);
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(index);
    await saveDerived(join(index, 'a.json'), [1]);
    expect(await loadDerived(join(index, 'a.json'), z.array(z.number()))).toEqual([1]);
    execFileSync('mkfifo', [join(index, 'a.series')]);
    expect((await SeriesIndex.load(join(index, 'a.series'))).size).toBe(0);
  });

  it('judges nothing that lies behind a link in the place of a day', async () => {
    const { folder } = await session();
    const recorded = resolve(import.meta.dirname, '../../../test/fixtures/services/steady/go1.26.8');
    const day = join(folder, '2026-11-23');
    await symlink(recorded, day);
    const captures = ['00', '01', '02'].flatMap((n) =>
      (['goroutine', 'heap'] as const).map((kind): GrowthCapture => ({
        captureId: `2026-11-23/${n}-${kind}.pb.gz`,
        snapshotId: null,
        path: join(day, `${n}-${kind}.pb.gz`),
        sha256: n,
        kind,
        encoding: 'proto',
        isDelta: false,
        ofAnother: null,
        timeMs: T + Number(n) * 60_000,
        numGc: null,
      })),
    );
    const [heap] = captures.filter(({ kind }) => kind === 'heap');
    if (heap === undefined) throw new Error('no heap');
    const look = async (noLinks: boolean) => {
      const how = { indexFolder: null, keepIndex: false, noLinks, timeScale: 1, nowMs: 0, several: [] };
      const { growth } = await JOBS.growth(packGrowth({ ...how, lives: [makeGrowthLife(captures)] }));
      const records = await JOBS.heapRecords({
        ...{
          indexPath: null,
          keepIndex: false,
          noLinks,
          targets: [{ captures: [{ ...heap, isWhole: true }] }],
        },
      });
      return { unread: growth.excluded.length, records: Object.keys(records).length };
    };
    expect(await look(true)).toEqual({ unread: captures.length, records: 0 });
    expect(await look(false)).toEqual({ unread: 0, records: 1 });
  });

  it('reads nothing derived through a link in the place of .index', async () => {
    const { folder } = await session();
    const elsewhere = join(root, 'another', '.index');
    await mkdir(join(root, 'another'));
    await saveDerived(join(elsewhere, 'a.json'), [1]);
    await symlink(elsewhere, join(folder, '.index'));
    expect(await loadDerived(join(folder, '.index', 'a.json'), z.array(z.number()))).toBeNull();
  });

  it('moves nothing out through a link in the place of .orphans', async () => {
    const { folder, journal, open } = await session();
    const elsewhere = join(root, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(folder, '.orphans'));
    const [day = ''] = (await readdir(folder)).filter((name) => /^\d{4}-/.test(name));
    const [file = ''] = await readdir(join(folder, day));
    await rename(join(folder, day, file), join(folder, day, file.replace('Z-', 'Z-x')));
    await writeFile(journal, '{"damaged":\n', { flag: 'a' });
    await expect(open()).rejects.toMatchObject({
      code: 'disk-failed',
      message: expect.stringContaining('nothing is written through it') as string,
    });
    expect(await readdir(elsewhere)).toEqual([]);
  });
});
