import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCapture, readInPieces, unpack, type Pieces } from './read-capture';

const text = new TextEncoder().encode('goroutine profile: total 1\n'.repeat(50));

describe('unpack', () => {
  it('passes plain bytes through and undoes gzip', () => {
    expect(unpack(text)).toEqual({ ok: true, value: text });
    const unpacked = unpack(gzipSync(text));
    expect(unpacked.ok && Buffer.from(unpacked.value).equals(Buffer.from(text))).toBe(true);
  });

  it('names what is wrong', () => {
    const packed = gzipSync(text);
    const code = (bytes: Uint8Array, limit?: number): string | undefined => {
      const result = unpack(bytes, limit);
      return result.ok ? undefined : result.error.code;
    };
    expect(code(new Uint8Array())).toBe('empty');
    expect(code(packed.subarray(0, packed.length - 9))).toBe('truncated');
    const damaged = Buffer.from(packed);
    damaged.writeUInt32LE(~damaged.readUInt32LE(packed.length - 8) >>> 0, packed.length - 8);
    expect(code(damaged)).toBe('malformed');
    expect(code(gzipSync(Buffer.alloc(2_000_000)), 1_000_000)).toBe('too-large');
  });
});

describe('readCapture', () => {
  it('reads a file, follows a link only where it may, and stops at the limit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'read-capture-'));
    try {
      const [file, link] = [join(folder, 'file'), join(folder, 'link')];
      await writeFile(file, text);
      await symlink(file, link);
      const read = await readCapture(link);
      expect(read.ok && Buffer.from(read.value).equals(Buffer.from(text))).toBe(true);
      await expect(readCapture(link, { noLinks: true })).rejects.toMatchObject({ code: 'ELOOP' });
      await symlink(folder, join(folder, 'day'));
      const through = join(folder, 'day', 'file');
      expect((await readCapture(through)).ok).toBe(true);
      await expect(readCapture(through, { noLinks: true })).rejects.toMatchObject({ code: 'ELOOP' });
      expect((await readCapture(file, { noLinks: true })).ok).toBe(true);
      expect(await readCapture(file, { limit: 100 })).toMatchObject({
        ok: false,
        error: { code: 'too-large' },
      });
      await expect(readCapture(folder)).rejects.toMatchObject({ code: 'EISDIR' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.skipIf(!existsSync('/dev/zero'))('ends on a device that never does', async () => {
    expect(await readCapture('/dev/zero', { limit: 1 << 22 })).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
  });
});

describe('readInPieces', () => {
  const MIB = 1024 * 1024;
  const large = Buffer.alloc(8 * MIB + 12_345);
  for (let i = 0; i + 4 < large.length; i += 1021) large.writeUInt32LE(i, i);

  /** Leaves `rest` bytes of each piece to the next, and gives back all that it took. */
  const collect = (rest: number) => (): Pieces<Buffer> => {
    const taken: Buffer[] = [];
    return {
      read(bytes) {
        const length = Math.max(0, bytes.length - rest);
        taken.push(Buffer.from(bytes.subarray(0, length)));
        return length;
      },
      finish: (bytes) => Buffer.concat([...taken, bytes]),
    };
  };
  const written = async <T>(bytes: Uint8Array, use: (path: string) => T): Promise<T> => {
    const folder = await mkdtemp(join(tmpdir(), 'read-capture-'));
    try {
      const path = join(folder, 'file');
      await writeFile(path, bytes);
      return use(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  it.each([0, 1, 4097, MIB])('shows each byte once, whatever is left for later: %i bytes', (rest) =>
    written(large, (path) => {
      const read = readInPieces(path, collect(rest));
      expect(read !== null && large.equals(read)).toBe(true);
    }),
  );

  it('leaves to a whole reading what is small, too large, unwanted, or takes nothing of a piece', async () => {
    await written(large.subarray(0, 8 * MIB - 1), (path) => {
      expect(readInPieces(path, collect(0))).toBeNull();
    });
    await written(large, (path) => {
      expect(readInPieces(path, collect(0), { limit: 8 * MIB })).toBeNull();
      expect(readInPieces(path, () => null)).toBeNull();
      expect(readInPieces(path, collect(MIB + 1))).toBeNull();
      expect(() => readInPieces(`${path}.no`, collect(0))).toThrow(
        expect.objectContaining({ code: 'ENOENT' }),
      );
    });
  });
});
