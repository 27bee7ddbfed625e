import { describe, expect, it } from 'vitest';
import { fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { decodeProfile } from '../pprof/decode';
import type { Profile } from '../pprof/profile';
import { goroutinesFromProfile } from './from-profile';
import { ownCodeOf } from './goroutines';
import { groupGoroutines } from './group';

const decode = (path: string): Profile => {
  const decoded = decodeProfile(fixture(path));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
};

describe('goroutinesFromProfile', () => {
  it.each(GO_VERSIONS)('%s: stacks, counts and labels', (version) => {
    const g = goroutinesFromProfile(decode(`goroutine/${version}/goroutine.debug0.pb.gz`));
    if (!g.ok) throw new Error(g.error.message);
    expect(g.value).toMatchObject({
      source: 'profile',
      statesInferred: true,
      truncated: false,
      declaredTotal: null,
    });
    expect(g.value.total).toBe(version === 'go1.19' || version === 'go1.21' ? 68 : 69);
    expect(g.value.goid).toHaveLength(0);
    expect(g.value.labelSets).toContainEqual({ handler: 'Report', sweep: 'a]b' });
    const workers = [...g.value.labels].filter((row) => g.value.labelSets[row]?.worker !== undefined);
    expect(workers).toHaveLength(3);
    // The three stand in one stack.
    const rows = [...g.value.labels.keys()].filter(
      (row) => g.value.labelSets[g.value.labels[row]!]?.worker !== undefined,
    );
    expect(new Set(rows.map((row) => g.value.stack[row])).size).toBe(1);
  });

  it('claims no creator: all stand under the one that is not said', () => {
    const g = goroutinesFromProfile(decode('goroutine/go1.26/goroutine.debug0.pb.gz'));
    if (!g.ok) throw new Error(g.error.message);
    expect(groupGoroutines(g.value, 'creator', ownCodeOf(g.value))).toMatchObject([
      { key: '', createdBy: null, count: 69 },
    ]);
  });

  it('refuses a heap', () => {
    const g = goroutinesFromProfile(decode('memory/go1.26/heap.debug0.pb.gz'));
    expect(g.ok ? null : g.error).toMatchObject({ code: 'unsupported' });
  });
});
