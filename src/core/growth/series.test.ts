import { describe, expect, it } from 'vitest';
import {
  buildCountSeries,
  buildHeapSeries,
  fillSeries,
  sampledObjectSize,
  sparkline,
  type Observation,
} from './series';

const observe = (
  timeMs: number,
  entries: readonly (readonly [number, number])[],
  numGc?: number | null,
): Observation => ({
  timeMs,
  stacks: Int32Array.from(entries, ([s]) => s),
  values: Float64Array.from(entries, ([, v]) => v),
  ...(numGc === undefined ? {} : { numGc }),
});
const dense = (series: ReturnType<typeof buildCountSeries>): number[][] =>
  Array.from({ length: series.stackCount }, (_, s) => [
    ...fillSeries(series, s, new Float64Array(series.times.length)),
  ]);

describe('count series', () => {
  it('puts captures in order of time, what is absent at 0, and adds up a stack that is named twice', () => {
    const series = buildCountSeries(
      [
        observe(3000, [[1, 7]]),
        observe(1000, [
          [0, 2],
          [2, 1],
          [0, 3],
        ]),
        observe(2000, []),
      ],
      4,
    );
    expect([...series.times]).toEqual([1000, 2000, 3000]);
    expect([...series.kept]).toEqual([1, 2, 0]);
    expect(dense(series)).toEqual([
      [5, 0, 0],
      [0, 0, 7],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(series.observations).toHaveLength(3);
  });

  it('refuses a stack that the table does not have', () => {
    expect(() => buildCountSeries([observe(0, [[2, 1]])], 2)).toThrow(RangeError);
    expect(() => buildHeapSeries([observe(0, [[-1, 1]])], 2, new Float64Array(2), 1)).toThrow(RangeError);
  });

  it('keeps nothing of nothing', () => {
    expect(dense(buildCountSeries([], 0))).toEqual([]);
    expect(dense(buildCountSeries([], 1))).toEqual([[]]);
  });
});

describe('heap series', () => {
  const build = (observations: Observation[]): { kept: number[]; repeats: number[] } => {
    const series = buildHeapSeries(observations, 2, new Float64Array(2), 524_288);
    return { kept: [...series.kept], repeats: [...series.repeats] };
  };

  it('drops what no GC separates from the last, by its number', () => {
    expect(
      build([
        observe(0, [[0, 5]], 3),
        observe(1, [[0, 5]], 3),
        observe(2, [[0, 5]], 4),
        observe(3, [[0, 6]], 5),
      ]),
    ).toEqual({
      kept: [0, 2, 3],
      repeats: [1],
    });
  });

  it('where the number is unknown, by the values: all of them', () => {
    expect(
      build([
        observe(0, [
          [0, 5],
          [1, 1],
        ]),
        observe(1, [
          [1, 1],
          [0, 2],
          [0, 3],
        ]),
        observe(2, [[0, 5]], null),
        observe(3, [[0, 5]], 9),
        observe(4, [[0, 5]], 9),
        observe(5, [[0, 5]], 10),
      ]),
    ).toEqual({ kept: [0, 2, 5], repeats: [1, 3, 4] });
  });

  it('keeps values that moved under a number that did not', () => {
    expect(build([observe(0, [[0, 5]], 3), observe(1, [[0, 6]], 3)])).toEqual({ kept: [0, 1], repeats: [] });
  });

  it('has as its unit what one sampled object stands for', () => {
    expect(sampledObjectSize(524_288, 524_288)).toBeCloseTo(524_288 / (1 - Math.exp(-1)), 6);
    expect(sampledObjectSize(16, 524_288)).toBeCloseTo(524_296, 0);
    expect(sampledObjectSize(64 * 1024 * 1024, 524_288)).toBe(64 * 1024 * 1024);
    expect(sampledObjectSize(48, 1)).toBe(48);
    expect(sampledObjectSize(0, 524_288)).toBe(524_288);
    expect([...buildHeapSeries([], 2, Float64Array.of(48, 0), 1).units]).toEqual([48, 1]);
  });
});

describe('spark line', () => {
  it('has the ends, and no more points than asked for', () => {
    const series = buildCountSeries(
      Array.from({ length: 500 }, (_, i) => observe(i, [[0, i]])),
      1,
    );
    const spark = sparkline(series, 0);
    expect(spark).toHaveLength(60);
    expect([spark[0], spark.at(-1)]).toEqual([0, 499]);
    expect(sparkline(series, 0, 1000)).toHaveLength(500);
  });

  it('goes by time: a pause of nine of ten minutes takes nine tenths of the line', () => {
    const times = [0, 10, 20, 30, 40, 50, 60, 600];
    const uneven = buildCountSeries(
      times.map((s, i) => observe(s * 1000, [[0, i]])),
      1,
    );
    const spark = sparkline(uneven, 0, 61);
    expect(spark).toEqual([...[0, 1, 2, 3, 4, 5], ...Array.from({ length: 54 }, () => 6), 7]);
  });
});
