// What is known of one process, the newest life of a target, as the table of verdicts asks for it.
import type { Suspect } from '../../contract/growth';
import type { MemoryGrowth, PartGrowth } from '../../contract/memory';
import type { Life } from '../../contract/domain';
import type { Frame, Stack } from '../../core/base/frame';
import { siteOf } from '../../core/base/site';
import { isSamePlace } from '../../core/goroutine/same-stack';
import { areAlike } from '../../core/goroutine/sites';
import { isBlocked, waitStateOf } from '../../core/goroutine/wait-class';
import { heapOfGoroutines } from '../../core/growth/attribute';
import { SETTLED_HOURS, type KindFacts, type PartFacts, type ProcessFacts } from '../../core/growth/verdict';
import type { DumpEvidence } from './dump-evidence';
import type { GrowthLife, Judged } from './growth-data';
import type { LeakedGoroutines } from './runtime-leaks';
import type { TellingLife } from './telling-lives';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Beyond any pool that waits for work, and most of all there is. */
const CROWD = 1000;
const CROWD_SHARE = 0.5;
/** What goes down is no leak, however many there are. */
const MOST_FALL = 0.9;

export interface Crowd {
  /** One, or several that hold as many each: a call that leaves two goroutines behind leaves them at two places. */
  readonly sites: readonly Frame[];
  readonly count: number;
  readonly total: number;
}

/** What was proven of the newest process before this one of which anything was, of one kind: goroutines before the heap. */
export interface EarlierGrowth {
  readonly kind: Judged['kind'];
  readonly life: Life;
  readonly ratePerHour: number;
  readonly sites: readonly Frame[];
}

/** Of one process all that its verdict is made of. */
export interface WatchedProcess {
  readonly life: GrowthLife;
  readonly goroutines: Judged | null;
  readonly heap: Judged | null;
  readonly suspects: { readonly goroutines: readonly Suspect[]; readonly heap: readonly Suspect[] };
  readonly candidates: readonly Suspect[];
  /** Heap was captured, but as text, which no growth is told from. */
  readonly heapAsText: boolean;
  /** RSS was captured, be it once. */
  readonly hasRss: boolean;
  /** Of a target, which may be asked for more; else of files. */
  readonly isOfTarget: boolean;
  /** Of `suspects.goroutines`, those that are no warming up: what a settled process proves by itself, and what dumps or the runtime confirm. */
  readonly leaking: readonly Suspect[];
  /** Of `suspects.heap`, what leaking goroutines allocate, and the rest. */
  readonly heapOfGoroutines: readonly Suspect[];
  readonly heapOfItsOwn: readonly Suspect[];
  /** Of `heapOfItsOwn`, what a settled process proves by itself. */
  readonly leakingHeap: readonly Suspect[];
  readonly dumps: DumpEvidence | null;
  readonly leaked: LeakedGoroutines | null;
  readonly crowd: Crowd | null;
  readonly memory: MemoryGrowth | null;
  readonly earlier: EarlierGrowth | null;
  /** Where it tells beside a newer one: that, and how many observations it has. */
  readonly newest: TellingLife['newest'];
  readonly ageHours: number;
  readonly starts: Starts;
  /** Hours of the session's clock to one of the real one. */
  readonly timeScale: number;
  readonly facts: ProcessFacts;
}

/** What all that is told hangs on beside the processes. */
export interface Clock {
  readonly nowMs: number;
  /** Hours of the session's clock to one of the real one. */
  readonly timeScale: number;
}

export interface VerdictQuestion {
  readonly processes: readonly WatchedProcess[];
  readonly clock: Clock;
  /** Captures that are deltas, of all there are of goroutines and heap. */
  readonly deltas: number;
  readonly several: boolean;
}

/** The processes of a target that were seen, and how far apart they began, by the session's clock. */
interface Starts {
  readonly count: number;
  readonly everyHours: number;
}

function startsOf(lives: readonly Life[], timeScale: number): Starts {
  const [first, last] = [lives[0], lives.at(-1)];
  const spanMs = first === undefined || last === undefined ? 0 : last.fromMs - first.fromMs;
  return { count: lives.length, everyHours: (spanMs * timeScale) / HOUR_MS / Math.max(1, lives.length - 1) };
}

export interface ProcessParts extends TellingLife {
  /** Its own, of `life`. */
  readonly judged: readonly Judged[];
  readonly suspects: readonly Suspect[];
  readonly candidates: readonly Suspect[];
  readonly dumps: DumpEvidence | null;
  readonly leaked: LeakedGoroutines | null;
  readonly memory: MemoryGrowth | null;
  /** Of the lives before, the one that tells for itself beside it; null: none does. */
  readonly beside: Life | null;
  /** All that was judged of the target's lives before, in order of time. */
  readonly before: readonly Judged[];
  /** All lives of the target, in order of time. */
  readonly lives: readonly Life[];
  readonly timeScale: number;
}

