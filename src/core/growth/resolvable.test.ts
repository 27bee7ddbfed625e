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

  it('of a whole life is what proves it and five more, per its span', () => {
    expect(slowestProvablePerHour(7 * 3_600_000, 500)).toBe(3);
    expect(slowestProvablePerHour(0, 500)).toBeNull();
  });
});
