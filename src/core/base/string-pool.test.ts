import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StringPool } from './string-pool';
import { decodeUtf8 } from './utf8';

describe('StringPool', () => {
  it('says of any bytes what a decoder says, the first time as the next', () => {
    const pool = new StringPool();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 12 }),
          fc.string().map((s) => new TextEncoder().encode(s)),
        ),
        (bytes) => {
          const around = new Uint8Array([7, ...bytes, 7]);
          expect(pool.textOf(around, 1, 1 + bytes.length)).toBe(decodeUtf8(bytes));
          expect(pool.textOf(bytes, 0, bytes.length)).toBe(decodeUtf8(bytes));
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('finds each of many again', () => {
    const pool = new StringPool();
    const names = Array.from({ length: 20_000 }, (_, i) => `example.com/pkg.(*T${i % 7}).Do${i}`);
    const bytes = names.map((name) => new TextEncoder().encode(name));
    for (let round = 0; round < 2; round++)
      names.forEach((name, i) => expect(pool.textOf(bytes[i]!, 0, bytes[i]!.length)).toBe(name));
  });

  it('is not misled by the order in which they came before', () => {
    const pool = new StringPool();
    const text = fc.constantFrom('', 'a', 'b', 'abcd', 'abce', 'abcdefgh', 'abcdefgi', 'bbcdefgh');
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
        for (const text of texts)
          expect(pool.textOf(new TextEncoder().encode(text), 0, text.length)).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('goes on where it may keep no more', () => {
    const pool = new StringPool();
    const long = new Uint8Array(20 * 1024 * 1024).fill(97);
    expect(pool.textOf(long, 0, long.length)).toHaveLength(long.length);
    expect(pool.textOf(long, 0, long.length - 1)).toHaveLength(long.length - 1);
    expect(pool.textOf(long, 0, 3)).toBe('aaa');
    expect(pool.textOf(long, 5, 8)).toBe('aaa');
  });
});
