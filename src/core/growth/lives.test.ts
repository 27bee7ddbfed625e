import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeapStanding, LifeEvidence } from './life-evidence';
import { isSameLife, livesOf } from './lives';

type Memory = NonNullable<LifeEvidence['memory']>;
const of = (memory: Memory | null, more: Partial<LifeEvidence> = {}): LifeEvidence => ({
  memory,
  clockAheadMs: null,
  buildId: null,
  heap: null,
  severalSinceMs: null,
  ...more,
});
const memories = (list: readonly (Memory | null)[]): LifeEvidence[] => list.map((memory) => of(memory));
const starts = (list: readonly number[]): LifeEvidence[] =>
  list.map((s) => of({ processStartMs: s * 60_000 }));
const counters = (list: readonly number[]): LifeEvidence[] =>
  list.map((totalAllocBytes) => of({ totalAllocBytes }));
const standing = (chain: number, allocObjects = 0): HeapStanding => ({ chain, allocObjects, compared: true });
const heaps = (chains: readonly number[]): LifeEvidence[] =>
  chains.map((chain) => of(null, { heap: standing(chain) }));
const borders = (snapshots: readonly LifeEvidence[]): number[] => livesOf(snapshots).lives.map((l) => l.from);

describe('livesOf', () => {
  it('is one life while nothing contradicts it', () => {
    expect(livesOf([])).toEqual({ lives: [], lifeOf: [], several: null, strays: new Set() });
    const { lives, lifeOf } = livesOf(memories([null, null, { numGc: 3 }, null]));
    expect(lives).toEqual([
      {
        id: '1',
        from: 0,
        to: 3,
        startMs: null,
        began: null,
        buildId: null,
        goVersion: null,
        unknown: false,
        mixed: false,
        firstOwn: null,
      },
    ]);
    expect(lifeOf).toEqual([0, 0, 0, 0]);
  });

  it('begins a life where the start time changes by more than two seconds, however slowly it drifts', () => {
    const at = [1_000_000, 1_001_900, null, 1_003_500, 1_060_000, 1_060_000];
    const { lives, lifeOf } = livesOf(
      memories(at.map((ms) => (ms === null ? null : { processStartMs: ms }))),
    );
    expect(lives).toMatchObject([
      { id: '1', from: 0, to: 3, startMs: 1_000_000, began: null },
      { id: '2', from: 4, to: 5, startMs: 1_060_000, began: 'start-time' },
    ]);
    expect(lifeOf).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('begins one where any counter falls, also across snapshots that do not carry it', () => {
    for (const counter of ['numGc', 'totalAllocBytes', 'mallocs'] as const) {
      const { lives } = livesOf(
        memories([{ [counter]: 5 }, null, { [counter]: 5 }, { goVersion: 'go1' }, { [counter]: 4 }]),
      );
      expect(lives).toMatchObject([{ to: 3 }, { from: 4, began: 'counter' }]);
    }
  });

  it('begins one with another build or another Go, and one with other heap records', () => {
    const builds = ['a', null, 'a', 'b'].map((buildId) => of(null, { buildId }));
    expect(livesOf(builds).lives).toMatchObject([
      { buildId: 'a' },
      { from: 3, began: 'build', buildId: 'b' },
    ]);
    const versions = memories([{ goVersion: 'go1.25.1' }, { goVersion: 'go1.26.8' }]);
    expect(livesOf(versions).lives).toMatchObject([
      { goVersion: 'go1.25.1' },
      { began: 'build', goVersion: 'go1.26.8' },
    ]);
    expect(livesOf(heaps([0, 0, 1, 1])).lives).toMatchObject([{ to: 1 }, { from: 2, began: 'heap-record' }]);
  });

  it('says that a life is unknown where nothing could have told a restart', () => {
    const unknown = (...snapshots: LifeEvidence[]): (boolean | undefined)[] =>
      livesOf(snapshots).lives.map((life) => life.unknown);
    expect(unknown(of(null), of(null, { buildId: 'a' }))).toEqual([true]);
    expect(unknown(of({ goVersion: 'go1.26' }))).toEqual([true]);
    const first: HeapStanding = { chain: 0, allocObjects: 1, compared: false };
    expect(unknown(of(null, { heap: first }))).toEqual([true]);
    expect(unknown(of(null, { heap: first }), of(null, { heap: standing(0) }))).toEqual([false]);
    expect(unknown(of({ mallocs: 1 }))).toEqual([false]);
  });

  it('takes no evidence of an earlier life against a later one', () => {
    const list = [of({ numGc: 900 }), of({ numGc: 2 }), of({ numGc: 3 }), of(null, { heap: standing(4) })];
    expect(borders(list)).toEqual([0, 1]);
  });

  it('splits no process whose counts rise, whatever each snapshot carries of them', () => {
    const step = fc.record({ by: fc.nat(1000), gc: fc.boolean(), alloc: fc.boolean(), none: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let total = 0;
        const list = steps.map(({ by, gc, alloc, none }) => {
          total += by;
          if (none) return of(null);
          return of({
            ...(gc ? { numGc: total } : {}),
            ...(alloc ? { totalAllocBytes: total * 7, mallocs: total } : {}),
          });
        });
        const { lives, several } = livesOf(list);
        expect(lives).toHaveLength(1);
        expect(several).toBeNull();
      }),
    );
  });

  it('splits at every fall of a counter, and nowhere else, where restarts are few', () => {
    const life = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(life, { minLength: 1, maxLength: 4 }), (lives) => {
        const values = lives.flatMap((steps) => {
          let total = 0;
          return steps.map((by) => (total += by));
        });
        const falls = values.flatMap((v, i) => (i > 0 && v < (values[i - 1] ?? 0) ? [i] : []));
        expect(borders(counters(values))).toEqual([0, ...falls]);
      }),
    );
  });
});

