// One session of a cell: its innocents judged alone, and each leak among them, by every method on the same series.
import type { Cell } from './cells';
import { judgeStack, loadClock, proven, rateInterval, type Clocks, type Evidence } from './reference-method';
import { Captures, unitOf } from './product-method';
import { seedOf } from './random';
import {
  makeInnocents,
  makeLeak,
  type GeneratorSet,
  type Innocent,
  type Leak,
  type Session,
} from './session';
import { setA } from './set-a';
import { setB } from './set-b';
import { benjaminiHochberg, mannKendall, signTest, theilSenInterval } from './trend-tests';

export const METHODS = ['product', 'reference', 'e-BH', 'sign', 'sign+BH', 'MK', 'MK+BH'] as const;
export type Method = (typeof METHODS)[number];
export const INTERVALS = ['product', 'reference', 'Theil–Sen'] as const;
export type IntervalOf = (typeof INTERVALS)[number];

export interface Task {
  readonly set: GeneratorSet['name'];
  readonly cell: Cell;
  readonly seed: number;
  /** Its number within the cell. */
  readonly session: number;
}

export interface Outcome {
  /** Innocents by type; those that still fill have one of their own. */
  readonly stacks: Readonly<Record<string, number>>;
  /** Of these, who was accused; where it was looked at several times: at any look. */
  readonly accused: Readonly<Record<Method, Readonly<Record<string, number>>>>;
  /** … and at the last one. */
  readonly accusedLast: Readonly<Record<Method, Readonly<Record<string, number>>>>;
  readonly leaks: Readonly<Record<string, LeakOutcome>>;
  /** Of one analysis of all innocents, series made. */
  readonly ms: Readonly<Record<'product' | 'reference', number>>;
}

export interface LeakOutcome {
  readonly found: Readonly<Record<Method, boolean>>;
  readonly intervals: Readonly<Partial<Record<IntervalOf, { covers: boolean; relativeWidth: number }>>>;
}

export const FILLING = ', filling';
const LEVEL = 0.05;
/** The published interval sorts all pairs. */
const MOST_FOR_PAIRS = 300;

export function runSession({ set: name, cell, seed, session: number }: Task): Outcome {
  const set = name === 'A' ? setA : setB;
  const own = seedOf(seed, name, cell.id, number);
  const { kind, snapshots } = cell.plan;
  const session = set.session(own, cell.plan);
  const innocents = makeInnocents(set, session, own, kind);
  const captures = new Captures(session, innocents);
  const looks = looksOf(snapshots, cell.lookEvery);
  const accused = emptySets();
  let last = emptySets();
  let judged: Judged | null = null;
  for (const look of looks) {
    judged = judgeInnocents(session, innocents, captures, look);
    last = judged.accused;
    for (const method of METHODS) for (const stack of last[method]) accused[method].add(stack);
  }
  const alone = cell.lookEvery === null ? judged : null;
  const leaks =
    alone === null
      ? []
      : set.leaks[kind].map((type) => judgeLeak(captures, makeLeak(type, session, own), alone));
  return {
    stacks: countTypes(innocents, innocents.keys()),
    accused: byType(innocents, accused),
    accusedLast: byType(innocents, last),
    leaks: Object.fromEntries(leaks),
    ms: judged?.ms ?? { product: NaN, reference: NaN },
  };
}

export function looksOf(snapshots: number, every: number | null): number[] {
  if (every === null) return [snapshots];
  const looks: number[] = [];
  for (let look = snapshots; look >= 5; look -= every) looks.unshift(look);
  return looks;
}

interface Judged {
  readonly accused: Record<Method, Set<number>>;
  readonly clocks: Clocks;
  readonly evidence: readonly Evidence[];
  readonly trendP: readonly number[];
  readonly signP: readonly number[];
  readonly ms: Outcome['ms'];
}

/** The moments seen by then, at the first look that showed each. */
function hoursSeen({ hours, shows }: Session, looks: number): Float64Array {
  return hours.subarray(0, looks).filter((_, i) => i === 0 || shows[i] !== shows[i - 1]);
}

