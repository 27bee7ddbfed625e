// What single stacks look like that are told from leaks, or from innocents, by more than rises and falls.
import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import { judgeGates } from './gates';
import { marksHighWater } from './high-water';
import { outgrowsLoad, prepareLoadPart, risesBesideLoad, takeLoadOff, type LoadPart } from './load-part';
import { countMoves } from './moves';
import { makeScales } from './scales';
import { hasStopped, isFull } from './standstill';

const series = (n: number, f: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => f(i));
const wave = (i: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * i) / 144);
const hoursOf = (n: number): Float64Array => series(n, (i) => i / 6);

describe('a standstill', () => {
  const stopped = (values: Float64Array, share = 1): boolean => {
    const steps = values.subarray(1).map((x, i) => x - (values[i] ?? 0));
    return hasStopped({
      ...{ values, length: values.length, steps, unit: 1 },
      shares: [steps.map(() => 1), steps.map((_, i) => (i < 90 ? 1 : share))],
    });
  };

  it('is seen within a few intervals of what rose evenly', () => {
    expect(stopped(series(100, (i) => 7 * Math.min(i, 89)))).toBe(true);
    expect(stopped(series(100, (i) => 7 * i))).toBe(false);
  });
  it('is not seen in what rises seldom and by much', () => {
    expect(stopped(series(100, (i) => 12 * Math.floor(i / 12)))).toBe(false);
  });
  it('is not seen where the load was as good as gone', () => {
    expect(
      stopped(
        series(100, (i) => 7 * Math.min(i, 89)),
        0.001,
      ),
    ).toBe(false);
  });
  it('of a Poisson process is seen once in some hundreds', () => {
    const random = new Random(5);
    let seen = 0;
    for (let run = 0; run < 1000; run++) {
      let x = 0;
      if (stopped(series(100, () => (x += random.poisson(3))))) seen++;
    }
    expect(seen).toBeLessThanOrEqual(15);
  });
});

describe('what is full', () => {
  it('came and went since its first fall, and never before', () => {
    const values = series(60, (i) => (i < 30 ? 4 * i : 120 + [0, -3, 2, -1][i % 4]!));
    expect(isFull(values, hoursOf(60))).toBe(true);
  });
  it('is not a leak that never falls, one among turnover, or one that is swept now and then', () => {
    const random = new Random(9);
    expect(
      isFull(
        series(60, (i) => i),
        hoursOf(60),
      ),
    ).toBe(false);
    expect(
      isFull(
        series(60, (i) => 2 * i + random.poisson(20)),
        hoursOf(60),
      ),
    ).toBe(false);
    expect(
      isFull(
        series(60, (i) => 4 * i - 30 * Math.floor(i / 15)),
        hoursOf(60),
      ),
    ).toBe(false);
  });
});

describe('a high-water mark', () => {
  const morning = series(60, (i) => 0.5 + i / 59);
  const isMark = (values: Float64Array, load = morning): boolean =>
    marksHighWater(values, countMoves(values, values.length), load, 1);

  it('rose as the load has', () => {
    expect(isMark(morning.map((l) => Math.round(60 * l)))).toBe(true);
  });
  it('is not what rose from nothing, by more, by less, or falls', () => {
    expect(isMark(series(60, (i) => i))).toBe(false);
    expect(isMark(series(60, (i) => 30 + 10 * i))).toBe(false);
    expect(isMark(series(60, (i) => 5000 + i))).toBe(false);
    expect(isMark(morning.map((l, i) => Math.round(60 * l) - 5 * (i % 2)))).toBe(false);
  });
  it('is not what rises while the load is low', () => {
    const day = series(60, (i) => 1 - 0.8 * Math.sin((Math.PI * i) / 59));
    expect(
      isMark(
        series(60, (i) => 100 + i / 4),
        day,
      ),
    ).toBe(false);
  });
});

