import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf } from '../../test/support/graph-picture';
import { packGraph, unpackGraph } from './graph-table';

describe('a packed call graph', () => {
  it('comes out as it went in, wherever its bytes lie', () => {
    const names = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 });
    fc.assert(
      fc.property(names, fc.option(fc.integer()), fc.nat(9), (all, before, offset) => {
        const table = chainOf(all, { before });
        const packed = packGraph(table);
        const moved = new Uint8Array(packed.length + offset);
        moved.set(packed, offset);
        expect(unpackGraph(moved.subarray(offset))).toEqual(table);
      }),
    );
  });

  it('is refused where it is cut, or is something else', () => {
    const packed = packGraph(chainOf(['f', 'g']));
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackGraph(packed.slice(0, length))).toThrow('cannot be read');
    }
    expect(() => unpackGraph(new Uint8Array(64).fill(255))).toThrow('cannot be read');
  });
});
