import { describe, expect, it } from 'vitest';
import { Random, seedOf } from '../../bench/growth/random';
import {
  makeInnocents,
  makeLeak,
  spanOf,
  type GeneratorSet,
  type Ground,
  type Kind,
  type Plan,
} from '../../bench/growth/session';
import { setA } from '../../bench/growth/set-a';
import { setB } from '../../bench/growth/set-b';
import { firstSeen, idlePool, partlySwept, stayers } from '../../bench/growth/set-b-shapes';

const PLAN: Plan = { kind: 'goroutine', snapshots: 60, everyHours: 1 / 6, gaps: false, busierBy: 0 };
const KINDS: readonly Kind[] = ['goroutine', 'heap'];
const CASES = [setA, setB].flatMap((set) =>
  KINDS.map((kind) => ({ set, kind, name: `${set.name}, ${kind}` })),
);

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
const variance = (values: ArrayLike<number>): number => {
  const m = mean(values);
  return mean(Array.from(values, (x) => (x - m) ** 2));
};
const draw = (n: number, of: (random: Random) => number): number[] => {
  const random = new Random(11);
  return Array.from({ length: n }, () => of(random));
};

describe('random numbers', () => {
  it('follow from the seed', () => {
    expect(draw(5, (r) => r.uniform())).toEqual(draw(5, (r) => r.uniform()));
    expect(new Random(12).uniform()).not.toBe(new Random(11).uniform());
    expect(seedOf(1, 'a')).not.toBe(seedOf('1a'));
    expect(seedOf(1, 'a')).toBe(seedOf('1', 'a'));
  });

  it.each([
    ['uniform', (r: Random) => r.uniform(), 0.5, 1 / 12],
    ['normal', (r: Random) => r.normal(), 0, 1],
    ['exponential', (r: Random) => r.exponential(3), 3, 9],
    ['gamma', (r: Random) => r.gamma(2.5), 2.5, 2.5],
    ['lognormal', (r: Random) => r.lognormal(2, 0.5), 2 * Math.exp(0.125), 1.459],
    ['Poisson of few', (r: Random) => r.poisson(4), 4, 4],
    ['Poisson of many', (r: Random) => r.poisson(100), 100, 100],
    ['binomial of few', (r: Random) => r.binomial(10, 0.3), 3, 2.1],
    ['binomial of many', (r: Random) => r.binomial(500, 0.4), 200, 120],
  ])('have the mean and variance of %s', (_, of, m, v) => {
    const values = draw(20_000, of);
    expect(Math.abs(mean(values) - m)).toBeLessThan(4 * Math.sqrt(v / 20_000));
    expect(variance(values) / v).toBeGreaterThan(0.92);
    expect(variance(values) / v).toBeLessThan(1.08);
  });
});

const sessionOf = (set: GeneratorSet, kind: Kind, seed: number, plan: Partial<Plan> = {}) =>
  set.session(seed, { ...PLAN, kind, ...plan });

describe.each(CASES)('set $name', ({ set, kind }) => {
  const session = sessionOf(set, kind, 5);

  it('makes 500 innocents, the same ones from one seed', () => {
    const innocents = makeInnocents(set, session, 5, kind);
    expect(innocents).toHaveLength(500);
    expect(makeInnocents(set, sessionOf(set, kind, 5), 5, kind)).toEqual(innocents);
    expect(makeInnocents(set, sessionOf(set, kind, 6), 6, kind)).not.toEqual(innocents);
  });

  it('counts in whole events, as many as there are moments', () => {
    const leaks = set.leaks[kind].map((type) => makeLeak(type, session, 5));
    for (const { events, objectBytes } of [...makeInnocents(set, session, 5, kind), ...leaks]) {
      expect(events).toHaveLength(session.ground.hours.length);
      expect(events.every((x) => Number.isSafeInteger(x) && x >= 0)).toBe(true);
      expect(objectBytes === null).toBe(kind === 'goroutine');
    }
  });

  it('gives each leak numbers of its own', () => {
    const [first, second] = set.leaks[kind];
    if (first === undefined || second === undefined) throw new Error('too few leaks');
    const alone = makeLeak(second, session, 5);
    makeLeak(first, session, 5);
    expect(makeLeak(second, session, 5)).toEqual(alone);
  });

  it('leaks at the rate it says', () => {
    for (const type of set.leaks[kind]) {
      const rises: number[] = [];
      const expected: number[] = [];
      for (let seed = 1; seed <= 40; seed++) {
        const one = sessionOf(set, kind, seed, { snapshots: 200 });
        const { events, perHour } = makeLeak(type, one, seed);
        if (perHour === null) continue;
        rises.push(((events.at(-1) ?? 0) - (events[0] ?? 0)) / spanOf(one.ground.hours) - perHour);
        expected.push(perHour);
      }
      if (rises.length === 0) continue;
      const error = Math.sqrt(variance(rises) / rises.length);
      expect(Math.abs(mean(rises)), type.name).toBeLessThanOrEqual(
        Math.max(3.5 * error, 0.01 * mean(expected)),
      );
    }
  });

  it('has a load about 1', () => {
    const loads = Array.from({ length: 40 }, (_, i) =>
      mean(sessionOf(set, kind, i, { snapshots: 1008 }).ground.load),
    );
    expect(mean(loads)).toBeGreaterThan(0.5);
    expect(mean(loads)).toBeLessThan(1.3);
  });
});

