// Process lives of one target: counts compare only within one, so growth, ages and survivors never cross a border.
//
// A life ends where something says that another process answers: a start time or a build that differs, or a count that
// never falls within a process and has fallen (MemStats' counters, or any record of a heap profile). What a snapshot
// does not say contradicts nothing. Where processes come *back*, there was no restart: several answer behind one URL,
// each capture may be of any of them, and that stretch is marked `mixed` and not judged.

export interface LifeEvidence {
  readonly memory: {
    readonly processStartMs?: number | undefined;
    readonly numGc?: number | undefined;
    readonly totalAllocBytes?: number | undefined;
    readonly mallocs?: number | undefined;
    readonly goVersion?: string | undefined;
  } | null;
  readonly buildId: string | null;
  /** What its heap records say beside those before it; null: no heap profile, or not compared yet. */
  readonly heap: HeapStanding | null;
  /** When the first of several things was fetched, by the target's clock; null: there is one alone, of one process. */
  readonly severalSinceMs: number | null;
  /** The user has moved it in time: its place among the others says nothing about who answered when. */
  readonly moved: boolean;
}

export interface HeapStanding {
  /** Profiles of one number may be of one process: no record of a later one is below that of an earlier one. */
  readonly chain: number;
  /** Sum over all records: everything that was ever allocated. */
  readonly allocObjects: number;
  /** Whether it was compared with an earlier one at all. */
  readonly compared: boolean;
}

export type LifeSign = 'start-time' | 'build' | 'heap-record' | 'counter';

export interface ProcessLife {
  /** '1', '2', … in order of time. */
  readonly id: string;
  /** Indices of its first and last snapshot, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** UTC milliseconds, as the process says; null where no snapshot does. */
  readonly startMs: number | null;
  /** What showed that it is not the life before it; null for the first. */
  readonly began: LifeSign | null;
  readonly buildId: string | null;
  readonly goVersion: string | null;
  /** Nothing in its snapshots could have told a restart. */
  readonly unknown: boolean;
  /** Several processes answered by turns. */
  readonly mixed: boolean;
  /** Set where its process may have begun while its first snapshot was taken: what of that is its own for sure. */
  readonly firstOwn: FirstOwn | null;
}

export interface FirstOwn {
  readonly memory: boolean;
  /** The heap records that were compared. */
  readonly heap: boolean;
  /** Captures of this build are its own; null: no build tells. */
  readonly buildId: string | null;
}

export interface SeveralProcesses {
  readonly by: LifeSign;
  /** How many were told apart; at least two. */
  readonly processes: number;
}

export interface TargetLives {
  readonly lives: readonly ProcessLife[];
  /** Per snapshot the index into `lives`. */
  readonly lifeOf: readonly number[];
  readonly several: SeveralProcesses | null;
}

/** The start time is derived from the boot time, which moves a little as the clock is corrected. */
const START_TOLERANCE_MS = 2_000;
/** A start time is told too early by up to a second, the boot time's fraction, and a tick of 10 ms. */
const START_IS_EARLY_MS = 1_010;
const COUNTERS = ['numGc', 'totalAllocBytes', 'mallocs'] as const;
/**
 * How often a process must come back to prove that it never went. A start time does not return by itself; a build does
 * when a deploy is rolled back.
 */
const RETURNS_THAT_PROVE = { 'start-time': 1, build: 3 } as const;
/** How likely restarts may look like processes that take turns, by their counters or heap records alone. */
const MAX_CHANCE = 0.002;
const MOST_PROCESSES = 8;
/** A stretch of one process before or after the turns is a life of its own from so many snapshots on … */
const MIN_CALM = 8;
/** … and where it is so much longer than any turn. */
const CALM_FACTOR = 2;

/** `snapshots`: those of one target, ordered by time. */
export function livesOf(snapshots: readonly LifeEvidence[]): TargetLives {
  const turns = findTurns(snapshots);
  const lives: ProcessLife[] = [];
  const lifeOf: number[] = [];
  let open: OpenLife | null = null;
  for (const [index, snapshot] of snapshots.entries()) {
    const mixed = turns !== null && index >= turns.from && index <= turns.to;
    const against: Against = open === null || (open.mixed && mixed) ? NOTHING : open.against(snapshot);
    const sign = firstSign(against);
    if (open === null || sign !== null || open.mixed !== mixed) {
      if (open !== null) lives.push(open.close());
      const began: LifeSign | null = sign ?? (lives.length > 0 ? (turns?.by ?? null) : null);
      const firstOwn: FirstOwn | null = mixed || sign === null ? null : ownOf(snapshot, against);
      open = new OpenLife(String(lives.length + 1), index, began, mixed, firstOwn);
      open.add(firstOwn === null ? snapshot : onlyOwn(snapshot, firstOwn), index);
    } else open.add(snapshot, index);
    lifeOf.push(lives.length);
  }
  if (open !== null) lives.push(open.close());
  return { lives, lifeOf, several: turns === null ? null : { by: turns.by, processes: turns.processes } };
}

