import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillBytes, newSnapshot } from '../../../test/support/snapshots';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import type { Verification } from '../../contract/domain';
import { verifySession } from './verify-session';
import { openWorkspace, openWorkspaceReadOnly } from './workspace';

const T = 1_746_000_000_000;

describe('verifying a session', () => {
  const root = temporaryFolder('verify');
  let count = 0;
  async function session() {
    const path = join(root, String(count++));
    const workspace = await openWorkspace(path);
    const store = await workspace.createSession({ name: 'verify', targets: [{ url: 'http://pod1:6060' }] });
    for (const n of [1, 2, 3, 4]) await store.addSnapshot(newSnapshot(T + n * 1000, [fillBytes(n, 50)]));
    await workspace.close();
    const files = store.snapshots().map((s) => join(store.folder, s.captures[0]?.id ?? ''));
    const verify = async (isWritten = false): Promise<Verification> => {
      const reader = await openWorkspaceReadOnly(path);
      return verifySession(await reader.session(store.id), { isWritten });
    };
    return { store, files, verify, path };
  }

  it('finds nothing where there is nothing, and says how far it is', async () => {
    const { store, verify, path } = await session();
    expect(await verify()).toMatchObject({ ok: true, captures: 4, bytes: 200, damage: [], tornBytes: 0 });
    const told: number[] = [];
    const reader = await openWorkspaceReadOnly(path);
    await verifySession(await reader.session(store.id), {
      isWritten: false,
      report: ({ done, all }) => void told.push(done, all ?? -1),
    });
    expect(told).toEqual([0, 4, 1, 4, 2, 4, 3, 4]);
    const given = AbortSignal.abort();
    await expect(verifySession(store, { isWritten: false, signal: given })).rejects.toThrow();
  });

  it('names each damaged capture and why', async () => {
    const { store, files, verify } = await session();
    const [first = '', second = '', third = ''] = files;
    await rm(first);
    await truncate(second, 20);
    const bytes = readFileSync(third);
    bytes[7] = (bytes[7] ?? 0) ^ 1; // one bit
    await writeFile(third, bytes);
    const found = await verify();
    expect(found.ok).toBe(false);
    expect(found.damage.map(({ captureId, why }) => [join(store.folder, captureId), why])).toEqual([
      [first, 'missing'],
      [second, 'size'],
      [third, 'content'],
    ]);
    expect(found.damage[2]?.message).toContain('SHA-256');
  });

  it('tells what a crash left; a torn end is no damage, and beside a writer all of it is work in progress', async () => {
    const { store, verify } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    await writeFile(journal, '{"v":2,"at"', { flag: 'a' });
    expect(await verify()).toMatchObject({ ok: true, tornBytes: 11 });
    const stranger = '2025-04-30/075959.000Z-pod1-heap.pb.gz';
    await writeFile(join(store.folder, stranger), 'x');
    expect(await verify()).toMatchObject({ ok: false, tornBytes: 11, unclaimed: [stranger], setAside: [] });
    expect(await verify(true)).toMatchObject({ ok: true, tornBytes: 0, unclaimed: [] });
  });

  it('finds captures that the journal does not name, wherever whole lines of it are gone', async () => {
    const { store, files, verify, path } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const captures = files.map((file) => file.slice(store.folder.length + 1));
    await writeFile(journal, lines.toSpliced(3, 1).join('\n'));
    expect(await verify()).toMatchObject({ ok: false, captures: 3, journal: [], unclaimed: [captures[1]] });
    await writeFile(journal, `${lines.slice(0, -2).join('\n')}\n`);
    expect(await verify()).toMatchObject({
      ...{ ok: false, captures: 3, damage: [], journal: [], tornBytes: 0, unclaimed: [captures[3]] },
    });
    // Once they are set aside they have been told of, and the session is what its journal says.
    const writer = await openWorkspace(path);
    expect((await writer.session(store.id)).problems.map(({ code }) => code)).toEqual(['set-aside']);
    await writer.close();
    expect(await verify()).toMatchObject({ ok: true, unclaimed: [], setAside: [expect.any(String)] });
  });

  it('meets no snapshot half written', async () => {
    const { store, path } = await session();
    const writer = await openWorkspace(path);
    const open = await writer.session(store.id);
    const adding = [1, 2, 3].map((n) => open.addSnapshot(newSnapshot(T + n, [fillBytes(n, 50)])));
    expect(await verifySession(open, { isWritten: false })).toMatchObject({ ok: true, unclaimed: [] });
    await Promise.all(adding);
    await writer.close();
  });

  it.each(['.orphans', '.index'])('names a file or a link in the place of %s', async (name) => {
    const { store, verify } = await session();
    const at = join(store.folder, name);
    await writeFile(at, 'x');
    expect(await verify()).toMatchObject({ ok: false, damage: [], setAside: [], inTheWay: [name] });
    await rm(at);
    await symlink(root, at);
    expect(await verify()).toMatchObject({ ok: false, setAside: [], inTheWay: [name] });
    await rm(at);
    await mkdir(at);
    expect(await verify()).toMatchObject({ ok: true, inTheWay: [] });
  });

  it('names a folder, a link or a pipe in the place of notes.md', async () => {
    const { store, verify } = await session();
    const at = join(store.folder, 'notes.md');
    await mkdir(at);
    expect(await verify()).toMatchObject({ ok: false, damage: [], inTheWay: ['notes.md'] });
    await rm(at, { recursive: true });
    await symlink(root, at);
    expect(await verify()).toMatchObject({ ok: false, inTheWay: ['notes.md'] });
    await rm(at);
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [at]);
      expect(await verify()).toMatchObject({ ok: false, inTheWay: ['notes.md'] });
      await rm(at);
    }
    await writeFile(at, 'a text');
    expect(await verify()).toMatchObject({ ok: true, inTheWay: [] });
  });

  it('names a line of the journal that cannot be read', async () => {
    const { store, verify } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    lines[3] = lines[3]?.replace('fetch-clock', 'fetch-clack') ?? '';
    await writeFile(journal, lines.join('\n'));
    const found = await verify();
    expect(found).toMatchObject({ ok: false, captures: 3, damage: [] });
    expect(found.journal).toMatchObject([{ message: expect.stringContaining('Line 4') as string }]);
  });

  it('names a line of the journal that stands twice', async () => {
    const { store, verify } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    const text = readFileSync(journal, 'utf8');
    await writeFile(journal, `${text}${text.trimEnd().split('\n').at(-1) ?? ''}\n`);
    const found = await verify();
    expect(found).toMatchObject({ ok: false, captures: 4, damage: [], unclaimed: [] });
    expect(found.journal).toHaveLength(1);
  });

  it('names a last line that cannot be read: it may have been acknowledged', async () => {
    const { store, verify } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    const text = readFileSync(journal, 'utf8');
    const last = text.lastIndexOf('fetch-clock');
    await writeFile(journal, `${text.slice(0, last)}fetch-clack${text.slice(last + 11)}`);
    const found = await verify();
    expect(found).toMatchObject({ ok: false, captures: 3, damage: [], tornBytes: 0 });
    expect(found.journal).toMatchObject([{ message: expect.stringContaining('Line 6') as string }]);
    expect(found.unclaimed).toHaveLength(1);
  });

  it.each([
    ['emptied', ''],
    ['without its first lines', null],
  ])('names a journal that was %s, and its captures stay where they are', async (_how, text) => {
    const { store, files, verify, path } = await session();
    const journal = join(store.folder, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    await writeFile(journal, text ?? lines.slice(3).join('\n'));
    const found = await verify();
    expect(found.ok).toBe(false);
    expect(found.journal).toMatchObject([{ message: expect.stringContaining('beginning') as string }]);
    const writer = await openWorkspace(path);
    await writer.session(store.id);
    await writer.close();
    for (const file of files) expect(existsSync(file)).toBe(true);
  });
});
