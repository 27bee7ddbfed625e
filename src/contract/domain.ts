// The words of the product as they cross the bridge. Times are UTC milliseconds since 1970 (`…Ms`); sizes are
// bytes (`…Bytes`). A persisted file never has these as its schema: see main/workspace.
import { z } from 'zod';
import { KNOWN_KINDS } from '../core/base/capture-kind';
import { VERDICTS } from '../core/growth/verdict';
import { filtersSchema } from './filters';
import {
  CAPTURE_KIND,
  DEFAULT_TRACE_BYTES,
  DEFAULT_TRACE_SECONDS,
  HEADER_NAME,
  MAX_INTERVAL_MS,
  MAX_LABEL,
  MAX_TRACE_BYTES,
  MAX_TRACE_SECONDS,
  MIN_INTERVAL_MS,
  MIN_TRACE_BYTES,
  MIN_TRACE_SECONDS,
} from './limits';
import { sentenceSchema } from './sentence';

export const captureKindSchema = z.string().regex(CAPTURE_KIND);
export const encodingSchema = z.enum(['proto', 'text']);
export { KNOWN_KINDS };

export const timeSourceSchema = z.enum(['body', 'fetch-clock', 'file-name', 'file-time', 'user']);
export type TimeSource = z.infer<typeof timeSourceSchema>;

/** Header values may name environment variables: `${COLLECT_TOKEN}`; such a value is expanded at each request. */
export const headerSchema = z.object({
  name: z.string().regex(HEADER_NAME),
  value: z
    .string()
    .max(8192)
    .regex(/^[^\r\n\0]*$/),
});

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http:// or https:// URL' }).max(2048);

export const targetSchema = z.object({
  /** Stands in the names of files; what is shown is the label, where there is one. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  label: z
    .string()
    .trim()
    .min(1)
    .max(MAX_LABEL)
    .regex(/^\P{Cc}*$/u)
    .nullable()
    .default(null),
  /** Base URL of net/http/pprof, up to and including `/debug/pprof` (added if the path is empty). */
  url: httpUrl,
  headers: z.array(headerSchema).max(32),
  /** A metrics page elsewhere (Prometheus text or expvar); null: tried beside pprof. */
  metricsUrl: httpUrl.nullable(),
  /** Accept certificates that do not verify. */
  insecureTls: z.boolean(),
  /** The plan passes it over until it is resumed; by hand it is captured where it is named. */
  paused: z.boolean().default(false),
});
export type Target = z.infer<typeof targetSchema>;
export const newTargetSchema = targetSchema.omit({ id: true }).extend({
  headers: targetSchema.shape.headers.default([]),
  metricsUrl: httpUrl.nullable().default(null),
  insecureTls: z.boolean().default(false),
});
/** How a target is named to people. */
export const targetName = ({ id, label }: Pick<Target, 'id' | 'label'>): string => label ?? id;
export type NewTarget = z.input<typeof newTargetSchema>;

/** `memory` is numbers, not a file, so it is not among the kinds of file. */
export const planSchema = z.object({
  enabled: z.boolean(),
  everyMs: z.number().int().min(MIN_INTERVAL_MS).max(MAX_INTERVAL_MS),
  kinds: z
    .array(z.union([captureKindSchema, z.literal('memory')]))
    .min(1)
    .max(32),
  /** Stop by itself at this time. */
  untilMs: z.number().int().nullable(),
  /** Ask for a GC before each heap profile: exact live heap, at the price of one GC. */
  heapGc: z.boolean(),
});
export type CapturePlan = z.infer<typeof planSchema>;

/** How an execution trace is taken. */
export const traceRequestSchema = z.object({
  /** Fractions are allowed, as net/http/pprof allows them. */
  seconds: z.number().min(MIN_TRACE_SECONDS).max(MAX_TRACE_SECONDS).default(DEFAULT_TRACE_SECONDS),
  /** The trace is ended here; what came until then is kept. */
  maxBytes: z.number().int().min(MIN_TRACE_BYTES).max(MAX_TRACE_BYTES).default(DEFAULT_TRACE_BYTES),
  /** A CPU profile of the same seconds, whose samples are then in the trace too. */
  cpuProfile: z.boolean().default(false),
});
export type TraceRequest = z.infer<typeof traceRequestSchema>;

/** What a snapshot says of memory without a file. Unknown numbers are absent. */
export const memoryNumbersSchema = z.object({
  source: z.enum(['metrics', 'vars', 'memstats']),
  goroutines: z.number().optional(),
  /** Live and dead objects that are not swept yet (MemStats.HeapAlloc). */
  heapAllocBytes: z.number().optional(),
  /** What the last GC found to be live. */
  heapLiveBytes: z.number().optional(),
  heapInuseBytes: z.number().optional(),
  heapIdleBytes: z.number().optional(),
  heapReleasedBytes: z.number().optional(),
  stackInuseBytes: z.number().optional(),
  /** MemStats.Sys: what the Go runtime has obtained from the system. */
  sysBytes: z.number().optional(),
  nextGcBytes: z.number().optional(),
  numGc: z.number().optional(),
  totalAllocBytes: z.number().optional(),
  mallocs: z.number().optional(),
  rssBytes: z.number().optional(),
  /** The part of it that no file backs. */
  rssAnonBytes: z.number().optional(),
  /** A peak, never a series. */
  maxRssBytes: z.number().optional(),
  /** Soft limit on what the Go runtime holds; absent where there is none. */
  gomemlimitBytes: z.number().optional(),
  gogcPercent: z.number().optional(),
  /** At which the kernel kills; absent where there is none. */
  containerLimitBytes: z.number().optional(),
  processStartMs: z.number().optional(),
  goVersion: z.string().optional(),
});
export type MemoryNumbers = z.infer<typeof memoryNumbersSchema>;

