import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountMemory, MEMORY_PARTS, type AccountRow } from './account';
import type { NumberField } from './memory-numbers';

const row = (memory: AccountRow['memory'], liveHeapBytes: number | null = null): AccountRow => ({
  timeMs: 0,
  liveHeapBytes,
  memory,
});

const FULL = {
  heapAllocBytes: 70,
  heapInuseBytes: 80,
  heapIdleBytes: 40,
  heapReleasedBytes: 25,
  stackInuseBytes: 8,
  sysBytes: 140,
  rssBytes: 150,
  rssAnonBytes: 130,
};

/** A row's parts, rounded out of nothing: as they are. */
const partsOf = (of: AccountRow): Record<string, number> => {
  const account = accountMemory([of]);
  return Object.fromEntries(MEMORY_PARTS.map((part) => [part, account[part][0] ?? 0]));
};

describe('accountMemory', () => {
  it('divides RSS among six parts', () => {
    expect(partsOf(row(FULL, 50))).toEqual({
      live: 50,
      headroom: 30,
      stacks: 8,
      runtime: 12,
      idle: 15,
      outside: 35,
    });
    const { held, heap, released, unswept, fragmentation, filePages } = accountMemory([row(FULL, 50)]);
    expect([held, heap, released, unswept, fragmentation, filePages].map(([value]) => value)).toEqual([
      115, 80, 25, 20, 10, 20,
    ]);
  });

  it('shows as negative what is outside Go where mapped pages were never touched', () => {
    expect(partsOf(row({ ...FULL, rssBytes: 90 }, 50))['outside']).toBe(-25);
  });

  it('adds up to RSS, whatever the numbers', () => {
    const bytes = fc.integer({ min: 0, max: 2 ** 40 });
    const numbers = fc.record({
      heapInuseBytes: bytes,
      heapIdleBytes: bytes,
      heapReleasedBytes: bytes,
      stackInuseBytes: bytes,
      sysBytes: bytes,
      rssBytes: bytes,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 2 ** 40 }), (memory, live) => {
        const parts = Object.values(partsOf(row(memory, live)));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(memory.rssBytes);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('knows nothing of what one of its terms is not known of, and never takes that for 0', () => {
    const terms: Record<NumberField & keyof typeof FULL, readonly string[]> = {
      heapAllocBytes: [],
      heapInuseBytes: ['runtime', 'headroom'],
      heapIdleBytes: ['runtime', 'idle'],
      heapReleasedBytes: ['idle', 'outside'],
      stackInuseBytes: ['runtime', 'stacks'],
      sysBytes: ['runtime', 'outside'],
      rssBytes: ['outside'],
      rssAnonBytes: [],
    };
    for (const [field, unknown] of Object.entries(terms)) {
      const { [field as NumberField & keyof typeof FULL]: _, ...rest } = FULL;
      const parts = partsOf(row(rest, 50));
      expect([field, MEMORY_PARTS.filter((part) => Number.isNaN(parts[part]))]).toEqual([field, unknown]);
    }
    expect(partsOf(row(null, 50))).toMatchObject({ live: 50, headroom: NaN, outside: NaN });
    expect(accountMemory([row(null)]).timeMs).toHaveLength(0);
  });

  it('never takes a peak for a level', () => {
    expect(accountMemory([row({ maxRssBytes: 500, sysBytes: 9 })]).rss[0]).toBeNaN();
  });

  it('takes live heap from one source for the whole life, the GC’s own where it is said as often', () => {
    const both = [row({ heapLiveBytes: 7 }, 9), row({ heapLiveBytes: 8 })];
    expect(accountMemory(both)).toMatchObject({ liveFrom: 'gc', live: Float64Array.of(7, 8) });
    const mostly = [row({ heapLiveBytes: 7 }, 9), row({}, 10)];
    expect(accountMemory(mostly)).toMatchObject({ liveFrom: 'profile', live: Float64Array.of(9, 10) });
    // No GC has run yet.
    expect(accountMemory([row({ heapLiveBytes: 0 }, 0)])).toMatchObject({ liveFrom: null });
  });

  it('has the limits that the newest snapshot knows', () => {
    expect(
      accountMemory([
        row({ gomemlimitBytes: 5, gogcPercent: 100, containerLimitBytes: 9 }),
        row({ gomemlimitBytes: 6 }),
        row(null, 4),
      ]),
    ).toMatchObject({ gomemlimitBytes: 6, gogcPercent: 100, containerLimitBytes: 9 });
    expect(accountMemory([row({})])).toMatchObject({ gomemlimitBytes: null, containerLimitBytes: null });
  });
});
