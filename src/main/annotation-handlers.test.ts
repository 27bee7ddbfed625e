// Annotations, notes and search as a window or a command has them: through the transport, validated both ways, with the
// events that tell the other windows.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { makeNotedSession } from '../../test/support/noted-session';
import type { Annotated } from '../contract/annotations';
import { createClient, type Client } from '../contract/client';
import type { Backend } from './backend';
import { createInMemoryTransport } from './in-memory-transport';
import { createBackend } from './services';

const workspacePath = join(temporaryFolder('annotation-handlers'), 'workspace');
let folder = '';
let backend: Backend;
let client: Client;
let sessionId = '';
let snapshotId = '';
const told: unknown[] = [];
beforeAll(async () => {
  folder = await makeNotedSession(workspacePath, (session) => {
    snapshotId = session.snapshots()[0]?.id ?? '';
    return Promise.resolve();
  });
  backend = await createBackend({
    ...{ workspacePath, access: 'write', abilities: {}, runPlans: false },
    workerPath: '', // nothing here is computed in a worker
  });
  client = createClient(createInMemoryTransport(backend));
  for (const name of ['annotation.changed', 'notes.changed'] as const) {
    client.on(name, (payload) => told.push([name, payload]));
  }
  sessionId = (await client.call('sessions.list', {}))[0]?.id ?? '';
});
afterAll(() => backend.close());
beforeEach(() => void told.splice(0));

const moment: Annotated = { type: 'moment', timeMs: 5 };

describe('annotations over the transport', () => {
  it('are cleaned, listed, and told to every window', async () => {
    const draft = { on: moment, text: ' a\u202eb\r\nc ', tags: ['#OOM', 'oom'], flag: 'deploy' as const };
    const written = await client.call('annotations.put', { sessionId, draft });
    expect(written).toMatchObject({ on: moment, text: 'ab\nc', tags: ['oom'], flag: 'deploy' });
    expect(await client.call('annotations.list', { sessionId })).toEqual([written]);
    expect(told).toEqual([['annotation.changed', { sessionId, id: written.id, annotation: written }]]);
  });

  it('are changed and removed by the version that was seen, and by no other', async () => {
    const { id, changedMs } = await client.call('annotations.put', {
      sessionId,
      draft: { on: moment, text: '1' },
    });
    const change = (text: string, basedOnMs: number | null) =>
      client.call('annotations.put', { sessionId, id, basedOnMs, draft: { on: moment, text } });
    const second = await change('2', changedMs);
    told.splice(0);
    await expect(change('3', changedMs)).rejects.toMatchObject({ code: 'conflict' });
    const old = client.call('annotations.remove', { sessionId, id, basedOnMs: changedMs });
    await expect(old).rejects.toMatchObject({ code: 'conflict' });
    expect(told).toEqual([]);
    await client.call('annotations.remove', { sessionId, id, basedOnMs: second.changedMs });
    expect(told).toEqual([['annotation.changed', { sessionId, id, annotation: null }]]);
    // What was removed comes back as it is put: that is how a change is taken back.
    await change('2', null);
    expect((await client.call('annotations.list', { sessionId })).map(({ text }) => text)).toContain('2');
  });

  it.each<[string, object]>([
    ['bad-request', { on: moment }],
    ['bad-request', { on: { type: 'range', fromMs: 2, toMs: 2 }, text: 'x' }],
    ['bad-request', { on: { type: 'moment', timeMs: -1 }, text: 'x' }],
    ['bad-request', { on: { type: 'stack', functions: [] }, text: 'x' }],
    ['bad-request', { on: moment, text: 'x'.repeat(4001) }],
    ['bad-request', { on: moment, text: 'x', tags: ['a,b'] }],
    ['not-found', { on: { type: 'snapshot', snapshotId: 'none' }, text: 'x' }],
  ])('that cannot be are refused with %s: %j', async (code, draft) => {
    const before = await client.call('annotations.list', { sessionId });
    const put = client.call('annotations.put', {
      sessionId,
      draft: draft as { on: Annotated; text: string },
    });
    await expect(put).rejects.toMatchObject({ code });
    expect(await client.call('annotations.list', { sessionId })).toEqual(before);
    expect(told).toEqual([]);
  });

  it('stand on a snapshot that is there', async () => {
    const on = { type: 'snapshot' as const, snapshotId };
    expect(await client.call('annotations.put', { sessionId, draft: { on, text: 'x' } })).toMatchObject({
      on,
    });
  });
});

describe('notes over the transport', () => {
  it('are saved on what was read, told, and refused on anything else', async () => {
    const { revision, text } = await client.call('notes.get', { sessionId });
    expect(text).toBe('');
    const saved = await client.call('notes.save', { sessionId, text: '# Known', revision });
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('# Known');
    expect(saved).toMatchObject({ text: '# Known', fromOutside: false });
    expect(told).toEqual([['notes.changed', { sessionId, revision: saved.revision }]]);
    const late = client.call('notes.save', { sessionId, text: 'late', revision });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    await client.call('notes.save', { sessionId, text: '# Known', revision: saved.revision });
    expect(told).toHaveLength(1);
  });
});

describe('search over the transport', () => {
  it('finds in both, with when it was written, and nothing by a blank text', async () => {
    const annotation = await client.call('annotations.put', {
      sessionId,
      draft: { on: moment, text: 'known to all' },
    });
    const { hits, more } = await client.call('search.find', { text: 'KNOWN' });
    expect(more).toBe(false);
    expect(hits).toMatchObject([
      {
        sessionId,
        where: 'notes',
        excerpt: '# Known',
        annotation: null,
        writtenMs: expect.any(Number) as number,
      },
      { sessionId, where: 'annotation', annotation: { id: annotation.id }, writtenMs: annotation.changedMs },
    ]);
    expect(await client.call('search.find', { text: ' ' })).toEqual({ hits: [], more: false });
    await expect(client.call('search.find', { text: 'x', limit: 0 })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});
