import { describe, expect, it } from 'vitest';
import { dumpText } from '../../../test/support/make-dump';
import { expectOk } from '../../../test/support/expect-ok';
import { DEFAULT_OPTIONS, type ReportOptions } from '../pprof/options';
import { at } from '../pprof/profile';
import { filterGoroutines } from './filter-goroutines';
import type { Goroutines } from './goroutines';
import { parseDump } from './parse-dump';

const dump = expectOk(parseDump(new TextEncoder().encode(dumpText({ goroutines: 300 }))));
const filter = (options: Partial<ReportOptions>): Goroutines =>
  expectOk(filterGoroutines(dump, { ...DEFAULT_OPTIONS, ...options })).goroutines;
/** Goid, state, wait and stack of each. */
const told = (g: Goroutines): string[] =>
  Array.from({ length: g.length }, (_, row) =>
    JSON.stringify([
      at(g.goid, row),
      g.states[at(g.state, row)] ?? null,
      at(g.waitMinutes, row),
      at(g.stacks, at(g.stack, row)),
    ]),
  );

describe('filterGoroutines', () => {
  it('leaves all as they are where all stay', () => {
    expect(told(filter({ ignore: 'no such function' }))).toEqual(told(dump));
  });

  it('keeps of those that stay what they were, however many frames are hidden', () => {
    const focused = filter({ focus: 'appConfigLoaderRainbowImpl' });
    expect(focused.length).toBeGreaterThan(0);
    expect(focused.length).toBeLessThan(dump.length);
    expect(focused.total).toBe(focused.length);
    const all = told(dump);
    for (const one of told(focused)) expect(all).toContain(one);
    const hidden = filter({ hide: '^runtime\\.|^net\\.|^internal/' });
    expect(hidden.stacks.flat().some((frame) => frame.function.startsWith('runtime.'))).toBe(false);
    const stateOf = new Map(Array.from(dump.goid, (goid, row) => [goid, at(dump.state, row)]));
    for (const [row, goid] of hidden.goid.entries()) expect(at(hidden.state, row)).toBe(stateOf.get(goid));
  });
});
