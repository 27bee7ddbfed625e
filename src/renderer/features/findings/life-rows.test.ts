import { notEnoughData } from '../../../../test/support/verdicts';
import { describe, expect, it } from 'vitest';
import type { Findings, Lead, LifeRow } from '../../../contract/growth';
import { changesOf, comparesLives, countOtherFormat, fastestLife, rateCells, shownLives } from './life-rows';

const life = (part: Partial<LifeRow>): LifeRow => ({
  target: 'pod1',
  life: '1',
  fromMs: 0,
  toMs: 0,
  sinceMs: 0,
  startMs: null,
  began: null,
  buildId: null,
  goVersion: null,
  newBuild: false,
  unknown: false,
  mixed: false,
  snapshots: 9,
  goroutines: null,
  liveHeap: null,
  rss: null,
  proven: null,
  lead: null,
  ...part,
});
const site = { function: 'main.leak', file: 'main.go', line: 7 };
const lead = (part: Partial<Lead>): Lead => ({
  target: 'pod1',
  life: '1',
  kind: 'goroutine',
  unit: 'count',
  site,
  ownSite: site,
  change: null,
  otherFormat: [],
  ...part,
});
const findings = (lives: LifeRow[], leads: Lead[] = []): Findings => ({
  snapshotId: null,
  target: null,
  goroutines: null,
  concentrations: [],
  sites: [],
  growth: { formatVersion: 1, suspects: [], candidates: [], lives, leads, several: [], excluded: [] },
  suspectSparks: [],
  memory: [],
  candidateSparks: [],
  basis: [],
  verdict: notEnoughData,
});
const rising = { last: 90, perHour: 120, interval: [110, 130] as [number, number] };
const wavering = { last: 90, perHour: 3, interval: [-2, 8] as [number, number] };

describe('countOtherFormat', () => {
  it('counts the lives in which the lead of their target cannot be followed', () => {
    const leads = new Map([['pod1', lead({ otherFormat: ['1', '2'] })]]);
    const rows = [life({}), life({ life: '3' }), life({ target: 'pod2' })];
    expect(countOtherFormat(rows, leads)).toBe(1);
  });
});

describe('rateCells', () => {
  it('are in one period with their bounds, and red only where they rise beyond error', () => {
    const row = life({ goroutines: rising, liveHeap: { ...wavering, perHour: 3 * 2 ** 20 } });
    const [goroutines, heap, rss, ...more] = rateCells(row, new Map(), 'minute');
    expect(goroutines).toEqual({
      key: 'goroutines',
      value: '+2.0',
      unit: '',
      bounds: '1.8 … 2.2',
      grows: true,
    });
    expect(heap).toMatchObject({ unit: 'KB', grows: false });
    expect(rss).toEqual({ key: 'rss', value: '–', unit: '', bounds: '', grows: false });
    expect(more).toEqual([]);
  });
  it('show a rate whose error is not known, and not in red', () => {
    const [cell] = rateCells(life({ goroutines: { ...rising, interval: null } }), new Map(), 'hour');
    expect(cell).toMatchObject({ value: '+120', bounds: '', grows: false });
  });
  it("end with the lead of the row's own target, in its unit", () => {
    const leads = new Map([
      ['pod1', lead({})],
      ['pod2', lead({ target: 'pod2', kind: 'heap', unit: 'bytes' })],
    ]);
    const level = { ...rising, perHour: 4 * 2 ** 20 };
    expect(rateCells(life({ target: 'pod2', lead: level }), leads, 'hour').at(-1)).toMatchObject({
      key: 'lead',
      value: '+4.0',
      unit: 'MB',
    });
    expect(rateCells(life({ lead: rising }), leads, 'hour').at(-1)).toMatchObject({
      value: '+120',
      unit: '',
    });
    // A target without one, beside one that has: nothing is claimed of it.
    expect(rateCells(life({ target: null }), leads, 'hour').at(-1)).toMatchObject({ value: '–' });
  });
});

describe('the table of lives', () => {
  it('is there from two lives on', () => {
    expect(comparesLives(findings([life({})]))).toBe(false);
    expect(comparesLives(findings([life({}), life({ target: null })]))).toBe(true);
  });
  it('shows the newest of many restarts, of each target some', () => {
    const many = (target: string, count: number): LifeRow[] =>
      Array.from({ length: count }, (_, i) => life({ target, life: String(i) }));
    const { rows, hidden } = shownLives(findings([...many('pod1', 40), ...many('pod2', 3)]));
    expect(rows.map((row) => `${row.target ?? ''} ${row.life}`)).toEqual([
      ...['34', '35', '36', '37', '38', '39'].map((id) => `pod1 ${id}`),
      ...['0', '1', '2'].map((id) => `pod2 ${id}`),
    ]);
    expect(hidden).toBe(34);
  });
  it('has a period in which its fastest rate, of either sign, can be read', () => {
    expect(fastestLife(findings([life({ goroutines: { ...rising, perHour: -500 } }), life({})]))).toBe(500);
  });
});

describe('changesOf', () => {
  const lives = [
    life({ life: 'a', lead: rising }),
    life({ life: 'short', sinceMs: 4, buildId: 'x' }),
    life({ life: 'b', lead: wavering, sinceMs: 5, buildId: 'x' }),
  ];
  it('says what the lead did before and does now', () => {
    const change = { before: 'a', now: 'b', since: 'short', newBuild: true };
    expect(changesOf(findings(lives, [lead({ change })]))).toMatchObject([
      { key: 'pod1', isDeploy: true, sinceMs: 4, buildId: 'x', now: wavering, before: rising },
    ]);
  });
  it('says nothing without a change, nor of a life in which its kind was not captured', () => {
    const change = { before: 'a', now: 'c', since: 'c', newBuild: false };
    expect(changesOf(findings(lives, [lead({})]))).toEqual([]);
    expect(changesOf(findings([...lives, life({ life: 'c' })], [lead({ change })]))).toEqual([]);
    expect(changesOf(findings(lives, [lead({ change, target: 'pod2' })]))).toEqual([]);
  });
});
