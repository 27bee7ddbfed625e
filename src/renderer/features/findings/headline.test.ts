import { notEnoughData } from '../../../../test/support/verdicts';
import { describe, expect, it } from 'vitest';
import type { Findings, Suspect } from '../../../contract/analysis';
import { composeHeadline } from './headline';

const frame = (name: string, file: string, line: number) => ({ function: name, file, line });
const rainbow = frame('config.(*Loader).Watch.func1', '/b/rainbow.go', 72);
const kv = frame('rainbow.(*KV).Watch.func1', '/b/kv_config.go', 69);

const suspect = (site: typeof rainbow, more: Partial<Suspect> = {}): Suspect => ({
  rank: 1,
  kind: 'goroutine',
  sampleType: 'goroutine',
  unit: 'count',
  target: null,
  life: null,
  site,
  ownSite: null,
  stack: [site],
  first: 1,
  last: 14_974,
  slopePerHour: 60,
  slopeInterval: [59, 61],
  share: 0.5,
  shape: 'steady',
  since: '2025-05-01T15:10:00.000Z',
  pattern: null,
  alongside: [],
  ...more,
});
const empty: Findings = {
  snapshotId: null,
  target: null,
  goroutines: null,
  concentrations: [],
  sites: [],
  growth: { formatVersion: 1, suspects: [], candidates: [], lives: [], leads: [], several: [], excluded: [] },
  suspectSparks: [],
  memory: [],
  candidateSparks: [],
  basis: [],
  verdict: notEnoughData,
};
const basis = {
  kind: 'goroutine',
  target: null,
  snapshots: 3,
  stacks: 19,
  fromMs: 0,
  toMs: 1,
  risesNeeded: 12,
  lifeUnknown: false,
  slowestPerHour: null,
  slowestObjectBytes: null,
  unit: 'count',
};
const one: Findings = {
  ...empty,
  snapshotId: 's1',
  goroutines: 30_103,
  sites: [
    { site: rainbow, ownSite: rainbow, state: 'chan receive', count: 14_974, share: 0.497 },
    { site: kv, ownSite: null, state: 'chan receive', count: 14_974, share: 0.497 },
  ],
  basis: [basis],
};
const crowded: Findings = {
  ...one,
  concentrations: [
    { site: rainbow, ownSite: rainbow, state: 'chan receive', count: 14_974, total: 30_103 },
    { site: kv, ownSite: null, state: 'chan receive', count: 14_974, total: 30_103 },
  ],
};

describe('composeHeadline', () => {
  it('takes no state of one process for the suspect of another', () => {
    const parked = [frame('runtime.gopark', '', 0), frame('runtime.selectgo', '', 0), rainbow];
    const suspects = [suspect(rainbow, { target: 't1', stack: parked })];
    const growth = { ...one.growth, suspects };
    expect(composeHeadline({ ...one, target: 't1', growth })).toMatchObject({
      lead: { state: 'chan receive' },
    });
    expect(composeHeadline({ ...one, target: 't2', growth })).toMatchObject({ lead: { state: 'select' } });
  });

  it('says nothing of nothing', () => {
    expect(composeHeadline(empty)).toEqual({ type: 'nothing' });
  });

  it('says a concentration with the first snapshot', () => {
    const headline = composeHeadline(crowded);
    expect(headline).toMatchObject({
      type: 'crowd',
      crowd: { count: 29_948, total: 30_103, state: 'chan receive', more: 0 },
      outlook: { snapshots: 3, needed: 13 },
    });
    expect(headline.type === 'crowd' && headline.crowd.places.map((p) => p.text)).toEqual([
      'rainbow.go:72',
      'kv_config.go:69',
    ]);
  });

  it('says no common state where there is none', () => {
    const mixed = crowded.concentrations.map((c, i) => ({
      ...c,
      state: i === 0 ? 'select' : 'chan receive',
    }));
    expect(composeHeadline({ ...crowded, concentrations: mixed })).toMatchObject({ crowd: { state: null } });
  });

  it('sums proven growth of a kind, dates it by the first rise, and puts goroutines before the heap', () => {
    const heap = suspect(frame('config.parse', '/b/rainbow.go', 118), {
      kind: 'heap',
      sampleType: 'inuse_space',
      unit: 'bytes',
      slopePerHour: 1e7,
    });
    const objects = { ...heap, sampleType: 'inuse_objects', unit: 'count', slopePerHour: 12 };
    const later = suspect(kv, { since: '2025-05-02T00:00:00.000Z' });
    const growth = { ...one.growth, suspects: [objects, heap, suspect(rainbow), later] };
    const headline = composeHeadline({ ...crowded, growth });
    expect(headline).toMatchObject({
      type: 'growth',
      lead: {
        kind: 'goroutine',
        perHour: 120,
        state: 'chan receive',
        sinceMs: Date.parse('2025-05-01T15:10:00Z'),
      },
      crowd: { count: 29_948 },
    });
    expect(headline.type === 'growth' && headline.also.map((g) => [g.kind, g.unit])).toEqual([
      ['heap', 'bytes'],
    ]);
  });

  it('adds up no two processes: it is the one that grows fastest, and how many others grow', () => {
    const on = (target: string, slopePerHour: number) => suspect(rainbow, { target, slopePerHour });
    const suspects = [on('t1', 100), on('t2', 80), on('t2', 70), on('t3', 5)];
    expect(composeHeadline({ ...one, growth: { ...one.growth, suspects } })).toMatchObject({
      lead: { target: 't2', perHour: 150, others: 2 },
    });
    expect(composeHeadline({ ...one, growth: { ...one.growth, suspects: [on('t1', 9)] } })).toMatchObject({
      lead: { target: 't1', perHour: 9, others: 0 },
    });
  });

  it('names two places, three where that is shorter, and counts the rest', () => {
    const at = (n: number) => suspect(frame(`f${n}`, 'a.go', n));
    const of = (n: number) => {
      const suspects = Array.from({ length: n }, (_, i) => at(i + 1));
      const headline = composeHeadline({ ...one, growth: { ...one.growth, suspects } });
      return headline.type === 'growth' ? [headline.lead.places.length, headline.lead.more] : null;
    };
    expect(of(2)).toEqual([2, 0]);
    expect(of(3)).toEqual([3, 0]);
    expect(of(4)).toEqual([2, 2]);
  });

  it('calls an unproven rise unproven, and the rest by what is there', () => {
    const candidates = [suspect(rainbow, { shape: 'rising-unproven' })];
    expect(composeHeadline({ ...one, growth: { ...one.growth, candidates } })).toMatchObject({
      type: 'rising',
      candidates: 1,
      places: [{ text: 'rainbow.go:72' }],
      more: 0,
    });
    expect(composeHeadline(one)).toMatchObject({
      type: 'level',
      total: 30_103,
      sites: 2,
      top: { count: 14_974, state: 'chan receive', place: { text: 'rainbow.go:72' } },
    });
  });
});
