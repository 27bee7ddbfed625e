import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import { slopeOf, slopeOfLevel } from './slope';

const hours = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);
/** Per hour what `next` says. */
function counts(n: number, next: () => number): Float64Array {
  let x = 0;
  return Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0 : (x += next())));
}
const width = ([low, high]: readonly [number, number]): number => high - low;

describe('the interval of a rate', () => {
  it('holds the true one of a leak by few large events in nine sessions of ten', () => {
    const random = new Random(3);
    // One in six hours, of 1 to 50: half of all comes by a fifth of the events.
    const mean = 49 / Math.log(50) / 6;
    const covered = { events: 0, level: 0 };
    let sessions = 0;
    while (sessions < 400) {
      const values = counts(30, () =>
        Array.from({ length: random.poisson(1 / 6) }, () => random.logBetween(1, 50)).reduce(
          (a, b) => a + b,
          0,
        ),
      );
      if ((values.at(-1) ?? 0) < 5) continue;
      sessions++;
      for (const [name, of] of [
        ['events', slopeOf],
        ['level', slopeOfLevel],
      ] as const) {
        const [low, high] = of(hours(30), values, 1).interval ?? [NaN, NaN];
        if (low <= mean && mean <= high) covered[name]++;
      }
    }
    expect(covered.events / sessions).toBeGreaterThanOrEqual(0.9);
    expect(covered.level / sessions).toBeLessThan(0.87);
  });

  it('is hardly wider for it where events are many, and not at all where they tick or the series falls', () => {
    const random = new Random(4);
    const many = counts(100, () => random.poisson(3));
    const ticking = counts(100, () => 2);
    const falling = counts(100, () => random.poisson(9) - random.poisson(6));
    const ratio = (values: Float64Array): number =>
      width(slopeOf(hours(100), values, 1).interval!) / width(slopeOfLevel(hours(100), values, 1).interval!);
    expect(ratio(many)).toBeLessThan(1.2);
    expect(ratio(ticking)).toBe(1);
    expect(ratio(falling)).toBe(1);
  });
});
