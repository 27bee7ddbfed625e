import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import { analyseGrowth, type GrowthOptions, type GrowthResult, type StackGrowth } from './analyse';
import { buildCountSeries, buildHeapSeries, type Observation } from './series';

const MINUTE = 60_000;

function observe(
  times: readonly number[],
  stacks: readonly (readonly number[])[],
  numGc?: readonly number[],
): Observation[] {
  return times.map((timeMs, i) => ({
    timeMs,
    stacks: Int32Array.from(stacks.keys()),
    values: Float64Array.from(stacks, (s) => s[i] ?? 0),
    numGc: numGc?.[i] ?? null,
  }));
}
const every = (n: number, ms: number): number[] =>
  Array.from({ length: n }, (_, i) => 1_700_000_000_000 + i * ms);
const analyse = (
  times: readonly number[],
  stacks: readonly (readonly number[])[],
  options?: GrowthOptions,
): GrowthResult => analyseGrowth(buildCountSeries(observe(times, stacks), stacks.length), options);
const first = (result: GrowthResult): StackGrowth => {
  const [stack] = result.stacks;
  if (!stack) throw new Error('no stack');
  return stack;
};

describe('the known series', () => {
  const y = [3, 3, 4, 5, 5, 6, 8, 9, 9, 10, 12, 13, 13, 14, 16, 17];
  const restless = (i: number): number[] => y.map((_, t) => 5 + ((t * 7 + i) % 3));

  it('is proven among few, with its evidence and growth', () => {
    const result = analyse(every(16, 10 * MINUTE), [y, ...Array.from({ length: 10 }, (_, i) => restless(i))]);
    const leak = first(result);
    expect(Math.exp(leak.logE)).toBeCloseTo(630.912161, 5);
    expect(leak).toMatchObject({
      suspect: true,
      candidate: false,
      shape: 'steady',
      rises: 11,
      falls: 0,
      growth: 14,
    });
    expect(leak).toMatchObject({ first: 3, last: 17, sinceMs: null });
    expect(leak.slopePerHour).toBeGreaterThan(5);
    expect(leak.slopePerHour).toBeLessThan(6.2);
    expect(result.suspects).toEqual([0]);
    expect(result).toMatchObject({ observations: 16, tested: 11, risesNeeded: 10 });
  });

  it('is unproven, and listed, among 300', () => {
    const result = analyse(every(16, 10 * MINUTE), [
      y,
      ...Array.from({ length: 299 }, (_, i) => restless(i)),
    ]);
    expect(result.tested).toBe(300);
    expect(first(result)).toMatchObject({ suspect: false, candidate: true, shape: 'rising-unproven' });
    expect(result.candidates[0]).toBe(0);
    expect(result.suspects).toEqual([]);
  });
});

describe('what is neither proven nor cleared', () => {
  it('is a stack that goes with the load and rises besides, though its level stands', () => {
    const random = new Random(21);
    const wave = (i: number): number => 1 + 0.6 * Math.sin((2 * Math.PI * i) / 144);
    const times = every(130, 10 * MINUTE);
    const calm = Array.from({ length: 20 }, () => times.map((_, i) => random.poisson(80 * wave(i))));
    const leaky = times.map((_, i) => 0.5 * i + random.poisson(80 * wave(i)));
    expect(analyse(times, [leaky, ...calm]).undecided).toEqual([0]);
    expect(analyse(times, calm).undecided).toEqual([]);
  });
});

describe('since', () => {
  const sinceOf = (values: readonly number[], ms = MINUTE): number | null =>
    first(analyse(every(values.length, ms), [values])).sinceMs;
  const series = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));

  it('is not told of what rose from the first interval on: it ran before', () => {
    expect(sinceOf(series(60, (i) => i))).toBeNull();
  });
  it('is not told where the first rise comes as soon as this stack rises at all', () => {
    // One more each ten minutes, seen every minute, from some moment between two of them.
    expect(sinceOf(series(120, (i) => Math.floor((i + 2) / 10)))).toBeNull();
  });
  it('is told of what stood still for longer than it waits between rises', () => {
    const times = every(80, MINUTE);
    expect(sinceOf(series(80, (i) => Math.max(0, i - 30)))).toBe(times[31]);
    expect(sinceOf(series(80, (i) => (i < 17 ? 4 : 60)))).toBe(times[17]);
  });
});