export const traceFactsSchema = z.object({
  /** Minor version of the Go release whose format it is: 23 of Go 1.23 and 1.24. */
  version: z.number().int(),
  /** From its first event to its last; null where a look does not tell. */
  seconds: z.number().nullable(),
});

/** What a look into the bytes of a capture says. */
export const captureFactsSchema = z.object({
  kind: captureKindSchema,
  encoding: encodingSchema,
  /** From the body; null where the format carries none (texts, old traces). */
  timeMs: z.number().nullable(),
  /** A difference over time, not what is there; `seconds` null where only negative values say so. */
  delta: z.object({ seconds: z.number().nullable() }).nullable(),
  /** The end of the file is missing (Go cuts a dump at 64 MiB), the rest was read. */
  truncated: z.boolean(),
  /** Sum over all samples of the default sample type. */
  total: z.number().nullable(),
  unit: z.string().nullable(),
  /** The program's, as the linker wrote it; null where the format or the binary has none (Go before 1.24, mostly). */
  buildId: z.string().nullable(),
  /** Of an execution trace alone. */
  trace: traceFactsSchema.optional(),
});
export type CaptureFacts = z.infer<typeof captureFactsSchema>;

export const captureSchema = z.object({
  /** Unique within the session: its file's path relative to the session folder, with `/`. */
  id: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  facts: captureFactsSchema,
  /** For an imported file: its name as it came. */
  importedFrom: z.string().nullable(),
});
export type Capture = z.infer<typeof captureSchema>;

export const captureFailureSchema = sentenceSchema.extend({ kind: z.string(), code: z.string() });
export type CaptureFailure = z.infer<typeof captureFailureSchema>;

