// Every kept file has a version: one of an earlier Plumbline is brought up at the door, one of a newer is refused with a
// sentence and stays, to the byte, as it is.
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDamage } from '../../src/main/workspace/verify-session';
import { openWorkspace } from '../../src/main/workspace/workspace';
import { fillBytes, newSnapshot } from '../support/snapshots';
import { temporaryFolder } from '../support/temporary-folder';

const V1 = resolve(import.meta.dirname, '../fixtures/workspace/v1');

describe('a workspace of another version', () => {
  const root = temporaryFolder('formats');
  const copy = async (name: string): Promise<{ path: string; id: string; session: string }> => {
    const path = join(root, name);
    await cp(V1, path, { recursive: true });
    const [id = ''] = await readdir(join(path, 'sessions'));
    return { path, id, session: join(path, 'sessions', id) };
  };
  const hash = async (folder: string): Promise<string> => {
    const digest = createHash('sha256');
    for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).sort((a, b) =>
      join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
    )) {
      if (entry.isFile())
        digest.update(entry.name).update(await readFile(join(entry.parentPath, entry.name)));
    }
    return digest.digest('hex');
  };

  it('of format 1 is read whole, and goes on in the format of today', async () => {
    const { path, id, session } = await copy('old');
    const before = await readFile(join(session, 'journal.jsonl'), 'utf8');
    const workspace = await openWorkspace(path);
    const store = await workspace.session(id);
    expect(store.problems).toEqual([]);
    expect(store.session).toMatchObject({ name: 'steady', timeScale: 1, plan: { everyMs: 60_000 } });
    expect(store.snapshots().map((s) => s.captures.map((c) => c.facts.kind).join('+'))).toEqual([
      'block',
      'goroutine',
      'goroutine+heap',
      'goroutine',
      '',
      '',
      '',
      '',
    ]);
    expect(store.snapshots().map((s) => s.failures.map((f) => f.kind).join('+'))).toEqual([
      '',
      '',
      '',
      'block',
      'mutex',
      '',
      '',
      '',
    ]);
    const captures = store.snapshots().flatMap((s) => s.captures);
    expect(captures.every(({ facts }) => facts.buildId === null)).toBe(true);
    expect(captures[1]?.facts.delta).not.toBeNull();
    expect(await findDamage(store)).toEqual([]);
    await store.addSnapshot(newSnapshot(1_900_000_000_000, [fillBytes(1, 20)]));
    await workspace.close();

    const now = await readFile(join(session, 'journal.jsonl'), 'utf8');
    expect(now.startsWith(before)).toBe(true);
    expect(JSON.parse(now.slice(before.length))).toMatchObject({ v: 3, type: 'snapshot-taken' });
    const again = await openWorkspace(path);
    expect((await again.session(id)).snapshots()).toHaveLength(9);
    await again.close();
  });

  it.each([
    ['journal.jsonl', (text: string) => `${text}{"v":99,"at":"2030-01-01T00:00:00.000Z","type":"dreamt"}\n`],
    ['session.json', (text: string) => text.replace('"formatVersion": 1', '"formatVersion": 99')],
  ])('in its %s is refused, and stays as it is', async (file, change) => {
    const { path, id, session } = await copy(`newer-${file}`);
    await writeFile(join(session, file), change(await readFile(join(session, file), 'utf8')));
    const before = await hash(session);
    const workspace = await openWorkspace(path);
    await expect(workspace.session(id)).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining('newer Plumbline (format 99'),
      advice: expect.stringContaining('Nothing in it was changed'),
    });
    expect(workspace.sessions()).toMatchObject([{ id, problem: { key: 'newer' } }]);
    await workspace.close();
    expect(await hash(session)).toBe(before);
  });

  it('in its workspace.json is refused, and stays as it is', async () => {
    const { path } = await copy('newer-workspace');
    await writeFile(
      join(path, 'workspace.json'),
      '{"formatVersion":99,"created":"2030-01-01T00:00:00.000Z"}',
    );
    const before = await hash(path);
    await expect(openWorkspace(path)).rejects.toMatchObject({ code: 'format' });
    expect(await hash(path)).toBe(before);
  });
});
