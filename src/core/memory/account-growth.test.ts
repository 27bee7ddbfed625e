import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryLife, type MemoryLifeOptions } from '../../../test/support/memory-life';
import { accountMemory, MEMORY_PARTS, type AccountRow } from './account';
import { accountGrowth, holdMoves, type MemoryGrowth, type PartGrowth } from './account-growth';

const MIB = 1 << 20;
const HOUR_MS = 3_600_000;
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

function grow(rows: readonly AccountRow[], timeScale?: number): MemoryGrowth {
  const options = timeScale === undefined ? {} : { timeScale };
  const growth = accountGrowth({ target: 't', life: '1' }, accountMemory(rows), options);
  if (growth === null) throw new Error('nothing is known of its memory');
  return growth;
}
const lives = (options: Omit<MemoryLifeOptions, 'seed'>): MemoryGrowth[] =>
  SEEDS.map((seed) => grow(memoryLife({ seed, ...options })));
const provenParts = ({ parts }: MemoryGrowth): string[] =>
  MEMORY_PARTS.filter((part) => parts[part]?.proven === true);

/** RSS alone, in MiB, one an hour. */
const ofRss = (values: readonly number[], limit?: number): AccountRow[] =>
  values.map((value, i) => ({
    timeMs: i * HOUR_MS,
    liveHeapBytes: null,
    memory: {
      rssBytes: value * MIB,
      ...(limit === undefined ? {} : { containerLimitBytes: limit * MIB }),
    },
  }));

describe('the part that grows', () => {
  it('is nobody in a service that breathes', () => {
    for (const one of [...lives({ snapshots: 144 }), ...lives({ snapshots: 600, live: 1500 })]) {
      expect(provenParts(one)).toEqual([]);
      expect(one.rss).toMatchObject({ proven: false });
      expect(one).toMatchObject({ leading: null, forecast: null, nearGomemlimit: false });
    }
  });

  it.each([
    ['live', { liveLeak: 5 }],
    ['stacks', { stackLeak: 2 }],
    ['outside', { outsideLeak: 2 }],
  ] as const)('is %s where that leaks, within a day', (part, leak) => {
    for (const one of lives({ snapshots: 144, ...leak })) {
      expect(one.leading).toBe(part);
      expect(provenParts(one)).toEqual([part]);
    }
  });

  it('has its rate within its interval, and most of the growth of RSS', () => {
    for (const { parts, rss } of lives({ snapshots: 600, outsideLeak: 6 })) {
      const { interval, perHour, share, growth } = parts.outside as PartGrowth;
      expect(interval?.[0]).toBeLessThan(6 * MIB);
      expect(interval?.[1]).toBeGreaterThan(6 * MIB);
      expect(perHour / MIB).toBeCloseTo(6, 1);
      expect(share).toBe(growth / (rss?.growth ?? NaN));
      expect(share).toBeGreaterThan(0.5);
    }
  });

  it('is told where RSS cannot be had, but not where a part that is unknown may lead', () => {
    const without = (field: string): AccountRow[] =>
      memoryLife({ seed: 3, snapshots: 144, stackLeak: 2 }).map((row) => ({
        ...row,
        memory: row.memory && { ...row.memory, [field]: undefined },
      }));
    const noRss = grow(without('rssBytes'));
    expect(noRss).toMatchObject({ rss: null, leading: 'stacks', forecast: null });
    expect(noRss.parts).toMatchObject({ outside: null, stacks: { share: null, proven: true } });
    // Idle and the runtime's own are unknown with it.
    expect(grow(without('heapIdleBytes'))).toMatchObject({ leading: null, parts: { runtime: null } });
  });

  it('is the heap as a whole where no profile tells live from dead', () => {
    const rows = (leak: Partial<MemoryLifeOptions>): AccountRow[] =>
      memoryLife({ seed: 3, snapshots: 600, ...leak }).map((row) => ({ ...row, liveHeapBytes: null }));
    const heap = grow(rows({ liveLeak: 5 }));
    expect(heap.parts).toMatchObject({ live: null, headroom: null });
    expect(heap).toMatchObject({ heap: { proven: true }, leading: null });
    expect(grow(rows({ stackLeak: 2 })).leading).toBe('stacks');
  });
});

