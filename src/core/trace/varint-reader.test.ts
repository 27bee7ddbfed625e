import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VarintReader } from './varint-reader';

const encode = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
};
const read = (bytes: number[]): { value: number; failed: boolean; pos: number } => {
  const reader = new VarintReader(Uint8Array.from(bytes));
  return { value: reader.uvarint(), failed: reader.failed, pos: reader.pos };
};

describe('numbers of a trace', () => {
  it('of up to 63 bits are the nearest double', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), (value) => {
        const bytes = encode(value);
        expect(read([...bytes, 0xff])).toEqual({ value: Number(value), failed: false, pos: bytes.length });
      }),
    );
  });

  it.each([
    [2n ** 64n - 1n, -1],
    [2n ** 63n, -(2 ** 63)],
    [2n ** 62n, 2 ** 62],
  ])('%s has the bits of %s', (value, number) => {
    expect(read(encode(value))).toMatchObject({ value: number, failed: false });
  });

  it('are refused where they end too early or have more than 64 bits', () => {
    const long = encode(2n ** 64n - 1n);
    for (let length = 0; length < long.length; length++)
      expect(read(long.slice(0, length)).failed).toBe(true);
    expect(read([...long.slice(0, 9), 2]).failed).toBe(true);
    expect(read([...Array<number>(10).fill(0x80), 0]).failed).toBe(true);
  });
});
