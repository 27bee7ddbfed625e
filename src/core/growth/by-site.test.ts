import { describe, expect, it } from 'vitest';
import { Random } from '../../../test/bench/growth/random';
import type { Frame, Stack } from '../base/frame';
import { analyseGrowth } from './analyse';
import { growthBySite, type SiteGrowth } from './by-site';
import { buildCountSeries } from './series';

const frame = (name: string, line = 7): Frame => ({ function: name, file: '/src/main.go', line });
/** `depth` calls deep. */
const recursion = (depth: number): Stack => [
  frame('main.wait'),
  ...Array.from({ length: depth }, () => frame('main.walk')),
];

/** What each stack counts at each observation, ten minutes apart. */
function sitesOf(rows: readonly (readonly [Stack, readonly number[]])[]): SiteGrowth[] {
  const stacks = rows.map(([stack]) => stack);
  const n = rows[0]?.[1].length ?? 0;
  const series = buildCountSeries(
    Array.from({ length: n }, (_, i) => ({
      timeMs: i * 600_000,
      stacks: Int32Array.from(rows.keys()),
      values: Float64Array.from(rows, ([, counts]) => counts[i] ?? 0),
      numGc: null,
    })),
    rows.length,
  );
  return growthBySite(series, stacks, analyseGrowth(series));
}
const moments = (f: (i: number) => number, n = 120): number[] => Array.from({ length: n }, (_, i) => f(i));
const random = new Random(5);
const idle = Array.from({ length: 20 }, (_, k) => [
  [frame(`main.idle${k}`)],
  moments(() => 5 + Math.floor(random.uniform() * 3)),
]) as [Stack, number[]][];

describe('growth by site', () => {
  it('is proven where each that leaks has a stack of its own', () => {
    const leaked = Array.from({ length: 60 }, (_, k): [Stack, number[]] => [
      recursion(k),
      moments((i) => (i > 2 * k ? 1 : 0)),
    ]);
    const [first, ...others] = sitesOf([...idle, ...leaked]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ site: { function: 'main.wait' }, proven: true });
    expect(first?.perHour).toBeCloseTo(3, 0);
  });

  it('is of no site of few stacks, and of none of which a stack is a suspect', () => {
    const few = Array.from({ length: 7 }, (_, k): [Stack, number[]] => [
      recursion(k),
      moments((i) => (i > 16 * k ? 5 : 0)),
    ]);
    expect(sitesOf([...idle, ...few])).toEqual([]);
    const one = Array.from({ length: 8 }, (_, k): [Stack, number[]] => [
      recursion(k),
      moments((i) => (k === 0 ? i : 3)),
    ]);
    expect(sitesOf([...idle, ...one])).toEqual([]);
  });

  it('is left open where it hides under the load that other stacks show', () => {
    const wave = (i: number): number => 1 + 0.6 * Math.sin((2 * Math.PI * i) / 144);
    const moved = (row: [Stack, number[]]): [Stack, number[]] => row;
    const calm = Array.from({ length: 20 }, (_, k) =>
      moved([[frame(`main.serve${k}`)], moments((i) => random.poisson(60 * wave(i)), 130)]),
    );
    const spread = (leaks: number) =>
      Array.from({ length: 12 }, (_, k) =>
        moved([
          recursion(k),
          moments((i) => random.poisson(10 * wave(i)) + Math.floor((leaks * i) / 12), 130),
        ]),
      );
    expect(sitesOf([...calm, ...spread(0)])).toEqual([]);
    expect(sitesOf([...calm, ...spread(0.5)])).toMatchObject([{ site: { function: 'main.wait' } }]);
  });

  it('is of none that comes and goes over many stacks', () => {
    const requests = Array.from({ length: 40 }, (_, k): [Stack, number[]] => [
      recursion(k),
      moments((i) => random.poisson(2 + Math.sin(i / 20))),
    ]);
    expect(sitesOf([...idle, ...requests])).toEqual([]);
  });
});
