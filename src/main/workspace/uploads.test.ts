import { mkdtemp, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from './files';
import { oneChunk } from '../../../test/support/one-chunk';
import { Uploads } from './uploads';

let root = '';
let now = 0;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-uploads-'));
  now = 1_000_000;
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (limits: { maxBytes?: number; maxTotalBytes?: number } = {}): Promise<Uploads> =>
  Uploads.open(join(root, '.uploads'), { files: nodeFiles, now: () => now, ...limits });
const bytes = (text: string): AsyncIterable<Uint8Array> => oneChunk(Buffer.from(text));

describe('uploads', () => {
  it('are kept byte for byte until used', async () => {
    const uploads = await open();
    async function* pieces(): AsyncIterable<Uint8Array> {
      yield* bytes('one ');
      yield* bytes('');
      yield* bytes('two');
    }
    const id = await uploads.put(pieces());
    expect(Buffer.from(await uploads.read(id)).toString()).toBe('one two');
    await uploads.remove(id);
    await expect(uploads.read(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(join(root, '.uploads'))).toEqual([]);
  });

  it('expire after an hour', async () => {
    const uploads = await open();
    const old = await uploads.put(bytes('old'));
    now += 3_599_999;
    const young = await uploads.put(bytes('young'));
    expect((await uploads.read(old)).length).toBe(3);
    now += 1;
    await expect(uploads.read(old)).rejects.toMatchObject({ code: 'not-found' });
    await uploads.sweep();
    expect(await readdir(join(root, '.uploads'))).toEqual([young]);
  });

  it('above the limit are refused and leave nothing, in one piece or in many', async () => {
    const uploads = await open({ maxBytes: 10, maxTotalBytes: 25 });
    async function* drip(): AsyncIterable<Uint8Array> {
      for (;;) yield* bytes('abc');
    }
    await expect(uploads.put(bytes('12345678901'))).rejects.toMatchObject({ code: 'bad-request' });
    await expect(uploads.put(drip())).rejects.toMatchObject({ code: 'bad-request' });
    expect(await readdir(join(root, '.uploads'))).toEqual([]);
    await uploads.put(bytes('1234567890'));
    await uploads.put(bytes('1234567890'));
    await expect(uploads.put(bytes('123456'))).rejects.toMatchObject({ code: 'bad-request' });
    await uploads.put(bytes('12345'));
    await expect(uploads.put(bytes('1'))).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('that break off leave nothing', async () => {
    const uploads = await open();
    async function* broken(): AsyncIterable<Uint8Array> {
      yield* bytes('half');
      throw new Error('connection reset');
    }
    await expect(uploads.put(broken())).rejects.toThrow('connection reset');
    expect(await readdir(join(root, '.uploads'))).toEqual([]);
    expect(uploads.totalBytes).toBe(0);
  });

  it.each(['../workspace.json', '/etc/passwd', '', '.', 'f'.repeat(32), '..%2f'])(
    'has none named %j',
    async (id) => {
      await mkdir(join(root, '.uploads'));
      await writeFile(join(root, 'workspace.json'), '{}');
      const uploads = await open();
      await expect(uploads.read(id)).rejects.toMatchObject({ code: 'not-found' });
      await uploads.remove(id);
      expect(await readdir(root)).toContain('workspace.json');
    },
  );

  it('of an earlier run are gone at the next opening, and all of them at close', async () => {
    const first = await open();
    const id = await first.put(bytes('x'));
    const second = await open();
    await expect(second.read(id)).rejects.toMatchObject({ code: 'not-found' });
    await second.put(bytes('y'));
    await second.close();
    expect(await readdir(root)).toEqual([]);
  });
});