export function watchedProcess(parts: ProcessParts): WatchedProcess {
  const { life, judged, memory, timeScale } = parts;
  const ofKind = (kind: Judged['kind']): Judged | null => judged.find((j) => j.kind === kind) ?? null;
  const [goroutines, heap] = [ofKind('goroutine'), ofKind('heap')];
  const dumps = parts.dumps && besideSeries(parts.dumps, goroutines);
  const leaked = newestOf(parts.leaked, leakedInDump(dumps));
  const suspects = {
    goroutines: parts.suspects.filter(({ kind }) => kind === 'goroutine'),
    heap: parts.suspects.filter(({ kind }) => kind === 'heap'),
  };
  const stacksOf = (some: readonly Suspect[]): Stack[] => some.map(({ stack }) => stack);
  const theirs = new Set(
    goroutines === null
      ? []
      : heapOfGoroutines(stacksOf(suspects.heap), stacksOf(suspects.goroutines), goroutines.own),
  );
  const heapOfItsOwn = suspects.heap.filter((_, i) => !theirs.has(i));
  const crowd = goroutines === null ? null : crowdOf(goroutines);
  const { startMs, fromMs, toMs } = life.life;
  const ageHours = ((toMs - Math.min(startMs ?? fromMs, fromMs)) * timeScale) / HOUR_MS;
  const { staying = [], aged = [] } = dumps ?? {};
  const confirmed = [...[...staying, ...aged].map(({ stack }) => siteOf(stack)), ...(leaked?.sites ?? [])];
  // What only several processes prove together may be a cache that warms up in each.
  const provesAlone = ({ lives }: Suspect): boolean => ageHours >= SETTLED_HOURS && lives === 1;
  const leaking = suspects.goroutines.filter((one) => provesAlone(one) || isAt(one, confirmed));
  const leakingHeap = heapOfItsOwn.filter(provesAlone);
  return {
    ...{
      life,
      goroutines,
      heap,
      suspects,
      candidates: parts.candidates,
      dumps,
      leaked,
      crowd,
      memory,
      earlier: earlierGrowth(parts.before.filter((one) => one.life !== parts.beside)),
      newest: parts.newest,
      ageHours,
      timeScale,
      starts: startsOf(parts.lives, timeScale),
    },
    heapOfGoroutines: suspects.heap.filter((_, i) => theirs.has(i)),
    heapOfItsOwn,
    leaking,
    leakingHeap,
    heapAsText: life.captures.some(({ kind, encoding }) => kind === 'heap' && encoding === 'text'),
    hasRss: life.levels.rssBytes.some((bytes) => !Number.isNaN(bytes)),
    isOfTarget: life.life.target !== null,
    facts: {
      ageHours,
      goroutines: kindFacts(goroutines, timeScale),
      heap: kindFacts(heap, timeScale),
      heapOfItsOwn: heapOfItsOwn.length,
      leakingHeap: leakingHeap.length,
      ...memoryFacts(memory),
      runtimeProven: leaked === null ? null : leaked.count,
      survivors: staying.length,
      aged: aged.length,
      leakingSuspects: leaking.length,
      crowded: crowd !== null,
    },
  };
}

function newestOf(a: LeakedGoroutines | null, b: LeakedGoroutines | null): LeakedGoroutines | null {
  if (a === null || b === null) return a ?? b;
  return b.capture.timeMs > a.capture.timeMs ? b : a;
}

/** A dump of Go 1.26 and newer marks those that a detection before it has found. */
const leakedInDump = (dumps: DumpEvidence | null): LeakedGoroutines | null =>
  dumps === null || dumps.leaked.count === 0 ? null : { capture: dumps.newest, ...dumps.leaked };

/**
 * Of the growth of RSS, by its rate; else by the levels at both ends, which a sawtooth of the collector hides less. null: RSS is
 * not known.
 */
export const shareOf = ({ share, growth }: PartGrowth, rss: PartGrowth | null): number | null =>
  share ?? (rss === null ? null : rss.growth > 0 ? growth / rss.growth : 0);

function memoryFacts(
  memory: MemoryGrowth | null,
): Pick<ProcessFacts, 'outside' | 'headroom' | 'live' | 'stacks'> {
  const factsOf = (parts: readonly (PartGrowth | null | undefined)[]): PartFacts | null => {
    const known = parts.filter((part) => part != null);
    if (known.length === 0) return null;
    const share = known.reduce<number | null>((sum, part) => {
      const own = shareOf(part, memory?.rss ?? null);
      return sum === null || own === null ? null : sum + own;
    }, 0);
    return { proven: known.some(({ proven }) => proven), share };
  };
  const { live, headroom, idle, stacks, outside } = memory?.parts ?? {};
  return {
    outside: factsOf([outside]),
    headroom: factsOf([headroom, idle]),
    live: factsOf([live]),
    stacks: factsOf([stacks]),
  };
}

