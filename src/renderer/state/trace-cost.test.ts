import { describe, expect, it } from 'vitest';
import { expectedTrace } from './trace-cost';

describe('expectedTrace', () => {
  it('goes by the last trace of the target before anything else', () => {
    expect(expectedTrace(10, { bytes: 3_000_000, seconds: 5 }, 100_000)).toEqual({
      bytes: 6_000_000,
      bytesPerSecond: 600_000,
      by: 'last-trace',
    });
  });

  it('else by its goroutines, as was measured with 100,000 of them: 1.69 MB a second', () => {
    const { bytesPerSecond = 0, by } = expectedTrace(5, null, 100_000) ?? {};
    expect(by).toBe('goroutines');
    expect(Math.abs(bytesPerSecond - 1_690_000)).toBeLessThan(50_000);
    expect(expectedTrace(5, { bytes: 1, seconds: 0 }, 100)?.by).toBe('goroutines');
  });

  it('says nothing of what is not known', () => {
    expect(expectedTrace(5, null, null)).toBeNull();
  });
});