describe('which snapshots count', () => {
  it('those that know all parts, without losing the rest for a few profiles', () => {
    const rows = (every: number): AccountRow[] =>
      memoryLife({ seed: 1, snapshots: 100 }).map((row, i) =>
        i % every === 0 ? row : { ...row, liveHeapBytes: null },
      );
    expect(grow(rows(2)).observations).toBe(50);
    expect(grow(rows(5)).observations).toBe(20);
    expect(grow(rows(6))).toMatchObject({ observations: 100, parts: { live: null } });
  });

  it('needs two of them', () => {
    expect(accountGrowth({ target: null, life: '1' }, accountMemory([]))).toBeNull();
    expect(accountGrowth({ target: null, life: '1' }, accountMemory(ofRss([5])))).toBeNull();
    expect(grow(ofRss([5, 9])).rss).toMatchObject({ first: 5 * MIB, growth: 4 * MIB, interval: null });
  });
});

describe('shares', () => {
  it('add up to the growth of RSS, and growth to growth, some above it and some below 0', () => {
    const life = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      snapshots: fc.integer({ min: 2, max: 60 }),
      liveLeak: fc.integer({ min: -10, max: 40 }),
      outsideLeak: fc.integer({ min: -20, max: 40 }),
      everyHours: fc.constantFrom(1 / 6, 2),
    });
    fc.assert(
      fc.property(life, (options) => {
        const { parts, rss } = grow(memoryLife(options));
        const growths = MEMORY_PARTS.map((part) => parts[part]?.growth ?? NaN);
        expect(growths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(rss?.growth ?? NaN, -1);
        const shares = MEMORY_PARTS.map((part) => parts[part]?.share ?? null);
        const total = shares.reduce<number | null>(
          (sum, one) => (one === null || sum === null ? null : sum + one),
          0,
        );
        if (rss?.share !== 1) expect(shares).toEqual(MEMORY_PARTS.map(() => null));
        else expect(total).toBeCloseTo(1, 6);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('are of nothing where RSS has not grown', () => {
    expect(grow(ofRss([9, 9, 9, 9, 9, 9, 9, 9])).rss).toMatchObject({ share: null, shape: 'flat' });
    expect(grow(ofRss([9, 8, 7, 6, 5, 4, 3, 2])).rss).toMatchObject({ share: null, growth: -7 * MIB });
    expect(grow(ofRss([1, 2, 3, 4, 5, 6, 7, 8])).rss).toMatchObject({ share: 1 });
  });
});

describe('the forecast', () => {
  const line = Array.from({ length: 20 }, (_, i) => 100 + 10 * i);

  it('is when RSS reaches the container’s limit', () => {
    const { forecast, limit, toMs } = grow(ofRss(line, 600));
    expect(limit).toEqual({ bytes: 600 * MIB, of: 'container' });
    expect(forecast?.of).toBe('container');
    expect(((forecast?.atMs ?? 0) - toMs) / HOUR_MS).toBeCloseTo(31, 6);
    expect(forecast?.plusMinusMs).toBeGreaterThan(0);
    expect(forecast?.plusMinusMs).toBeLessThan(10 * HOUR_MS);
  });

  it('holds where growth goes on', () => {
    const [snapshots, outsideLeak, limit] = [432, 20, 3900];
    for (const seed of SEEDS) {
      const { forecast } = grow(memoryLife({ seed, snapshots, outsideLeak, containerLimit: limit }));
      const later = memoryLife({ seed, snapshots: 3 * snapshots, outsideLeak });
      // The mean of a day: neither the wave nor the sawtooth of one moment decides.
      const rssOfDay = (at: number): number =>
        later.slice(at - 72, at + 72).reduce((sum, { memory }) => sum + (memory?.rssBytes ?? NaN), 0) / 144;
      let at = snapshots;
      while (rssOfDay(at) < limit * MIB) at++;
      const off = Math.abs((forecast?.atMs ?? NaN) - (later[at]?.timeMs ?? NaN));
      expect(off).toBeLessThanOrEqual(forecast?.plusMinusMs ?? NaN);
      expect(off).toBeLessThan(4 * HOUR_MS);
    }
  });

  it('is in real time where the service runs faster than life', () => {
    const scaled = grow(ofRss(line, 600), 60);
    const plain = grow(ofRss(line, 600)).forecast;
    expect(scaled.forecast?.atMs).toBeCloseTo(plain?.atMs ?? NaN, 0);
    expect(scaled.forecast?.plusMinusMs).toBeCloseTo(plain?.plusMinusMs ?? NaN, 0);
    expect(scaled.rss?.perHour).toBeCloseTo((10 * MIB) / 60, 3);
  });

  it('is none without growth, without a limit, and past it', () => {
    const wobble = line.map((_, i) => 100 + 30 * ((i * 7) % 5));
    expect(grow(ofRss(wobble, 600)).forecast).toBeNull();
    expect(grow(ofRss(line.toReversed(), 600)).forecast).toBeNull();
    expect(grow(ofRss(line))).toMatchObject({ forecast: null, limit: null });
    expect(grow(ofRss(line, 200))).toMatchObject({ forecast: null, limit: { of: 'container' } });
    expect(grow(ofRss(line.slice(0, 6), 600)).forecast).toBeNull();
  });

  it('is none where the date is not known to a factor of two', () => {
    const steps = line.map((_, i) => 100 + 3 * i + (i % 4 === 0 ? 9 : 0));
    const { rss, forecast } = grow(ofRss(steps, 100_000));
    expect(rss?.interval?.[0]).toBeGreaterThan(0);
    expect(rss?.interval?.[0]).toBeLessThan((rss?.perHour ?? 0) / 2);
    expect(forecast).toBeNull();
  });
});

describe('GOMEMLIMIT', () => {
  it('is reached by what no collection gives back, and told apart from the container’s limit', () => {
    const rows = memoryLife({ seed: 2, snapshots: 288, liveLeak: 5, gomemlimit: 1200, containerLimit: 9000 });
    const { forecast, limit, nearGomemlimit, toMs } = grow(rows);
    expect({ limit, nearGomemlimit }).toEqual({
      limit: { bytes: 1200 * MIB, of: 'gomemlimit' },
      nearGomemlimit: false,
    });
    // 1200 MiB less 360 that is live, and 25 of stacks and the runtime's, at 5.1 an hour.
    expect(forecast?.of).toBe('gomemlimit');
    expect(((forecast?.atMs ?? 0) - toMs) / HOUR_MS).toBeGreaterThan(140);
    expect(((forecast?.atMs ?? 0) - toMs) / HOUR_MS).toBeLessThan(180);
  });

  it('keeps RSS level while the live heap grows: that is said, and RSS proves nothing', () => {
    for (const one of lives({ snapshots: 60, liveLeak: 5, gogc: 1000, gomemlimit: 420, live: 100 })) {
      expect(one.nearGomemlimit).toBe(true);
      expect(one.rss).toMatchObject({ proven: false });
      expect(one.parts.live).toMatchObject({ proven: true });
    }
  });
});

describe('holdMoves', () => {
  it('holds a value until another is a unit away from it', () => {
    const held = holdMoves(Float64Array.of(10, 10.9, 9.1, 11, 10.1, 12, 10), 1);
    expect([...held]).toEqual([10, 10, 10, 11, 11, 12, 10]);
    expect(holdMoves(new Float64Array(), 1)).toHaveLength(0);
  });

  it('never strays by a unit from what is, and never moves by less than one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 })), (values) => {
        const held = holdMoves(Float64Array.from(values), 3);
        held.forEach((value, i) => {
          expect(Math.abs(value - (values[i] ?? 0))).toBeLessThan(3);
          const step = Math.abs(value - (held[i - 1] ?? value));
          expect(step === 0 || step >= 3).toBe(true);
        });
      }),
      { seed: 3 },
    );
  });
});