describe('the part by the load', () => {
  const load = series(300, wave);
  const part = prepareLoadPart(load, hoursOf(300)) as LoadPart;
  const out = new Float64Array(300);

  it('is taken off a stack that goes with the load, and a leak is left', () => {
    const random = new Random(2);
    expect(
      takeLoadOff(
        series(300, (i) => i + random.poisson(100 * wave(i))),
        part,
        out,
      ),
    ).toBe(true);
    const [early, late] = [out.subarray(0, 150), out.subarray(150)].map(
      (half) => half.reduce((sum, x) => sum + x, 0) / 150,
    );
    expect((late ?? 0) - (early ?? 0)).toBeGreaterThan(140);
    expect((late ?? 0) - (early ?? 0)).toBeLessThan(160);
  });
  it('hides no rise beside it, and makes none of a wave, a warm cache or what goes its own way', () => {
    const random = new Random(8);
    const rises = (f: (i: number) => number): boolean => risesBesideLoad(series(300, f), part);
    expect(rises((i) => i / 3 + random.poisson(100 * wave(i)))).toBe(true);
    const innocent = Array.from({ length: 300 }, () => [
      rises((i) => random.poisson(100 * wave(i))),
      rises((i) => random.poisson(300 * wave(i) ** 0.7)),
      rises((i) => Math.round(200 * -Math.expm1(-i / 30)) + random.poisson(5)),
      rises((i) => i + random.poisson(20)),
    ]);
    expect(innocent.flat().filter(Boolean)).toEqual([]);
  });
  it('is left on what goes with the load for a while only', () => {
    const random = new Random(4);
    let most = 0;
    expect(
      takeLoadOff(
        series(300, (i) => (most = Math.max(most, 50 * wave(i)))),
        part,
        out,
      ),
    ).toBe(false);
    expect(
      takeLoadOff(
        series(300, (i) => random.poisson(i < 150 ? 100 * wave(i) : 100)),
        part,
        out,
      ),
    ).toBe(false);
    expect(
      takeLoadOff(
        series(300, () => random.poisson(100)),
        part,
        out,
      ),
    ).toBe(false);
  });
  it('is less than a leak that outgrows it, and all there is to a wave', () => {
    const random = new Random(6);
    const day = prepareLoadPart(load.subarray(0, 100), hoursOf(100)) as LoadPart;
    expect(
      outgrowsLoad(
        series(100, (i) => i + random.poisson(10 * wave(i))),
        day,
      ),
    ).toBe(true);
    expect(
      outgrowsLoad(
        series(100, (i) => random.poisson(300 * wave(i) ** 0.7)),
        day,
      ),
    ).toBe(false);
    expect(
      outgrowsLoad(
        series(100, () => 0),
        day,
      ),
    ).toBe(false);
  });
  it('takes observations enough, and a load that is not a straight line', () => {
    expect(prepareLoadPart(load.subarray(0, 19), hoursOf(19))).toBeNull();
    const straight = prepareLoadPart(
      series(100, (i) => i),
      hoursOf(100),
    ) as LoadPart;
    expect(
      takeLoadOff(
        series(100, (i) => 3 * i),
        straight,
        out,
      ),
    ).toBe(false);
  });
});

describe('what comes down in part', () => {
  const mayLeak = (values: Float64Array): boolean => {
    const [scale] = makeScales(hoursOf(values.length), null, 'time');
    const view = { ...scale!, length: values.length, values };
    return judgeGates(view, countMoves(values, values.length), 1, new Float64Array(values.length)).falls;
  };

  it('leaks where what is left outgrows what is let go, however seldom that is', () => {
    let [kept, newer] = [0, 0];
    const released = series(200, (i) => {
      newer += 2;
      if (i % 25 === 20) [kept, newer] = [kept + 0.4 * newer, 0];
      return kept + newer;
    });
    expect(mayLeak(released)).toBe(true);
    // Of the second release nothing is known yet.
    expect(mayLeak(released.subarray(0, 30))).toBe(false);
  });
  it('does not where it is only left a little more of each time', () => {
    let level = 0;
    const shares = [0.2, 0.3, 0.4, 0.5, 0.6];
    const cut = series(150, (i) => (level = i % 30 === 29 ? level * shares[Math.floor(i / 30)]! : level + 2));
    expect(mayLeak(cut)).toBe(false);
  });
});
