import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { loadDerived, readDerived, saveDerived, SEAL_BYTES } from './derived-file';

describe('a derived file', () => {
  const root = temporaryFolder('derived-file');
  let count = 0;
  const numbers = z.array(z.number());
  async function saved(): Promise<{ session: string; path: string }> {
    const session = join(root, String(count++));
    const path = join(session, '.index', 'numbers');
    await mkdir(session);
    await saveDerived(path, [1, 2, 3]);
    return { session, path };
  }

  it('comes back as it was, in a session that is renamed too', async () => {
    const { session, path } = await saved();
    expect(await loadDerived(path, numbers)).toEqual([1, 2, 3]);
    await rename(session, `${session}-renamed`);
    expect(await loadDerived(join(`${session}-renamed`, '.index', 'numbers'), numbers)).toEqual([1, 2, 3]);
  });

  it('is none where one bit of it is another, or it is cut off', async () => {
    const { path } = await saved();
    const bytes = await readFile(path);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, damaged);
      expect(await readDerived(path)).toBeNull();
    }
    for (let length = 0; length < bytes.length; length++) {
      await writeFile(path, bytes.subarray(0, length));
      expect(await readDerived(path)).toBeNull();
    }
  });

  it('is none where somebody else wrote it: in a folder that was unpacked here, or under another name', async () => {
    const { session, path } = await saved();
    await cp(session, `${session}-unpacked`, { recursive: true });
    expect(await readDerived(join(`${session}-unpacked`, '.index', 'numbers'))).toBeNull();
    await writeFile(join(session, '.index', 'others'), await readFile(path));
    expect(await readDerived(join(session, '.index', 'others'))).toBeNull();
    await writeFile(path, (await readFile(path)).subarray(SEAL_BYTES));
    expect(await readDerived(path)).toBeNull();
  });
});
