import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, VERDICT_ROWS, VERDICTS, type KindFacts, type ProcessFacts } from './verdict';

const CLEAR: KindFacts = {
  observations: 200,
  hours: 48,
  lifeUnknown: false,
  suspects: 0,
  sites: 0,
  undecided: 0,
};
const QUIET: ProcessFacts = {
  ageHours: 48,
  goroutines: CLEAR,
  heap: CLEAR,
  heapOfItsOwn: 0,
  leakingHeap: 0,
  outside: null,
  headroom: null,
  live: null,
  stacks: null,
  runtimeProven: null,
  survivors: 0,
  aged: 0,
  leakingSuspects: 0,
  crowded: false,
};
const leaking = { ...CLEAR, suspects: 2 };
const part = (share: number | null): ProcessFacts['outside'] => ({ proven: true, share });
const STILL = { proven: false, share: 0.1 };
const of = (...facts: Partial<ProcessFacts>[]): ReturnType<typeof decide> =>
  decide(facts.map((some) => ({ ...QUIET, ...some })));

describe('the row that decides', () => {
  it.each<[string, Partial<ProcessFacts>]>([
    ['runtime-proof', { runtimeProven: 1 }],
    ['goroutines-grow', { goroutines: leaking, leakingSuspects: 2 }],
    ['goroutines-grow', { goroutines: leaking, ageHours: 7, survivors: 1, leakingSuspects: 1 }],
    ['goroutines-stay', { survivors: 1, ageHours: 7 }],
    ['heap-grows', { heap: leaking, heapOfItsOwn: 1, leakingHeap: 1 }],
    ['growing', { heap: leaking, heapOfItsOwn: 1 }],
    ['growing', { goroutines: leaking }],
    ['growing', { goroutines: { ...CLEAR, sites: 1 } }],
    ['growing', { heap: { ...CLEAR, sites: 1 } }],
    ['outside-grows', { outside: part(0.9) }],
    ['outside-grows', { outside: part(0.25) }],
    ['headroom-grows', { headroom: part(0.9), live: STILL }],
    ['goroutines-of-all-ages', { aged: 1, goroutines: { ...CLEAR, observations: 1, hours: 0 }, heap: null }],
    ['goroutines-crowd', { crowded: true, goroutines: { ...CLEAR, observations: 15 } }],
    ['growing', { goroutines: leaking, ageHours: 23.9 }],
    ['growing', { heap: leaking, heapOfItsOwn: 1, ageHours: 7 }],
    ['growing', { outside: part(null), ageHours: 7 }],
    ['growing', { headroom: part(0.9), live: STILL, ageHours: 7 }],
    // Nothing says that what is alive does not grow.
    ['growing', { headroom: part(0.9) }],
    ['growing', { headroom: part(0.9), live: part(0.1) }],
    // Many sites, none of which is proven by itself.
    ['growing', { live: part(0.9) }],
    ['growing', { stacks: part(0.3) }],
    ['no-leak', {}],
    ['no-leak', { crowded: true }],
    ['no-leak', { outside: part(0.24) }],
    ['no-leak', { live: part(0.2), stacks: part(0.2) }],
    ['not-enough-data', { heap: null }],
    ['not-enough-data', { goroutines: null, heap: null }],
    ['not-enough-data', { goroutines: { ...CLEAR, observations: 99 } }],
    ['not-enough-data', { heap: { ...CLEAR, hours: 23 } }],
    ['not-enough-data', { goroutines: { ...CLEAR, undecided: 1 } }],
    ['not-enough-data', { heap: { ...CLEAR, lifeUnknown: true } }],
    ['not-enough-data', { runtimeProven: 0, goroutines: null }],
  ])('is %s of %j', (row, facts) => {
    const decision = of(facts);
    expect(decision.row).toBe(row);
    expect(decision.verdict).toBe(VERDICT_ROWS.find(({ id }) => id === row)?.verdict);
  });

  it('is not-enough-data of nothing', () => {
    expect(decide([])).toEqual({ row: 'not-enough-data', verdict: 'not-enough-data', also: [], claims: [] });
  });

  it('is that of what explains more of the growth of RSS, and the other follows', () => {
    const both = {
      ...{ goroutines: leaking, leakingSuspects: 2 },
      ...{ heap: leaking, heapOfItsOwn: 1, leakingHeap: 1 },
    };
    const shares = (stacks: number, live: number): Partial<ProcessFacts> => ({
      ...both,
      ...{ stacks: part(stacks), live: part(live) },
    });
    expect(of(both)).toMatchObject({ verdict: 'goroutine-leak', also: ['heap-leak'] });
    expect(of(shares(0.2, 0.7))).toMatchObject({ verdict: 'heap-leak', also: ['goroutine-leak'] });
    expect(of(shares(0.7, 0.2))).toMatchObject({ verdict: 'goroutine-leak', also: ['heap-leak'] });
  });

  it('tells beside a leak that a young process grows where nothing confirms it', () => {
    const young = { goroutines: leaking, ageHours: 7, survivors: 1 };
    expect(of({ ...young, leakingSuspects: 2 })).toMatchObject({ verdict: 'goroutine-leak', also: [] });
    expect(of({ ...young, leakingSuspects: 1 })).toMatchObject({ row: 'goroutines-grow', also: ['growing'] });
    expect(of(young)).toMatchObject({ row: 'goroutines-stay', also: ['growing'] });
  });

  it('counts what leaking goroutines allocate as theirs', () => {
    const facts = {
      ...{ goroutines: leaking, leakingSuspects: 2, heap: leaking, heapOfItsOwn: 0 },
      ...{ live: part(0.8), stacks: part(0.1) },
    };
    expect(of({ ...facts, outside: part(0.3) })).toMatchObject({
      verdict: 'goroutine-leak',
      also: ['off-heap-growth'],
    });
  });

  it('says of one moment after what was watched, and tells growth of another process beside a leak', () => {
    const decision = of(
      { heap: leaking, heapOfItsOwn: 1, leakingHeap: 1, aged: 1 },
      { goroutines: leaking, ageHours: 3 },
    );
    expect(decision.claims.map(({ row, process }) => [row, process])).toEqual([
      ['heap-grows', 0],
      ['goroutines-of-all-ages', 0],
      ['growing', 1],
    ]);
    expect(decision.also).toEqual(['goroutine-leak', 'growing']);
  });

  it('clears no session by one of its processes', () => {
    expect(of({}, { heap: null }).verdict).toBe('not-enough-data');
    expect(of({}, {}).verdict).toBe('no-leak');
  });
});

