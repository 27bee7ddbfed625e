import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { selectNth } from './select-nth';

const random = randomFrom(7);
const whole = (count: number, below: number): Float64Array =>
  Float64Array.from({ length: count }, () => Math.floor(random() * below));

describe('the nth of some values', () => {
  it.each([
    ['one', Float64Array.of(3)],
    ['in order', Float64Array.from({ length: 100 }, (_, i) => i)],
    ['in reverse order', Float64Array.from({ length: 101 }, (_, i) => -i)],
    ['all the same', new Float64Array(64).fill(5)],
    ['few different ones', whole(500, 4)],
    ['many different ones', whole(500, 1e9)],
  ])('is that of the sorted ones: %s', (_, values) => {
    const sorted = values.toSorted();
    for (let nth = 0; nth < values.length; nth++) expect(selectNth(values.slice(), nth)).toBe(sorted[nth]);
  });

  it('can be asked for one after the other, and leaves the same values', () => {
    const values = whole(1000, 50);
    const sorted = values.toSorted();
    for (const nth of [500, 950, 10, 999, 0]) expect(selectNth(values, nth)).toBe(sorted[nth]);
    expect(values.toSorted()).toEqual(sorted);
  });
});
