import { describe, expect, it } from 'vitest';
import { movable } from './movable';

describe('a value that is moved', () => {
  it('is the same, with columns of its own', () => {
    const buffer = new Float64Array([1, 2, 3, 4]).buffer;
    const asked = {
      spans: { from: new Float64Array(buffer, 8, 2), states: ['running'] },
      counts: [Float32Array.of(0.5), new Float32Array()],
      none: null,
      total: 7,
    };
    const { value, buffers } = movable(asked);
    expect(value).toEqual(asked);
    expect(buffers.map(({ byteLength }) => byteLength)).toEqual([16, 4, 0]);
    const moved = structuredClone(value, { transfer: buffers });
    expect(moved).toEqual(asked);
    expect(new Float64Array(buffer)).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it('is what it was where it has no columns', () => {
    for (const value of [null, 'text', 3, [], [{ count: 1 }]]) {
      expect(movable(value)).toEqual({ value, buffers: [] });
    }
  });
});
