// What analysis accuses and what it finds, on a few seeded sessions of 500 stacks each. The bounds are those of the
// published table with the sampling error of so few sessions; the full benchmark is not a unit test.
import { describe, expect, it } from 'vitest';
import {
  innocentStacks,
  leakStack,
  makeSession,
  type Session,
  type Stack,
} from '../../../test/support/growth-sim';
import { analyseGrowth, type GrowthResult } from './analyse';
import { buildCountSeries, type Observation } from './series';

const HOUR_MS = 3_600_000;

function analyse(session: Session, stacks: readonly Stack[]): GrowthResult {
  const observations = session.hours.map((h, i): Observation => {
    const present = stacks.flatMap((s, k) => ((s.values[i] ?? 0) > 0 ? [k] : []));
    return {
      timeMs: h * HOUR_MS,
      stacks: Int32Array.from(present),
      values: Float64Array.from(present, (k) => stacks[k]?.values[i] ?? 0),
    };
  });
  return analyseGrowth(buildCountSeries(observations, stacks.length));
}

/** Those that truly rise for as long as they fill; no shape test can tell them early, only age can. */
const STILL_RISING = new Set(['high water', 'settled conns']);

function measure(leak: string, snapshots: number, sessions: number, gaps = false) {
  const sum = { found: 0, covered: 0, accused: 0, accusedRising: 0 };
  for (let seed = 1; seed <= sessions; seed++) {
    const session = makeSession(1000 * snapshots + seed, { snapshots, gaps });
    const innocents = innocentStacks(session, 499);
    const result = analyse(session, [leakStack(session, leak), ...innocents]);
    const judged = result.stacks[0];
    if (judged?.suspect) sum.found++;
    const [lo, hi] = judged?.slopeInterval ?? [NaN, NaN];
    // One per ten minutes.
    if (lo <= 6 && 6 <= hi) sum.covered++;
    for (const stack of result.suspects) {
      const name = innocents[stack - 1]?.name;
      if (name !== undefined && STILL_RISING.has(name)) sum.accusedRising++;
      else if (name !== undefined) sum.accused++;
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
    expect(accused).toBeLessThanOrEqual(0.05);
    expect(accusedRising).toBeLessThanOrEqual(2);
  });

  it('finds it always in 100 captures, gaps or none', () => {
    const plain = measure('lin1', 100, 16);
    expect(plain.found).toBe(1);
    expect(plain.covered).toBeGreaterThanOrEqual(0.83);
    expect(plain.accused).toBeLessThanOrEqual(0.1);
    expect(plain.accusedRising).toBeLessThanOrEqual(4);
    expect(measure('lin1', 100, 8, true).found).toBeGreaterThanOrEqual(0.85);
  });

  it('seldom proves in five hours what a daily wave hides', () => {
    expect(measure('lin10+wave100', 30, 16).found).toBeLessThanOrEqual(0.5);
  });

  it('says how slow a leak would have been missed: one that fast is seldom missed, one half as fast mostly is', () => {
    const rateIn = (factor: number): number => {
      let found = 0;
      for (let seed = 1; seed <= 100; seed++) {
        const session = makeSession(seed, { snapshots: 30 });
        const { hours, random } = session;
        const pools = Array.from({ length: 20 }, (): Stack => {
          const mean = random.logBetween(1, 50);
          return { name: 'pool', values: hours.map(() => random.poisson(mean)) };
        });
        const { slowestPerHour } = analyse(session, pools);
        let leaked = 0;
        const values = hours.map((hour, i) => {
          const waited = i === 0 ? 0 : hour - (hours[i - 1] ?? 0);
          return (leaked += random.poisson((slowestPerHour ?? NaN) * factor * waited));
        });
        if (analyse(session, [{ name: 'leak', values }, ...pools]).stacks[0]?.suspect) found++;
      }
      return found / 100;
    };
    expect(rateIn(1)).toBeGreaterThanOrEqual(0.75);
    expect(rateIn(0.5)).toBeLessThanOrEqual(0.4);
  });
});
