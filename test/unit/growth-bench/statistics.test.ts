import { describe, expect, it } from 'vitest';
import { chooseCells, CELLS, sessionsOf } from '../../bench/growth/cells';
import { rateInterval } from '../../bench/growth/reference-method';
import { formatCell } from '../../bench/growth/report';
import { looksOf, METHODS, runSession, type Method, type Outcome } from '../../bench/growth/run-session';
import { countPerSession, pairedDifference, proportion, Sums } from '../../bench/growth/statistics';
import { CellTally } from '../../bench/growth/tally';

describe('estimates', () => {
  it('of a proportion have the interval of Wilson', () => {
    // Wilson 1927, as in Newcombe 1998: 81 of 263, and 0 of 20.
    const { value, low, high } = proportion(81, 263);
    expect(value).toBeCloseTo(0.308, 4);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(proportion(0, 20).low).toBe(0);
    expect(proportion(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(proportion(0, 0)).toEqual({ value: NaN, low: 0, high: 1 });
  });

  it('of counts are nearly the exact interval', () => {
    for (const [total, low, high] of [
      [0, 0, 3.6889],
      [1, 0.02532, 5.5716],
      [10, 4.7954, 18.3904],
      [100, 81.3636, 121.6272],
    ] as const) {
      const estimate = countPerSession(total, 10);
      expect(estimate.value).toBe(total / 10);
      expect(Math.abs(estimate.low * 10 - low)).toBeLessThanOrEqual(Math.max(0.015, 0.01 * low));
      expect(Math.abs(estimate.high * 10 - high)).toBeLessThanOrEqual(0.01 * high);
    }
  });

  it('of a paired difference are those of Bonett and Price', () => {
    // By hand: (9 − 3)/102 ± 1.959964·√((12/102 − (6/102)²)/102).
    const { value, low, high } = pairedDifference(8, 2, 100);
    const half = 1.959964 * Math.sqrt((12 / 102 - (6 / 102) ** 2) / 102);
    expect(value).toBeCloseTo(0.06, 12);
    expect(low).toBeCloseTo(6 / 102 - half, 12);
    expect(high).toBeCloseTo(6 / 102 + half, 12);
    expect(pairedDifference(0, 0, 100).high).toBeGreaterThan(0);
  });

  it('of a mean are the normal ones', () => {
    const sums = new Sums();
    for (const x of [1, 2, 3, 4]) sums.add(x);
    const { value, low, high } = sums.mean();
    expect(value).toBe(2.5);
    expect(high - value).toBeCloseTo(1.959964 * Math.sqrt(5 / 3 / 4), 12);
    expect(value - low).toBeCloseTo(high - value, 12);
  });

  it('of a rate by block increments are as published', () => {
    const increments = [6, 4, 7, 5, 8, 6, 3, 7, 6, 8];
    const values = new Float64Array(31);
    for (let i = 1; i <= 30; i++)
      values[i] = (values[i - 1] ?? 0) + (increments[Math.floor((i - 1) / 3)] ?? 0) / 3;
    const interval = rateInterval(
      values.map((_, i) => i / 3),
      values,
    );
    expect(interval?.[0]).toBeCloseTo(4.831827, 6);
    expect(interval?.[1]).toBeCloseTo(7.168173, 6);
    expect(rateInterval(values.subarray(0, 5), values.subarray(0, 5))).toBeNull();
  });
});

describe('cells', () => {
  it('are chosen by family, by name and by snapshots', () => {
    expect(chooseCells([], [])).toEqual(CELLS);
    expect(chooseCells(['heap'], []).map(({ id }) => id)).toEqual([
      'heap-30',
      'heap-100',
      'heap-300',
      'heap-1000',
    ]);
    expect(chooseCells(['heap-gaps', 'regular-5'], []).map(({ id }) => id)).toEqual([
      'regular-5',
      'heap-gaps-100',
    ]);
    expect(chooseCells(['regular'], [30, 100]).map(({ id }) => id)).toEqual(['regular-30', 'regular-100']);
    expect(() => chooseCells(['regula'], [])).toThrow(RangeError);
    expect(() => chooseCells(['regular'], [31])).toThrow(RangeError);
    expect(new Set(CELLS.map(({ id }) => id)).size).toBe(CELLS.length);
  });

  it('have one session at least', () => {
    for (const cell of CELLS) expect(sessionsOf(cell, 1)).toBe(1);
  });

  it('are looked at once at the end, or every so often up to it', () => {
    expect(looksOf(30, null)).toEqual([30]);
    expect(looksOf(14, 4)).toEqual([6, 10, 14]);
    expect(looksOf(8, 1)).toEqual([5, 6, 7, 8]);
  });
});

describe('a tally', () => {
  const perMethod = <T>(of: (method: Method) => T) =>
    Object.fromEntries(METHODS.map((method) => [method, of(method)])) as Record<Method, T>;
  const outcome = (falseByProduct: number, product: boolean, reference: boolean): Outcome => ({
    stacks: { wave: 400, 'cache, filling': 100 },
    accused: perMethod((method) => ({
      ...(method === 'product' ? { wave: falseByProduct } : {}),
      'cache, filling': 7,
    })),
    accusedLast: perMethod(() => ({})),
    leaks: {
      lin1: {
        found: perMethod((method) => (method === 'product' ? product : reference)),
        intervals: { product: { covers: product, relativeWidth: 2 } },
      },
    },
    ms: { product: 2, reference: 4 },
  });
  const tally = new CellTally('regular-30');
  tally.add(outcome(3, true, false));
  tally.add(outcome(1, true, true));
  const summary = tally.summary();

  it('counts settled innocents as falsely accused, and those that fill apart', () => {
    expect(summary.falseSuspects.product.value).toBe(2);
    expect(summary.falseSuspects.reference.value).toBe(0);
    expect(summary.difference.value).toBe(2);
    expect(summary.types['cache, filling']?.accused.MK.value).toBe(0.07);
    expect(summary.types['wave']?.accused.product.value).toBe(4 / 800);
  });

  it('has the power of each method, and their difference on the same sessions', () => {
    expect(summary.leaks['lin1']?.found.product.value).toBe(1);
    expect(summary.leaks['lin1']?.found.reference.value).toBe(0.5);
    expect(summary.leaks['lin1']?.difference.value).toBe(0.5);
    expect(summary.leaks['lin1']?.intervals.product).toMatchObject({
      relativeWidth: 2,
      coverage: { value: 1 },
    });
    expect(summary.leaks['lin1']?.intervals.reference).toBeUndefined();
  });

  it('is told in plain text', () => {
    const text = formatCell(summary);
    expect(text).toContain('## regular-30: 2 sessions; one analysis: product 2 ms, reference 4 ms');
    expect(text).toMatch(/^lin1 +100 \(34–100\) +50 \(/m);
    expect(text).toMatch(/^wave +800 +0\.5 \(/m);
  });
});

describe('a session', () => {
  it('is the same each time, with all innocents and leaks judged by every method', () => {
    const [cell] = chooseCells(['regular-10'], []);
    if (cell === undefined) throw new Error('no such cell');
    const task = { set: 'A', cell, seed: 1, session: 0 } as const;
    const once = runSession(task);
    expect(Object.values(once.stacks).reduce((sum, n) => sum + n, 0)).toBe(500);
    expect(Object.keys(once.leaks)).toHaveLength(13);
    expect(once.leaks['lin10']?.found['MK+BH']).toBe(true);
    expect({ ...runSession(task), ms: null }).toEqual({ ...once, ms: null });
    expect({ ...runSession({ ...task, session: 1 }), ms: null }).not.toEqual({ ...once, ms: null });
  });

  it('that is looked at again and again counts whoever was ever accused', () => {
    const [cell] = chooseCells(['regular-10'], []);
    if (cell === undefined) throw new Error('no such cell');
    const { accused, accusedLast, leaks } = runSession({
      set: 'B',
      cell: { ...cell, lookEvery: 1 },
      seed: 1,
      session: 0,
    });
    expect(leaks).toEqual({});
    const total = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((sum, n) => sum + n, 0);
    expect(total(accused.MK)).toBeGreaterThan(total(accusedLast.MK));
    for (const method of METHODS)
      for (const [type, n] of Object.entries(accusedLast[method]))
        expect(accused[method][type]).toBeGreaterThanOrEqual(n);
  });
});
