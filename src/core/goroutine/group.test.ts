import { describe, expect, it } from 'vitest';
import { goroutineGroupSchema } from '../../contract/analysis';
import { bytesOf, fixture } from '../../../test/support/goroutine-fixtures';
import { dumpText, STORY_STATES } from '../../../test/support/make-dump';
import { ownCodeOf, type Goroutines } from './goroutines';
import { groupGoroutines } from './group';
import type { Grouping } from './groupings';
import { parseCounts } from './parse-counts';
import { parseDump } from './parse-dump';

const read = (from: string | Uint8Array): Goroutines => {
  const parsed = parseDump(typeof from === 'string' ? bytesOf(from) : from);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const group = (g: Goroutines, by: Grouping) => groupGoroutines(g, by, ownCodeOf(g));
const GROUPINGS: Grouping[] = ['stack', 'site', 'state', 'creator', 'label'];

describe('groupGoroutines', () => {
  const story = read(dumpText({ goroutines: 30567 }));

  it('shows the two stacks of the story first, with all that they have in common', () => {
    const [first, second, third] = group(story, 'stack');
    const names = [first, second].map((g) => g?.site?.function).sort();
    expect(names).toEqual([
      'collect_svr/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1',
      'git.example.com/trpc-go/trpc-config-rainbow.(*KV).Watch.func1',
    ]);
    expect((first?.count ?? 0) + (second?.count ?? 0)).toBe(30044);
    expect(third?.count).toBe(419);
    for (const g of [first, second]) {
      expect(g).toMatchObject({ state: 'chan receive', labels: null });
      expect(g?.createdBy?.function).toMatch(/Watch$/);
      // Two a minute for ten days; the youngest has waited for less than one.
      expect(g?.waitMinutes?.min).toBe(0);
      expect(g?.waitMinutes?.max).toBeGreaterThan(14_900);
      expect(g?.births?.perHour).toBeCloseTo(60, 0);
      expect(g?.births?.aged).toBeGreaterThan(14_900);
      expect(g?.stack).toHaveLength(1);
    }
    expect(first?.ownSite === null).not.toBe(second?.ownSite === null);
  });

  it('dates nothing by a dump whose newest goroutines are cut off', () => {
    const cut = group({ ...story, truncated: true }, 'stack');
    expect(cut[0]?.waitMinutes?.max).toBeGreaterThan(14_900);
    expect(cut.every(({ births }) => births === null)).toBe(true);
  });

  it('counts by state', () => {
    expect(Object.fromEntries(group(story, 'state').map((g) => [g.key, g.count]))).toEqual(STORY_STATES);
    for (const g of group(story, 'state')) expect(g.state).toBe(g.key);
    // Of both stacks together.
    expect(group(story, 'state')[0]?.births?.perHour).toBeCloseTo(120, 0);
    // None of these has waited for a minute.
    expect(group(story, 'state').find((g) => g.key === 'runnable')?.births).toBeNull();
    // Two stacks wait in this state, so it fixes none.
    expect(group(story, 'state')[0]).toMatchObject({
      state: 'chan receive',
      site: null,
      stack: null,
      createdBy: null,
    });
  });

  const real = read(fixture('goroutine/go1.26/debug-flags/goroutine.debug2.txt'));
  it.each(GROUPINGS)('by %s: loses and doubles nothing, in order, in the shape of the contract', (by) => {
    for (const g of [real, story]) {
      const groups = group(g, by);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(g.total);
      expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      const sorted = [...groups].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
      expect(groups).toEqual(sorted);
      for (const one of groups) expect(goroutineGroupSchema.parse(one)).toEqual(one);
    }
  });

  it('groups by site whatever is above, and by labels as a set', () => {
    const sites = group(real, 'site');
    expect(sites.filter((g) => g.site?.function === 'net/http.(*persistConn).writeLoop')).toHaveLength(1);
    const labels = group(real, 'label');
    expect(labels[0]).toMatchObject({ key: '', labels: null });
    expect(labels.find((g) => g.labels?.sweep === 'a]b')).toMatchObject({
      key: 'handler=Report sweep="a]b"',
      count: 1,
    });
  });

  it('leaves unknown states and creators without a key', () => {
    const parsed = parseCounts(fixture('goroutine/go1.26/goroutine.debug1.txt'));
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(group(parsed.value, 'creator')).toMatchObject([
      { key: '', count: 69, createdBy: null, waitMinutes: null },
    ]);
    expect(group(parsed.value, 'state').find((g) => g.key === '')).toMatchObject({ state: null });
  });
});
