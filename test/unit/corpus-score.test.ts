import { describe, expect, it } from 'vitest';
import { formatFailures, formatScore } from '../bench/corpus/report';
import { isFirstRight, scoreRuns, type JudgedRun } from '../bench/corpus/score';
import type { Verdict } from '../../src/core/growth/verdict';
import type { Scenario } from '../support/corpus';

const WAITS = 'a/b.(*mailbox).await';

function run(
  expected: Verdict[],
  verdict: Verdict,
  site: string | null,
  more: Partial<Scenario> = {},
): JudgedRun {
  const leaks = expected[0] !== 'no-leak';
  return {
    scenario: {
      name: `truly ${expected.join(' or ')}`,
      class: leaks ? 'leak' : 'innocent',
      pattern: '',
      expected,
      suspects: leaks ? [WAITS] : [],
      heldOut: false,
      needs: '',
      ...more,
    },
    seed: 1,
    judgement: {
      verdict,
      row: verdict,
      also: [],
      sentence: `It is ${verdict}.`,
      first: site === null ? null : { kind: 'goroutine', site, ownSite: null },
    },
    states: { agreed: 9, of: 10 },
  };
}

describe('scoreRuns', () => {
  const runs = [
    run(['goroutine-leak'], 'goroutine-leak', WAITS),
    run(['goroutine-leak'], 'goroutine-leak', 'net/http.(*conn).serve'),
    run(['goroutine-leak', 'growing'], 'growing', WAITS),
    run(['goroutine-leak'], 'heap-leak', 'a/b.makeRecord'),
    run(['off-heap-growth'], 'off-heap-growth', null, { suspects: [] }),
    run(['no-leak'], 'no-leak', null),
    run(['no-leak'], 'heap-leak', 'a/b.makeRecord'),
    run(['no-leak', 'growing'], 'growing', 'a/b.makeRecord'),
    run(['no-leak'], 'not-enough-data', null),
  ];
  const score = scoreRuns(runs);

  it('counts a leak as found only by a right verdict', () => {
    expect(score.recall.value).toBeCloseTo(4 / 5);
  });

  it('counts an accusation as right only where that is what leaks', () => {
    // Three of five: an innocent is accused, and a goroutine leak of the heap.
    expect(score.precision.value).toBeCloseTo(3 / 5);
    expect(score.falseAlarms.value).toBeCloseTo(1 / 4);
    expect(score.innocentRight.value).toBeCloseTo(2 / 4);
  });

  it('asks for the first suspect where a profile shows one', () => {
    expect(score.firstSuspect.value).toBeCloseTo(2 / 4);
    const [first] = runs;
    expect(isFirstRight(first!)).toBe(true);
    const own = { ...first!, judgement: { ...first!.judgement, first: null } };
    expect(isFirstRight(own)).toBe(false);
    const byOwnSite = { kind: 'goroutine', site: 'net/http.(*persistConn).roundTrip', ownSite: WAITS };
    expect(isFirstRight({ ...own, judgement: { ...own.judgement, first: byOwnSite } })).toBe(true);
  });

  it('has recall and precision of each verdict', () => {
    const of = (word: Verdict) => score.byVerdict.get(word);
    expect(of('goroutine-leak')?.recall.value).toBeCloseTo(3 / 4);
    expect(of('goroutine-leak')?.precision.value).toBe(1);
    expect(of('heap-leak')?.recall.value).toBeNaN();
    expect(of('heap-leak')?.precision.value).toBe(0);
    expect(of('growing')?.precision.value).toBe(1);
  });

  it('lists by the best verdict what was given', () => {
    expect(Object.fromEntries(score.confusion.get('no-leak') ?? [])).toEqual({
      'no-leak': 1,
      'heap-leak': 1,
      growing: 1,
      'not-enough-data': 1,
    });
    expect(score.confusion.get('growing')).toBeUndefined();
  });

  it('names each failure once, with the sentence', () => {
    expect(score.states).toEqual({ agreed: 9 * runs.length, of: 10 * runs.length });
    expect(score.failures.map(({ what, said }) => `${what} ${said}`)).toEqual([
      'suspect net/http.(*conn).serve',
      'verdict heap-leak',
      'verdict heap-leak',
      'verdict not-enough-data',
    ]);
    expect(formatFailures(score)).toContain('It is not-enough-data.');
  });

  it('has its interval beside each figure, and says of none that there is none', () => {
    expect(formatScore('seen', score)).toMatch(/recall of leaks +80\.0 % \(37\.6 % to 96\.4 %\)/);
    expect(formatScore('held out', scoreRuns([]))).toMatch(/recall of leaks +none/);
  });
});