describe('a restart while a snapshot is taken', () => {
  const old = of({ processStartMs: 1_000_000, totalAllocBytes: 900 }, { heap: standing(0), buildId: 'a' });
  const young = { processStartMs: 5_000_000, totalAllocBytes: 5 };

  it('leaves to the new life only what speaks against the old one', () => {
    // Goroutines and memory came after it, the heap before: the next heap begins no third life.
    const between = of(young, { heap: standing(0), buildId: 'a', severalSinceMs: 4_999_990 });
    const after = of(young, { heap: standing(1), buildId: 'a', severalSinceMs: 6_000_000 });
    expect(livesOf([old, between, after, after]).lives).toMatchObject([
      { to: 0, firstOwn: null },
      { from: 1, to: 3, began: 'start-time', firstOwn: { memory: true, heap: false, buildId: null } },
    ]);
    // The other way round: memory came before it, the heap after.
    const late = of(old.memory, { heap: standing(1), buildId: 'a', severalSinceMs: 4_999_990 });
    expect(livesOf([old, late, after]).lives).toMatchObject([
      { to: 0 },
      { from: 1, to: 2, began: 'heap-record', startMs: 5_000_000, firstOwn: { memory: false, heap: true } },
    ]);
  });

  it('is ruled out by a process that says it had begun by then, and by a snapshot of one thing', () => {
    const said = (severalSinceMs: number | null): unknown =>
      livesOf([old, of(young, { severalSinceMs })]).lives[1]?.firstOwn;
    expect(said(5_001_009)).not.toBeNull();
    expect(said(5_001_010)).toBeNull();
    expect(said(null)).toBeNull();
  });

  it('knows captures of another build', () => {
    const deployed = of(null, { heap: standing(1), buildId: 'b', severalSinceMs: 7 });
    expect(livesOf([old, deployed]).lives[1]).toMatchObject({
      buildId: 'b',
      firstOwn: { memory: false, heap: true, buildId: 'b' },
    });
  });
});