function earlierGrowth(before: readonly Judged[]): EarlierGrowth | null {
  const proven = before.filter(({ result }) => result.suspects.length > 0);
  const newest = proven.at(-1)?.life;
  const of = proven.filter(({ life }) => life === newest);
  const judged = of.find(({ kind }) => kind === 'goroutine') ?? of[0];
  if (judged === undefined) return null;
  const { kind, life, result, stacks } = judged;
  const rows = result.suspects;
  return {
    ...{ kind, life },
    ratePerHour: rows.reduce((sum, row) => sum + (result.stacks[row]?.slopePerHour ?? 0), 0),
    sites: rows.flatMap((row) => siteOf(stacks[row] ?? []) ?? []),
  };
}

function kindFacts(judged: Judged | null, timeScale: number): KindFacts | null {
  if (judged === null) return null;
  const { result, sites, life } = judged;
  return {
    observations: result.observations,
    hours: ((result.toMs - result.fromMs) * timeScale) / HOUR_MS,
    lifeUnknown: life.unknown,
    suspects: result.suspects.length,
    sites: sites.filter(({ proven }) => proven).length,
    undecided: result.undecided.length + sites.filter(({ proven }) => !proven).length,
  };
}

const isSameSite = (a: Stack, b: Stack): boolean => {
  const [x, y] = [siteOf(a), siteOf(b)];
  return x !== null && y !== null && isSamePlace(x, y);
};
/** Dumps and profiles show other frames of the same goroutines, but the same place. */
function isAt({ stack }: Suspect, sites: readonly (Frame | null)[]): boolean {
  const own = siteOf(stack);
  return own !== null && sites.some((site) => site !== null && isSamePlace(site, own));
}

/** So many observations, over so much of the time that dumps tell of, tell of a stack that it has stopped. */
const LEAST_SEEN = 0.5;
const ENOUGH_TO_SEE_IT_STOP = 30;
const STOPPED: ReadonlySet<string> = new Set(['flat', 'plateaued', 'one-off', 'oscillating']);

/** Without what the series shows to have come to rest, as a pool does that is full. */
function besideSeries(dumps: DumpEvidence, judged: Judged | null): DumpEvidence {
  const stops = (stack: Stack, spanMs: number): boolean => isSettledLevel(stack, judged, spanMs * LEAST_SEEN);
  const between = dumps.first === null ? 0 : dumps.newest.timeMs - dumps.first.timeMs;
  return {
    ...dumps,
    staying: dumps.staying.filter(({ stack }) => !stops(stack, between)),
    aged: dumps.aged.filter(({ stack, oldestMinutes }) => !stops(stack, oldestMinutes * MINUTE_MS)),
  };
}

/** Its series has come to rest, as that of a pool that was filled between the two dumps, and was watched for so long. */
function isSettledLevel(stack: Stack, judged: Judged | null, leastMs: number): boolean {
  if (judged === null || judged.result.observations < ENOUGH_TO_SEE_IT_STOP) return false;
  if (judged.result.toMs - judged.result.fromMs < leastMs) return false;
  const same = judged.result.stacks.filter((s) => isSameSite(stack, judged.stacks[s.stack] ?? []));
  return same.length > 0 && same.every(({ shape }) => STOPPED.has(shape));
}

interface Place {
  readonly site: Frame;
  readonly count: number;
  /** In the first observation. */
  readonly before: number;
}

/** A thousand goroutines and half of all or more, blocked at one place or at places alike in the newest observation. */
function crowdOf({ result, stacks, source }: Judged): Crowd | null {
  const total = result.stacks.reduce((sum, { last }) => sum + last, 0);
  const places = new Map<string, Place>();
  const network: number[] = [];
  for (const { stack: row, first, last } of result.stacks) {
    const stack = stacks[row] ?? [];
    const state = waitStateOf(stack, { runtimeHidden: source.encoding === 'text' });
    const site = siteOf(stack);
    if (state === 'IO wait') network.push(last);
    // Text without frames of the runtime tells few states; a thousand at one line do not run.
    if (site === null || state === 'IO wait' || (state !== null && !isBlocked(state))) continue;
    const key = `${site.function}\n${site.line}`;
    const { count = 0, before = 0 } = places.get(key) ?? {};
    places.set(key, { site, count: count + last, before: before + first });
  }
  // What stands beside each connection (a writer, a keep-alive) is of the network too.
  const others = [...places.values()].filter(({ count }) => !network.some((of) => areAlike(of, count)));
  const most = Math.max(0, ...others.map(({ count }) => count));
  const alike = others.filter(({ count }) => areAlike(count, most)).toSorted((a, b) => b.count - a.count);
  const count = alike.reduce((sum, place) => sum + place.count, 0);
  const before = alike.reduce((sum, place) => sum + place.before, 0);
  return count >= CROWD && count >= CROWD_SHARE * total && count >= MOST_FALL * before
    ? { sites: alike.map(({ site }) => site), count, total }
    : null;
}