describe('looks', () => {
  it('are even, or have gaps', () => {
    const even = sessionOf(setA, 'goroutine', 1).hours;
    even.forEach((h, i) => expect(h).toBeCloseTo(i / 6, 9));
    const gaps = sessionOf(setA, 'goroutine', 1, { gaps: true, snapshots: 200 }).hours;
    expect(gaps).toHaveLength(200);
    const waits = [...gaps].slice(1).map((h, i) => h - (gaps[i] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(waits.filter((w) => w > 12)).not.toHaveLength(0);
    expect(spanOf(gaps)).toBeGreaterThan(200 / 6 + 12);
  });

  it('show of the heap what stood at the last GC', () => {
    const { hours, shows, ground } = sessionOf(setB, 'heap', 3, { snapshots: 300 });
    expect(shows).toHaveLength(hours.length);
    const steps = new Set([...shows].slice(1).map((moment, i) => moment - (shows[i] ?? 0)));
    expect([...steps].every((step) => step === 0 || step === 1)).toBe(true);
    expect(shows.at(-1)).toBe(ground.hours.length - 1);
  });

  it('see a week become busier', () => {
    const plan = { snapshots: 1009 };
    const plain = sessionOf(setA, 'goroutine', 9, plan).ground.load;
    const busier = sessionOf(setA, 'goroutine', 9, { ...plan, busierBy: 0.2 }).ground.load;
    expect((busier.at(-1) ?? NaN) / (plain.at(-1) ?? NaN)).toBeCloseTo(1.2, 6);
  });
});

describe('innocents', () => {
  const typesOf = (set: GeneratorSet, snapshots: number, type: string) =>
    makeInnocents(set, sessionOf(set, 'goroutine', 4, { snapshots }), 4, 'goroutine').filter(
      (innocent) => innocent.type === type,
    );

  it('are settled when what fills is full, to a few percent', () => {
    const caches = typesOf(setA, 300, 'cache');
    expect(caches.every(({ settled }) => settled)).toBe(true);
    for (const { events } of caches)
      expect((events.at(-1) ?? NaN) / Math.max(...events)).toBeGreaterThan(0.9);
    expect(typesOf(setA, 10, 'cache').filter(({ settled }) => settled).length).toBeLessThan(20);
  });

  it('never fall where they only fill', () => {
    for (const set of [setA, setB])
      for (const { events } of [...typesOf(set, 100, 'high water'), ...typesOf(set, 100, 'tenant pools')])
        expect(events.every((x, i) => i === 0 || x >= (events[i - 1] ?? 0))).toBe(true);
  });

  it('turn over at one level where they stand', () => {
    const ground = groundOf(2000);
    const events = stayers(ground, 40, 1, 0.8, 24);
    expect(mean(events)).toBeGreaterThan(36);
    expect(mean(events)).toBeLessThan(44);
    expect(variance(events)).toBeGreaterThan(25);
    expect(variance(events)).toBeLessThan(60);
    expect(stayers(ground, 40, 1, 0.8, 0)[0]).toBeLessThan(5);
  });

  it('keep what is needed at most, until nobody needed it for long', () => {
    const ground = { ...groundOf(600), load: new Float64Array(600).map((_, i) => (i < 300 ? 2 : 0.5)) };
    const pool = idlePool(ground, 20);
    expect(mean(pool.subarray(0, 300))).toBeGreaterThan(30);
    expect(mean(pool.subarray(450))).toBeLessThan(25);
  });

  it('have seen hardly anybody for the first time once they are settled', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { events, settled = true } = firstSeen({ ...groundOf(300), random: new Random(seed) }, 100, 3);
      expect(events.every((x) => x % 3 === 0 && x <= 300)).toBe(true);
      if (settled) expect(events.at(-1)).toBeGreaterThan(270);
    }
  });
});

it('a sweeper leaves part of a leak', () => {
  const { events } = partlySwept(groundOf(1000), 12);
  const span = 1000 / 6;
  expect(events.at(-1)).toBeGreaterThan(0.35 * 12 * span);
  expect(events.at(-1)).toBeLessThan(0.85 * 12 * span);
  expect(events.some((x, i) => i > 0 && x < (events[i - 1] ?? 0))).toBe(true);
});

function groundOf(length: number): Ground {
  return {
    random: new Random(3),
    hours: Float64Array.from({ length }, (_, i) => i / 6),
    load: new Float64Array(length).fill(1),
    everyHours: 1 / 6,
  };
}