const kind: fc.Arbitrary<KindFacts | null> = fc.option(
  fc.record({
    observations: fc.nat(300),
    hours: fc.double({ min: 0, max: 100, noNaN: true }),
    lifeUnknown: fc.boolean(),
    suspects: fc.nat(2),
    sites: fc.nat(1),
    undecided: fc.nat(1),
  }),
);
const somePart: fc.Arbitrary<ProcessFacts['outside']> = fc.option(
  fc.record({
    proven: fc.boolean(),
    share: fc.option(fc.double({ min: -2, max: 2, noNaN: true })),
  }),
);
const someProcess: fc.Arbitrary<ProcessFacts> = fc
  .record({
    ageHours: fc.double({ min: 0, max: 100, noNaN: true }),
    goroutines: kind,
    heap: kind,
    heapOfItsOwn: fc.nat(2),
    leakingHeap: fc.nat(2),
    outside: somePart,
    headroom: somePart,
    live: somePart,
    stacks: somePart,
    runtimeProven: fc.option(fc.nat(2)),
    survivors: fc.nat(1),
    aged: fc.nat(1),
    leakingSuspects: fc.nat(2),
    crowded: fc.boolean(),
  })
  .map((facts) => ({
    ...facts,
    heapOfItsOwn: Math.min(facts.heapOfItsOwn, facts.heap?.suspects ?? 0),
    leakingHeap: Math.min(facts.leakingHeap, facts.heapOfItsOwn, facts.heap?.suspects ?? 0),
    leakingSuspects: Math.min(facts.leakingSuspects, facts.goroutines?.suspects ?? 0),
  }));

describe('any session', () => {
  const sessions = fc.array(someProcess, { maxLength: 3 });

  it('has exactly one row, whose verdict it is, and no verdict twice', () => {
    fc.assert(
      fc.property(sessions, (processes) => {
        const { row, verdict, also, claims } = decide(processes);
        expect(VERDICT_ROWS.filter(({ id }) => id === row).map((one) => one.verdict)).toEqual([verdict]);
        expect(new Set([verdict, ...also]).size).toBe(also.length + 1);
        expect(claims.length === 0).toBe(verdict === 'no-leak' || verdict === 'not-enough-data');
        if (claims.length > 0) expect(claims[0]).toMatchObject({ row, verdict });
      }),
    );
  });

  it('with proven growth is neither cleared nor short of data', () => {
    fc.assert(
      fc.property(sessions, fc.nat(), (processes, at) => {
        fc.pre(processes.length > 0);
        const grown = processes.map((facts, i) =>
          i === at % processes.length ? { ...facts, goroutines: { ...CLEAR, suspects: 1 } } : facts,
        );
        expect(['no-leak', 'not-enough-data']).not.toContain(decide(grown).verdict);
      }),
    );
  });

  it('keeps its leaks when another process is watched too', () => {
    const isLeak = (verdict: string): boolean =>
      /leak$|off-heap|headroom/.test(verdict) && verdict !== 'no-leak';
    fc.assert(
      fc.property(sessions, someProcess, (processes, more) => {
        const told = ({ verdict, also }: ReturnType<typeof decide>): string[] =>
          [verdict, ...also].filter(isLeak);
        expect(told(decide([...processes, more]))).toEqual(expect.arrayContaining(told(decide(processes))));
      }),
    );
  });
});

describe('the documentation', () => {
  it('has the same table', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/verdict.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| ([\w-]+) \| (.+) \|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(VERDICT_ROWS.map(({ id, verdict, when }) => [id, verdict, when]));
    expect(new Set(VERDICT_ROWS.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
  });
});
