// Lays the heap captures of a target in chains, each of which may be one process: what tells a restart where the target
// gives no start time and no counters. Derived, and kept beside the session: a new capture costs two decodings.
import { z } from 'zod';
import { PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { HeapStanding } from '../../core/growth/life-evidence';
import { heapRecordsOf, mayFollow, unchangedShare, type HeapRecords } from '../../core/pprof/heap-records';
import { loadFile } from './load';
import { loadDerived, saveDerived } from './derived-file';

export interface HeapCapture {
  readonly captureId: string;
  readonly path: string;
  readonly sha256: string;
  /** As the target sent it. */
  readonly isWhole: boolean;
}

export interface HeapRecordsInput {
  /** Where results are kept; null: nowhere. */
  readonly indexPath: string | null;
  /** Whether they may be written there, or only read. */
  readonly keepIndex: boolean;
  /** The captures are files of a session, and nothing else is read in their place. */
  readonly noLinks: boolean;
  readonly targets: readonly HeapTarget[];
}

export interface HeapTarget {
  /** Absolute heap or allocs captures in order of time, at most one per snapshot. */
  readonly captures: readonly HeapCapture[];
  /** What came before them, where that is known already. */
  readonly before?: KnownChains | undefined;
}

export interface KnownChains {
  /** How many chains there are. */
  readonly count: number;
  /** The newest capture of those that may be come back to, the one that was used last at the end. */
  readonly newest: readonly { readonly chain: number; readonly capture: HeapCapture }[];
}

/** By capture id; a capture that cannot be read, or says nothing, is not there. */
export type HeapStandings = Readonly<Record<string, HeapStanding>>;

const standingSchema = z.object({
  chain: z.number().int().nonnegative(),
  allocObjects: z.number().nonnegative(),
  compared: z.boolean(),
});
/** Per target the captures in order, as they were judged: a capture's standing holds as long as those before it do. */
const indexSchema = z.object({
  formatVersion: z.literal(1),
  targets: z.array(z.array(z.tuple([z.string(), z.string(), standingSchema.nullable()]))),
});
type Judged = z.infer<typeof indexSchema>['targets'][number];

/** Chains that a capture may come back to. */
const MOST_CHAINS = 8;
/** From this share of unchanged records on no other chain is tried: see `unchangedShare`. */
const SURELY_THE_SAME = 0.9;
const SAVE_EVERY = 500;

export async function standHeapRecords(
  { indexPath, keepIndex, noLinks, targets }: HeapRecordsInput,
  tell: OnProgress = () => undefined,
): Promise<HeapStandings> {
  const index = indexPath === null ? null : await loadDerived(indexPath, indexSchema);
  const known = index?.targets ?? [];
  const judged: Judged[] = [];
  const standings: Record<string, HeapStanding> = {};
  const all = targets.reduce((sum, { captures }) => sum + captures.length, 0);
  let done = 0;
  let unsaved = 0;
  const save = async (): Promise<void> => {
    if (indexPath !== null && keepIndex && unsaved > 0)
      await saveDerived(indexPath, { formatVersion: 1, targets: judged });
    unsaved = 0;
  };
  for (const { captures, before: earlier } of targets) {
    const chains = new Chains(noLinks, earlier);
    const mine: Judged = [];
    judged.push(mine);
    const before = known.find((list) => list[0]?.[0] === captures[0]?.captureId) ?? [];
    let isSame = true;
    for (const [i, capture] of captures.entries()) {
      const { captureId, sha256 } = capture;
      tell({ step: 'index', done: done++, all });
      const old = before[i];
      isSame &&= old !== undefined && old[0] === captureId && old[1] === sha256;
      const standing =
        isSame && old !== undefined ? chains.take(capture, old[2]) : await chains.place(capture);
      mine.push([captureId, sha256, standing]);
      if (standing !== null) standings[captureId] = standing;
      if (!isSame && ++unsaved >= SAVE_EVERY) await save();
    }
  }
  await save();
  return standings;
}

/** What a later capture of these may follow. `standings`: of all of them that have one. */
export function knownChains(
  captures: readonly HeapCapture[],
  standings: ReadonlyMap<string, HeapStanding>,
): KnownChains {
  const chains = new Chains(true);
  for (const capture of captures) chains.take(capture, standings.get(capture.captureId) ?? null);
  return chains.known();
}

/** The newest capture of each chain, the one that was used last at the end. */
class Chains {
  private newest: { chain: number; capture: HeapCapture; records: HeapRecords | null }[];
  private count: number;

  constructor(
    private readonly noLinks: boolean,
    before: KnownChains = { count: 0, newest: [] },
  ) {
    this.count = before.count;
    this.newest = before.newest.map((one) => ({ ...one, records: null }));
  }

  known(): KnownChains {
    return { count: this.count, newest: this.newest.map(({ chain, capture }) => ({ chain, capture })) };
  }

  /** What is known of a capture already; its file is read only if a later one has to be compared with it. */
  take(capture: HeapCapture, standing: HeapStanding | null): HeapStanding | null {
    if (standing !== null) this.use(standing.chain, capture, null);
    return standing;
  }

  async place(capture: HeapCapture): Promise<HeapStanding | null> {
    const records = await this.read(capture);
    if (records === null) return null;
    let compared = false;
    let best: { chain: number; share: number } | null = null;
    for (let k = this.newest.length - 1; k >= 0; k--) {
      const candidate = this.newest[k];
      if (candidate === undefined) continue;
      candidate.records ??= await this.read(candidate.capture);
      if (candidate.records === null) continue;
      const follows = mayFollow(candidate.records, records, capture.isWhole && candidate.capture.isWhole);
      compared ||= follows !== null;
      const { chain } = candidate;
      if (follows === true) {
        const share = unchangedShare(candidate.records, records);
        if (best === null || share > best.share) best = { chain, share };
      } else if (follows === null && k === this.newest.length - 1) {
        // What does not compare contradicts nothing: it stays with the process that answered last.
        best = { chain, share: 1 };
      }
      if (best !== null && best.share >= SURELY_THE_SAME) break;
    }
    const chain = best?.chain ?? this.count;
    this.use(chain, capture, records);
    return { chain, allocObjects: records.total, compared };
  }

  private use(chain: number, capture: HeapCapture, records: HeapRecords | null): void {
    this.count = Math.max(this.count, chain + 1);
    this.newest = this.newest.filter((one) => one.chain !== chain).slice(1 - MOST_CHAINS);
    this.newest.push({ chain, capture, records });
  }

  private async read({ path }: HeapCapture): Promise<HeapRecords | null> {
    try {
      const { content } = await loadFile(path, { noLinks: this.noLinks });
      return content?.form === 'profile' ? heapRecordsOf(content.profile) : null;
    } catch (error) {
      if (error instanceof PlumblineError) return null; // growth says which captures cannot be read
      throw error;
    }
  }
}