describe('words', () => {
  const word = (values: number[]): string =>
    first(analyse(every(values.length, 10 * MINUTE), [values])).shape;
  const series = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));

  it.each<[string, number[]]>([
    ['flat', series(30, () => 7)],
    ['steady', series(60, (i) => i)],
    ['stepped', series(130, (i) => 8 * Math.floor(i / 8))],
    ['one-off', series(40, (i) => (i < 17 ? 4 : 60))],
    ['plateaued', series(60, (i) => Math.min(i, 25))],
    ['oscillating', series(60, (i) => 20 + ((i * 7) % 5))],
    ['rising-unproven', [10, 500, 15_000]],
    ['rising-unproven', [28, 30_103]],
    ['oscillating', [28, 31]],
  ])('%s: %j', (expected, values) => {
    expect(word(values)).toBe(expected);
  });

  it('does not call a last spike growth', () => {
    const result = analyse(every(40, MINUTE), [series(40, (i) => (i === 39 ? 500 : 3))]);
    expect(first(result)).toMatchObject({ suspect: false, candidate: false, growth: 0 });
  });
});

describe('a service that leaks two goroutines a second, on a one-second plan', () => {
  // Two Watch stacks, one goroutine each per tick; traffic on a dozen others; three that stand still.
  function session(seed: number, n: number, tickMs: number, jitterMs: number, missed: number) {
    const random = new Random(seed);
    const times: number[] = [];
    for (let i = 0; times.length < n; i++)
      if (i === 0 || random.uniform() >= missed) times.push(1e12 + i * 1000 + random.between(0, jitterMs));
    const ticks = (phase: number): number[] => times.map((t) => Math.floor((t - 1e12 + phase) / tickMs) + 1);
    const phase = random.between(0, tickMs);
    const traffic = Array.from({ length: 12 }, () => {
      const mean = random.logBetween(0.5, 40);
      return times.map(() => random.poisson(mean));
    });
    return {
      times,
      stacks: [
        ticks(phase),
        ticks(phase + random.between(0, 2)),
        ...traffic,
        ...[1, 4, 2].map((x) => times.map(() => x)),
      ],
    };
  }

  it.each([
    [25, 1000, 60, 0],
    [30, 1000, 250, 0],
    [40, 1000, 400, 0.1],
    [25, 970, 100, 0],
    [25, 1030, 100, 0],
    [30, 1300, 200, 0],
    [25, 250, 100, 0.1],
  ])('%i captures, a tick every %i ms, %i ms of jitter, %d missed', (n, tickMs, jitterMs, missed) => {
    for (let seed = 1; seed <= 40; seed++) {
      const { times, stacks } = session(seed * 101 + n, n, tickMs, jitterMs, missed);
      const result = analyse(times, stacks, { timeScale: 60 });
      const where = `seed ${seed}`;
      expect([...result.suspects].sort(), where).toEqual([0, 1]);
      const truth = 3_600_000 / tickMs / 60;
      for (const stack of result.stacks.slice(0, 2)) {
        expect(stack.shape, where).toBe('steady');
        expect(stack.slopeInterval?.[0], where).toBeLessThanOrEqual(truth);
        expect(stack.slopeInterval?.[1], where).toBeGreaterThanOrEqual(truth);
        expect(stack.share, where).toBeGreaterThan(0.3);
      }
    }
  });
});

