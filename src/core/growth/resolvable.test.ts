import { describe, expect, it } from 'vitest';
import { slowestProvablePerHour, slowestVisiblePerHour, visibleRise } from './resolvable';

describe('the slowest leak that could have been seen', () => {
  it('is bounded by turnover: of 14,974 parked goroutines, 41 more say nothing', () => {
    expect(visibleRise(14_974, 15_015)).toBeCloseTo(346.3, 1);
    expect(visibleRise(0, 3)).toBe(5);
    expect(visibleRise(-4, 0)).toBe(5);
  });

  it('falls with the distance of two captures, on the scaled clock', () => {
    expect(slowestVisiblePerHour({ distanceMs: 1_800_000 })).toBe(10);
    expect(slowestVisiblePerHour({ distanceMs: -1_800_000, timeScale: 60 })).toBeCloseTo(10 / 60, 12);
    expect(slowestVisiblePerHour({ distanceMs: 0 })).toBeNull();
    expect(slowestVisiblePerHour({ distanceMs: 3_600_000, a: 50, b: 50 })).toBe(20);
    // 50 units of 512 KiB each, seen as bytes.
    const unit = 524_288;
    expect(slowestVisiblePerHour({ distanceMs: 3_600_000, a: 50 * unit, b: 50 * unit, unit })).toBe(
      20 * unit,
    );
  });
});

describe('the slowest leak that would have been proven', () => {
  const every = (count: number, hours: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => i * hours);

  it('takes somewhat more events than rises prove, over many observations', () => {
    const perHour = slowestProvablePerHour(every(1001, 0.01), 12) ?? 0;
    // Of 18 expected, 12 come in 95 of 100 cases.
    expect(perHour * 10).toBeGreaterThan(17);
    expect(perHour * 10).toBeLessThan(20);
  });
  it('takes many more where hardly more intervals are than rises it takes, and more again with a gap', () => {
    const few = slowestProvablePerHour(every(13, 1), 12) ?? 0;
    expect(few * 12).toBeGreaterThan(40);
    const gap = every(31, 1).map((hour) => (hour > 15 ? hour + 30 : hour));
    const plain = slowestProvablePerHour(every(31, 1), 12) ?? 0;
    expect((slowestProvablePerHour(gap, 12) ?? 0) * 60).toBeGreaterThan(plain * 30 * 1.5);
  });
  it('is on the clock of the observations, and unknown where there are too few', () => {
    const slow = slowestProvablePerHour(every(31, 1), 12) ?? 0;
    expect(slowestProvablePerHour(every(31, 60), 12)).toBeCloseTo(slow / 60, 3);
    expect(slowestProvablePerHour(every(12, 1), 12)).toBeNull();
    expect(slowestProvablePerHour(new Float64Array(40), 12)).toBeNull();
    expect(slowestProvablePerHour(new Float64Array(0), 12)).toBeNull();
  });
});
