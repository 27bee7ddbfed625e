// What the journal holds, in its own words: the schemas here are of files on users' disks, not of the contract, and
// change only together with JOURNAL_VERSION and a step that brings older entries up. A new type of entry is a new
// version too, since an older Plumbline that passed over it would show a session that is not what was recorded.
import { z } from 'zod';
import type { Annotation } from '../../contract/annotations';
import type { CaptureFacts, CaptureFailure, MemoryNumbers, Snapshot } from '../../contract/domain';
import { failed, type Sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { LAST_MS } from '../../core/base/last-ms';
import { checkDocument, isRecord, type UpgradeSteps } from './format-version';

export const JOURNAL_VERSION = 3;
const STEPS: UpgradeSteps = {
  /** Captures gained the build id; version 1 did not look for it. */
  1: (entry) => ({
    ...entry,
    v: 2,
    ...(Array.isArray(entry['captures'])
      ? {
          captures: entry['captures'].map((one: unknown) =>
            isRecord(one) ? { ...one, buildId: null } : one,
          ),
        }
      : {}),
  }),
  /** Version 3 knows verdicts. */
  2: (entry) => ({ ...entry, v: 3 }),
};

/** `2025-05-12/113606.482Z-pod1-heap.pb.gz`: relative to the session folder, and nothing that could lead out of it. */
export const CAPTURE_PATH = /^\d{4}-\d{2}-\d{2}\/[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
export const SNAPSHOT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const isoTime = z.iso.datetime({ precision: 3 });
const kind = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const targetId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

const memory = z.object({
  source: z.enum(['metrics', 'vars', 'memstats']),
  goroutines: z.number().optional(),
  heapAllocBytes: z.number().optional(),
  heapLiveBytes: z.number().optional(),
  heapInuseBytes: z.number().optional(),
  heapIdleBytes: z.number().optional(),
  heapReleasedBytes: z.number().optional(),
  stackInuseBytes: z.number().optional(),
  sysBytes: z.number().optional(),
  nextGcBytes: z.number().optional(),
  numGc: z.number().optional(),
  totalAllocBytes: z.number().optional(),
  mallocs: z.number().optional(),
  rssBytes: z.number().optional(),
  rssAnonBytes: z.number().optional(),
  maxRssBytes: z.number().optional(),
  gomemlimitBytes: z.number().optional(),
  gogcPercent: z.number().optional(),
  containerLimitBytes: z.number().optional(),
  processStartMs: z.number().optional(),
  goVersion: z.string().max(128).optional(),
});

const capture = z.object({
  file: z.string().regex(CAPTURE_PATH),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  kind,
  encoding: z.enum(['proto', 'text']),
  /** From the body; null where it carries none. */
  bodyTimeMs: z.number().nullable(),
  delta: z.object({ seconds: z.number().nullable() }).nullable(),
  truncated: z.boolean(),
  total: z.number().nullable(),
  unit: z.string().max(256).nullable(),
  buildId: z.string().max(256).nullable(),
  /** Of a trace. Came later, and entries without it are of the same version. */
  trace: z.object({ version: z.number().int(), seconds: z.number().nullable() }).optional(),
  importedFrom: z.string().max(1024).nullable(),
});

const plainValue = z.union([z.string().max(4000), z.number()]);
const said = z.object({ key: z.string().max(64), values: z.record(z.string().max(64), plainValue) });
const values = z.record(z.string().max(64), z.union([plainValue, said]));
const sentence = {
  /** In English. */
  message: z.string().max(4000),
  advice: z.string().max(4000).optional(),
  /** What is said, and with which values, for other languages; a value may be a sentence of its own. */
  key: z.string().max(64).optional(),
  values: values.optional(),
};
const failure = z.object({ kind: z.string().max(64), code: z.string().max(64), ...sentence });

const snapshotFields = {
  id: z.string().regex(SNAPSHOT_ID),
  target: targetId.nullable(),
  timeMs: z.number().int().min(0).max(LAST_MS),
  timeSource: z.enum(['body', 'fetch-clock', 'file-name', 'file-time', 'user']),
  captures: z.array(capture).max(64),
  memory: memory.nullable(),
  failures: z.array(failure).max(64),
};

const plan = z.object({
  enabled: z.boolean(),
  everyMs: z.number().int().positive(),
  kinds: z.array(z.string().max(64)).max(64),
  untilMs: z.number().nullable(),
  heapGc: z.boolean(),
});

const goName = z.string().min(1).max(4096);
const ms = z.number().int().min(0).max(LAST_MS);
const annotationId = z.string().regex(/^[a-z0-9]{8,32}$/);
const annotation = z.object({
  id: annotationId,
  on: z.discriminatedUnion('type', [
    z.object({ type: z.literal('moment'), timeMs: ms }),
    z.object({ type: z.literal('range'), fromMs: ms, toMs: ms }),
    z.object({ type: z.literal('snapshot'), snapshotId: z.string().regex(SNAPSHOT_ID) }),
    z.object({ type: z.literal('stack'), functions: z.array(goName).min(1).max(128) }),
    z.object({ type: z.literal('function'), function: goName }),
  ]),
  text: z.string().max(4000),
  tags: z.array(z.string().min(1).max(40)).max(16),
  flag: z.enum(['deploy', 'incident', 'suspect']).nullable(),
  createdMs: ms,
  changedMs: ms,
});

/** How the clocks stood: what `clock-stepped` and later runs are measured against. */
const clockAnchor = z.object({
  /** Readings of the steady clock compare within one boot only; null: the system does not name its boots. */
  boot: z.string().max(64).nullable(),
  /** UTC milliseconds by the wall clock at which the steady clock read 0. */
  originMs: z.number().int(),
  /** What is added to the wall clock for the times of snapshots. */
  correctionMs: z.number().int(),
});
export type ClockAnchor = z.infer<typeof clockAnchor>;

/** As the files have them. */
const VERDICT_WORDS = [
  'goroutine-leak',
  'heap-leak',
  'off-heap-growth',
  'gc-headroom',
  'growing',
  'no-leak',
  'not-enough-data',
] as const;
/** Of suspects whose order changes from snapshot to snapshot. */
export const MOST_PLACES = 8;

const envelope = { v: z.literal(JOURNAL_VERSION), at: isoTime };
/** Exported for the test that holds docs/formats.md against it. */
export const entrySchema = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('session-created'), name: z.string().max(1000) }),
  z.object({ ...envelope, type: z.literal('snapshot-taken'), ...snapshotFields }),
  z.object({ ...envelope, type: z.literal('snapshot-imported'), ...snapshotFields }),
  /** A snapshot in which nothing came. */
  z.object({ ...envelope, type: z.literal('capture-failed'), ...snapshotFields }),
  /** The scheduler runs from here on. */
  z.object({
    ...envelope,
    type: z.literal('capturing-started'),
    clock: clockAnchor.nullable().default(null),
  }),
  z.object({
    ...envelope,
    type: z.literal('capturing-stopped'),
    reason: z.enum(['user', 'until', 'closed', 'disk-full', 'disk-failed', 'lock-lost']),
  }),
  /**
   * Somebody set the wall clock while snapshots were taken, or between two runs: forward by `stepMs`. Not measured: it stands
   * behind the last snapshot after a restart of the machine, and how long that took cannot be told.
   */
  z.object({
    ...envelope,
    type: z.literal('clock-stepped'),
    stepMs: z.number().int(),
    measured: z.boolean(),
    clock: clockAnchor,
  }),
  /** Given by the user; null: the time that it was taken with counts again. */
  z.object({
    ...envelope,
    type: z.literal('snapshot-retimed'),
    snapshot: z.string().regex(SNAPSHOT_ID),
    timeMs: ms.nullable(),
  }),
  z.object({ ...envelope, type: z.literal('plan-changed'), plan }),
  /** Names and addresses only: headers may be secret. */
  z.object({
    ...envelope,
    type: z.literal('targets-changed'),
    targets: z.array(z.object({ id: targetId, url: z.string().max(2048) })).max(64),
  }),
  z.object({ ...envelope, type: z.literal('renamed'), name: z.string().max(1000) }),
  /** All of it, new or changed; one that was removed before is there again. */
  z.object({ ...envelope, type: z.literal('annotation-written'), annotation }),
  z.object({ ...envelope, type: z.literal('annotation-removed'), id: annotationId }),
  /** What notes.md held. `outside`: somebody else had written it, and it was taken over as it was. */
  z.object({
    ...envelope,
    type: z.literal('notes-saved'),
    size: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    outside: z.boolean(),
  }),
  /** What Plumbline says of the session from here on: another verdict than before, or one of another place. */
  z.object({
    ...envelope,
    type: z.literal('verdict-changed'),
    /** The newest that it stands on. */
    snapshot: z.string().regex(SNAPSHOT_ID),
    verdict: z.enum(VERDICT_WORDS),
    /** The functions of the first suspects, the leading one first. */
    places: z.array(goName).max(MOST_PLACES),
    sentence: z.object(sentence),
  }),
]);