describe('several processes behind one URL', () => {
  it('is told by a start time that comes back: once is enough', () => {
    const { lives, several } = livesOf(starts([1, 5, 1]));
    expect(several).toEqual({ by: 'start-time', processes: 2 });
    expect(lives).toMatchObject([{ from: 0, to: 2, mixed: true, startMs: null, unknown: false }]);
    expect(livesOf(starts([1, 5, 9, 5, 1])).several?.processes).toBe(3);
  });

  it('is not two quick restarts', () => {
    expect(livesOf(starts([1, 5, 6])).several).toBeNull();
    expect(borders(starts([1, 5, 6]))).toEqual([0, 1, 2]);
    expect(livesOf(counters([100, 50, 10])).several).toBeNull();
    expect(livesOf(counters([100, 50, 300])).several).toBeNull();
    expect(livesOf(counters([100, 50, 300, 60, 400])).several).toBeNull();
  });

  it('is told by counters that fall and jump back above, where the process says no start', () => {
    const turns = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 9000 : 400) + 10 * i);
    expect(livesOf(counters(turns))).toMatchObject({
      several: { by: 'counter', processes: 2 },
      lives: [{ mixed: true, from: 0, to: 11 }],
    });
    const records = turns.map((allocObjects) =>
      of(null, { heap: { chain: 0, allocObjects, compared: true } }),
    );
    expect(livesOf(records).several?.by).toBe('heap-record');
  });

  it('is recognised in any interleaving of rising chains far apart', () => {
    const pick = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 80 });
    fc.assert(
      fc.property(pick, fc.array(fc.nat(50), { minLength: 80, maxLength: 80 }), (who, by) => {
        const totals = [1e4, 1e6, 1e8];
        const list = who.map((p, i) => (totals[p] = (totals[p] ?? 0) + 1 + (by[i] ?? 0)));
        const falls = list.filter((v, i) => i > 0 && v < (list[i - 1] ?? 0)).length;
        fc.pre(falls >= 14);
        const { several, lives } = livesOf(counters(list));
        expect(several?.processes).toBe(new Set(who).size);
        expect(lives.some((life) => life.mixed)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is hardly ever seen in a service that keeps crashing', () => {
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    let accused = 0;
    for (let session = 0; session < 500; session++) {
      const values: number[] = [];
      for (let life = 0; life < 12; life++) {
        let total = 0;
        const rate = 0.5 + random();
        for (let i = 0, n = 1 + Math.floor(random() * 4); i < n; i++) values.push((total += rate * random()));
      }
      if (livesOf(counters(values)).several !== null) accused++;
    }
    expect(accused).toBeLessThanOrEqual(2);
  });

  it('takes start times that never come back for restarts, whatever the counters look like', () => {
    const list = Array.from({ length: 12 }, (_, i) =>
      of({ processStartMs: i * 1e6, totalAllocBytes: (i % 2 === 0 ? 9000 : 400) + i }),
    );
    expect(livesOf(list).several).toBeNull();
    expect(livesOf(list).lives).toHaveLength(12);
  });

  it('is told by heap records that take turns, and by builds that come back three times', () => {
    expect(livesOf(heaps([0, 1, 0, 1])).several).toBeNull();
    expect(livesOf(heaps([0, 1, 0, 1, 0])).several).toEqual({ by: 'heap-record', processes: 2 });
    const three = Array.from({ length: 14 }, (_, i) => i % 3);
    expect(livesOf(heaps(three)).several).toEqual({ by: 'heap-record', processes: 3 });
    const builds = (text: string): LifeEvidence[] => [...text].map((buildId) => of(null, { buildId }));
    expect(livesOf(builds('abab')).several).toBeNull();
    expect(livesOf(builds('ababa')).several).toEqual({ by: 'build', processes: 2 });
  });

  it('is not a service that crashes young and old by turns, though its heaps look alike', () => {
    // Each capture of a process of its own: a young one fits behind any that ended younger still.
    const chains = [0, 1, 0, 2, 3, 2, 0, 4, 2, 1, 5, 3, 0, 1, 2, 6, 7, 8, 9, 10];
    expect(livesOf(heaps(chains)).several).toBeNull();
  });

  it('leaves a long calm before and after the turns as lives of their own', () => {
    const list = starts([...Array<number>(10).fill(1), 5, 1, 5, ...Array<number>(20).fill(7)]);
    const told = livesOf(list);
    expect(told.lives).toMatchObject([
      { from: 0, to: 9, mixed: false },
      { from: 10, to: 12, mixed: true, began: 'start-time' },
      { from: 13, to: 32, mixed: false, startMs: 7 * 60_000 },
    ]);
    expect(isSameLife(told, 0, 9)).toBe(true);
    expect(isSameLife(told, 9, 10)).toBe(false);
    expect(isSameLife(told, 10, 11)).toBe(false);
    expect(isSameLife(told, 13, 32)).toBe(true);
  });
});
