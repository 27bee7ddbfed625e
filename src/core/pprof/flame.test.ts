import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { viewed } from '../../../test/support/viewed';
import { decodeProfile } from './decode';
import { diffProfiles } from './combine';
import { flameMatches } from '../layout/flame-layout';
import { flameOf, flameOfDifference, type Flame, type FlameChange, type FlameOptions } from './flame';
import { FlameBuilder, flameValue, flameWeight, NO_FRAME, type FlameTree } from './flame-tree';
import type { Profile } from './profile';
import { DEFAULT_OPTIONS, type ReportOptions } from './options';
import { sampleTypeIndex } from './sample-type';
import { stacksOf } from './stacks';
import { top, topOf } from './top';
import type { View } from './view';

const load = (version: string, file: string): Profile => expectOk(decodeProfile(captureBytes(version, file)));
const whole: FlameOptions = { order: 'callees', pivot: null, limit: 1e9 };
const valueOf = (flame: Flame, name: string): number =>
  flameMatches(
    flame.tree,
    Uint8Array.from(flame.frames, (frame) => Number(frame.function === name)),
  ).value;

/** The tree as one line per box: `a>b 3`, children after their callers. */
function written({ tree, frames }: Flame): string[] {
  const path = (box: number): string =>
    box === 0 ? '' : `${path(tree.parent[box] ?? 0)}>${frames[tree.frame[box] ?? 0]?.function ?? '?'}`;
  return Array.from({ length: tree.length - 1 }, (_, i) => `${path(i + 1)} ${flameValue(tree, i + 1)}`);
}

describe('the tree of a profile', () => {
  it.each(allCaptures())('has the sums of top, whichever way it stands: %s %s', (version, file) => {
    const profile = load(version, file);
    const type = expectOk(sampleTypeIndex(profile));
    const table = expectOk(top(profile));
    const [down, up] = [
      flameOf(viewed(profile), type, whole),
      flameOf(viewed(profile), type, { ...whole, order: 'callers' }),
    ];
    expect(down.total).toBe(table.total);
    for (const row of table.rows) {
      expect([row.function, valueOf(down, row.function)]).toEqual([row.function, row.cum]);
      expect([row.function, valueOf(up, row.function)]).toEqual([row.function, row.cum]);
    }
    const flats = new Map<string, number>();
    for (let box = 1; box < down.tree.length; box++) {
      const name = down.frames[down.tree.frame[box] ?? 0]?.function ?? '';
      flats.set(name, (flats.get(name) ?? 0) + (down.tree.self[box] ?? 0));
    }
    for (const row of table.rows) expect(flats.get(row.function)).toBe(row.flat);
  });

  it('around one function holds what it takes part in, once', () => {
    const profile = load('go1.26', 'heap-2.pb.gz');
    const type = expectOk(sampleTypeIndex(profile));
    const rows = expectOk(top(profile)).rows.filter((row) => row.cum !== 0);
    expect(rows.length).toBeGreaterThan(5);
    for (const { function: pivot, cum } of rows) {
      for (const order of ['callees', 'callers'] as const) {
        const { tree, frames } = flameOf(viewed(profile), type, { ...whole, order, pivot });
        expect(tree.childStart[1]).toBe(2);
        expect(frames[tree.frame[1] ?? 0]?.function).toBe(pivot);
        expect(flameValue(tree, 1)).toBe(cum);
      }
    }
    const none = flameOf(viewed(profile), type, { ...whole, pivot: 'no.such' });
    expect(none.tree.length).toBe(1);
    expect(none.total).toBeGreaterThan(0);
  });

  it('around a function that calls itself is cut at its outermost place', () => {
    const plain = load('go1.26', 'heap-2.pb.gz');
    const type = expectOk(sampleTypeIndex(plain));
    const { tree, frames } = flameOf(viewed(plain), type, whole);
    const nameOf = (box: number): string => frames[tree.frame[box] ?? 0]?.function ?? '';
    const isOwn = (box: number): boolean => box !== 0 && nameOf(box).startsWith('main.');
    const inner = Array.from({ length: tree.length }, (_, box) => box).findLast(
      (box) => isOwn(box) && isOwn(tree.parent[box] ?? 0) && flameValue(tree, box) > 0,
    );
    const [callee, pivot] = [nameOf(inner ?? 0), nameOf(tree.parent[inner ?? 0] ?? 0)];
    expect([callee, pivot]).not.toContain('');
    // The one that it calls is itself.
    const strings = plain.strings.map((text) => (text === callee ? pivot : text));
    const around = (order: FlameOptions['order']): string[] =>
      written(flameOf(viewed({ ...plain, strings }), type, { ...whole, order, pivot }));
    const again = `>${pivot}>${pivot}`;
    expect(around('callees').some((box) => box.startsWith(again))).toBe(true);
    expect(around('callers').some((box) => box.startsWith(again))).toBe(false);
  });

  it('leaves out the lightest boxes beyond the limit, and says how many', () => {
    const profile = load('go1.26', 'heap-2.pb.gz');
    const all = flameOf(viewed(profile), 0, whole).tree;
    for (const limit of [1, 2, 7, all.length - 1]) {
      const { tree } = flameOf(viewed(profile), 0, { ...whole, limit });
      expect(tree.length).toBe(limit);
      expect(tree.left).toBe(all.left + all.length - limit);
      expect(tree.up[0]).toBe(all.up[0]);
      const lightest = Math.min(...Array.from(tree.up));
      const heavier = Array.from(all.up).filter((weight) => weight > lightest).length;
      expect(heavier).toBeLessThan(limit);
    }
  });
});