/** Whether two snapshots of one target are known to be of one process, or nothing speaks against it. */
export function isSameLife({ lives, lifeOf }: TargetLives, a: number, b: number): boolean {
  return lifeOf[a] === lifeOf[b] && lives[lifeOf[a] ?? -1]?.mixed === false;
}

/** What of a snapshot speaks against its being of the life before. */
interface Against {
  readonly memory: LifeSign | null;
  readonly build: LifeSign | null;
  readonly heap: LifeSign | null;
}
const NOTHING: Against = { memory: null, build: null, heap: null };
const SIGNS: readonly LifeSign[] = ['start-time', 'build', 'heap-record', 'counter'];

const firstSign = ({ memory, build, heap }: Against): LifeSign | null =>
  SIGNS.find((sign) => [memory, build, heap].includes(sign)) ?? null;

/**
 * What is the new process' in the snapshot that shows it first: that which speaks against the old one. The rest may have
 * been fetched before the restart, unless the process says that it had begun by then. Null: all of it.
 */
function ownOf({ memory, buildId, severalSinceMs }: LifeEvidence, against: Against): FirstOwn | null {
  if (severalSinceMs === null) return null;
  const start = against.memory === 'start-time' ? memory?.processStartMs : undefined;
  if (start !== undefined && start + START_IS_EARLY_MS <= severalSinceMs) return null;
  return {
    memory: against.memory !== null,
    heap: against.heap !== null,
    buildId: against.build === null ? null : buildId,
  };
}

const onlyOwn = (snapshot: LifeEvidence, own: FirstOwn): LifeEvidence => ({
  ...snapshot,
  memory: own.memory ? snapshot.memory : null,
  heap: own.heap ? snapshot.heap : null,
  buildId: own.buildId,
});

class OpenLife {
  private to: number;
  private startMs: number | null = null;
  private latestStartMs: number | null = null;
  private buildId: string | null = null;
  private goVersion: string | null = null;
  private chain: number | null = null;
  private readonly counters: Partial<Record<(typeof COUNTERS)[number], number>> = {};
  private known = false;

  constructor(
    private readonly id: string,
    private readonly from: number,
    private readonly began: LifeSign | null,
    readonly mixed: boolean,
    private readonly firstOwn: FirstOwn | null,
  ) {
    this.to = from;
  }

  against({ memory, buildId, heap }: LifeEvidence): Against {
    return {
      memory: memory === null ? null : this.againstMemory(memory),
      build: differs(this.buildId, buildId) ? 'build' : null,
      heap: differs(this.chain, heap?.chain) ? 'heap-record' : null,
    };
  }

  private againstMemory(memory: NonNullable<LifeEvidence['memory']>): LifeSign | null {
    const start = memory.processStartMs;
    if (start !== undefined && this.latestStartMs !== null && !isSameStart(start, this.latestStartMs))
      return 'start-time';
    if (differs(this.goVersion, memory.goVersion)) return 'build';
    const fell = COUNTERS.some(
      (counter) => (memory[counter] ?? Infinity) < (this.counters[counter] ?? -Infinity),
    );
    return fell ? 'counter' : null;
  }

  add({ memory, buildId, heap }: LifeEvidence, index: number): void {
    this.to = index;
    this.buildId ??= buildId;
    if (heap !== null) {
      this.chain = heap.chain;
      this.known ||= heap.compared;
    }
    if (memory === null) return;
    this.startMs ??= memory.processStartMs ?? null;
    this.latestStartMs = memory.processStartMs ?? this.latestStartMs;
    this.goVersion ??= memory.goVersion ?? null;
    this.known ||= memory.processStartMs !== undefined;
    for (const counter of COUNTERS) {
      const value = memory[counter];
      if (value === undefined) continue;
      this.counters[counter] = value;
      this.known = true;
    }
  }

  close(): ProcessLife {
    const { id, from, to, began, mixed, firstOwn } = this;
    return {
      id,
      from,
      to,
      startMs: mixed ? null : this.startMs,
      began,
      buildId: mixed ? null : this.buildId,
      goVersion: this.goVersion,
      unknown: !this.known && !mixed,
      mixed,
      firstOwn,
    };
  }
}

const isSameStart = (a: number, b: number): boolean => Math.abs(a - b) <= START_TOLERANCE_MS;
const differs = <T>(known: T | null, next: T | null | undefined): boolean =>
  known !== null && next !== null && next !== undefined && next !== known;

