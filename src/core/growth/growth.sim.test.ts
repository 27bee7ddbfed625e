// What analysis accuses and what it finds, on a few seeded sessions of 500 stacks each. The bounds are those of the
// published table with the sampling error of so few sessions; the benchmark itself (`npm run bench:growth`) is not a unit test.
import { describe, expect, it } from 'vitest';
import { Captures } from '../../../test/bench/growth/product-method';
import { Random } from '../../../test/bench/growth/random';
import { makeInnocents, makeLeak, type LeakType, type Plan } from '../../../test/bench/growth/session';
import { setA } from '../../../test/bench/growth/set-a';
import { analyseGrowth } from './analyse';
import { buildCountSeries } from './series';

/** Those that truly rise for as long as they fill; no shape test can tell them early, only age can. */
const STILL_RISING = new Set(['high water', 'conns']);

function leakOf(name: string): LeakType {
  const leak = setA.leaks.goroutine.find((known) => known.name === name);
  if (leak === undefined) throw new RangeError(`no leak is called ${name}`);
  return leak;
}

function measure(leakName: string, snapshots: number, sessions: number, gaps = false) {
  const plan: Plan = { kind: 'goroutine', snapshots, everyHours: 1 / 6, gaps, busierBy: 0 };
  const sum = { found: 0, covered: 0, accused: 0, accusedRising: 0 };
  for (let i = 1; i <= sessions; i++) {
    const seed = 1000 * snapshots + i;
    const session = setA.session(seed, plan);
    const innocents = makeInnocents(setA, session, seed, 'goroutine');
    const { result } = new Captures(session, innocents).judgeWith(makeLeak(leakOf(leakName), session, seed));
    const judged = result.stacks.at(-1);
    if (judged?.suspect) sum.found++;
    const [lo, hi] = judged?.slopeInterval ?? [NaN, NaN];
    // One per ten minutes.
    if (lo <= 6 && 6 <= hi) sum.covered++;
    for (const stack of result.suspects) {
      const { type, settled } = innocents[stack] ?? { type: leakName, settled: false };
      if (settled && STILL_RISING.has(type)) sum.accusedRising++;
      else if (settled) sum.accused++;
    }
  }
  return {
    found: sum.found / sessions,
    covered: sum.covered / sessions,
    accused: sum.accused / sessions,
    accusedRising: sum.accusedRising / sessions,
  };
}

describe('on simulated services', () => {
  it('finds one goroutine per ten minutes in 30 captures, and accuses nobody who stands', () => {
    const { found, covered, accused, accusedRising } = measure('lin1', 30, 30);
    expect(found).toBeGreaterThanOrEqual(0.85);
    expect(covered).toBeGreaterThanOrEqual(0.85);
    expect(accused).toBeLessThanOrEqual(0.2);
    expect(accusedRising).toBeLessThanOrEqual(1);
  });

  it('finds it always in 100 captures, gaps or none', () => {
    const plain = measure('lin1', 100, 16);
    expect(plain.found).toBe(1);
    expect(plain.covered).toBeGreaterThanOrEqual(0.83);
    expect(plain.accused).toBeLessThanOrEqual(0.1);
    expect(plain.accusedRising).toBeLessThanOrEqual(2);
    expect(measure('lin1', 100, 8, true).found).toBeGreaterThanOrEqual(0.85);
  });

  it('finds in 16 hours what is freed in part, and what a wave of ten hides', () => {
    expect(measure('release', 100, 16).found).toBeGreaterThanOrEqual(0.5);
    expect(measure('lin1+wave10', 100, 16).found).toBeGreaterThanOrEqual(0.5);
  });

  it('accuses hardly a high-water mark', () => {
    const { accused, accusedRising } = measure('traffic1', 100, 16);
    expect(accused).toBeLessThanOrEqual(0.1);
    expect(accusedRising).toBeLessThanOrEqual(0.2);
  });

  it('seldom proves in five hours what a daily wave hides', () => {
    expect(measure('lin10+wave100', 30, 16).found).toBeLessThanOrEqual(0.5);
  });

  it('says how slow a leak would have been missed: one that fast is seldom missed, one half as fast mostly is', () => {
    const timesMs = Array.from({ length: 30 }, (_, i) => i * 600_000);
    const analyse = (stacks: readonly (readonly number[])[]) =>
      analyseGrowth(
        buildCountSeries(
          timesMs.map((timeMs, i) => ({
            timeMs,
            stacks: Int32Array.from(stacks, (_, s) => s),
            values: Float64Array.from(stacks, (values) => values[i] ?? 0),
          })),
          stacks.length,
        ),
      );
    const rateIn = (factor: number): number => {
      let found = 0;
      for (let seed = 1; seed <= 100; seed++) {
        const random = new Random(seed);
        const pools = Array.from({ length: 20 }, () => {
          const mean = random.logBetween(1, 50);
          return timesMs.map(() => random.poisson(mean));
        });
        const { slowestPerHour } = analyse(pools);
        let leaked = 0;
        const leak = timesMs.map(
          (_, i) => (leaked += i === 0 ? 0 : random.poisson(((slowestPerHour ?? NaN) * factor) / 6)),
        );
        if (analyse([leak, ...pools]).stacks[0]?.suspect) found++;
      }
      return found / 100;
    };
    expect(rateIn(1)).toBeGreaterThanOrEqual(0.75);
    expect(rateIn(0.5)).toBeLessThanOrEqual(0.4);
  });
});
