// What is known of the process that answered, snapshot by snapshot.

export interface LifeEvidence {
  readonly memory: {
    readonly processStartMs?: number | undefined;
    readonly numGc?: number | undefined;
    readonly totalAllocBytes?: number | undefined;
    readonly mallocs?: number | undefined;
    readonly goVersion?: string | undefined;
  } | null;
  /** How far the target's clock was ahead of ours, in ms; null: not known. */
  readonly clockAheadMs: number | null;
  readonly buildId: string | null;
  /** What its heap records say beside those before it; null: no heap profile, or not compared yet. */
  readonly heap: HeapStanding | null;
  /** When the first of several things was fetched, by the target's clock; null: there is one alone, of one process. */
  readonly severalSinceMs: number | null;
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

export interface SeveralProcesses {
  readonly by: LifeSign;
  /** How many were told apart; at least two. */
  readonly processes: number;
}

/** Of MemStats: none of them falls while a process lives. */
export const COUNTERS = ['numGc', 'totalAllocBytes', 'mallocs'] as const;
