// Process lives of one target: counts compare only within one, so growth, ages and survivors never cross a border.
//
// A life ends where something says that another process answers: a start time or a build that differs, or a count that
// never falls within a process and has fallen (MemStats' counters, or any record of a heap profile). What a snapshot
// does not say contradicts nothing. Where processes come *back*, there was no restart: several answer behind one URL,
// each capture may be of any of them, and that stretch is marked `mixed` and not judged.
import { COUNTERS, type LifeEvidence, type LifeSign, type SeveralProcesses } from './life-evidence';
import { follow, isSameStart, type StartTime } from './start-times';
import { findTurns } from './turns';

export interface ProcessLife {
  /** '1', '2', … in order. */
  readonly id: string;
  /** Indices of its first and last snapshot, both inclusive. Strays may lie between. */
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
  /** Index of that snapshot. */
  readonly at: number;
  readonly memory: boolean;
  /** The heap records that were compared. */
  readonly heap: boolean;
  /** Captures of this build are its own; null: no build tells. */
  readonly buildId: string | null;
}

export interface TargetLives {
  readonly lives: readonly ProcessLife[];
  /** Per snapshot the index into `lives`. */
  readonly lifeOf: readonly number[];
  readonly several: SeveralProcesses | null;
  /** Indices of those that the user has moved into the life of another process than theirs; `lifeOf` is that of the other. */
  readonly strays: ReadonlySet<number>;
}

/** A start time is told too early by up to a second, the boot time's fraction, and a tick of 10 ms. */
const START_IS_EARLY_MS = 1_010;

/** `snapshots`: those of one target, in the order in which they were taken. */
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
      const firstOwn: FirstOwn | null = mixed || sign === null ? null : ownOf(snapshot, index, against);
      open = new OpenLife(String(lives.length + 1), index, began, mixed, firstOwn);
      open.add(firstOwn === null ? snapshot : onlyOwn(snapshot, firstOwn), index);
    } else open.add(snapshot, index);
    lifeOf.push(lives.length);
  }
  if (open !== null) lives.push(open.close());
  const several = turns === null ? null : { by: turns.by, processes: turns.processes };
  return { lives, lifeOf, several, strays: new Set() };
}

/** Whether two snapshots of one target are known to be of one process, or nothing speaks against it. */
export function isSameLife({ lives, lifeOf, strays }: TargetLives, a: number, b: number): boolean {
  if (strays.has(a) || strays.has(b)) return false;
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
function ownOf(
  { memory, buildId, severalSinceMs }: LifeEvidence,
  at: number,
  against: Against,
): FirstOwn | null {
  if (severalSinceMs === null) return null;
  const start = against.memory === 'start-time' ? memory?.processStartMs : undefined;
  if (start !== undefined && start + START_IS_EARLY_MS <= severalSinceMs) return null;
  return {
    at,
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
  private latestStart: StartTime | null = null;
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

  against({ memory, clockAheadMs, buildId, heap }: LifeEvidence): Against {
    return {
      memory: memory === null ? null : this.againstMemory(memory, clockAheadMs),
      build: differs(this.buildId, buildId) ? 'build' : null,
      heap: differs(this.chain, heap?.chain) ? 'heap-record' : null,
    };
  }

  private againstMemory(
    memory: NonNullable<LifeEvidence['memory']>,
    clockAheadMs: number | null,
  ): LifeSign | null {
    const ms = memory.processStartMs;
    if (ms !== undefined && this.latestStart !== null && !isSameStart(this.latestStart, { ms, clockAheadMs }))
      return 'start-time';
    if (differs(this.goVersion, memory.goVersion)) return 'build';
    const fell = COUNTERS.some(
      (counter) => (memory[counter] ?? Infinity) < (this.counters[counter] ?? -Infinity),
    );
    return fell ? 'counter' : null;
  }

  add({ memory, clockAheadMs, buildId, heap }: LifeEvidence, index: number): void {
    this.to = index;
    this.buildId ??= buildId;
    if (heap !== null) {
      this.chain = heap.chain;
      this.known ||= heap.compared;
    }
    if (memory === null) return;
    if (memory.processStartMs !== undefined) {
      this.startMs ??= memory.processStartMs;
      this.latestStart = follow(this.latestStart, { ms: memory.processStartMs, clockAheadMs });
    }
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

const differs = <T>(known: T | null, next: T | null | undefined): boolean =>
  known !== null && next !== null && next !== undefined && next !== known;
