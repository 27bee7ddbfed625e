// Files from outside into a session: what they are by their bytes, when they were taken by the best witness there is, and
// which of them belong together.
import type { CaptureFacts, TimeSource } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import type { ParsedArgs, Returns } from '../../contract/methods';
import { timeFromName } from '../../core/inspect/time-from-name';
import type { FormatError, Result } from '../../core/base/result';
import type { NewSnapshot, SessionStore } from './session-store';
import type { Uploads } from './uploads';
import { createHash } from 'node:crypto';

type ImportFile = ParsedArgs<'import.commit'>['files'][number];
type Inspection = Returns<'import.inspect'>[number];
type Inspect = (bytes: Uint8Array) => Promise<Result<CaptureFacts, FormatError>>;

/** Captures of different kinds this near to each other were taken by one hand at one moment. */
const SAME_MOMENT_MS = 2_000;

interface ReadFile {
  readonly file: ImportFile;
  readonly bytes: Uint8Array;
  readonly facts: CaptureFacts;
  readonly timeMs: number;
  readonly timeSource: TimeSource;
}

/** When a file was taken: what the user says, then what the body says, then its name, then its file time. */
export function timeOf(
  file: Pick<ImportFile, 'name' | 'modifiedMs' | 'timeMs'>,
  facts: CaptureFacts,
): { timeMs: number; timeSource: Exclude<TimeSource, 'fetch-clock'> } | null {
  if (file.timeMs !== null) return { timeMs: file.timeMs, timeSource: 'user' };
  if (facts.timeMs !== null) return { timeMs: Math.floor(facts.timeMs), timeSource: 'body' };
  const named = timeFromName(file.name);
  if (named !== null) return { timeMs: named, timeSource: 'file-name' };
  if (file.modifiedMs !== null) return { timeMs: Math.floor(file.modifiedMs), timeSource: 'file-time' };
  return null;
}

/** A look into each upload; nothing is kept or used up. */
export async function inspectUploads(
  uploads: Uploads,
  files: readonly ImportFile[],
  inspect: Inspect,
  signal: AbortSignal,
): Promise<Inspection[]> {
  const inspections: Inspection[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    const facts = await inspect(await uploads.read(file.upload));
    const time = facts.ok ? timeOf(file, facts.value) : null;
    inspections.push({
      upload: file.upload,
      facts: facts.ok ? facts.value : null,
      problem: facts.ok ? (time === null ? NO_TIME : null) : facts.error.message,
      timeMs: time?.timeMs ?? null,
      timeSource: time?.timeSource ?? null,
    });
  }
  return inspections;
}

const NO_TIME = 'Nothing says when it was taken.';

/** Keeps what can be read; the rest is told by name. Uploads that were kept are used up. */
export async function importUploads(
  store: SessionStore,
  uploads: Uploads,
  files: readonly ImportFile[],
  inspect: Inspect,
  signal: AbortSignal,
): Promise<Returns<'import.commit'>> {
  const failed: Returns<'import.commit'>['failed'] = [];
  const read: ReadFile[] = [];
  const seen = new Set<string>();
  let duplicates = 0;
  for (const file of files) {
    signal.throwIfAborted();
    try {
      const bytes = await uploads.read(file.upload);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (seen.has(sha256) || store.hasCapture(sha256)) {
        duplicates++;
        continue;
      }
      seen.add(sha256);
      const facts = await inspect(bytes);
      const time = facts.ok ? timeOf(file, facts.value) : null;
      if (facts.ok && time !== null) read.push({ file, bytes, facts: facts.value, ...time });
      else failed.push({ name: file.name, message: facts.ok ? NO_TIME : facts.error.message });
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      failed.push({ name: file.name, message: error.message });
    }
  }
  const kept = await store.addSnapshots(groupByMoment(read).map(toSnapshot));
  for (const file of files) await uploads.remove(file.upload);
  return { snapshots: kept.map((snapshot) => snapshot.id), failed, duplicates };
}

/** Files of one moment, each kind once. */
export function groupByMoment<T extends Pick<ReadFile, 'timeMs' | 'facts'>>(files: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const file of files.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const group = groups.at(-1);
    const first = group?.[0];
    const fits =
      first !== undefined &&
      file.timeMs - first.timeMs <= SAME_MOMENT_MS &&
      !group?.some((other) => other.facts.kind === file.facts.kind);
    if (fits) group?.push(file);
    else groups.push([file]);
  }
  return groups;
}

function toSnapshot(group: readonly ReadFile[]): NewSnapshot {
  const first = group[0] as ReadFile;
  return {
    targetId: null,
    timeMs: first.timeMs,
    timeSource: first.timeSource,
    captures: group.map(({ bytes, facts, file, timeMs }) => ({
      bytes,
      facts,
      timeMs,
      importedFrom: file.name,
    })),
    memory: null,
    failures: [],
  };
}
