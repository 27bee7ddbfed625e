import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Annotated } from '../contract/annotations';
import { findText } from './search';
import { openWorkspace, type Workspace } from './workspace/workspace';

let root = '';
let workspace: Workspace;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-search-'));
  workspace = await openWorkspace(join(root, 'w'));
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

const find = (text: string, limit = 10, signal?: AbortSignal) =>
  findText(
    { sessions: () => workspace.sessions(), open: (id) => workspace.session(id) },
    text,
    limit,
    signal,
  );
const at: Annotated = { type: 'moment', timeMs: 1 };
async function session(name: string, texts: readonly string[], on: Annotated = at, tags: string[] = []) {
  const store = await workspace.createSession({ name });
  for (const text of texts) await store.annotations.put({ on, text, tags, flag: null, basedOnMs: null });
  return store;
}

describe('search', () => {
  it('finds every word in names, notes, annotations, tags and stacks, in any case', async () => {
    const leak = await session('Collect svr', ['OOM kill on pod 3'], at, ['black friday']);
    const on: Annotated = { type: 'stack', functions: ['rainbow.(*KV).Watch.func1', 'main.main'] };
    await session('other', ['starts two a minute'], on);
    await leak.notes.save(
      `${'before '.repeat(40)}the Watch of the collect loader\n${'after '.repeat(40)}`,
      '',
    );
    const places = async (text: string) => (await find(text)).hits.map((h) => `${h.sessionName}: ${h.where}`);
    expect(await places('COLLECT')).toEqual(['Collect svr: name', 'Collect svr: notes']);
    expect(await places('kill oom')).toEqual(['Collect svr: annotation']);
    expect(await places('friday')).toEqual(['Collect svr: annotation']);
    expect(await places('watch')).toEqual(['Collect svr: notes', 'other: annotation']);
    expect(await places('watch nowhere')).toEqual([]);
    expect(await places('  ')).toEqual([]);
    const [hit] = (await find('loader')).hits;
    expect(hit?.excerpt).toMatch(/^….*Watch of the collect loader after .*…$/);
    expect(hit?.excerpt.length).toBeLessThan(130);
  });

  it('stops at its limit and says so, and passes over a file that cannot be shown', async () => {
    const store = await session(
      's',
      Array.from({ length: 12 }, (_, i) => `note ${i}`),
    );
    await writeFile(join(store.folder, 'notes.md'), Buffer.of(0xff, 0xfe, 0x00));
    const found = await find('note', 5);
    expect(found.hits.map(({ excerpt }) => excerpt)).toEqual([
      'note 0',
      'note 1',
      'note 2',
      'note 3',
      'note 4',
    ]);
    expect(found.more).toBe(true);
    expect(await find('note', 12)).toMatchObject({ more: false });
    const given = new AbortController();
    given.abort();
    await expect(find('note', 5, given.signal)).rejects.toThrow();
  });
});
