// A simulated session: when it looked, what could be seen then, and the stacks that are there. Each stack is counted in
// events: goroutines, or objects that the heap profiler sampled.
import { Random, seedOf } from './random';

export type Kind = 'goroutine' | 'heap';

/** Bytes between two samples of the heap profiler, as Go has it. */
export const SAMPLING_PERIOD = 512 * 1024;

export interface Plan {
  readonly kind: Kind;
  readonly snapshots: number;
  readonly everyHours: number;
  /** ±40 % jitter, 15 % missed, two pauses of 12–60 h. */
  readonly gaps: boolean;
  /** What a week adds to the load. */
  readonly busierBy: number;
}

/** What generators are given. */
export interface Ground {
  readonly random: Random;
  /** Moments that show something new, in hours since the first look. */
  readonly hours: Float64Array;
  /** The load that all stacks share, about 1, at these moments. */
  readonly load: Float64Array;
  /** The planned distance between looks: what rates "per snapshot" go by. */
  readonly everyHours: number;
}

export interface Session {
  /** Hours since the first look, one per snapshot. */
  readonly hours: Float64Array;
  /** Per snapshot the moment of the ground that it shows: the snapshot itself, or the last GC before it. */
  readonly shows: Int32Array;
  readonly ground: Omit<Ground, 'random'>;
}

export interface Innocent {
  readonly type: string;
  /** Per moment. */
  readonly events: Float64Array;
  /** Bytes of one object; null: goroutines. */
  readonly objectBytes: number | null;
  /** It no longer fills, so that to call it a leak is false and not early. */
  readonly settled: boolean;
}

export interface Leak {
  readonly name: string;
  readonly events: Float64Array;
  readonly objectBytes: number | null;
  /** Events per hour that stay, on average over the session; null where no one rate is true of it. */
  readonly perHour: number | null;
}

export interface Made {
  readonly events: Float64Array;
  readonly settled?: boolean;
}
export interface MadeLeak {
  readonly events: Float64Array;
  readonly perHour: number | null;
}

export interface InnocentType {
  readonly type: string;
  /** Of 500. */
  readonly stacks: number;
  readonly make: (ground: Ground) => Made;
}
export interface LeakType {
  readonly name: string;
  /** Heap: bytes of one object. */
  readonly bytes?: number;
  readonly make: (ground: Ground) => MadeLeak;
}

export interface GeneratorSet {
  readonly name: 'A' | 'B';
  session(seed: number, plan: Plan): Session;
  readonly innocents: Readonly<Record<Kind, readonly InnocentType[]>>;
  readonly leaks: Readonly<Record<Kind, readonly LeakType[]>>;
}

/** When the session looks; the first at 0. */
export function lookTimes(random: Random, { snapshots, everyHours, gaps }: Plan): Float64Array {
  const pauses = gaps ? [random.uniform(), random.uniform()].map((u) => Math.floor(u * snapshots)) : [];
  const hours: number[] = [];
  let t = 0;
  for (let i = 0; hours.length < snapshots; i++) {
    if (!gaps || random.uniform() >= 0.15)
      hours.push(t + (gaps ? random.between(-0.4, 0.4) * everyHours : 0));
    t += everyHours;
    for (const pause of pauses) if (pause === i) t += random.between(12, 60);
  }
  const first = hours[0] ?? 0;
  return Float64Array.from(hours, (h) => h - first);
}

export function makeInnocents(set: GeneratorSet, session: Session, seed: number, kind: Kind): Innocent[] {
  const random = new Random(seedOf(seed, 'innocents'));
  return set.innocents[kind].flatMap(({ type, stacks, make }) =>
    Array.from({ length: stacks }, (): Innocent => {
      const objectBytes = kind === 'heap' ? random.logBetween(1024, 2 * 1024 * 1024) : null;
      const { events, settled = true } = make({ ...session.ground, random });
      return { type, events, objectBytes, settled };
    }),
  );
}

/** Each leak has numbers of its own, whichever others are made. */
export function makeLeak({ name, bytes, make }: LeakType, session: Session, seed: number): Leak {
  const made = make({ ...session.ground, random: new Random(seedOf(seed, 'leak', name)) });
  return { name, objectBytes: bytes ?? null, ...made };
}

export const spanOf = (hours: Float64Array): number => hours.at(-1) ?? 0;

/** What fills is full to 2 % after four of its time constants. */
export const isSettled = (hours: Float64Array, tau: number): boolean => spanOf(hours) >= 4 * tau;

/** Hours since the moment before; 0 at the first. */
export const waited = (hours: Float64Array, i: number): number =>
  i === 0 ? 0 : (hours[i] ?? 0) - (hours[i - 1] ?? 0);

/** Events that stay, at `perHour`, of which `weight` may be had at each moment. */
export function arrivals({ random, hours }: Ground, perHour: number, weight?: Float64Array): MadeLeak {
  let x = 0;
  let expected = 0;
  const events = hours.map((_, i) => {
    const mean = perHour * waited(hours, i) * (weight?.[i] ?? 1);
    expected += mean;
    return (x += random.poisson(mean));
  });
  return { events, perHour: expected / spanOf(hours) };
}

export const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + (b[i] ?? 0));

/** The chance that an object of this size is sampled. */
export const sampledShare = (bytes: number): number => -Math.expm1(-bytes / SAMPLING_PERIOD);