export const snapshotSchema = z.object({
  id: z.string(),
  /** null: imported, from no target that the session knows. */
  targetId: z.string().nullable(),
  timeMs: z.number(),
  timeSource: timeSourceSchema,
  /** Where the user gave the time: the one that it was taken with. */
  retimedFrom: z.object({ timeMs: z.number(), timeSource: timeSourceSchema }).optional(),
  captures: z.array(captureSchema),
  memory: memoryNumbersSchema.nullable(),
  /** Kinds that were asked for and did not come, or of which only a part did. A snapshot with no capture at all is a failed one. */
  failures: z.array(captureFailureSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Whether the files of a session are what its journal says. */
export const verificationSchema = z.object({
  formatVersion: z.literal(1),
  sessionId: z.string(),
  /**
   * Every capture that the journal names is there and whole, every line of the journal can be read, every capture file is
   * named, and nothing lies in the way.
   */
  ok: z.boolean(),
  captures: z.number(),
  bytes: z.number(),
  damage: z.array(
    z.object({
      captureId: z.string(),
      why: z.enum(['missing', 'size', 'content']),
      message: z.string(),
    }),
  ),
  /** Lines of the journal that cannot be read or tell something twice. */
  journal: z.array(sentenceSchema),
  /** Of a last line that was not written to its end; cut off when the workspace is next opened for writing. */
  tornBytes: z.number(),
  /**
   * Capture files that the journal does not name: a crash leaves them, and so does a journal whose end is lost. Set aside
   * when the workspace is next opened for writing.
   */
  unclaimed: z.array(z.string()),
  /** Files that were set aside after a crash, in `.orphans`: `plumbline import` takes them in if they are wanted. */
  setAside: z.array(z.string()),
  /** `.orphans`, `.index` or `notes.md` where they are no folder or file of the session's own: nothing is read or written through them. */
  inTheWay: z.array(z.string()),
});
export type Verification = z.infer<typeof verificationSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdMs: z.number(),
  /** How much faster than life the service ran; 1 but for tests and the sample. */
  timeScale: z.number().positive(),
  targets: z.array(targetSchema),
  plan: planSchema,
  /** Of the views of its profiles. */
  filters: filtersSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/** Where capturing stands, for one target. */
export const targetStatusSchema = z.object({
  targetId: z.string(),
  state: z.enum(['paused', 'waiting', 'capturing', 'backing-off', 'stopped']),
  nextMs: z.number().nullable(),
  lastOkMs: z.number().nullable(),
  lastFailure: captureFailureSchema.extend({ timeMs: z.number() }).nullable(),
  /** Of the last answer. */
  latencyMs: z.number().nullable(),
  goVersion: z.string().nullable(),
  processStartMs: z.number().nullable(),
});
export type TargetStatus = z.infer<typeof targetStatusSchema>;

export const sessionSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Those that hold something; `firstMs` and `lastMs` are theirs. */
  snapshots: z.number(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  capturing: z.boolean(),
  /** Goroutine counts over the session, at most 60 points at evenly spaced times. */
  spark: z.array(z.number()),
  /** When it was last asked for; null: never, or that is not known any more. */
  verdict: z.enum(VERDICTS).nullable(),
  /** Why this session cannot be opened (a newer format version, a broken file). */
  problem: sentenceSchema.nullable(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/** What shows that another process answers. */
export const lifeSignSchema = z.enum(['start-time', 'build', 'heap-record', 'counter']);
export type LifeSign = z.infer<typeof lifeSignSchema>;

/** The time between two starts of a target's process, as far as snapshots show it. */
export const lifeSchema = z.object({
  target: z.string().nullable(),
  /** '1', '2', … in order of time within the target. */
  life: z.string(),
  /** Of its first and last snapshot. */
  fromMs: z.number(),
  toMs: z.number(),
  /** As the process says; null where it does not. */
  startMs: z.number().nullable(),
  /** Since when it answers: its start, or its first snapshot where that is unknown or was before another one answered. */
  sinceMs: z.number(),
  /** What showed that it is not the life before it; null for the first. */
  began: lifeSignSchema.nullable(),
  buildId: z.string().nullable(),
  goVersion: z.string().nullable(),
  /** It is of another build, or another Go, than the life before it. */
  newBuild: z.boolean(),
  /** Nothing in its snapshots could have told a restart. */
  unknown: z.boolean(),
  /** Several processes answered by turns: nothing in it compares. */
  mixed: z.boolean(),
});
export type Life = z.infer<typeof lifeSchema>;

/** Several processes answer behind one target's URL. */
export const severalProcessesSchema = z.object({
  target: z.string().nullable(),
  by: lifeSignSchema,
  /** How many were told apart. */
  processes: z.number(),
});
export type SeveralProcesses = z.infer<typeof severalProcessesSchema>;

/** One row per snapshot, as columns of equal length, ordered by time. */
export const timelineSchema = z.object({
  snapshotId: z.array(z.string()),
  timeMs: z.array(z.number()),
  timeSource: z.array(timeSourceSchema),
  targetId: z.array(z.string().nullable()),
  goroutines: z.array(z.number().nullable()),
  liveHeapBytes: z.array(z.number().nullable()),
  rssBytes: z.array(z.number().nullable()),
  /** Kinds held, as a comma-separated list: `goroutine,heap`. */
  kinds: z.array(z.string()),
  /** Of the execution trace that it holds; null: it holds none, or it is not known how long that is. */
  traceSeconds: z.array(z.number().nullable()),
  delta: z.array(z.boolean()),
  /** Nothing came at all. What came of a snapshot that lacks some kinds is shown as any other. */
  failed: z.array(z.boolean()),
  /** Spans of one target, longer than a few plan intervals, from which nothing was kept. */
  gaps: z.array(
    z.object({
      target: z.string(),
      fromMs: z.number(),
      toMs: z.number(),
      /** What failed first, in English; '' where nothing was tried. */
      reason: z.string(),
      /** Why nothing was tried: capturing was stopped, had an end, Plumbline ended, the disk was full. null: not recorded, or it was. */
      untried: z.enum(['paused', 'until', 'closed', 'disk']).nullable(),
      /** What failed first; null where nothing was tried. */
      failure: captureFailureSchema.nullable(),
    }),
  ),
  /** Row of `lives`; null: the user has moved it among those of another process. */
  life: z.array(z.number().nullable()),
  lives: z.array(lifeSchema),
  several: z.array(severalProcessesSchema),
  /**
   * Where somebody set the machine's clock forward by `stepMs`; times around it are true to each other. Not `measured`: it
   * stood behind the last snapshot, and how much time passed is not known.
   */
  clockSteps: z.array(z.object({ timeMs: z.number(), stepMs: z.number(), measured: z.boolean() })),
  /** When what Plumbline says of the session changed, in that order, each at the newest snapshot that it stood on. */
  verdicts: z.array(
    z.object({
      snapshotId: z.string(),
      timeMs: z.number(),
      verdict: z.enum(VERDICTS),
      /** What was said until then; null: nothing. */
      before: z.enum(VERDICTS).nullable(),
      sentence: sentenceSchema,
    }),
  ),
  diskBytes: z.number(),
});
export type Timeline = z.infer<typeof timelineSchema>;

export const probeSchema = z.object({
  /** Base URL that answered, which may have gained `/debug/pprof` or another prefix. */
  url: z.string(),
  kinds: z.array(z.object({ name: z.string(), count: z.number() })),
  metrics: z.enum(['metrics', 'vars', 'memstats', 'none']),
  goVersion: z.string().nullable(),
  processStartMs: z.number().nullable(),
  latencyMs: z.number(),
  goroutines: z.number().nullable(),
});
export type Probe = z.infer<typeof probeSchema>;
