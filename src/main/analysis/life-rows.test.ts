import { describe, expect, it } from 'vitest';
import { makeGrowthLife } from '../../../test/support/lives';
import type { Frame, Stack } from '../../core/base/frame';
import { inferOwnCode } from '../../core/base/own-code';
import { analyseGrowth } from '../../core/growth/analyse';
import { buildCountSeries } from '../../core/growth/series';
import type { Judged, Source } from './growth-data';
import { compareLives } from './life-rows';

const HOUR = 3_600_000;
const EACH = 30;
const PROFILE: Source = { kind: 'goroutine', of: 'goroutine', encoding: 'proto' };
const DUMP: Source = { kind: 'goroutine', of: 'goroutine-dump', encoding: 'text' };

const frame = (name: string): Frame => ({ function: name, file: 'x.go', line: 1 });
const LEAK = ['main.wait', 'main.serve'].map(frame);
/** As a profile and as a dump show the same goroutines. */
const STACKS = new Map<Source, Stack>([
  [PROFILE, [frame('runtime.gopark'), ...LEAK]],
  [DUMP, LEAK],
]);

/** An hour between any two; so many goroutines more in each. */
function judged(id: number, source: Source, perHour: number, buildId: string | null = null): Judged {
  const series = buildCountSeries(
    Array.from({ length: EACH }, (_, i) => ({
      timeMs: (id * 100 + i) * HOUR,
      stacks: Int32Array.of(0),
      values: Float64Array.of(100 + i * perHour),
      numGc: null,
    })),
    1,
  );
  const { life } = makeGrowthLife([], {
    life: String(id),
    fromMs: id * 100 * HOUR,
    buildId,
  });
  const stacks = [STACKS.get(source) ?? []];
  const result = analyseGrowth(series, { timeScale: 1 });
  return { kind: 'goroutine', source, life, result, sites: [], series, stacks, own: inferOwnCode(stacks) };
}

function compare(...all: readonly Judged[]) {
  const lives = all.map(({ life }) => ({ ...makeGrowthLife([]), life }));
  const { lives: rows, leads } = compareLives({ lives, timeScale: 1 }, all);
  return { rates: rows.map(({ lead }) => lead?.perHour ?? null), leads };
}

describe('the lead through the lives', () => {
  it('is followed where they were captured in one format, and its change told', () => {
    const { rates, leads } = compare(judged(1, PROFILE, 5, 'a'), judged(2, PROFILE, 0, 'b'));
    expect(rates).toEqual([5, 0]);
    expect(leads).toMatchObject([
      { life: '1', change: { before: '1', now: '2', newBuild: true }, otherFormat: [] },
    ]);
  });

  it.each([
    ['profiles before dumps', PROFILE, DUMP],
    ['dumps before profiles', DUMP, PROFILE],
  ])('is neither gone nor new where other captures show other frames: %s', (_, before, now) => {
    const same = compare(judged(1, before, 5), judged(2, now, 5));
    expect(same.rates).toEqual([null, 5]);
    expect(same.leads).toMatchObject([{ life: '2', change: null, otherFormat: ['1'] }]);
    const calm = compare(judged(1, before, 5), judged(2, now, 0));
    expect(calm.rates).toEqual([5, null]);
    expect(calm.leads).toMatchObject([{ life: '1', change: null, otherFormat: ['2'] }]);
  });

  it.each([
    ['the build that runs now', ['a', 'b', 'b'], '2', true],
    ['the build that came last', ['a', 'b', 'c'], '3', true],
    ['the build that came back', ['a', 'b', 'a'], '3', true],
    ['the deploy behind a life of which no build is known', ['a', null, 'b'], '3', true],
    ['the first restart', ['a', 'a', 'a'], '2', false],
    ['the first restart, where no builds are known', [null, null, null], '2', false],
    ['the first restart, where only the last build is known', [null, null, 'b'], '2', false],
  ])('changed with %s, be there lives between that say nothing of it', (_, builds, since, newBuild) => {
    const [one, two, three] = builds;
    const { leads } = compare(
      judged(1, PROFILE, 9, one),
      judged(2, DUMP, 5, two),
      judged(3, PROFILE, 2, three),
    );
    expect(leads).toMatchObject([{ change: { before: '1', now: '3', since, newBuild } }]);
  });

  it('is compared past a life of another format', () => {
    const { rates, leads } = compare(judged(1, PROFILE, 9), judged(2, DUMP, 5), judged(3, PROFILE, 2));
    expect(rates).toEqual([9, null, 2]);
    expect(leads).toMatchObject([{ life: '3', change: { before: '1', now: '3' }, otherFormat: ['2'] }]);
  });
});
