// Splits a target's snapshots into process lives: counts compare only within one. A life ends where the process's
// start time changes, or where a counter that never falls within a process has fallen. What a snapshot does not say
// contradicts nothing.

export interface LifeEvidence {
  readonly timeMs: number;
  readonly memory: {
    readonly processStartMs?: number | undefined;
    readonly numGc?: number | undefined;
    readonly totalAllocBytes?: number | undefined;
    readonly mallocs?: number | undefined;
  } | null;
}

export interface ProcessLife {
  /** '1', '2', … in order of time. */
  readonly life: string;
  /** Indices of its first and last snapshot, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** UTC milliseconds; null where no snapshot says. */
  readonly startMs: number | null;
}

export interface ProcessLives {
  readonly lives: readonly ProcessLife[];
  /** Per snapshot the index into `lives`. */
  readonly lifeOf: readonly number[];
}

/** The start time is derived from the boot time, which moves a little as the clock is corrected. */
const START_TOLERANCE_MS = 2_000;
const COUNTERS = ['numGc', 'totalAllocBytes', 'mallocs'] as const;

type Known = { -readonly [K in keyof NonNullable<LifeEvidence['memory']>]?: number | undefined };

/** `snapshots`: those of one target, ordered by time. */
export function livesOf(snapshots: readonly LifeEvidence[]): ProcessLives {
  const lives: { life: string; from: number; to: number; startMs: number | null }[] = [];
  const lifeOf: number[] = [];
  let known: Known = {};
  snapshots.forEach(({ memory }, index) => {
    let current = lives.at(-1);
    if (current === undefined || (memory !== null && contradicts(known, memory))) {
      known = {};
      current = { life: String(lives.length + 1), from: index, to: index, startMs: null };
      lives.push(current);
    }
    current.to = index;
    if (memory !== null) {
      current.startMs ??= memory.processStartMs ?? null;
      known.processStartMs = memory.processStartMs ?? known.processStartMs;
      for (const counter of COUNTERS) known[counter] = memory[counter] ?? known[counter];
    }
    lifeOf.push(lives.length - 1);
  });
  return { lives, lifeOf };
}

function contradicts(known: Known, next: NonNullable<LifeEvidence['memory']>): boolean {
  const start = known.processStartMs;
  if (
    start !== undefined &&
    next.processStartMs !== undefined &&
    Math.abs(next.processStartMs - start) > START_TOLERANCE_MS
  ) {
    return true;
  }
  return COUNTERS.some((counter) => {
    const before = known[counter];
    const now = next[counter];
    return before !== undefined && now !== undefined && now < before;
  });
}
