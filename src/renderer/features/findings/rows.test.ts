import { notEnoughData } from '../../../../test/support/verdicts';
import { describe, expect, it } from 'vitest';
import type { Findings, Suspect } from '../../../contract/growth';
import { fastestCount, filterRows, listRows, outlookOf, watchedHours, slowestLeaks } from './rows';

const frame = (name: string, file = 'a.go', line = 1) => ({ function: name, file, line });
const suspect = (name: string, more: Partial<Suspect> = {}): Suspect => ({
  rank: 1,
  kind: 'goroutine',
  sampleType: 'goroutine',
  unit: 'count',
  target: null,
  life: null,
  site: frame(name),
  ownSite: null,
  stack: [frame('runtime.gopark'), frame(name)],
  first: 0,
  last: 9,
  slopePerHour: 60,
  slopeInterval: null,
  share: 1,
  shape: 'steady',
  lives: 1,
  since: null,
  pattern: null,
  alongside: [],
  ...more,
});
const findings: Findings = {
  snapshotId: 's',
  target: null,
  goroutines: 10,
  concentrations: [],
  sites: [{ site: frame('pkg.Wait'), ownSite: null, state: 'chan receive', count: 9, share: 0.9 }],
  growth: {
    formatVersion: 1,
    suspects: [
      suspect('pkg.Wait'),
      suspect('pkg.alloc', { kind: 'heap', sampleType: 'inuse_space', unit: 'bytes' }),
    ],
    candidates: [suspect('pkg.Other')],
    lives: [],
    leads: [],
    several: [],
    excluded: [],
  },
  suspectSparks: [[1, 2], [3]],
  memory: [],
  candidateSparks: [[4]],
  basis: [],
  verdict: notEnoughData,
};

describe('listRows', () => {
  it('puts suspects, candidates and sites under one head, each with its spark', () => {
    const rows = listRows(findings);
    expect(rows.map((r) => [r.section, r.spark])).toEqual([
      ['suspects', [1, 2]],
      ['suspects', [3]],
      ['candidates', [4]],
      ['sites', []],
    ]);
  });
  it('knows the wait state of goroutines from the sites, and none of the heap', () => {
    expect(listRows(findings).map((r) => r.state)).toEqual(['chan receive', null, null, 'chan receive']);
  });
  it('takes no state of one process for the suspect of another', () => {
    const stack = [frame('runtime.gopark'), frame('runtime.selectgo'), frame('pkg.Wait')];
    const growth = { ...findings.growth, suspects: [suspect('pkg.Wait', { target: 't1', stack })] };
    const stateIn = (target: string) => listRows({ ...findings, target, growth })[0]?.state;
    expect([stateIn('t1'), stateIn('t2')]).toEqual(['chan receive', 'select']);
  });
  it('gives each row a key that a new rank does not change', () => {
    const rows = listRows(findings);
    expect(new Set(rows.map((r) => r.key)).size).toBe(rows.length);
    const [first] = findings.growth.suspects;
    const moved = {
      ...findings,
      growth: { ...findings.growth, suspects: first === undefined ? [] : [{ ...first, rank: 7 }] },
    };
    expect(listRows(moved)[0]?.key).toBe(rows[0]?.key);
  });
});

describe('filterRows', () => {
  const names = (kind: 'all' | 'goroutines' | 'heap', text: string) =>
    filterRows(listRows(findings), kind, text).map((r) => `${r.section}:${r.site.function}`);
  it('by kind', () => {
    expect(names('heap', '')).toEqual(['suspects:pkg.alloc']);
    expect(names('goroutines', '')).toHaveLength(3);
  });
  it('by any frame, file and state, whatever the case', () => {
    expect(names('all', 'WAIT')).toEqual(['suspects:pkg.Wait', 'sites:pkg.Wait']);
    expect(names('all', 'gopark')).toHaveLength(3);
    expect(names('all', 'chan rec')).toHaveLength(2);
    expect(names('all', 'a.go:1')).toHaveLength(4);
  });
});

describe('what the period of the column follows', () => {
  it('is the fastest stack of goroutines, not bytes', () => {
    expect(fastestCount(listRows(findings))).toBe(60);
    expect(fastestCount([])).toBe(0);
  });
  it('is the time watched, on the clock of the session', () => {
    const basis = {
      kind: 'heap',
      target: null,
      snapshots: 2,
      stacks: 1,
      fromMs: 0,
      toMs: 1_800_000,
      risesNeeded: 9,
      lifeUnknown: false,
      slowestPerHour: null,
      slowestObjectBytes: null,
      unit: 'bytes',
    };
    expect(watchedHours({ ...findings, basis: [basis] }, 60)).toBe(30);
    expect(watchedHours(findings, 60)).toBe(0);
  });
});

describe('when something could be proven', () => {
  const basis = (kind: string, snapshots: number): Findings['basis'][number] => ({
    ...{ kind, target: null, snapshots, stacks: 1, fromMs: 0, toMs: 1, risesNeeded: 12, lifeUnknown: false },
    ...{ slowestPerHour: null, slowestObjectBytes: null, unit: 'count' },
  });
  it('is by the goroutines, which show a leak first', () => {
    expect(outlookOf({ ...findings, basis: [basis('heap', 9), basis('goroutine', 3)] })).toEqual({
      ...{ snapshots: 3, needed: 13 },
    });
    expect(outlookOf({ ...findings, basis: [basis('heap', 9)] })).toMatchObject({ snapshots: 9 });
    expect(outlookOf({ ...findings, basis: [] })).toBeNull();
  });
});

describe('how slow a leak would not show yet', () => {
  const basis = {
    kind: 'goroutine',
    target: 'pod1',
    snapshots: 40,
    stacks: 9,
    fromMs: 0,
    toMs: 10 * 3_600_000,
    risesNeeded: 12,
    lifeUnknown: false,
    slowestPerHour: 2,
    slowestObjectBytes: null,
    unit: 'count',
  };
  const heap = {
    ...basis,
    kind: 'heap',
    slowestPerHour: 2 ** 20,
    slowestObjectBytes: 2 ** 17,
    unit: 'bytes',
  };
  const of = (...bases: Findings['basis']) => slowestLeaks({ ...findings, basis: bases }, 1);

  it('is said of each kind, in a period that was watched', () => {
    expect(of(basis, heap)).toEqual([
      { kind: 'goroutine', unit: 'count', rate: { amount: 2, per: 'hour' }, objectBytes: null },
      { kind: 'heap', unit: 'bytes', rate: { amount: 2 ** 20, per: 'hour' }, objectBytes: 2 ** 17 },
    ]);
  });
  it('is, of several targets, that of the one which shows it last', () => {
    const second = { ...basis, target: 'pod2', slowestPerHour: 5 };
    expect(of(basis, second)).toMatchObject([{ rate: { amount: 5 } }]);
    expect(of(basis, { ...second, slowestPerHour: null }, heap)).toMatchObject([{ kind: 'heap' }]);
    expect(of()).toEqual([]);
  });
  it('is not known where nothing would have told a restart, and nothing is said where it is too early', () => {
    const unknown = { ...basis, lifeUnknown: true, slowestPerHour: null };
    expect(of(unknown)).toMatchObject([{ kind: 'goroutine', rate: null }]);
    expect(of(basis, { ...unknown, target: 'pod2' })).toMatchObject([{ rate: null }]);
    expect(of({ ...unknown, snapshots: 12 })).toEqual([]);
  });
});
