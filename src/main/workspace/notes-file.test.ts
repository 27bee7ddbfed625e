import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_NOTES_BYTES } from '../../contract/annotations';
import { PlumblineError } from '../../contract/errors';
import { nodeFiles, type Files } from './files';
import type { SessionStore } from './session-store';
import { openWorkspace, openWorkspaceReadOnly, type Workspace } from './workspace';

const AT = Date.parse('2025-05-12T11:36:06.482Z');
let root = '';
let workspace: Workspace;
let session: SessionStore;
/** Writes until it is 0; then the disk is full. */
let writesLeft = Infinity;

const scarce: Files = {
  ...nodeFiles,
  create: (path, bytes) => spend(() => nodeFiles.create(path, bytes)),
  append: (path, bytes) => spend(() => nodeFiles.append(path, bytes)),
  rename: (from, to) => spend(() => nodeFiles.rename(from, to)),
  syncFolder: (path) => spend(() => nodeFiles.syncFolder(path)),
};
function spend<T>(operation: () => Promise<T>): Promise<T> {
  if (writesLeft <= 0)
    return Promise.reject(new PlumblineError({ code: 'disk-full', message: 'The disk is full.' }));
  writesLeft -= 1;
  return operation();
}

beforeEach(async () => {
  writesLeft = Infinity;
  root = await mkdtemp(join(tmpdir(), 'plumbline-notes-'));
  workspace = await openWorkspace(join(root, 'w'), { now: () => AT, files: scarce });
  session = await workspace.createSession({ name: 'collect_svr' });
});
afterEach(async () => {
  writesLeft = Infinity;
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});
async function reopen(): Promise<void> {
  writesLeft = Infinity;
  await workspace.close();
  workspace = await openWorkspace(join(root, 'w'), { now: () => AT, files: scarce });
  session = await workspace.session(session.id);
}
const file = (): string => join(session.folder, 'notes.md');
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const journalled = async (): Promise<unknown[]> =>
  (await readFile(join(session.folder, 'journal.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string })
    .filter(({ type }) => type === 'notes-saved');

describe('the notes of a session', () => {
  it('are a file, byte for byte, journalled, and there after a reopening', async () => {
    expect(await session.notes.get()).toEqual({ text: '', revision: '', savedMs: null, fromOutside: false });
    const text = '# Leak\r\n\n- [x] 泄漏 \u202e\n';
    const saved = await session.notes.save(text, '');
    expect(await readFile(file(), 'utf8')).toBe(text);
    expect(await journalled()).toMatchObject([
      { size: Buffer.byteLength(text), sha256: sha(text), outside: false },
    ]);
    await reopen();
    expect(await session.notes.get()).toEqual(saved);
    expect(saved).toEqual({ text, revision: sha(text), savedMs: AT, fromOutside: false });
    // Saving what is there already writes nothing.
    await session.notes.save(text, saved.revision);
    expect(await journalled()).toHaveLength(1);
    expect((await readdir(session.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('of two windows: the second is told, and nothing of the first is lost', async () => {
    const { revision } = await session.notes.save('both began here', '');
    await session.notes.save('one window', revision);
    await expect(session.notes.save('the other', revision)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('nothing was overwritten') as string,
    });
    expect(await readFile(file(), 'utf8')).toBe('one window');
  });

  it('changed by an editor are taken up, said, and journalled with the next save', async () => {
    const { revision } = await session.notes.save('mine', '');
    await writeFile(file(), 'by vim');
    const outside = await session.notes.get();
    expect(outside).toEqual({ text: 'by vim', revision: sha('by vim'), savedMs: AT, fromOutside: true });
    await expect(session.notes.save('over it', revision)).rejects.toMatchObject({ code: 'conflict' });
    await session.notes.save('by vim and me', outside.revision);
    expect((await session.notes.get()).fromOutside).toBe(false);
    expect(await journalled()).toMatchObject([
      { sha256: sha('mine'), outside: false },
      { sha256: sha('by vim'), outside: true },
      { sha256: sha('by vim and me'), outside: false },
    ]);
  });

  it('are refused above 1 MiB, and not shown where they are no text or no file of their own', async () => {
    await session.notes.save('é'.repeat(MAX_NOTES_BYTES / 2), '');
    const { revision } = await session.notes.get();
    await expect(session.notes.save(`${'é'.repeat(MAX_NOTES_BYTES / 2)}x`, revision)).rejects.toMatchObject({
      code: 'bad-request',
    });
    await writeFile(file(), 'x'.repeat(MAX_NOTES_BYTES + 1));
    await expect(session.notes.get()).rejects.toMatchObject({ code: 'format' });
    await writeFile(file(), Buffer.of(0x66, 0xff, 0xfe));
    await expect(session.notes.get()).rejects.toMatchObject({
      message: expect.stringContaining('no UTF-8') as string,
    });
    await rm(file());
    await writeFile(join(root, 'secret'), 'secret');
    await symlink(join(root, 'secret'), file());
    await expect(session.notes.get()).rejects.toMatchObject({ code: 'format' });
    await expect(session.notes.save('x', '')).rejects.toMatchObject({ code: 'format' });
    expect(await readFile(join(root, 'secret'), 'utf8')).toBe('secret');
  });

  it('are the old ones or the new ones wherever the disk fills up', async () => {
    const { revision } = await session.notes.save('old', '');
    for (let allowed = 0; ; allowed++) {
      writesLeft = allowed;
      const outcome = await session.notes.save('new', revision).then(
        () => 'saved',
        (error: unknown) => (error instanceof PlumblineError ? error.code : String(error)),
      );
      if (outcome === 'saved') {
        // The file, its name, the folder, the journal.
        expect(allowed).toBe(4);
        break;
      }
      expect(outcome).toBe('disk-full');
      await reopen();
      expect(session.problems).toEqual([]);
      const found = await session.notes.get();
      expect(found.text).toBe(allowed < 2 ? 'old' : 'new');
      // Whole, but the journal has not heard of it: as if an editor had written it.
      expect(found.fromOutside).toBe(allowed >= 2);
      await writeFile(file(), 'old');
    }
  });

  it('and annotations are seen by a reader beside the writer', async () => {
    const reader = await openWorkspaceReadOnly(join(root, 'w'));
    const seen = await reader.session(session.id);
    const on = { type: 'moment' as const, timeMs: AT };
    const { id } = await session.annotations.put({ on, text: 'x', tags: [], flag: null, basedOnMs: null });
    await session.notes.save('text', '');
    expect(await seen.refresh()).toBe(true);
    expect(seen.annotations.list().map((one) => one.id)).toEqual([id]);
    expect(await seen.notes.get()).toMatchObject({ text: 'text', fromOutside: false });
    await expect(seen.notes.save('x', sha('text'))).rejects.toMatchObject({ code: 'read-only' });
    await expect(seen.annotations.remove(id, null)).rejects.toMatchObject({ code: 'read-only' });
    await reader.close();
  });
});
