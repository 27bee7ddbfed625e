// Known answers: from the definitions in exact fractions, and from scipy 1.17 (theilslopes, kendalltau,
// false_discovery_control, binomtest).
import { describe, expect, it } from 'vitest';
import { KNOWN_EVIDENCE } from '../../support/known-evidence';
import {
  referenceLogEvidence,
  judgeStack,
  lastThird,
  loadClock,
  proven,
  type Evidence,
} from '../../bench/growth/reference-method';
import { Random } from '../../bench/growth/random';
import {
  benjaminiHochberg,
  mannKendall,
  normalTail,
  signTest,
  theilSenInterval,
} from '../../bench/growth/trend-tests';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('trend tests', () => {
  it.each([
    [upTo(5), [1, 2, 3, 4, 5], 1, 1, 1, 10, 50 / 3, 2.204541, 0.02748634],
    [upTo(8), [3, 3, 4, 4, 4, 6, 7, 7], 0.6333333, 0.25, 1, 23, 179 / 3, 2.84811, 0.00439797],
    [
      [0, 10, 20, 30, 55, 65, 75, 100, 110, 120],
      [5, 7, 6, 9, 12, 11, 15, 19, 18, 22],
      0.1333333,
      0.1111111,
      0.1555556,
      39,
      125,
      3.398823,
      0.00067676,
    ],
    [upTo(12), [10, 14, 18, 14, 10, 14, 18, 14, 10, 14, 18, 14], 0, 0, 0.8, 9, 177, 0.601317, 0.54762899],
    [upTo(6), [4, 4, 4, 4, 4, 4], 0, 0, 0, 0, 0, 0, 1],
    [upTo(10), [9, 8, 8, 7, 5, 6, 4, 3, 3, 1], -0.8571429, -1, -0.6666667, -41, 123, -3.606679, 0.0003101],
  ])('of %j, %j', (t, y, slope, low, high, s, varS, z, p) => {
    const values = Float64Array.from(y);
    const test = mannKendall(values);
    expect(test.s).toBe(s);
    expect(test.varS).toBeCloseTo(varS, 10);
    expect(test.z).toBeCloseTo(z, 6);
    expect(test.p).toBeCloseTo(p, 7);
    const shown = theilSenInterval(Float64Array.from(t), values);
    expect(shown.slope).toBeCloseTo(slope, 7);
    expect(shown.interval[0]).toBeCloseTo(low, 7);
    expect(shown.interval[1]).toBeCloseTo(high, 7);
  });

  it('have the normal tail of the tables', () => {
    expect(normalTail(0)).toBe(0.5);
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 14);
    expect(normalTail(3) / 0.0013498980316300933).toBeCloseTo(1, 9);
    expect(normalTail(2.9999999) / normalTail(3.0000001)).toBeCloseTo(1, 5);
    expect(normalTail(8) / 6.22096057427178e-16).toBeCloseTo(1, 9);
  });

  it('correct for many as published', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    const corrected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216];
    benjaminiHochberg(p).forEach((x, i) => expect(x).toBeCloseTo(corrected[i] ?? NaN, 6));
    const tied = [0.25, 0.025, 0.05, 0.025, 1];
    benjaminiHochberg([0.2, 0.01, 0.03, 0.01, 1]).forEach((x, i) =>
      expect(x).toBeCloseTo(tied[i] ?? NaN, 12),
    );
  });

  it('count rises against falls', () => {
    expect(signTest(9, 1)).toBeCloseTo(0.0107421875, 12);
    expect(signTest(0, 3)).toBe(1);
    expect(signTest(3, 0)).toBeCloseTo(1 / 8, 12);
  });
});

describe('the method as first measured', () => {
  const tenMinutes = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i / 6);
  const known = Float64Array.of(3, 3, 4, 5, 5, 6, 8, 9, 9, 10, 12, 13, 13, 14, 16, 17);
  const quiet: Evidence = { rises: 3, falls: 3, logE: -1, passesGates: false };

  it('has its evidence', () => {
    for (const [rises, falls, e] of KNOWN_EVIDENCE)
      expect(Math.exp(referenceLogEvidence(rises, falls)) / e).toBeCloseTo(1, 8);
  });

  it('judges the known series: proven among few, not among 300', () => {
    const judged = judgeStack(known, { hours: tenMinutes(16), load: null });
    expect(judged).toMatchObject({ rises: 11, falls: 0, passesGates: true });
    expect(Math.exp(judged.logE)).toBeCloseTo(630.912161, 5);
    expect(lastThird(tenMinutes(16), known) / (14 / 3)).toBeCloseTo(1.0714, 4);
    expect(proven([judged, quiet]).has(0)).toBe(true);
    expect(proven([judged, ...new Array<Evidence>(299).fill(quiet)]).has(0)).toBe(false);
  });

  it('does not test what hardly moved', () => {
    const judged = judgeStack(known, { hours: tenMinutes(16), load: null });
    const still: Evidence = { rises: 2, falls: 2, logE: -1, passesGates: false };
    expect(proven([judged, ...new Array<Evidence>(299).fill(still)]).has(0)).toBe(true);
  });

  it.each([
    ['falls by more than a third of its rises', (i: number) => i - (i % 3 === 2 ? 3 : 0)],
    ['no longer grows', (i: number) => Math.min(i, 18)],
    ['is one jump', (i: number) => (i < 15 ? i * 0.1 : 100 + i * 0.1)],
    ['is too small', (i: number) => i * 0.1],
    ['has stalled for most of the time', (i: number) => (i < 12 ? i : i < 27 ? 12 : i)],
  ])('lets nothing pass that %s', (_, of) => {
    const values = Float64Array.from({ length: 30 }, (_, i) => of(i));
    expect(judgeStack(values, { hours: tenMinutes(30), load: null }).passesGates).toBe(false);
  });

  it('takes the clock of the load where the wall clock finds a leak by traffic asleep', () => {
    const load = Float64Array.from({ length: 60 }, (_, i) => (i < 40 ? 1 : 0.1));
    const clock = load.map((_, i) => load.subarray(0, i).reduce((sum, x) => sum + x, 0));
    const values = clock.map((x) => Math.floor(x));
    const hours = tenMinutes(60);
    expect(lastThird(hours, values) < lastThird(clock, values)).toBe(true);
  });

  it('finds the load that stacks share, and none where they share none', () => {
    const random = new Random(7);
    const hours = tenMinutes(144);
    const shared = hours.map((h) => 1 + 0.5 * Math.sin((2 * Math.PI * h) / 24));
    const moving = upTo(12).map(() => {
      const mean = random.logBetween(50, 500);
      return shared.map((l) => random.poisson(mean * l));
    });
    const alone = upTo(12).map(() => hours.map(() => random.poisson(100)));
    const clock = loadClock([...moving, ...alone], hours);
    const truth = new Float64Array(144);
    for (let i = 1; i < 144; i++)
      truth[i] = (truth[i - 1] ?? 0) + ((shared[i] ?? 0) + (shared[i - 1] ?? 0)) / 12;
    const scale = (truth.at(-1) ?? 0) / (clock?.at(-1) ?? NaN);
    for (const i of [36, 72, 108]) expect(((clock?.[i] ?? NaN) * scale) / (truth[i] ?? 0)).toBeCloseTo(1, 1);
    expect(loadClock(alone, hours)).toBeNull();
    expect(loadClock(moving.slice(0, 9), hours)).toBeNull();
  });
});