export type JournalEntry = z.infer<typeof entrySchema>;
type WithoutEnvelope<E> = E extends unknown ? Omit<E, 'v' | 'at'> : never;
export type NewEntry = WithoutEnvelope<JournalEntry>;
export type SnapshotEntry = Extract<
  JournalEntry,
  { type: 'snapshot-taken' | 'snapshot-imported' | 'capture-failed' }
>;

/** Throws PlumblineError `format` for a damaged entry, NewerFormat for one of a newer Plumbline. */
export const checkEntry = (raw: unknown, what: Said): JournalEntry =>
  checkDocument(raw, {
    what,
    versionField: 'v',
    version: JOURNAL_VERSION,
    steps: STEPS,
    schema: entrySchema,
    damaged: 'damaged',
  });

export const isSnapshotEntry = (entry: JournalEntry): entry is SnapshotEntry =>
  entry.type === 'snapshot-taken' || entry.type === 'snapshot-imported' || entry.type === 'capture-failed';

export const toSnapshot = (entry: SnapshotEntry): Snapshot => ({
  id: entry.id,
  targetId: entry.target,
  timeMs: entry.timeMs,
  timeSource: entry.timeSource,
  captures: entry.captures.map((c) => ({
    id: c.file,
    sizeBytes: c.size,
    sha256: c.sha256,
    facts: {
      kind: c.kind,
      encoding: c.encoding,
      timeMs: c.bodyTimeMs,
      delta: c.delta,
      truncated: c.truncated,
      total: c.total,
      unit: c.unit,
      buildId: c.buildId,
      ...(c.trace === undefined ? {} : { trace: c.trace }),
    },
    importedFrom: c.importedFrom,
  })),
  memory: entry.memory,
  failures: entry.failures,
});

