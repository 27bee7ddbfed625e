import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import { growthAcrossLives, type LifeOfStacks } from './across-lives';
import { analyseGrowth } from './analyse';
import { buildCountSeries } from './series';

const MINUTE = 60_000;

/** Of each life its stacks, by name: what `count` says at each observation. */
function lifeOf(observations: number, stacks: Readonly<Record<string, (i: number) => number>>): LifeOfStacks {
  const keys = Object.keys(stacks);
  const counts = Object.values(stacks);
  const series = buildCountSeries(
    Array.from({ length: observations }, (_, i) => ({
      timeMs: i * 10 * MINUTE,
      stacks: Int32Array.from(keys.keys()),
      values: Float64Array.from(counts, (count) => count(i)),
      numGc: null,
    })),
    keys.length,
  );
  return { keys, series, result: analyseGrowth(series) };
}
const random = new Random(7);
const idle = (n: number): Record<string, (i: number) => number> =>
  Object.fromEntries(
    Array.from({ length: n }, (_, s) => [`idle${s}`, () => 5 + Math.floor(random.uniform() * 4)]),
  );
const leak = (i: number): number => 3 + i;
const suspectsOf = (lives: readonly LifeOfStacks[]): (string | number)[][] => {
  const result = growthAcrossLives(lives);
  return (result?.suspects ?? []).map((row) => [
    String(lives.at(-1)?.keys[row]),
    result?.stacks[row]?.lives ?? 0,
  ]);
};

describe('growth across lives', () => {
  it('is proven by three together where none of them proves it', () => {
    const lives = Array.from({ length: 3 }, () => lifeOf(12, { ...idle(60), leak }));
    expect(lives.map(({ result }) => result.suspects.length)).toEqual([0, 0, 0]);
    expect(suspectsOf(lives)).toEqual([['leak', 3]]);
    const row = lives[2]!.keys.indexOf('leak');
    const result = growthAcrossLives(lives)!;
    expect(result.stacks[row]).toMatchObject({ suspect: true, candidate: false, shape: 'steady', first: 3 });
    expect(result.candidates).not.toContain(row);
    expect(result.undecided).not.toContain(row);
  });

  it('leaves what one life proves as it is, and one life alone', () => {
    const one = lifeOf(60, { ...idle(60), leak });
    expect(suspectsOf([lifeOf(60, { ...idle(60), leak }), one])).toEqual([['leak', 1]]);
    expect(growthAcrossLives([one])).toBe(one.result);
    expect(growthAcrossLives([])).toBeNull();
  });

  it('is not said of what no longer rises in the last of them, nor of what is not in it', () => {
    const before = Array.from({ length: 3 }, () => lifeOf(12, { ...idle(60), leak }));
    expect(suspectsOf([...before, lifeOf(12, { ...idle(60), leak: () => 3 })])).toEqual([]);
    expect(suspectsOf([...before, lifeOf(12, idle(60))])).toEqual([]);
  });

  it('is said only of what rises in three lives of five or more', () => {
    const life = (some: (i: number) => number): LifeOfStacks => lifeOf(12, { ...idle(60), some });
    const once = (i: number): number => (i < 6 ? 3 : 4);
    const rising = Array.from({ length: 3 }, () => life(leak));
    expect(suspectsOf([life(once), life(once), ...rising])).toEqual([['some', 5]]);
    expect(suspectsOf([life(once), life(once), life(once), ...rising])).toEqual([]);
  });

  it('is of nothing in lives of waves and chance', () => {
    const seen = Array.from({ length: 60 }, () => {
      const wave = (i: number): number => Math.round(20 + 10 * Math.sin(i / 3) + 3 * random.uniform());
      return suspectsOf(Array.from({ length: 4 }, () => lifeOf(12, { ...idle(60), wave })));
    });
    expect(seen.flat()).toEqual([]);
  });
});
