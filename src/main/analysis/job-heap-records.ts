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
  /** The captures are files of a session, and nothing else is read in their place. */
  readonly noLinks: boolean;
  /** Per target, its absolute heap or allocs captures in order of time, at most one per snapshot. */
  readonly targets: readonly (readonly HeapCapture[])[];
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
  { indexPath, noLinks, targets }: HeapRecordsInput,
  tell: OnProgress = () => undefined,
): Promise<HeapStandings> {
  const index = indexPath === null ? null : await loadDerived(indexPath, indexSchema);
  const known = index?.targets ?? [];
  const judged: Judged[] = [];
  const standings: Record<string, HeapStanding> = {};
  const all = targets.reduce((sum, captures) => sum + captures.length, 0);
  let done = 0;
  let unsaved = 0;
  const save = async (): Promise<void> => {
    if (indexPath !== null && unsaved > 0)
      await saveDerived(indexPath, { formatVersion: 1, targets: judged });
    unsaved = 0;
  };
  for (const captures of targets) {
    const chains = new Chains(captures, noLinks);
    const mine: Judged = [];
    judged.push(mine);
    const before = known.find((list) => list[0]?.[0] === captures[0]?.captureId) ?? [];
    let isSame = true;
    for (const [i, { captureId, sha256 }] of captures.entries()) {
      tell({ step: 'index', done: done++, all });
      const old = before[i];
      isSame &&= old !== undefined && old[0] === captureId && old[1] === sha256;
      const standing = isSame && old !== undefined ? chains.take(i, old[2]) : await chains.place(i);
      mine.push([captureId, sha256, standing]);
      if (standing !== null) standings[captureId] = standing;
      if (!isSame && ++unsaved >= SAVE_EVERY) await save();
    }
  }
  await save();
  return standings;
}

/** The newest capture of each chain, the one that was used last at the end. */
class Chains {
  private newest: { chain: number; capture: number; records: HeapRecords | null }[] = [];
  private count = 0;

  constructor(
    private readonly captures: readonly HeapCapture[],
    private readonly noLinks: boolean,
  ) {}

  /** What is known of capture `i` already; its file is read only if a later one has to be compared with it. */
  take(i: number, standing: HeapStanding | null): HeapStanding | null {
    if (standing !== null) this.use(standing.chain, i, null);
    return standing;
  }

  async place(i: number): Promise<HeapStanding | null> {
    const records = await this.read(i);
    if (records === null) return null;
    let compared = false;
    let best: { chain: number; share: number } | null = null;
    for (let k = this.newest.length - 1; k >= 0; k--) {
      const candidate = this.newest[k];
      if (candidate === undefined) continue;
      candidate.records ??= await this.read(candidate.capture);
      if (candidate.records === null) continue;
      const isWhole = this.isWhole(i) && this.isWhole(candidate.capture);
      const follows = mayFollow(candidate.records, records, isWhole);
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
    this.use(chain, i, records);
    return { chain, allocObjects: records.total, compared };
  }

  private use(chain: number, capture: number, records: HeapRecords | null): void {
    this.count = Math.max(this.count, chain + 1);
    this.newest = this.newest.filter((one) => one.chain !== chain).slice(1 - MOST_CHAINS);
    this.newest.push({ chain, capture, records });
  }

  private isWhole(i: number): boolean {
    return this.captures[i]?.isWhole ?? false;
  }

  private async read(i: number): Promise<HeapRecords | null> {
    const capture = this.captures[i];
    if (capture === undefined) return null;
    try {
      const { content } = await loadFile(capture.path, { noLinks: this.noLinks });
      return content?.form === 'profile' ? heapRecordsOf(content.profile) : null;
    } catch (error) {
      if (error instanceof PlumblineError) return null; // growth says which captures cannot be read
      throw error;
    }
  }
}
