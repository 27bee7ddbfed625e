// A session's folder may have come from somebody else, in an archive that holds links and pipes.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillBytes, newSnapshot } from '../../../test/support/snapshots';
import { temporaryFolder } from '../../../test/support/temporary-folder';
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
