// What a session shows, in one word: the one table that decides. docs/verdict.md prints it, and a test holds the two
// together. Facts come in per process (the newest life of each target); nothing is measured here.

export const VERDICTS = [
  'goroutine-leak',
  'heap-leak',
  'off-heap-growth',
  'gc-headroom',
  'growing',
  'no-leak',
  'not-enough-data',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** By then caches are warm, pools are full and a day's load has been seen: hours of the scaled clock since the process began. */
export const SETTLED_HOURS = 24;
/** Fewer observations of a kind, or a shorter watch, never clear it: a leak of one an hour needs about fifteen of those. */
export const CLEARING_OBSERVATIONS = 100;
/** With as many, the series tells more than how many stand in one place at one moment. */
export const SERIES_OBSERVATIONS = 16;
/** Of the growth of RSS: a part that explains less is no reason to name it. */
export const TELLING_SHARE = 0.25;

/** How the stacks of one kind grow. */
export interface KindFacts {
  readonly observations: number;
  /** From the first to the last of them, by the scaled clock. */
  readonly hours: number;
  /** Nothing could have told a restart between them. */
  readonly lifeUnknown: boolean;
  /** Stacks whose growth is proven. */
  readonly suspects: number;
  /** Places that are proven to grow over many stacks, of which none is. */
  readonly sites: number;
  /** Stacks and places that rise, and have half of the rises that would prove it. */
  readonly undecided: number;
}

/** A part of the memory account. */
export interface PartFacts {
  /** Its growth is proven, by the same rules as a stack's. */
  readonly proven: boolean;
  /** Of the growth of RSS, 0–1 and beyond; null: RSS is not known, or does not grow. */
  readonly share: number | null;
}

export interface ProcessFacts {
  /** Since it was started, by the scaled clock; where its start is not known, since it was first seen. */
  readonly ageHours: number;
  /** null: no absolute capture of it. */
  readonly goroutines: KindFacts | null;
  readonly heap: KindFacts | null;
  /** Of heap suspects, those that are not allocated by what leaks as goroutines. */
  readonly heapOfItsOwn: number;
  /** Of those, the ones that are no warming up: that a settled process proves by itself. */
  readonly leakingHeap: number;
  /** null: not known. */
  readonly outside: PartFacts | null;
  /** Garbage, fragmentation and what is kept for later. */
  readonly headroom: PartFacts | null;
  readonly live: PartFacts | null;
  readonly stacks: PartFacts | null;
  /** Goroutines that the runtime has proven to be leaked; null: it was not asked. */
  readonly runtimeProven: number | null;
  /** Stacks of which all that were there stayed and more came, between two dumps. */
  readonly survivors: number;
  /** Stacks whose waits in the newest dump are spread over the life of the process. */
  readonly aged: number;
  /** Goroutine stacks whose growth is proven and is no warming up: what a settled process proves by itself, else those of which something else says so too. */
  readonly leakingSuspects: number;
  /** Very many goroutines, most of all, blocked at one place (or at places alike) in the newest capture. */
  readonly crowded: boolean;
}

interface Row {
  readonly id: string;
  readonly verdict: Verdict;
  /** As the documentation has it. */
  readonly when: string;
  readonly holds: (process: ProcessFacts) => boolean;
}

const PARTS = ['outside', 'headroom', 'live', 'stacks'] as const;

const isSettled = ({ ageHours }: ProcessFacts): boolean => ageHours >= SETTLED_HOURS;
const sitesOf = ({ goroutines, heap }: ProcessFacts): number => (goroutines?.sites ?? 0) + (heap?.sites ?? 0);
const suspectsOf = (kind: KindFacts | null): number => kind?.suspects ?? 0;
const tells = (part: PartFacts | null): part is PartFacts =>
  part !== null && part.proven && (part.share ?? 1) >= TELLING_SHARE;
/** RSS grows by what the collector leaves, and what is alive does not. */
const isHeadroom = (p: ProcessFacts): boolean => tells(p.headroom) && p.live !== null && !p.live.proven;

/** Each says that something leaks. All that hold are told; see `decide` for which of them leads. */
const LEAK_ROWS = [
  {
    id: 'runtime-proof',
    verdict: 'goroutine-leak',
    when: 'The newest goroutineleak capture lists goroutines: the runtime has proven that nothing can wake them.',
    holds: (p) => (p.runtimeProven ?? 0) > 0,
  },
  {
    id: 'goroutines-grow',
    verdict: 'goroutine-leak',
    when: `The growth of a goroutine stack is proven by one process, which is ${SETTLED_HOURS} hours old, or its growth is proven and the same stack is one that stays, one of all ages, or one that the runtime has proven to leak.`,
    holds: (p) => p.leakingSuspects > 0,
  },
  {
    id: 'goroutines-stay',
    verdict: 'goroutine-leak',
    when: 'Between two dumps of one life an hour or more apart at least 95 % of the goroutines of a stack stayed, five or more came, and more came than went (sign test, p < 0.001); not where it waits for the network, or stands beside each connection.',
    holds: (p) => p.survivors > 0,
  },
  {
    id: 'heap-grows',
    verdict: 'heap-leak',
    when: `The growth of an allocation site is proven by one process, which is ${SETTLED_HOURS} hours old, and the site is not one at which leaking goroutines allocate.`,
    holds: (p) => p.leakingHeap > 0,
  },
  {
    id: 'outside-grows',
    verdict: 'off-heap-growth',
    when: `The growth of memory outside Go (RSS less what the runtime holds) is proven and at least a quarter of the growth of RSS, and the process is ${SETTLED_HOURS} hours old.`,
    holds: (p) => tells(p.outside) && isSettled(p),
  },
  {
    id: 'headroom-grows',
    verdict: 'gc-headroom',
    when: `The growth of what the collector leaves (garbage, fragmentation, memory kept for later) is proven and at least a quarter of the growth of RSS, that of what is alive is not, and the process is ${SETTLED_HOURS} hours old.`,
    holds: (p) => isHeadroom(p) && isSettled(p),
  },
  {
    id: 'goroutines-of-all-ages',
    verdict: 'goroutine-leak',
    when: 'In the newest dump at least ten goroutines of a stack have waited for a minute or more, a quarter of them for more than half of the life of the process and a tenth for less than a quarter of it; not where it waits for the network, or stands beside each connection.',
    holds: (p) => p.aged > 0,
  },
  {
    id: 'goroutines-crowd',
    verdict: 'goroutine-leak',
    when: `There are fewer than ${SERIES_OBSERVATIONS} observations, and in the newest of them a thousand goroutines and half of all or more are blocked at one place, or at places that hold as many each, nine tenths of those of the first observation or more; not for the network, nor beside each connection.`,
    holds: (p) => p.crowded && (p.goroutines?.observations ?? 0) < SERIES_OBSERVATIONS,
  },
] as const satisfies readonly Row[];

const GROWING = {
  id: 'growing',
  verdict: 'growing',
  when: 'Growth is proven (of a stack, an allocation site, a place that many stacks share, or a part of the memory that is a quarter of the growth of RSS), and no row above tells it: the process is too young to tell a leak from warming up, or no stack shows what grows.',
  holds: (p) =>
    suspectsOf(p.goroutines) > 0 ||
    // What leaking goroutines allocate is told with them.
    suspectsOf(p.heap) > 0 ||
    sitesOf(p) > 0 ||
    PARTS.some((part) => tells(p[part])),
} as const satisfies Row;

const isClear = (kind: KindFacts | null): boolean =>
  kind !== null &&
  !kind.lifeUnknown &&
  kind.observations >= CLEARING_OBSERVATIONS &&
  kind.hours >= SETTLED_HOURS &&
  kind.undecided === 0;

const NO_LEAK = {
  id: 'no-leak',
  verdict: 'no-leak',
  when: `Of every process goroutines and heap were observed at least ${CLEARING_OBSERVATIONS} times over ${SETTLED_HOURS} hours of one life, and nothing rises that has half of the rises that would prove it, or that goes with the load and rises besides.`,
  holds: (p) => isClear(p.goroutines) && isClear(p.heap),
} as const satisfies Row;

const NOT_ENOUGH = {
  id: 'not-enough-data',
  verdict: 'not-enough-data',
  when: 'Everything else.',
  holds: () => true,
} as const satisfies Row;

/** In the order in which they are asked. */
export const VERDICT_ROWS = [...LEAK_ROWS, GROWING, NO_LEAK, NOT_ENOUGH] as const;
export type RowId = (typeof VERDICT_ROWS)[number]['id'];

/** A row that holds for a process, by its place in what was handed in. */
export interface Claim {
  readonly row: RowId;
  readonly verdict: Verdict;
  readonly process: number;
  /** What it explains of the growth of RSS; null: not known. */
  readonly share: number | null;
}

export interface Decision {
  readonly row: RowId;
  readonly verdict: Verdict;
  /** Other verdicts that hold too, the weightiest first. */
  readonly also: readonly Verdict[];
  /** All rows of leaks and growth that hold, in the same order: the first is the one that decided. Empty where none does. */
  readonly claims: readonly Claim[];
}

/** What shows at one moment only is said after what was watched. */
const OF_ONE_MOMENT: ReadonlySet<RowId> = new Set(['goroutines-of-all-ages', 'goroutines-crowd']);
const placeOf = (row: RowId): number => VERDICT_ROWS.findIndex(({ id }) => id === row);

/**
 * The verdict over the newest lives of all targets. Of several leaks the one that explains most of the growth of RSS leads,
 * where that is known of both; else the table's order. What leaks in one process is not cleared by the others: "no leak" needs
 * all of them.
 */
export function decide(processes: readonly ProcessFacts[]): Decision {
  const leaks = processes.flatMap((facts, process) =>
    LEAK_ROWS.filter((row) => row.holds(facts)).map(({ id, verdict }): Claim => ({
      row: id,
      verdict,
      process,
      share: shareOf(verdict, facts),
    })),
  );
  const growing = processes.flatMap((facts, process): Claim[] =>
    GROWING.holds(facts) && !explainsAll(facts)
      ? [{ row: GROWING.id, verdict: GROWING.verdict, process, share: null }]
      : [],
  );
  const claims = [...leaks.toSorted(orderOf(leaks)), ...growing];
  const [first] = claims;
  if (first !== undefined) {
    const also = [...new Set(claims.map(({ verdict }) => verdict))].filter((v) => v !== first.verdict);
    return { row: first.row, verdict: first.verdict, also, claims };
  }
  const { id, verdict } =
    processes.length > 0 && processes.every((facts) => NO_LEAK.holds(facts)) ? NO_LEAK : NOT_ENOUGH;
  return { row: id, verdict, also: [], claims };
}

/** By what they explain where that is known of all of one process, else as the table has them. */
function orderOf(leaks: readonly Claim[]): (a: Claim, b: Claim) => number {
  const isWeighed = leaks.every(({ share, process }) => share !== null && process === leaks[0]?.process);
  return (a, b) =>
    Number(OF_ONE_MOMENT.has(a.row)) - Number(OF_ONE_MOMENT.has(b.row)) ||
    (isWeighed ? (b.share ?? 0) - (a.share ?? 0) : 0) ||
    placeOf(a.row) - placeOf(b.row) ||
    a.process - b.process;
}

/** Whether all that grows in it is told as a leak already. */
function explainsAll(facts: ProcessFacts): boolean {
  const told = new Set<Verdict>(LEAK_ROWS.filter((row) => row.holds(facts)).map(({ verdict }) => verdict));
  const isTold = (grows: boolean, verdict: Verdict): boolean => !grows || told.has(verdict);
  return (
    sitesOf(facts) === 0 &&
    suspectsOf(facts.goroutines) <= facts.leakingSuspects &&
    facts.heapOfItsOwn <= facts.leakingHeap &&
    isTold(tells(facts.outside), 'off-heap-growth') &&
    isTold(tells(facts.headroom), 'gc-headroom') &&
    (!tells(facts.live) || told.has('heap-leak') || told.has('goroutine-leak')) &&
    isTold(tells(facts.stacks), 'goroutine-leak')
  );
}

function shareOf(verdict: Verdict, p: ProcessFacts): number | null {
  switch (verdict) {
    case 'goroutine-leak':
      // What they allocate is theirs, unless something else is alive in the heap too.
      return p.stacks?.share == null
        ? null
        : p.stacks.share + (suspectsOf(p.heap) > 0 && p.heapOfItsOwn === 0 ? (p.live?.share ?? 0) : 0);
    case 'heap-leak':
      return p.live?.share ?? null;
    case 'off-heap-growth':
      return p.outside?.share ?? null;
    case 'gc-headroom':
      return p.headroom?.share ?? null;
    default:
      return null;
  }
}
