import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireReader, int64ToBigInt, int64ToNumber, uint64ToBigInt } from './wire';

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (; value >= 0x80n; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80);
  return [...bytes, Number(value)];
};

describe('WireReader', () => {
  it('reads every 64-bit number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        const reader = new WireReader(Uint8Array.from(varint(value)));
        reader.varint();
        expect(uint64ToBigInt(reader.lo, reader.hi)).toBe(value);
        expect(int64ToBigInt(reader.lo, reader.hi)).toBe(BigInt.asIntN(64, value));
        expect(int64ToNumber(reader.lo, reader.hi)).toBe(Number(BigInt.asIntN(64, value)));
        expect(reader.pos).toBe(reader.bytes.length);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('drops bits beyond the 64th, and refuses an eleventh byte', () => {
    const ten = new WireReader(Uint8Array.from([...new Array<number>(9).fill(0xff), 0x7f]));
    ten.varint();
    expect(uint64ToBigInt(ten.lo, ten.hi)).toBe((1n << 64n) - 1n);
    const eleven = new WireReader(Uint8Array.from([...new Array<number>(10).fill(0xff), 1]));
    eleven.varint();
    expect(eleven.error?.code).toBe('malformed');
  });

  it('never reads outside a message that it has entered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const reader = new WireReader(bytes);
        const walk = (depth: number): void => {
          while (reader.next()) {
            expect(reader.pos).toBeLessThanOrEqual(reader.end);
            if (reader.type !== 2 || depth > 5) continue;
            expect(reader.start).toBeLessThanOrEqual(reader.stop);
            const outer = reader.enter();
            walk(depth + 1);
            reader.leave(outer);
          }
        };
        walk(0);
        expect(reader.error !== null || reader.pos === bytes.length).toBe(true);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('keeps the first error and then says that there is nothing more', () => {
    const reader = new WireReader(Uint8Array.from([0x0b, 0x08, 0x01]));
    expect(reader.next()).toBe(false);
    expect(reader.next()).toBe(false);
    reader.fail('unsupported', 'later');
    expect(reader.error).toEqual({ code: 'malformed', message: 'unknown wire type 3', offset: 0 });
  });
});
