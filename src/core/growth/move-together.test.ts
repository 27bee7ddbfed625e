import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { moveTogether } from './move-together';

const sums = (moves: readonly number[]): Float64Array => {
  let level = 0;
  return Float64Array.from([0, ...moves].map((move) => (level += move)));
};

describe('two series that rise', () => {
  it('at the same moments move together, whatever their sizes', () => {
    const moves = [0, 3, 0, 1, 0, 0, 2, 5, 0, 1, 0, 4, 1];
    expect(moveTogether(sums(moves), sums(moves.map((m) => 4096 * m)))?.r).toBeCloseTo(1, 12);
    expect(moveTogether(sums(moves), sums(moves.map((m) => -m)))?.r).toBeCloseTo(-1, 12);
  });

  it('have r and interval as another program computes them from the definitions', () => {
    const [x, y] = [
      [1, 0, 2, 0, 3, 1, 0, 0, 2, 1, 4, 0],
      [2, 0, 1, 1, 3, 0, 0, 1, 2, 2, 3, 0],
    ];
    const both = moveTogether(sums(x), sums(y));
    expect(both?.r).toBeCloseTo(0.8064193829708235, 12);
    expect(both?.interval[0]).toBeCloseTo(0.43283711054098256, 9);
    expect(both?.interval[1]).toBeCloseTo(0.9436121935620704, 9);
  });

  it('each by itself do not, though their levels do: 95 of 100 intervals hold 0', () => {
    const next = randomFrom(7);
    const some = (): Float64Array => sums(Array.from({ length: 60 }, () => (next() < 0.4 ? 1 : 0)));
    let held = 0;
    for (let i = 0; i < 400; i++) {
      const [low = 0, high = 0] = moveTogether(some(), some())?.interval ?? [];
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.98);
  });

  it('tell nothing where they are few, or where one moves evenly', () => {
    expect(moveTogether(sums([1, 0, 1]), sums([1, 0, 1]))).toBeNull();
    expect(moveTogether(sums(new Array(20).fill(2)), sums(new Array(20).fill(3)))).toBeNull();
  });
});