describe('a heap that fills while GCs thin out', () => {
  // 256 objects of 4 KiB a second stay, ten times as much comes and goes; GC at twice the live heap, no less than 4 MB.
  const SIZE = 4096;
  const PERIOD = 524_288;
  const UNIT = SIZE / -Math.expm1(-SIZE / PERIOD);
  function session(seed: number, seconds: number) {
    const random = new Random(seed);
    const times = every(seconds, 1000);
    const leak: number[] = [];
    const churn: number[] = [];
    const cycles: number[] = [];
    let sampled = 0;
    let atGc = { leak: 0, churn: 0 };
    let sinceGc = 0;
    let live = 2;
    let cycle = 0;
    const steps = 20;
    for (let i = 0; i < seconds; i++) {
      for (let k = 0; k < steps; k++) {
        sampled += random.poisson((256 * SIZE) / UNIT / steps);
        sinceGc += 11 / steps;
        live += 1 / steps;
        if (sinceGc >= Math.max(4, live)) {
          sinceGc = 0;
          cycle++;
          atGc = { leak: sampled * UNIT, churn: random.poisson(20) * UNIT };
        }
      }
      leak.push(atGc.leak);
      churn.push(atGc.churn);
      cycles.push(cycle);
    }
    return { times, stacks: [leak, churn], cycles };
  }

  it.each([true, false])(
    'is proven by GC cycle (cycle numbers known: %s), with the true rate inside',
    (known) => {
      let covered = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const { times, stacks, cycles } = session(seed, 150);
        const series = buildHeapSeries(
          observe(times, stacks, known ? cycles : undefined),
          2,
          Float64Array.of(SIZE, SIZE),
          PERIOD,
        );
        expect(series.repeats.length).toBeGreaterThan(60);
        const result = analyseGrowth(series);
        expect(result.suspects, `seed ${seed}`).toEqual([0]);
        const [lo, hi] = first(result).slopeInterval ?? [NaN, NaN];
        const truth = 256 * SIZE * 3600;
        if (lo <= truth && truth <= hi) covered++;
      }
      expect(covered).toBeGreaterThanOrEqual(35);
    },
  );

  it('would not be proven by wall clock alone', () => {
    let proven = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { times, stacks } = session(seed, 150);
      proven += analyse(times, stacks).suspects.length;
    }
    expect(proven).toBeLessThanOrEqual(3);
  });
});

describe('edges', () => {
  it('says nothing of no, one or two captures, or of captures at one moment', () => {
    expect(analyse([], [])).toMatchObject({
      stacks: [],
      suspects: [],
      candidates: [],
      observations: 0,
      risesNeeded: 6,
    });
    expect(first(analyse([5], [[3]]))).toMatchObject({
      shape: 'flat',
      slopePerHour: 0,
      slopeInterval: null,
      sinceMs: null,
    });
    const same = first(
      analyse([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]),
    );
    expect(same).toMatchObject({ suspect: false, slopePerHour: 0, slopeInterval: null });
  });

  it('uses block floors only from a scaled day on: a leak under a daily wave', () => {
    const random = new Random(7);
    const values = Array.from({ length: 600 }, (_, i) =>
      Math.round(i + random.poisson(40 + 30 * Math.sin((2 * Math.PI * i) / 144))),
    );
    const days = every(600, 10 * MINUTE);
    expect(first(analyse(days, [values]))).toMatchObject({ suspect: true, shape: 'steady' });
    const seconds = every(600, 1000);
    expect(first(analyse(seconds, [values]))).toMatchObject({ suspect: false });
    const scaled = first(analyse(seconds, [values], { timeScale: 600 }));
    expect(scaled).toMatchObject({ suspect: true });
    expect(scaled.slopePerHour).toBeGreaterThan(5);
    expect(scaled.slopePerHour).toBeLessThan(7);
  });

  it('ranks suspects by rate', () => {
    const result = analyse(
      every(40, MINUTE),
      [1, 3, 2].map((k) => Array.from({ length: 40 }, (_, i) => k * i)),
    );
    expect(result.suspects).toEqual([1, 2, 0]);
    expect(result.stacks.map((s) => s.share)).toEqual(
      [1 / 6, 3 / 6, 2 / 6].map((x) => expect.closeTo(x, 12) as number),
    );
  });
});
