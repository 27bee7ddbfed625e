import { describe, expect, it } from 'vitest';
import { backOffMs, jitterMs, maxJitterMs, nextDue } from './due-times';

describe('due times', () => {
  it('lie on the grid of the interval, moved by little jitter, and never drift', () => {
    for (const every of [1_000, 60_000, 600_000, 86_400_000]) {
      let at = 1_747_000_000_123;
      const first = nextDue(at, 'pod1', every, 1);
      for (let n = 0; n < 1_000; n++) {
        const due = nextDue(at, 'pod1', every, 1);
        expect(due).toBeGreaterThan(at);
        expect(due % every).toBeLessThan(maxJitterMs(every));
        expect(Math.floor(due / every)).toBe(Math.floor(first / every) + n);
        at = due;
      }
    }
  });

  it('are spread over targets, the same for the same seed', () => {
    const offsets = Array.from({ length: 100 }, (_, n) => jitterMs(`pod${n}`, 7, 600_000, 1));
    expect(new Set(offsets).size).toBeGreaterThan(90);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeGreaterThan(4_000);
    expect(jitterMs('pod1', 7, 600_000, 1)).toBe(offsets[1]);
    expect(jitterMs('pod1', 7, 600_000, 2)).not.toBe(offsets[1]);
  });
});

describe('back-off', () => {
  it('doubles for short intervals up to eight of them or five minutes, and never shortens an interval', () => {
    expect([1, 2, 3, 4, 5, 50].map((n) => backOffMs(n, 1_000))).toEqual([1e3, 2e3, 4e3, 8e3, 8e3, 8e3]);
    expect([1, 2, 3, 4, 9].map((n) => backOffMs(n, 60_000) / 1000)).toEqual([60, 120, 240, 300, 300]);
    expect([1, 2, 9].map((n) => backOffMs(n, 86_400_000))).toEqual([86_400_000, 86_400_000, 86_400_000]);
  });
});
