// What a benchmark says of what it measured.
import { describe, expect, it } from 'vitest';
import { alternate, peakOf, spreadOf } from '../bench/measure';
import { formatRows, isMet, valueOf, type Row } from '../bench/result';

const row = (ours: number[], theirs: number[] | null, limit: number | null): Row => ({
  bench: 'top',
  what: 'a thing',
  ours: spreadOf(ours),
  theirs: theirs === null ? null : { what: 'another', spread: spreadOf(theirs) },
  unit: 'ms',
  limit,
});

describe('figures', () => {
  it('are medians, with the least and the most', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, rounds: 3 });
    expect(spreadOf([40, 10, 100, 20])).toEqual({ median: 30, min: 10, max: 100, rounds: 4 });
  });

  it('are ratios of medians where there is another side, and met up to the bar', () => {
    const ratio = row([1, 3, 90], [2, 6, 7], 0.5);
    expect(valueOf(ratio)).toBe(0.5);
    expect(isMet(ratio)).toBe(true);
    expect(isMet({ ...ratio, limit: 0.49 })).toBe(false);
    const absolute = row([1400, 1500, 1600], null, 1500);
    expect(isMet(absolute)).toBe(true);
    expect(isMet({ ...absolute, limit: 1499 })).toBe(false);
    expect(isMet({ ...absolute, limit: null })).toBe(true);
    expect(
      formatRows([ratio, { ...absolute, limit: 1499 }])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| top | a thing | 3.00 ms (1.00–90.0) | another: 6.00 ms (2.00–7.00) | 0.50× | ≤ 0.5× | met |',
      '| top | a thing | 1500 ms (1400–1600) |  |  | ≤ 1499 ms | MISSED |',
    ]);
  });

  it('come of turns, the first of which is not counted', async () => {
    const order: string[] = [];
    let n = 0;
    const side = (name: string) => () => {
      order.push(name);
      return ++n;
    };
    const { a, b } = await alternate(2, { a: side('a'), b: () => Promise.resolve(side('b')()) });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect([a, b]).toEqual([spreadOf([3, 5]), spreadOf([4, 6])]);
  });

  it('know the memory of a process that lives, and of none that does not', () => {
    if (process.platform === 'linux') expect(peakOf(process.pid)).toBeGreaterThan(10 * 2 ** 20);
    expect(peakOf(2 ** 30)).toBeNull();
  });
});