describe('a difference', () => {
  const [a, b] = [load('go1.26', 'heap-1.pb.gz'), load('go1.26', 'heap-2.pb.gz')];
  const type = expectOk(sampleTypeIndex(b));
  const sidesBy = (options: Partial<ReportOptions>) =>
    [
      { view: viewed(a, options), sampleType: type },
      { view: viewed(b, options), sampleType: type },
    ] as const;
  const sides = sidesBy({});
  const options = { ...whole, sameBinary: true, scaleA: 1, only: 'all' } as const;

  it('nets to what -base says of each function, and knows what was there before', () => {
    const flame = flameOfDifference(...sides, options);
    const rows = expectOk(top(expectOk(diffProfiles(b, a, 'base')))).rows;
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows)
      expect([row.function, valueOf(flame, row.function)]).toEqual([row.function, row.cum]);
    const { tree } = flame;
    expect((tree.before?.[0] ?? 0) + flameValue(tree, 0)).toBe(
      flameValue(flameOf(viewed(b), type, whole).tree, 0),
    );
  });

  it('is as wide as all that changed, stack by stack', () => {
    const keyed = (profile: Profile): Map<string, number> => {
      const { stacks, values } = stacksOf(profile, type);
      return new Map(stacks.map((s, i) => [s.map((f) => `${f.function}:${f.line}`).join(), values[i] ?? 0]));
    };
    const [before, after] = [keyed(a), keyed(b)];
    let changed = 0;
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      changed += Math.abs((after.get(key) ?? 0) - (before.get(key) ?? 0));
    }
    const { tree, total } = flameOfDifference(...sides, options);
    expect(total).toBe(changed);
    expect(flameWeight(tree, 0)).toBe(changed);
  });

  it('shows what grew, shrank, came or went by itself, and together they are all', () => {
    const weights = (only: FlameChange): { up: number; down: number; before: number } => {
      const { tree, total } = flameOfDifference(...sides, { ...options, only });
      expect(total).toBe(flameOfDifference(...sides, options).total);
      return { up: tree.up[0] ?? 0, down: tree.down[0] ?? 0, before: tree.before?.[0] ?? 0 };
    };
    const [all, grown, shrunk] = [weights('all'), weights('grown'), weights('shrunk')];
    expect(grown).toMatchObject({ up: all.up, down: 0 });
    expect(shrunk).toMatchObject({ up: 0, down: all.down });
    expect(all.up).toBeGreaterThan(0);
    expect(all.down).toBeGreaterThan(0);
    const [fresh, gone] = [weights('new'), weights('gone')];
    expect(fresh).toMatchObject({ down: 0, before: 0 });
    expect(fresh.up).toBeGreaterThan(0);
    expect(fresh.up).toBeLessThanOrEqual(grown.up);
    expect(gone).toMatchObject({ up: 0, down: gone.before });
  });

  it('of a profile with itself is empty, and with one twice its size all growth', () => {
    const same = flameOfDifference(sides[1], sides[1], options);
    expect([same.tree.length, same.total]).toEqual([1, 0]);
    const halved = flameOfDifference(sides[1], sides[1], { ...options, scaleA: 0.5 });
    const { tree } = flameOf(viewed(b), type, whole);
    expect(written(halved).length).toBe(tree.length - 1);
    expect(halved.tree.up[0]).toBe((tree.up[0] ?? 0) / 2);
    expect(halved.tree.down[0]).toBe(0);
    expect(halved.total).toBe(halved.tree.up[0]);
  });

  it('nets to nothing at all where one side is scaled to the other', () => {
    const valueOfAll = (view: View): number => flameValue(flameOf(view, type, whole).tree, 0);
    for (const filters of [{}, { ignore: 'runtime' }, { focus: 'main' }, { hide: 'net' }]) {
      const [before, now] = sidesBy(filters);
      for (const [from, to] of [
        [before, now],
        [now, before],
      ] as const) {
        const scaleA = valueOfAll(to.view) / valueOfAll(from.view);
        expect(flameValue(flameOfDifference(from, to, { ...options, scaleA }).tree, 0)).toBe(0);
      }
    }
  });

  it('has nothing new in what is in neither', () => {
    // Of the first nothing is left: what it alone has is in neither.
    const none = { ...options, scaleA: 0 };
    for (const [before, now] of [sides, [sides[1], sides[0]]] as const) {
      const of = flameOfDifference(before, now, { ...none, only: 'new' });
      expect(written(of)).toEqual(written(flameOf(now.view, type, whole)));
    }
  });

  it('is filtered where one side is', () => {
    const [without] = sidesBy({ ignore: '.' });
    const { tree } = flameOfDifference(without, sides[1], options);
    expect([tree.up[0], tree.down[0]]).toEqual([flameOf(sides[1].view, type, whole).tree.up[0], 0]);
  });
});

