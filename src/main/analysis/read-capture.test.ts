import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from './read-capture';

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
