// Known answers: from the definitions in exact arithmetic, and from scipy 1.17 where it has the test.
import { describe, expect, it } from 'vitest';
import { KNOWN_EVIDENCE } from '../../../test/support/known-evidence';
import fc from 'fast-check';
import { regularisedBeta, studentQuantile, studentTwoSided } from './stats-distributions';
import { blockFloors, eBH, futureInfimum, logEvidence, risesNeeded } from './stats-evidence';
import { medianInPlace } from './stats-order';
import { effectiveEvents, poissonFactors, rateFromIncrements, seriesRate } from './stats-rate';
import { theilSen } from './stats-trend';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const close = (actual: readonly number[], expected: readonly number[], digits: number): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => expect(x).toBeCloseTo(expected[i] ?? NaN, digits));
};

describe('trend', () => {
  it.each([
    { t: upTo(5), y: [1, 2, 3, 4, 5], slope: 1 },
    { t: upTo(8), y: [3, 3, 4, 4, 4, 6, 7, 7], slope: 0.6333333 },
    {
      t: [0, 10, 20, 30, 55, 65, 75, 100, 110, 120],
      y: [5, 7, 6, 9, 12, 11, 15, 19, 18, 22],
      slope: 0.1333333,
    },
    { t: upTo(12), y: [10, 14, 18, 14, 10, 14, 18, 14, 10, 14, 18, 14], slope: 0 },
    { t: upTo(6), y: [4, 4, 4, 4, 4, 4], slope: 0 },
    { t: upTo(10), y: [9, 8, 8, 7, 5, 6, 4, 3, 3, 1], slope: -0.8571429 },
  ])('of $y', ({ t, y, slope }) => {
    expect(theilSen(t, y)).toBeCloseTo(slope, 7);
  });

  it('bins a long series without losing its slope', () => {
    const t = upTo(1001).map((i) => i * 7 + (i % 3));
    expect(
      theilSen(
        t,
        t.map((x) => 2 * x - 5),
      ),
    ).toBeCloseTo(2, 6);
    expect(theilSen([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(theilSen([], [])).toBe(0);
  });
});

describe('evidence', () => {
  it.each(KNOWN_EVIDENCE)('of %i rises and %i falls', (u, d, e) => {
    expect(Math.exp(logEvidence(u, d)) / e).toBeCloseTo(1, 8);
  });

  it('stays finite where E itself would not', () => {
    expect(logEvidence(100_000, 0)).toBeCloseTo(100_000 * Math.log(1.9) - Math.LN2, 6);
    expect(logEvidence(0, 100_000)).toBeLessThan(-30_000);
    expect(logEvidence(0, 0)).toBeCloseTo(0, 14);
  });

  it('passes the two largest of five by e-BH', () => {
    expect(eBH([20, 300, 90, 1, 0.2].map(Math.log), 5, 0.05)).toEqual([1, 2]);
    expect(eBH([], 0, 0.05)).toEqual([]);
    // Untested hypotheses still count.
    expect(eBH([20, 300, 90, 1, 0.2].map(Math.log), 100, 0.05)).toEqual([]);
  });

  it('says how many rises would prove it', () => {
    expect([50, 100, 300, 500].map((m) => risesNeeded(m))).toEqual([12, 13, 15, 16]);
    expect(risesNeeded(0)).toBe(6);
  });

  it('takes the least of all later values, and block floors from the newest end', () => {
    expect([...futureInfimum([5, 3, 6, 4, 7, 9, 8])]).toEqual([3, 3, 4, 4, 7, 8, 8]);
    const out = new Float64Array(3);
    expect(blockFloors([0, 5, 4, 7, 6, 9, 8], 7, 2, out)).toBe(3);
    expect([...out]).toEqual([4, 6, 8]);
  });
});

describe('rate', () => {
  it('of a Poisson count lies between limits near the exact ones (Garwood 1936)', () => {
    for (const [count, low, high] of [
      [3, 0.6187, 8.7673],
      [10, 4.7954, 18.3904],
      [100, 81.3638, 121.627],
    ] as const) {
      const [least, most] = poissonFactors(count);
      expect(Math.abs(least * count - low) / low).toBeLessThan(0.03);
      expect(Math.abs(most * count - high) / high).toBeLessThan(0.03);
    }
    expect(poissonFactors(0.1)[0]).toBe(0);
  });
  it('counts events by their scatter', () => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    expect(effectiveEvents(times, [0, 2, 4, 6, 8, 10, 12, 14, 16], 9)).toBe(Infinity);
    // Two of 12 in eight intervals: variance 144 · (2/8) · (6/8) · 8/7, mean 3.
    expect(effectiveEvents(times, [0, 0, 12, 12, 12, 12, 24, 24, 24], 9)).toBeCloseTo(24 / (216 / 7 / 3), 9);
  });

  it('has the textbook interval for equal stretches', () => {
    const { rate, interval } = rateFromIncrements(
      [6, 4, 7, 5, 8, 6, 3, 7, 6, 8],
      new Array<number>(10).fill(1),
    );
    expect(rate).toBe(6);
    close(interval ?? [], [4.831827, 7.168173], 6);
  });

  it('weighs stretches by their time', () => {
    // By hand: rate 30/10; e = 1, −1, 0 over 2, 2, 6; φ = (1/2 + 1/2 + 0)/2; half = t(2)·√(φ/10).
    const { rate, interval } = rateFromIncrements([7, 5, 18], [2, 2, 6]);
    expect(rate).toBe(3);
    close(interval ?? [], [3 - 4.3026527297 * Math.sqrt(0.05), 3 + 4.3026527297 * Math.sqrt(0.05)], 8);
    expect(rateFromIncrements([7, 0], [2, 0]).interval).toBeNull();
  });

  it('is never surer than one event in the whole time', () => {
    const t = upTo(25).map((i) => i * 1.001);
    const { rate, interval } = seriesRate(t, upTo(25), 1);
    expect(rate).toBeCloseTo(1 / 1.001, 12);
    expect(interval?.[0]).toBeLessThanOrEqual(1 - 0.02);
    expect(interval?.[1]).toBeGreaterThanOrEqual(1.02);
  });

  it('lets a wave cancel over whole periods, and does without them where pauses hide their borders', () => {
    const t = upTo(600);
    const y = t.map((i) => 0.5 * i + 40 * Math.sin((2 * Math.PI * i) / 100));
    const width = ([lo, hi]: readonly [number, number] = [0, Infinity]): number => hi - lo;
    const daily = seriesRate(t, y, 0, 600, 100);
    expect(daily.rate).toBeCloseTo(0.5, 10);
    expect(width(daily.interval ?? undefined)).toBeLessThan(1e-9);
    expect(width(seriesRate(t, y, 0).interval ?? undefined)).toBeGreaterThan(0.2);
    const seen = t.filter((i) => i < 280 || i > 320);
    const paused = seen.map((i) => y[i] ?? 0);
    expect(seriesRate(seen, paused, 0, seen.length, 100)).toEqual(seriesRate(seen, paused, 0));
  });

  it('gives no interval from one stretch, and survives equal times', () => {
    expect(seriesRate([0, 1, 2], [0, 1, 2], 1).interval).toBeNull();
    expect(seriesRate([3, 3, 3], [0, 1, 2], 1)).toEqual({ rate: 0, interval: null });
  });
});

describe('distributions', () => {
  it('agree with tables', () => {
    expect(studentQuantile(0.975, 9)).toBeCloseTo(2.2621571628, 9);
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062047364, 8);
    expect(studentQuantile(0.025, 2)).toBeCloseTo(-4.3026527297, 9);
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 5);
    expect(regularisedBeta(0.5, 2, 3)).toBeCloseTo(0.6875, 12);
  });

  it('quantile and tail are inverse', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.51, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (p, df) => {
          expect(studentTwoSided(studentQuantile(p, df), df) / 2).toBeCloseTo(1 - p, 9);
        },
      ),
    );
  });
});

describe('order', () => {
  it('finds the median as sorting would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const mid = sorted.length >> 1;
        const expected = sorted.length % 2 ? sorted[mid] : ((sorted[mid - 1] ?? 0) + (sorted[mid] ?? 0)) / 2;
        expect(medianInPlace(Float64Array.from(values))).toBe(expected);
      }),
    );
    expect(medianInPlace(new Float64Array(0))).toBeNaN();
    // The buffer may be longer than what counts.
    expect(medianInPlace(Float64Array.of(3, 1, 99), 2)).toBe(2);
  });
});
