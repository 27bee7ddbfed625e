// What growth is judged on, and what is kept of a judgement while lives are laid side by side.
import type { Life, SeveralProcesses } from '../../contract/domain';
import type { Stack } from '../../core/base/frame';
import type { OwnCode } from '../../core/base/own-code';
import type { GrowthResult } from '../../core/growth/analyse';
import type { SiteGrowth } from '../../core/growth/by-site';
import type { Series } from '../../core/growth/series';
import type { MemoryAccount } from '../../core/memory/account';

/** One capture as an observation. */
export interface GrowthCapture {
  readonly captureId: string;
  /** null: a file of no session. */
  readonly snapshotId: string | null;
  readonly path: string;
  readonly sha256: string;
  readonly kind: string;
  readonly encoding: 'proto' | 'text';
  readonly isDelta: boolean;
  /** Why it may not be of this life: of the one before, as the process was started meanwhile, or moved here by the user. */
  readonly ofAnother: 'unclear-life' | 'moved' | null;
  readonly timeMs: number;
  /** The GC cycle at that moment; null unknown. */
  readonly numGc: number | null;
}

/** One process life, with its captures in order of time. */
export interface GrowthLife {
  readonly life: Life;
  readonly captures: readonly GrowthCapture[];
  readonly levels: LifeLevels;
  readonly account: MemoryAccount;
}

export interface GrowthInput {
  /** Where the session keeps what is derived; null: nowhere. */
  readonly indexFolder: string | null;
  /** Whether it may be written there, or only read. */
  readonly keepIndex: boolean;
  /** The captures are files of a session, and nothing else is read in their place. */
  readonly noLinks: boolean;
  readonly timeScale: number;
  /** What is told of the future is told from here. */
  readonly nowMs: number;
  /** By target, then in order of time. */
  readonly lives: readonly GrowthLife[];
  readonly several: readonly SeveralProcesses[];
}

/** What the snapshots of a life say without their files, as columns of equal length, by time. Unknown: NaN. */
export interface LifeLevels {
  /** Those that hold something. */
  readonly snapshots: number;
  readonly timeMs: Float64Array;
  readonly goroutines: Float64Array;
  readonly liveHeapBytes: Float64Array;
  readonly rssBytes: Float64Array;
}

/** Captures that show the same frames, and so may be observations of one series. */
export interface Source {
  readonly kind: 'goroutine' | 'heap';
  readonly of: 'goroutine' | 'goroutine-dump' | 'heap';
  readonly encoding: 'proto' | 'text';
}

/** One kind in one life. */
export interface Judged {
  readonly kind: Source['kind'];
  readonly source: Source;
  readonly life: Life;
  readonly result: GrowthResult;
  /** Places that rise over many stacks, none of which is a suspect. */
  readonly sites: readonly SiteGrowth[];
  readonly series: Series;
  /** Those seen in this life, in the order of `result.stacks`. */
  readonly stacks: readonly Stack[];
  readonly own: OwnCode;
}
