import { describe, expect, it } from 'vitest';
import { earlierLeak, evidence, NOTHING_FOUND } from '../../../../test/support/findings';
import type { Findings, Lead } from '../../../contract/growth';
import { said } from '../../../contract/failures/say';
import { isSayingKey } from '../../../contract/failures/catalogue';
import { VERDICT_SAYINGS } from '../../../contract/verdicts/sayings';
import { headOf, tellsCrowd, tellsGrowth, toldInHead } from './evidence';

const lead = (target: string | null, change: Lead['change']): Lead => ({
  ...{ target, life: '1', kind: 'goroutine', unit: 'count', ownSite: null, change, otherFormat: [] },
  site: { function: 'f', file: 'a.go', line: 1 },
});
const CHANGED = { before: '1', now: '2', since: '2', newBuild: false };
const of = (verdict: Partial<Findings['verdict']>, leads: Lead[] = []): Findings => ({
  ...NOTHING_FOUND,
  growth: { ...NOTHING_FOUND.growth, leads },
  verdict: { ...NOTHING_FOUND.verdict, ...verdict },
});

describe('the evidence of a verdict', () => {
  it('stands under a head, whichever it is', () => {
    const shown = Object.keys(VERDICT_SAYINGS).filter((key) => key.startsWith('shows-'));
    expect(shown.filter((key) => headOf({ ...earlierLeak(null), key }) === null)).toEqual([]);
    expect(headOf({ ...earlierLeak(null), key: 'shows-what-is-new' })).toBeNull();
    expect(isSayingKey('shows-earlier')).toBe(true);
  });

  it('tells of a crowd and of growth, or does not', () => {
    const crowd = evidence(said('shows-crowd', { n: 1, total: 2, places: 'a.go:1' }));
    const grows = evidence(said('shows-heap', { n: 1, all: 2, places: 'a.go:1' }));
    expect([tellsCrowd(of({ evidence: [crowd] })), tellsGrowth(of({ evidence: [crowd] }))]).toEqual([
      true,
      false,
    ]);
    expect([tellsCrowd(of({ evidence: [grows] })), tellsGrowth(of({ evidence: [grows] }))]).toEqual([
      false,
      true,
    ]);
  });
});

describe('what the process before showed', () => {
  const both = [earlierLeak('t1'), earlierLeak('t2')];

  it('is told where the one that runs now does not tell yet', () => {
    expect(toldInHead(of({ evidence: both }))).toEqual(both);
    expect(toldInHead(of({ evidence: both }, [lead('t1', null)]))).toEqual(both);
  });

  it('is not told twice: where rates compare, that is said', () => {
    expect(toldInHead(of({ evidence: both }, [lead('t1', CHANGED)]))).toEqual([both[1]]);
  });

  it('is told whatever the verdict is, where that is of the process before', () => {
    const inPlace = evidence(said('shows-in-place', { until: 0, n: 3 }));
    expect(toldInHead(of({ verdict: 'goroutine-leak', evidence: [inPlace, ...both] }))).toEqual([inPlace]);
  });

  it('is no part of the head of another verdict', () => {
    expect(toldInHead(of({ verdict: 'goroutine-leak', evidence: both }))).toEqual([]);
    expect(toldInHead(of({ verdict: 'no-leak', evidence: both }))).toEqual([]);
  });
});
