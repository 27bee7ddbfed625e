import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlameBuilder } from '../core/pprof/flame-tree';
import { packFlame, unpackFlame, type FlameTable } from './flame-table';

const table = fc
  .record({
    isDifference: fc.boolean(),
    stacks: fc.array(
      fc.tuple(fc.array(fc.nat(3), { maxLength: 5 }), fc.integer({ min: -9, max: 9 }), fc.nat(9)),
    ),
    names: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ isDifference, stacks, names }): FlameTable => {
    const builder = new FlameBuilder(isDifference);
    for (const [frames, change, before] of stacks) builder.add(frames, frames.length, change, before);
    return {
      tree: builder.finish(20),
      frames: names.map((name, i) => ({
        function: name,
        file: '/a b/ü.go',
        line: i,
        own: i % 2 === 0,
      })),
      total: 17,
    };
  });

describe('a packed flame graph', () => {
  it('comes out as it went in, wherever its bytes lie', () => {
    fc.assert(
      fc.property(table, fc.nat(9), (one, offset) => {
        const packed = packFlame(one);
        const moved = new Uint8Array(packed.length + offset);
        moved.set(packed, offset);
        expect(unpackFlame(moved.subarray(offset))).toEqual(one);
      }),
    );
  });

  it('is refused where it is cut, or is something else', () => {
    const builder = new FlameBuilder(false);
    builder.add([0], 1, 5, 0);
    const packed = packFlame({
      tree: builder.finish(9),
      frames: [{ function: 'f', file: '', line: 0, own: false }],
      total: 5,
    });
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackFlame(packed.slice(0, length))).toThrow('cannot be read');
    }
    expect(() => unpackFlame(new Uint8Array(64).fill(255))).toThrow('cannot be read');
    expect(() => unpackFlame(Uint8Array.from([...packed, 0, 0, 0, 0, 0, 0, 0, 0]))).toThrow('cannot be read');
  });
});