/** As the journal holds times. Throws PlumblineError `bad-request` outside of what it can hold. */
export function wholeMs(timeMs: number): number {
  const whole = Math.floor(timeMs);
  if (whole >= 0 && whole <= LAST_MS) return whole;
  throw failed('time-impossible', { ms: String(timeMs) });
}

/** JSON has no NaN and no infinity: such a number is one that is not known. */
const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

export const toCaptureEntry = (
  file: string,
  size: number,
  sha256: string,
  facts: CaptureFacts,
  importedFrom: string | null,
): z.infer<typeof capture> => ({
  file,
  size,
  sha256,
  kind: facts.kind,
  encoding: facts.encoding,
  bodyTimeMs: finite(facts.timeMs),
  delta: facts.delta === null ? null : { seconds: finite(facts.delta.seconds) },
  truncated: facts.truncated,
  total: finite(facts.total),
  unit: facts.unit?.slice(0, 256) ?? null,
  buildId: facts.buildId?.slice(0, 256) ?? null,
  ...(facts.trace === undefined
    ? {}
    : { trace: { version: facts.trace.version, seconds: finite(facts.trace.seconds) } }),
  importedFrom: importedFrom?.slice(0, 1024) ?? null,
});

export const toFailureEntry = (failed: CaptureFailure): z.infer<typeof failure> => ({
  kind: failed.kind.slice(0, 64),
  code: failed.code.slice(0, 64),
  ...toSentenceEntry(failed),
});

/** With its key where the journal can hold its values; the English says it all the same. */
export function toSentenceEntry(said: Sentence): Omit<z.infer<typeof failure>, 'kind' | 'code'> {
  const given = values.safeParse(said.values ?? {});
  return {
    message: said.message.slice(0, 4000),
    ...(said.advice === undefined ? {} : { advice: said.advice.slice(0, 4000) }),
    ...(said.key === undefined || !given.success ? {} : { key: said.key, values: given.data }),
  };
}

export const toMemoryEntry = (numbers: MemoryNumbers): z.infer<typeof memory> =>
  memory.parse(
    Object.fromEntries(
      Object.entries(numbers)
        .filter(([, value]) => typeof value !== 'number' || Number.isFinite(value))
        .map(([name, value]) => [name, name === 'goVersion' ? String(value).slice(0, 128) : value]),
    ),
  );

// What the contract gains must be kept too: these lines do not compile until the schemas above have it.
type Forgotten<All, Kept> = Exclude<keyof All, keyof Kept>;
type Nothing<T> = [T] extends [never] ? true : T;
true satisfies Nothing<Forgotten<MemoryNumbers, z.infer<typeof memory>>>;
true satisfies Nothing<Forgotten<Annotation, z.infer<typeof annotation>>>;
