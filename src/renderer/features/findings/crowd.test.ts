import { describe, expect, it } from 'vitest';
import type { Concentration } from '../../../contract/growth';
import { crowdOf } from './crowd';

const frame = (name: string, file: string, line: number) => ({ function: name, file, line });
const at = (line: number, more: Partial<Concentration> = {}): Concentration => ({
  site: frame(`f${line}`, '/b/a.go', line),
  ownSite: null,
  state: 'chan receive',
  count: 14_974,
  total: 30_103,
  ...more,
});

describe('crowdOf', () => {
  it('is nothing where they stand nowhere in such numbers', () => {
    expect(crowdOf([])).toBeNull();
  });

  it('adds up what stands in several places', () => {
    expect(crowdOf([at(72), at(69)])).toEqual({
      count: 29_948,
      total: 30_103,
      places: [
        { text: 'a.go:72', function: 'f72' },
        { text: 'a.go:69', function: 'f69' },
      ],
      more: 0,
      state: 'chan receive',
    });
  });

  it('says no common state where there is none', () => {
    expect(crowdOf([at(1), at(2, { state: 'select' })])).toMatchObject({ state: null });
    expect(crowdOf([at(1, { state: null })])).toMatchObject({ state: null });
  });

  it('names two places, three where that is shorter, and counts the rest', () => {
    const of = (n: number) => crowdOf(Array.from({ length: n }, (_, i) => at(i + 1)));
    expect([of(2)?.places.length, of(2)?.more]).toEqual([2, 0]);
    expect([of(3)?.places.length, of(3)?.more]).toEqual([3, 0]);
    expect([of(4)?.places.length, of(4)?.more]).toEqual([2, 2]);
  });

  it('names the function where no file is known', () => {
    expect(crowdOf([at(1, { site: frame('a.b', '', 0) })])?.places).toEqual([
      { text: 'a.b', function: 'a.b' },
    ]);
  });
});