describe('what filters leave', () => {
  const FILTERS: readonly Partial<ReportOptions>[] = [
    { focus: 'main\\.' },
    { ignore: 'runtime' },
    { hide: '^runtime\\.' },
    { show: '^main\\.', focus: 'http|main' },
    { showFrom: 'main\\.' },
    { pruneFrom: 'main\\.' },
    { tagRoot: 'bytes' },
    { tagLeaf: 'bytes', tagFocus: ':64kb' },
    { tagIgnore: '1kb:', hide: 'main' },
  ];
  const [a, b] = [load('go1.26', 'heap-1.pb.gz'), load('go1.26', 'heap-2.pb.gz')];
  const type = expectOk(sampleTypeIndex(b));

  it.each(FILTERS)('has the sums of top, and its shares are of the whole: %j', (filters) => {
    const options = { ...DEFAULT_OPTIONS, ...filters };
    const table = expectOk(topOf(b, options));
    const flame = flameOf(viewed(b, filters), type, whole);
    expect(flame.total).toBe(table.total);
    for (const row of table.rows)
      expect([row.function, valueOf(flame, row.function)]).toEqual([row.function, row.cum]);
    expect(flameValue(flame.tree, 0)).toBe(table.rows.reduce((all, row) => all + row.flat, 0));
  });

  it.each(FILTERS)(
    'nets to what -base says, and is as wide as without what they take away: %j',
    (filters) => {
      const rows = expectOk(
        topOf(expectOk(diffProfiles(b, a, 'base')), { ...DEFAULT_OPTIONS, ...filters }),
      ).rows;
      const options = { ...whole, sameBinary: true, scaleA: 1, only: 'all' } as const;
      const differenceOf = (by: Partial<ReportOptions>): Flame =>
        flameOfDifference(
          { view: viewed(a, by), sampleType: type },
          { view: viewed(b, by), sampleType: type },
          options,
        );
      const [flame, all] = [differenceOf(filters), differenceOf({})];
      for (const row of rows)
        expect([row.function, valueOf(flame, row.function)]).toEqual([row.function, row.cum]);
      expect(flame.total).toBe(all.total);
      // Two stacks of which a filter leaves the same frames still grow and shrink each for itself.
      if ('pruneFrom' in filters) expect(flameWeight(flame.tree, 0)).toBe(all.total);
    },
  );
});

/** A tree from random stacks of few frames, and the stacks. */
const stacks = fc.array(
  fc.record({
    frames: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
    value: fc.integer({ min: -5, max: 9 }),
  }),
  { maxLength: 60 },
);

describe('the columns of a tree', () => {
  it('hold together', () => {
    fc.assert(
      fc.property(stacks, (all) => {
        const builder = new FlameBuilder(false);
        for (const { frames, value } of all) builder.add(frames, frames.length, value, 0);
        const tree = builder.finish(1e9);
        checkColumns(tree);
        for (let box = 1; box < tree.length; box++) {
          const path: number[] = [];
          for (let at = box; at !== 0; at = tree.parent[at] ?? 0) path.unshift(tree.frame[at] ?? 0);
          const under = sum(all.filter(({ frames }) => path.every((frame, i) => frames[i] === frame)));
          expect(flameValue(tree, box)).toBe(under);
        }
      }),
    );
  });
});

const sum = (all: readonly { value: number }[]): number => all.reduce((n, { value }) => n + value, 0);

function checkColumns(tree: FlameTree): void {
  const { length, parent, childStart, levelStart, frame } = tree;
  expect(frame[0]).toBe(NO_FRAME);
  expect(childStart[0]).toBe(1);
  expect(childStart[length]).toBe(length);
  expect(levelStart.at(-1)).toBe(length);
  for (let box = 0; box < length; box++) {
    const seen = new Set<number>();
    for (let child = childStart[box] ?? 0; child < (childStart[box + 1] ?? 0); child++) {
      expect(parent[child]).toBe(box);
      expect(flameWeight(tree, child)).toBeLessThanOrEqual(flameWeight(tree, box));
      if (seen.size > 0) expect(flameWeight(tree, child)).toBeLessThanOrEqual(flameWeight(tree, child - 1));
      seen.add(frame[child] ?? -1);
    }
    expect(seen.size).toBe((childStart[box + 1] ?? 0) - (childStart[box] ?? 0));
  }
}
