// Starts that moved with the target's clock, and replicas whose starts are too near to one another for that.
import { describe, expect, it } from 'vitest';
import type { LifeEvidence } from './life-evidence';
import { livesOf } from './lives';
import { isSameStart } from './start-times';

const HOUR_MS = 3_600_000;
const said = (
  processStartMs: number,
  totalAllocBytes: number | undefined,
  clockAheadMs: number | null = null,
): LifeEvidence => ({
  memory: { processStartMs, totalAllocBytes },
  ...{ clockAheadMs, buildId: null, heap: null, severalSinceMs: null },
});
const begins = (list: readonly LifeEvidence[]): number[] => livesOf(list).lives.map(({ from }) => from);

describe('a start that moved', () => {
  it('is the same where the clock moved by as much, either way', () => {
    for (const step of [HOUR_MS, -HOUR_MS, 2_001]) {
      expect(isSameStart({ ms: 0, clockAheadMs: 5 }, { ms: step, clockAheadMs: 5 + step })).toBe(true);
    }
    const step = 60_000;
    const moved = (by: number): boolean =>
      isSameStart({ ms: 0, clockAheadMs: 0 }, { ms: step + by, clockAheadMs: step });
    expect([moved(3_500), moved(-3_500), moved(3_501), moved(-3_501)]).toEqual([true, true, false, false]);
  });

  it('is another where the clock stood, or is not known', () => {
    expect(isSameStart({ ms: 0, clockAheadMs: 0 }, { ms: 2_001, clockAheadMs: 2_000 })).toBe(false);
    expect(isSameStart({ ms: 0, clockAheadMs: 0 }, { ms: 2_000, clockAheadMs: 0 })).toBe(true);
    expect(isSameStart({ ms: 0, clockAheadMs: null }, { ms: HOUR_MS, clockAheadMs: HOUR_MS })).toBe(false);
    expect(isSameStart({ ms: 0, clockAheadMs: 0 }, { ms: HOUR_MS, clockAheadMs: null })).toBe(false);
  });

  it('begins no life, and is no second process when the clock is set right again', () => {
    const list = [
      said(1000, 10, 0),
      said(1000, 20), // its clock was not told: it stands as before
      said(1000 + HOUR_MS, 30, HOUR_MS + 400),
      said(1300 + HOUR_MS, 40, HOUR_MS),
      said(1000, 50, 0),
      said(1000 + HOUR_MS, 60, HOUR_MS),
    ];
    expect(livesOf(list)).toMatchObject({ several: null, lives: [{ from: 0, to: 5, startMs: 1000 }] });
  });

  it('is no second process where the time of boot drifts, and drifts back', () => {
    const list = [0, 1_900, 3_800, 1_900, 0].map((ms) => said(ms, undefined));
    expect(livesOf(list)).toMatchObject({ several: null, lives: [{ from: 0, to: 4 }] });
  });

  it('begins one all the same where a counter fell', () => {
    expect(livesOf([said(1000, 10, 0), said(1000 + HOUR_MS, 5, HOUR_MS)]).lives).toMatchObject([
      { to: 0 },
      { from: 1, began: 'counter' },
    ]);
    expect(begins([said(1000, 10, 0), said(1000 + HOUR_MS, 50, 0)])).toEqual([0, 1]);
  });
});

describe('replicas that were started together', () => {
  const A = 5_000;
  const B = 5_370;
  const by = (starts: readonly number[], counters: readonly number[] = []): LifeEvidence[] =>
    starts.map((start, i) => said(start, counters[i]));

  it('are told at the first return, where a counter falls between them and within none', () => {
    expect(livesOf(by([A, B], [100, 90]))).toMatchObject({ several: null });
    expect(livesOf(by([A, B, A], [100, 90, 110]))).toMatchObject({
      several: { by: 'start-time', processes: 2 },
      lives: [{ mixed: true, from: 0, to: 2 }],
    });
    // A fall within one of them is a restart that their starts do not show: then they prove nothing.
    expect(livesOf(by([A, B, A], [100, 90, 95])).several).toBeNull();
    // Nor is a rise from one to the other any proof.
    expect(livesOf(by([A, B, A], [100, 110, 120])).several).toBeNull();
  });

  it('are told by four returns alone, where each is seen often', () => {
    expect(livesOf(by([A, B, A, B, A])).several).toBeNull();
    expect(livesOf(by([A, A, B, A, B, A])).several).toBeNull();
    expect(livesOf(by([A, B, A, B, A, B])).several).toEqual({ by: 'start-time', processes: 2 });
    const C = 5_911;
    expect(livesOf(by([A, B, C, A, B, C, A, B])).several).toBeNull();
    expect(livesOf(by([A, B, C, A, B, C, A, B, C])).several).toEqual({ by: 'start-time', processes: 3 });
  });

  it('are not one process whose start is reckoned anew each time, or whose boot time is rounded now up, now down', () => {
    expect(livesOf(by([A, A + 1000, A, A + 1000, A, A + 1000, A, A + 1000])).several).toBeNull();
    expect(livesOf(by([A, A + 999, A, A + 999, A, A + 999])).several).toBeNull();
    expect(livesOf(by([A, A + 1, A, A + 1, A, A + 1])).several).toBeNull();
    let state = 3;
    const jitter = Array.from({ length: 300 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return A + (state % 40);
    });
    for (let n = 1; n <= jitter.length; n++) expect(livesOf(by(jitter.slice(0, n))).several).toBeNull();
  });

  it('are told beside restarts long before and after', () => {
    const far = 10 * HOUR_MS;
    const list = by([1, 1, A + far, B + far, A + far, 3 * far], [500, 600, 100, 90, 110, 5]);
    expect(livesOf(list).several).toEqual({ by: 'start-time', processes: 4 });
    // Restarts alone are none: their starts are labels of their own.
    expect(livesOf(by([1, far, 2 * far, 3 * far], [500, 100, 90, 80])).several).toBeNull();
  });
});