interface Turns extends SeveralProcesses {
  /** Snapshots of the stretch in which processes take turns, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** Which process a snapshot is of, by one kind of evidence; null where it does not say. */
type Labels = readonly (number | null)[];

function findTurns(all: readonly LifeEvidence[]): Turns | null {
  const snapshots = all.map((snapshot) => (snapshot.moved ? SAYS_NOTHING : snapshot));
  const starts = labelStarts(snapshots);
  if (countReturns(starts) >= RETURNS_THAT_PROVE['start-time']) return turnsOf(starts, 'start-time');
  // Start times that never come back are restarts, whatever counters and records look like.
  if (new Set(starts.filter((label) => label !== null)).size > 1) return null;
  const chains = snapshots.map(({ heap }) => heap?.chain ?? null);
  if (areTurns(countChanges(chains))) return turnsOf(chains, 'heap-record');
  const counted = labelCounters(snapshots);
  if (counted !== null) return turnsOf(counted.labels, counted.by);
  const builds = labelBuilds(snapshots);
  return countReturns(builds) >= RETURNS_THAT_PROVE.build ? turnsOf(builds, 'build') : null;
}

const SAYS_NOTHING: LifeEvidence = {
  memory: null,
  buildId: null,
  heap: null,
  severalSinceMs: null,
  moved: true,
};

function labelStarts(snapshots: readonly LifeEvidence[]): Labels {
  const latest: number[] = [];
  return snapshots.map(({ memory }) => {
    const start = memory?.processStartMs;
    if (start === undefined) return null;
    const label = latest.findIndex((known) => isSameStart(known, start));
    if (label < 0) return latest.push(start) - 1;
    latest[label] = start;
    return label;
  });
}

function labelBuilds(snapshots: readonly LifeEvidence[]): Labels {
  const ids: string[] = [];
  return snapshots.map(({ buildId }) => {
    if (buildId === null) return null;
    const label = ids.indexOf(buildId);
    return label < 0 ? ids.push(buildId) - 1 : label;
  });
}

/** How often a process comes back after another one answered. */
function countReturns(labels: Labels): number {
  const seen = new Set<number>();
  let current: number | null = null;
  let returns = 0;
  for (const label of labels) {
    if (label === null || label === current) continue;
    if (seen.has(label)) returns++;
    seen.add(label);
    current = label;
  }
  return returns;
}

interface Changes {
  readonly chains: number;
  /** How often the next value, or the next heap, is not of the chain before it. */
  readonly falls: number;
}

/**
 * Whether processes take turns, or one restarts again and again. Restarts leave off and begin anywhere, and one that ran
 * long has every count of one that ended young; turns of `n` processes are `n` rising chains and no more. Then no n
 * values before falls are in falling order, nor any n after falls. Of F values in random order that happens with a chance
 * below (n−1)^(2F)/F!, and it happens for both. Heaps, of which two may each have a record that the other lacks, are
 * harder to lay in few chains, and so the less likely to look like turns.
 */
function areTurns({ chains, falls }: Changes): boolean {
  if (chains < 2 || chains > MOST_PROCESSES || falls < chains) return false;
  let logChance = 2 * falls * Math.log(chains - 1);
  for (let k = 2; k <= falls; k++) logChance -= Math.log(k);
  return 2 * logChance <= Math.log(MAX_CHANCE);
}

function countChanges(labels: Labels): Changes {
  const told = labels.filter((label) => label !== null);
  return {
    chains: new Set(told).size,
    falls: told.filter((label, i) => i > 0 && label !== told[i - 1]).length,
  };
}

/** By what each process has allocated since it began: every value goes to the chain with the largest last value below it. */
function labelCounters(snapshots: readonly LifeEvidence[]): { labels: Labels; by: LifeSign } | null {
  for (const by of ['counter', 'heap-record'] as const) {
    const values = snapshots.map(({ memory, heap }) =>
      by === 'counter' ? (memory?.totalAllocBytes ?? memory?.mallocs ?? null) : (heap?.allocObjects ?? null),
    );
    const { labels, ...changes } = layInChains(values);
    if (areTurns(changes)) return { labels, by };
  }
  return null;
}

function layInChains(values: readonly (number | null)[]): { labels: Labels } & Changes {
  const last: number[] = [];
  let before = -Infinity;
  let falls = 0;
  const labels = values.map((value) => {
    if (value === null) return null;
    if (value < before) falls++;
    before = value;
    let best = -1;
    for (const [chain, top] of last.entries())
      if (top <= value && (best < 0 || top > (last[best] ?? 0))) best = chain;
    // More than can be shown: restarts, each with a chain of its own. The answer is known, and the search is cut short.
    if (best < 0) best = Math.min(last.length, MOST_PROCESSES);
    last[best] = value;
    return best;
  });
  return { labels, chains: last.length, falls };
}

/** The stretch of turns: all snapshots but a long calm before the first turn, and after the last one. */
function turnsOf(labels: Labels, by: LifeSign): Turns {
  const runs: { from: number; to: number; label: number }[] = [];
  labels.forEach((label, index) => {
    const run = runs.at(-1);
    if (label === null) return;
    if (run?.label === label) run.to = index;
    else runs.push({ from: index, to: index, label });
  });
  const length = ({ from, to }: { from: number; to: number }): number => to - from + 1;
  const longestTurn = Math.max(0, ...runs.slice(1, -1).map(length));
  const isCalm = (run: { from: number; to: number } | undefined): run is { from: number; to: number } =>
    run !== undefined && length(run) >= MIN_CALM && length(run) > CALM_FACTOR * longestTurn;
  const [first, last] = [runs[0], runs.at(-1)];
  return {
    by,
    processes: new Set(runs.map((run) => run.label)).size,
    from: isCalm(first) ? first.to + 1 : 0,
    to: isCalm(last) ? last.from - 1 : labels.length - 1,
  };
}
