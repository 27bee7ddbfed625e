import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import { findLoad, loadClock } from './load';
import { movesOf } from './moves';
import { buildCountSeries, type Series } from './series';

const wave = (i: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * i) / 144);

function seriesOf(stacks: readonly (readonly number[])[]): Series {
  const n = stacks[0]?.length ?? 0;
  const observations = Array.from({ length: n }, (_, i) => ({
    timeMs: i * 600_000,
    stacks: Int32Array.from(stacks.keys()),
    values: Float64Array.from(stacks, (values) => values[i] ?? 0),
  }));
  return buildCountSeries(observations, stacks.length);
}
const loadOf = (series: Series): Float64Array | null => findLoad(series, movesOf(series));
const moments = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((sum, y) => sum + y, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('the load', () => {
  const made = (waves: number, caches: number, n = 100) => {
    const random = new Random(11);
    return [
      ...Array.from({ length: waves }, () => {
        const mean = random.logBetween(20, 300);
        return moments(n, (i) => random.poisson(mean * wave(i)));
      }),
      ...Array.from({ length: caches }, () => {
        const size = random.logBetween(50, 500);
        return moments(n, (i) => Math.round(size * -Math.expm1(-i / 30)));
      }),
    ];
  };
  const truth = moments(100, wave);

  it('is recovered from stacks that move together', () => {
    expect(correlation(loadOf(seriesOf(made(15, 0))) ?? [], truth)).toBeGreaterThan(0.99);
  });
  it('is not that of the caches that warm up together, however many', () => {
    expect(correlation(loadOf(seriesOf(made(15, 60))) ?? [], truth)).toBeGreaterThan(0.99);
    expect(loadOf(seriesOf(made(0, 60)))).toBeNull();
  });
  it('is not known from fewer than ten stacks, nor from stacks that move each by itself', () => {
    expect(loadOf(seriesOf(made(9, 0)))).toBeNull();
    const random = new Random(3);
    expect(
      loadOf(seriesOf(Array.from({ length: 40 }, () => moments(100, () => random.poisson(50))))),
    ).toBeNull();
  });
  it('is had of very many stacks and observations too', () => {
    const load = loadOf(seriesOf(made(300, 0, 4001))) ?? [];
    expect(load.length).toBe(4001);
    expect(correlation(load, moments(4001, wave))).toBeGreaterThan(0.99);
  });
  it('adds up to a clock', () => {
    expect([...loadClock(Float64Array.of(1, 3, 2), Float64Array.of(0, 1, 3))]).toEqual([0, 2, 7]);
    expect([...loadClock(new Float64Array(0), new Float64Array(0))]).toEqual([]);
  });
});
