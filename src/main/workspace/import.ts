// Files from outside into a session: what they are by their bytes, when they were taken by the best witness there is, and
// which of them belong together.
import { createHash } from 'node:crypto';
import type { CaptureFacts, TimeSource } from '../../contract/domain';
import { failed, PlumblineError } from '../../contract/errors';
import type { ParsedArgs, Returns } from '../../contract/methods';
import type { OnProgress } from '../../contract/progress';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { parseZone, UTC } from '../../core/base/zone';
import { timeOfFile } from '../../core/inspect/time-of-file';
import { bytesFailure } from '../../contract/bytes-failure';
import type { SessionStore } from './session-store';
import type { NewCapture, NewSnapshot } from './snapshot-files';
import type { Uploads } from './uploads';

type InspectFile = ParsedArgs<'import.inspect'>['files'][number];
type ImportFile = ParsedArgs<'import.commit'>['files'][number];
type Inspection = Returns<'import.inspect'>[number];
type Inspect = (bytes: Uint8Array, signal: AbortSignal) => Promise<Result<CaptureFacts, FormatError>>;

/** Captures of different kinds this near to each other were taken by one hand at one moment. */
const SAME_MOMENT_MS = 2_000;
/** Files that share one fsync of the journal: many small ones, while their bytes fit into this much memory. */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_SNAPSHOTS = 200;
/** Custom profiles may have any name; a snapshot of more kinds than this is none. */
const MAX_KINDS = 32;

interface LookedInto {
  readonly file: ImportFile;
  readonly sizeBytes: number;
  readonly facts: CaptureFacts;
  readonly timeMs: number;
  readonly timeSource: TimeSource;
}

/** A look into each upload; nothing is kept or used up. */
export async function inspectUploads(
  uploads: Uploads,
  files: readonly InspectFile[],
  inspect: Inspect,
  signal: AbortSignal,
  report: OnProgress = () => undefined,
): Promise<Inspection[]> {
  const inspections: Inspection[] = [];
  const look = looking(inspect, signal);
  for (const [done, file] of files.entries()) {
    report({ step: 'inspect', done, all: files.length });
    signal.throwIfAborted();
    const facts = await expected(async () => look(await uploads.read(file.upload)));
    inspections.push({
      upload: file.upload,
      facts: facts.ok ? settleKind(facts.value, file.name) : null,
      problem: facts.ok ? null : facts.error.sentence,
    });
  }
  return inspections;
}

/** A mutex profile without samples is, byte for byte, an empty block profile: then the name is the only witness. */
export const settleKind = (facts: CaptureFacts, name: string): CaptureFacts =>
  facts.kind === 'block' && facts.total === 0 && /mutex/i.test(name) ? { ...facts, kind: 'mutex' } : facts;

/**
 * Keeps what can be read and is new; the rest is told by name. All uploads are used up. Rejects where the disk fails or
 * the caller gives up: what was kept until then stays, and the same files given again are duplicates.
 */
export async function importUploads(
  store: SessionStore,
  uploads: Uploads,
  files: readonly ImportFile[],
  inspect: Inspect,
  signal: AbortSignal,
  report: OnProgress = () => undefined,
): Promise<Returns<'import.commit'>> {
  const left: Returns<'import.commit'>['failed'] = [];
  const looked: LookedInto[] = [];
  const look = looking(inspect, signal);
  const seen = new Set<string>();
  let duplicates = 0;
  for (const [done, file] of files.entries()) {
    report({ step: 'inspect', done, all: files.length });
    signal.throwIfAborted();
    const result = await expected(async () => {
      const bytes = await uploads.read(file.upload);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (seen.has(sha256) || store.hasCapture(sha256)) return null;
      const facts = await look(bytes);
      const time = timeOfFile(file, facts.timeMs, parseZone(file.zone) ?? UTC);
      if (time === null) throw failed('no-time');
      seen.add(sha256);
      return { file, sizeBytes: bytes.length, facts: settleKind(facts, file.name), ...time };
    });
    if (!result.ok) left.push({ name: file.name, ...result.error.sentence });
    else if (result.value === null) duplicates++;
    else looked.push(result.value);
  }
  const snapshots: string[] = [];
  let kept = 0;
  for (const batch of batches(groupByMoment(looked))) {
    signal.throwIfAborted();
    report({ step: 'keep', done: kept, all: looked.length });
    kept += batch.reduce((sum, group) => sum + group.length, 0);
    const fresh: NewSnapshot[] = [];
    for (const group of batch) fresh.push(await toSnapshot(group, uploads));
    for (const { id } of await store.addSnapshots(fresh)) snapshots.push(id);
  }
  for (const file of files) await uploads.remove(file.upload);
  return { snapshots, failed: left, duplicates };
}

/** Rejects with what is wrong with the bytes. */
const looking =
  (inspect: Inspect, signal: AbortSignal) =>
  async (bytes: Uint8Array): Promise<CaptureFacts> => {
    const facts = await inspect(bytes, signal);
    if (!facts.ok) throw bytesFailure(facts.error);
    return facts.value;
  };

/** One file that cannot be read must not keep the others out. */
async function expected<T>(operation: () => Promise<T>): Promise<Result<T, PlumblineError>> {
  try {
    return ok(await operation());
  } catch (error) {
    if (!(error instanceof PlumblineError) || error.code === 'cancelled') throw error;
    return err(error);
  }
}

function* batches(groups: readonly LookedInto[][]): Iterable<LookedInto[][]> {
  let batch: LookedInto[][] = [];
  let bytes = 0;
  for (const group of groups) {
    const more = group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (batch.length > 0 && (batch.length >= BATCH_SNAPSHOTS || bytes + more > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(group);
    bytes += more;
  }
  if (batch.length > 0) yield batch;
}

/** Files of one moment, each kind once. */
export function groupByMoment<T extends Pick<LookedInto, 'timeMs' | 'facts'>>(files: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const file of files.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const group = groups.at(-1);
    const first = group?.[0];
    const fits =
      first !== undefined &&
      file.timeMs - first.timeMs <= SAME_MOMENT_MS &&
      (group?.length ?? 0) < MAX_KINDS &&
      !group?.some((other) => other.facts.kind === file.facts.kind);
    if (fits) group?.push(file);
    else groups.push([file]);
  }
  return groups;
}

/** Best first; see `timeOfFile`. */
const WITNESSES: readonly LookedInto['timeSource'][] = ['user', 'body', 'file-name', 'file-time'];

async function toSnapshot(group: readonly LookedInto[], uploads: Uploads): Promise<NewSnapshot> {
  const [first] = group;
  if (first === undefined) throw new Error('a group of no files');
  const captures: NewCapture[] = [];
  for (const { file, facts, timeMs } of group) {
    captures.push({ bytes: await uploads.read(file.upload), facts, timeMs, importedFrom: file.name });
  }
  // A profile that carries its time says better when that was than the name or the file time of a text beside it.
  const rank = ({ timeSource }: LookedInto): number => WITNESSES.indexOf(timeSource);
  const { timeMs, timeSource } = group.reduce((best, one) => (rank(one) < rank(best) ? one : best), first);
  return { targetId: null, timeMs, timeSource, captures, memory: null, failures: [] };
}
