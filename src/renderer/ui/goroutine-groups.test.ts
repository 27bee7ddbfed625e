import { describe, expect, it } from 'vitest';
import type { GoroutineGroup } from '../../contract/analysis';
import { canGroup, filterGroups, labelText, lensOf, namingFrame, whatIsUnsaid } from './goroutine-groups';

const frame = (name: string, file = 'a.go', line = 1) => ({ function: name, file, line });
const group = (more: Partial<GoroutineGroup>): GoroutineGroup => ({
  key: 'k',
  count: 1,
  state: null,
  waitMinutes: null,
  births: null,
  site: null,
  ownSite: null,
  stack: null,
  createdBy: null,
  labels: null,
  ...more,
});
const wait = group({
  key: 'a',
  state: 'chan receive',
  site: frame('pkg.Wait', '/b/rainbow.go', 72),
  ownSite: frame('pkg.Wait'),
});
const read = group({
  key: 'b',
  state: 'IO wait',
  site: frame('net.Read'),
  stack: [frame('poll.Wait'), frame('net.Read')],
});
const labelled = group({ key: 'c', labels: { worker: '3', tenant: 'A' } });
const all = [wait, read, labelled];
const keys = (text: string, state: string | null = null, ownOnly = false) =>
  filterGroups(all, { text, state, ownOnly })
    .map((g) => g.key)
    .join('');

describe('filterGroups', () => {
  it('is the list itself where nothing is asked', () => {
    expect(filterGroups(all, { text: ' ', state: null, ownOnly: false })).toBe(all);
  });
  it('looks at every frame, the line, the state and the labels', () => {
    expect(keys('WAIT')).toBe('ab');
    expect(keys('rainbow.go:72')).toBe('a');
    expect(keys('chan')).toBe('a');
    expect(keys('tenant=a')).toBe('c');
    expect(keys('poll')).toBe('b');
    expect(keys('nothing')).toBe('');
  });
  it('joins its conditions', () => {
    expect(keys('wait', 'IO wait')).toBe('b');
    expect(keys('', null, true)).toBe('a');
  });
});

describe('names', () => {
  it('sorts labels', () => {
    expect(labelText({ worker: '3', tenant: 'A' })).toBe('tenant=A, worker=3');
    expect(labelText(null)).toBe('');
  });
  it('names a group by what the grouping fixes', () => {
    expect(namingFrame(wait, 'creator')).toBeNull();
    expect(namingFrame(group({ stack: [frame('x')] }), 'stack')?.function).toBe('x');
  });
});

describe('lensOf', () => {
  it('says by how much it magnifies', () => {
    const lens = lensOf([
      { state: 'chan receive', count: 30_044 },
      { state: 'runnable', count: 523 },
    ]);
    expect(lens?.rest).toBe(523);
    expect(lens?.factor).toBeCloseTo(32.7, 1);
  });
  it('is left out where the rest can be seen, and where there is none', () => {
    expect(
      lensOf([
        { state: 'a', count: 6 },
        { state: 'b', count: 4 },
      ]),
    ).toBeNull();
    expect(lensOf([{ state: 'a', count: 6 }])).toBeNull();
    expect(lensOf([])).toBeNull();
  });
});

describe('canGroup', () => {
  it('knows creators from a dump and a trace, all else from a profile too', () => {
    expect(canGroup('creator', 'dump')).toBe(true);
    expect(canGroup('creator', 'trace')).toBe(true);
    expect(canGroup('creator', 'profile')).toBe(false);
    expect(canGroup('stack', 'profile')).toBe(true);
  });
});

describe('whatIsUnsaid', () => {
  it('says of what kind of capture it is', () => {
    expect(whatIsUnsaid('label', 'trace', false)).toBe('traceWithoutLabels');
    expect(whatIsUnsaid('label', 'dump', false)).toBe('dumpWithoutLabels');
    expect(whatIsUnsaid('label', 'profile', true)).toBeNull();
    expect(whatIsUnsaid('creator', 'profile', true)).toBe('noCreators');
    expect(whatIsUnsaid('creator', 'trace', false)).toBeNull();
  });
});