function judgeInnocents(
  session: Session,
  innocents: readonly Innocent[],
  captures: Captures,
  looks: number,
): Judged {
  const { result, ms: product } = captures.judge(looks);
  const hours = hoursSeen(session, looks);
  const seen = innocents.map(({ events }) => events.subarray(0, hours.length));
  const began = performance.now();
  const clocks = { hours, load: loadClock(seen, hours) };
  const evidence = seen.map((events) => judgeStack(events, clocks));
  const provenStacks = proven(evidence);
  const reference = performance.now() - began;
  const trendP = seen.map(trendUp);
  const signP = evidence.map(({ rises, falls }) => signTest(rises, falls));
  return {
    clocks,
    evidence,
    trendP,
    signP,
    ms: { product, reference },
    accused: {
      product: new Set(result.suspects),
      reference: new Set([...provenStacks].filter((i) => evidence[i]?.passesGates)),
      'e-BH': provenStacks,
      sign: atLevel(signP),
      'sign+BH': atLevel(benjaminiHochberg(signP)),
      MK: atLevel(trendP),
      'MK+BH': atLevel(benjaminiHochberg(trendP)),
    },
  };
}

function judgeLeak(captures: Captures, leak: Leak, alone: Judged): [string, LeakOutcome] {
  const index = alone.evidence.length;
  const { result } = captures.judgeWith(leak);
  const { hours } = alone.clocks;
  const evidence = judgeStack(leak.events, alone.clocks);
  const isProven = proven([...alone.evidence, evidence]).has(index);
  const signP = [...alone.signP, signTest(evidence.rises, evidence.falls)];
  const trendP = [...alone.trendP, trendUp(leak.events)];
  const rate = leak.perHour;
  const unit = unitOf(leak);
  const shown = result.stacks[index]?.slopeInterval;
  const intervals: [IntervalOf, readonly [number, number] | null][] = [
    ['product', shown ? [shown[0] / unit, shown[1] / unit] : null],
    ['reference', rateInterval(hours, leak.events)],
    ['Theil–Sen', hours.length <= MOST_FOR_PAIRS ? theilSenInterval(hours, leak.events).interval : null],
  ];
  return [
    leak.name,
    {
      found: {
        product: result.stacks[index]?.suspect ?? false,
        reference: isProven && evidence.passesGates,
        'e-BH': isProven,
        sign: atLevel(signP).has(index),
        'sign+BH': atLevel(benjaminiHochberg(signP)).has(index),
        MK: atLevel(trendP).has(index),
        'MK+BH': atLevel(benjaminiHochberg(trendP)).has(index),
      },
      intervals: Object.fromEntries(
        intervals.flatMap(([of, interval]) => {
          if (interval === null || rate === null) return [];
          const [low, high] = interval;
          return [[of, { covers: low <= rate && rate <= high, relativeWidth: (high - low) / rate }]];
        }),
      ),
    },
  ];
}

/** Two-sided p of Mann–Kendall; 1 of what goes down, which accuses nobody of a leak. */
function trendUp(events: Float64Array): number {
  const { s, p } = mannKendall(events);
  return s > 0 ? p : 1;
}

const atLevel = (p: readonly number[]): Set<number> => new Set(p.flatMap((x, i) => (x <= LEVEL ? [i] : [])));

const emptySets = (): Record<Method, Set<number>> => perMethod(() => new Set());

const perMethod = <T>(of: (method: Method) => T): Record<Method, T> =>
  Object.fromEntries(METHODS.map((method) => [method, of(method)])) as Record<Method, T>;

const byType = (
  innocents: readonly Innocent[],
  accused: Record<Method, Set<number>>,
): Record<Method, Record<string, number>> => perMethod((method) => countTypes(innocents, accused[method]));

function countTypes(innocents: readonly Innocent[], stacks: Iterable<number>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const stack of stacks) {
    const innocent = innocents[stack];
    if (innocent === undefined) continue;
    const type = innocent.settled ? innocent.type : innocent.type + FILLING;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
