import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { birthsOf } from './births';

const by = (minutes: readonly number[]): Map<number, number> => {
  const waits = new Map<number, number>();
  for (const one of minutes) waits.set(one, (waits.get(one) ?? 0) + 1);
  return waits;
};
const DAY = 1440;

/** Whole minutes of waits of goroutines that came at random, so many an hour. */
function atRandom(perHour: number, minutes: number, next: () => number): number[] {
  const waits: number[] = [];
  for (let at = 0; ;) {
    at += (-Math.log(1 - next()) * 60) / perHour;
    if (at >= minutes) return waits.filter((one) => one >= 1);
    waits.push(Math.floor(minutes - at));
  }
}

describe('births', () => {
  it('say how many came in the first hour of the process', () => {
    const waits = by([599, 590, 541, 540, 539, 100, 20, 10, 5, 1]);
    expect(birthsOf(waits, 600)?.warmingUp).toBe(4);
    expect(birthsOf(waits, 10_000)?.warmingUp).toBe(0);
    expect(birthsOf(by([100, 30]), 119)?.warmingUp).toBeNull();
    expect(birthsOf(waits)?.warmingUp).toBeNull();
  });

  it('of two a minute for ten days say two a minute', () => {
    const births = birthsOf(by(Array.from({ length: 20 * DAY }, (_, i) => 1 + Math.floor(i / 2))));
    expect(births).toMatchObject({ aged: 20 * DAY, stretchMinutes: 600 });
    expect(births?.counts).toEqual(new Array(24).fill(1200));
    expect(births?.perHour).toBeCloseTo(120, 1);
    expect(births?.interval?.[0]).toBeGreaterThan(119.5);
    expect(births?.interval?.[1]).toBeLessThan(120.5);
  });

  it('cover the true rate in 95 of 100 cases, or nearly', () => {
    const next = randomFrom(7);
    let covered = 0;
    const widths: number[] = [];
    for (let i = 0; i < 400; i++) {
      const { perHour, interval } = birthsOf(by(atRandom(6, 2 * DAY, next)))!;
      const [low, high] = interval!;
      if (low <= 6 && high >= 6) covered++;
      widths.push(high - low);
      expect(perHour).toBeGreaterThan(4);
      expect(perHour).toBeLessThan(8);
    }
    expect(covered).toBeGreaterThanOrEqual(370);
    expect(widths.reduce((sum, one) => sum + one, 0) / widths.length).toBeLessThan(2.2);
  });

  it('that were one burst do not pass for a rate', () => {
    const { counts, interval } = birthsOf(by(new Array<number>(200).fill(600)))!;
    expect(counts[0]).toBe(200);
    expect(counts.slice(1).every((count) => count === 0)).toBe(true);
    expect(interval?.[0]).toBe(0);
  });

  it('of those that come and go are no rate, though each has waited', () => {
    // A pool of 1,000, each of which is parked anew every ten minutes or so.
    const next = randomFrom(11);
    const waits = Array.from({ length: 1000 }, () => Math.floor(-Math.log(1 - next()) * 10));
    const births = birthsOf(by(waits.filter((one) => one >= 1)))!;
    expect(births.aged).toBeGreaterThan(800);
    expect([births.perHour, births.interval]).toEqual([null, null]);
    // One that grows with its load, from nothing, is a leak all the same.
    const growing = Array.from({ length: 3000 }, (_, i) => Math.floor(6000 - Math.sqrt(i / 3000) * 5999));
    expect(birthsOf(by(growing))?.perHour).toBeCloseTo(30, 0);
  });

  it('are put into stretches from the newest back, the first being what is left', () => {
    expect(birthsOf(by([1, 2, 3, 49]))).toEqual({
      aged: 4,
      counts: [1, ...new Array<number>(15).fill(0), 3],
      stretchMinutes: 3,
      perHour: null,
      interval: null,
      warmingUp: null,
    });
    // 49 minutes in stretches of 3 leave one of a minute: the oldest stands alone in it.
    expect(birthsOf(by([1, 4, 7]))?.counts).toEqual([1, 0, 0, 1, 0, 0, 1]);
  });

  it('are counted however many different waits there are, and however long', () => {
    const minutes = Array.from({ length: 300_000 }, (_, i) => i + 1);
    const { aged, counts } = birthsOf(by([...minutes, 2 ** 31 - 1]))!;
    expect(aged).toBe(300_001);
    expect(counts).toHaveLength(24);
    expect([counts[0], counts.at(-1)]).toEqual([1, 300_000]);
  });

  it.each([
    ['no waits', [], null],
    ['four', [1, 10, 20, 30], { aged: 4, perHour: null }],
    ['five within four minutes', [1, 2, 3, 4, 4], { aged: 5, perHour: null }],
    ['five within five', [1, 2, 3, 4, 5], { aged: 5, perHour: (4 / 4.5) * 60 }],
  ])('of %s: a rate only where there is enough to say', (_, waits, said) => {
    const births = birthsOf(by(waits));
    if (said === null) expect(births).toBeNull();
    else expect(births).toMatchObject(said);
  });
});
