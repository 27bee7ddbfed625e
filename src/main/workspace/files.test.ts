import { mkdtemp, open, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWhole, diskError, nodeFiles, placeFile, replaceFile, type Files } from './files';

let root = '';
/** What was made durable, and what was renamed, in order. */
let steps: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-files-'));
  steps = [];
  const handle = await open(root, 'r');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const sync = prototype.sync;
  vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    const found = await this.stat();
    await sync.call(this);
    const isRoot = found.ino === (await stat(root)).ino;
    steps.push(found.isDirectory() ? `sync folder ${isRoot ? 'root' : '?'}` : `sync ${found.size} bytes`);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

const recording: Files = {
  ...nodeFiles,
  rename: async (from, to) => {
    steps.push('rename');
    await nodeFiles.rename(from, to);
  },
  link: async (from, to) => {
    steps.push('link');
    return nodeFiles.link(from, to);
  },
};

// What the disk was told to keep, not what a later read sees: that would be there without any fsync.
describe.skipIf(process.platform === 'win32')('durable on return', () => {
  it('is what create, append and truncate leave: synced after the last byte', async () => {
    const path = join(root, 'f');
    expect(await nodeFiles.create(path, Buffer.from('12345'))).toBe(true);
    expect(steps).toEqual(['sync 5 bytes']);
    await nodeFiles.append(path, Buffer.from('678'));
    expect(steps).toEqual(['sync 5 bytes', 'sync 8 bytes']);
    await nodeFiles.truncate(path, 2);
    expect(steps).toEqual(['sync 5 bytes', 'sync 8 bytes', 'sync 2 bytes']);
  });

  it('is a folder that was synced', async () => {
    await nodeFiles.syncFolder(root);
    expect(steps).toEqual(['sync folder root']);
  });

  it('is a replaced file: content, then name, then folder', async () => {
    await replaceFile(recording, join(root, 'f'), Buffer.from('12345'));
    expect(steps).toEqual(['sync 5 bytes', 'rename', 'sync folder root']);
  });

  it('has its content before its name, placed or created whole', async () => {
    await placeFile(recording, join(root, 'f'), Buffer.from('12345'));
    await createWhole(recording, join(root, 'g'), Buffer.from('1234567'));
    expect(steps).toEqual(['sync 5 bytes', 'rename', 'sync 7 bytes', 'link']);
  });
});

describe('what a failed disk says', () => {
  const failed = (code: string): Error => Object.assign(new Error(code), { code, errno: -1 });
  const temporary = '/w/sessions/s-k3f9/2025-05-12/.113606.482Z-pod1-heap.pb.gz.0123456789ab.tmp';

  it.each([
    ['ENOSPC', temporary, 'The disk is full: nothing more can be written to /w/sessions/s-k3f9.'],
    ['EDQUOT', temporary, 'The disk quota is used up: nothing more can be written to /w/sessions/s-k3f9.'],
    ['ENOSPC', '/w/sessions/s-k3f9/2025-05-12', 'to /w/sessions/s-k3f9.'],
    ['ENOSPC', '/w/sessions/s-k3f9/journal.jsonl', 'to /w/sessions/s-k3f9.'],
    ['ENOSPC', '/w/.workspace.json.0123456789ab.tmp', 'to /w.'],
    ['ENOSPC', '/w/sessions/.new-s-k3f9/session.json', 'to /w/sessions/s-k3f9.'],
    ['ENOSPC', '/w/sessions/.new-s-k3f9/2025-05-12/.a.pb.0123456789ab.tmp', 'to /w/sessions/s-k3f9.'],
    ['EIO', '/w/sessions/.new-s-k3f9', 'at /w/sessions/s-k3f9.'],
    ['EIO', temporary, 'at /w/sessions/s-k3f9/2025-05-12/113606.482Z-pod1-heap.pb.gz.'],
  ])('%s at %s names what the user knows, no temporary file', (code, path, says) => {
    expect(diskError(failed(code), path)).toMatchObject({
      message: expect.stringContaining(says) as string,
    });
  });

  it('is a real errno’s, through a real operation', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(placeFile(nodeFiles, join(root, 'file', 'x'), Buffer.of(1))).rejects.toMatchObject({
      code: 'disk-failed',
      message: expect.not.stringContaining('.tmp') as string,
    });
  });
});
