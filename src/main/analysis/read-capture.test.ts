import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCapture, unpack } from './read-capture';

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
      expect(await readCapture(file, { limit: 100 })).toMatchObject({
        ok: false,
        error: { code: 'too-large' },
      });
      await expect(readCapture(folder)).rejects.toMatchObject({ code: 'EISDIR' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('reads a large file in parallel pieces as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'read-capture-'));
    try {
      for (const extra of [0, 1, 12_345]) {
        const bytes = Buffer.alloc(8 * 1024 * 1024 + extra);
        for (let i = 0; i < bytes.length; i += 4096) bytes.writeUInt32LE(i, Math.min(i, bytes.length - 4));
        const file = join(folder, `${extra}`);
        await writeFile(file, bytes);
        const read = await readCapture(file);
        expect(read.ok && bytes.equals(read.value)).toBe(true);
      }
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
