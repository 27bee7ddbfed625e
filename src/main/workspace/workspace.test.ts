import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionSchema } from '../../contract/domain';
import { defaultWorkspacePath, openWorkspace, openWorkspaceReadOnly, type Workspace } from './workspace';

let root = '';
let path = '';
const open: Workspace[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-workspace-'));
  path = join(root, 'some', 'where', 'Plumbline');
});
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
  await rm(root, { recursive: true, force: true });
});

async function opened(folder = path): Promise<Workspace> {
  const workspace = await openWorkspace(folder);
  open.push(workspace);
  return workspace;
}

describe('a workspace', () => {
  it('is made where there is none, for its owner only, and found again', async () => {
    const first = await opened();
    expect(JSON.parse(await readFile(join(path, 'workspace.json'), 'utf8'))).toMatchObject({
      formatVersion: 1,
    });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
    const store = await first.createSession({ name: 'collect_svr', targets: [{ url: 'http://pod1:6060' }] });
    expect(sessionSchema.parse(store.session)).toEqual(store.session);
    expect(store.session.plan).toEqual({
      enabled: true,
      everyMs: 600_000,
      kinds: ['goroutine', 'heap', 'memory'],
      untilMs: null,
      heapGc: false,
    });
    await first.close();

    const again = await opened();
    expect(again.sessions()).toEqual([
      { id: store.id, name: 'collect_svr', createdMs: store.session.createdMs, problem: null },
    ]);
    expect((await again.session(store.id)).session).toEqual(store.session);
    expect(await again.session(store.id)).toBe(await again.session(store.id));
  });

  it('lies in the home folder unless said otherwise', () => {
    expect(defaultWorkspacePath()).toMatch(/[/\\]Plumbline$/);
  });

  it('without a target captures nothing, whatever the plan', async () => {
    const store = await (await opened()).createSession({ name: 'files only', plan: { enabled: true } });
    expect(store.session.plan.enabled).toBe(false);
  });

  it.each([{ everyMs: 10 }, { kinds: [] }, { kinds: ['../x'] }, { everyMs: Number.NaN }])(
    'refuses the plan %j',
    async (plan) => {
      const workspace = await opened();
      await expect(workspace.createSession({ name: 'x', plan })).rejects.toMatchObject({
        code: 'bad-request',
      });
      expect(await readdir(join(path, 'sessions'))).toEqual([]);
    },
  );

  it('refuses a folder with other things in it, and puts nothing there', async () => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'thesis.tex'), 'years');
    await expect(openWorkspace(path)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await readdir(path)).toEqual(['thesis.tex']);
    await writeFile(join(root, 'file'), '');
    await expect(openWorkspace(join(root, 'file'))).rejects.toMatchObject({ code: 'disk-failed' });
    await expect(openWorkspaceReadOnly(join(root, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(openWorkspaceReadOnly(path)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of a newer Plumbline is refused, and given back', async () => {
    await (await opened()).close();
    const newer = '{"formatVersion":2,"created":"2031-01-01T00:00:00Z"}';
    await writeFile(join(path, 'workspace.json'), newer);
    await expect(openWorkspace(path)).rejects.toMatchObject({
      code: 'format',
      advice: expect.stringContaining('Update') as string,
    });
    await expect(openWorkspaceReadOnly(path)).rejects.toMatchObject({ code: 'format' });
    expect(await readFile(join(path, 'workspace.json'), 'utf8')).toBe(newer);
    expect(await readdir(path)).not.toContain('.lock');
  });

  it('removes what a crash left unfinished', async () => {
    await (await opened()).close();
    await mkdir(join(path, 'sessions', '.new-half-made-ab12'));
    await writeFile(join(path, '.workspace.json.0123456789ab.tmp'), '{');
    await mkdir(join(path, '.uploads'));
    await writeFile(join(path, '.uploads', 'f'.repeat(32)), 'old');
    const workspace = await opened();
    expect(workspace.sessions()).toEqual([]);
    expect((await readdir(path)).sort()).toEqual(['.lock', 'sessions', 'workspace.json']);
    expect(await readdir(join(path, 'sessions'))).toEqual([]);
  });
});

describe('sessions', () => {
  it('that are broken say why, and do not keep the others from opening', async () => {
    const workspace = await opened();
    const make = async (name: string): Promise<string> => (await workspace.createSession({ name })).id;
    const [good, noJson, newer, newerJournal] = [
      await make('a'),
      await make('b'),
      await make('c'),
      await make('d'),
    ];
    await workspace.close();
    const at = (id: string, file: string): string => join(path, 'sessions', id, file);
    await writeFile(at(noJson, 'session.json'), '{"formatVersion":1,');
    await writeFile(at(newer, 'session.json'), '{"formatVersion":9}');
    await writeFile(at(newerJournal, 'journal.jsonl'), '{"v":9,"type":"x"}\n');
    await mkdir(join(path, 'sessions', 'empty'));
    await symlink(root, join(path, 'sessions', 'link'));
    await writeFile(join(path, 'sessions', 'a file'), '');

    const again = await opened();
    const problems = (): Record<string, string | null> =>
      Object.fromEntries(again.sessions().map(({ id, problem }) => [id, problem?.message ?? null]));
    expect(problems()).toEqual({
      [good]: null,
      [noJson]: expect.stringContaining('damaged') as string,
      [newer]: expect.stringContaining('newer Plumbline') as string,
      [newerJournal]: null,
      empty: expect.stringContaining('session.json') as string,
      link: expect.stringContaining('symbolic link') as string,
    });
    for (const id of [noJson, newer, newerJournal, 'empty']) {
      await expect(again.session(id)).rejects.toMatchObject({ code: 'format' });
    }
    await expect(again.session('link')).rejects.toMatchObject({ code: 'not-found' });
    // Known once somebody tried.
    expect(problems()[newerJournal]).toContain('newer Plumbline');
    expect((await again.session(good)).session.name).toBe('a');
  });

  it('are not found under what is no name of a session', async () => {
    const workspace = await opened();
    await workspace.createSession({ name: 'collect_svr' });
    for (const query of ['collect', '', '..', '../..', '/etc', '.new-x']) {
      await expect(workspace.session(query)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('copied into the folder by hand are sessions of their own', async () => {
    const workspace = await opened();
    const store = await workspace.createSession({ name: 'collect_svr' });
    const copy = `${store.id} (1)`;
    await cp(store.folder, join(path, 'sessions', copy), { recursive: true });
    await workspace.rescan();
    expect(workspace.sessions().map(({ id }) => id)).toEqual([store.id, copy]);
    expect((await workspace.session(copy)).id).toBe(copy);
  });

  it('with hostile names get harmless folders', async () => {
    const workspace = await opened();
    for (const name of ['../../etc', '收集服务', 'a\0b', 'CON', '-rf /']) {
      const store = await workspace.createSession({ name });
      expect(store.id).toMatch(/^[a-z0-9][a-z0-9-]*-[a-z0-9]{4}$/);
      expect(store.session.name).toBe(name);
    }
    expect(await readdir(join(path, 'sessions'))).toHaveLength(5);
    expect(await readdir(root)).toEqual(['some']);
  });
});
