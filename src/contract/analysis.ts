// What analysis says, as it crosses the bridge and as `--json` prints it.
import { z } from 'zod';
import { GROUPINGS } from '../core/goroutine/groupings';
import { MOST_BOXES } from '../core/layout/graph-layout';
import type { FlameChange, FlameOrder } from '../core/pprof/flame';
import { GRANULARITIES, PICTURE_UNITS } from '../core/pprof/options';
import { BREAKS } from '../core/trace/trace-break';
import { filterQuestionSchema, filteredSchema } from './filters';
import { sampleTypeSchema } from './sample-type';

export const frameSchema = z.object({ function: z.string(), file: z.string(), line: z.number() });
export type Frame = z.infer<typeof frameSchema>;

/** What a grouping does not fix is null. */
export const goroutineGroupSchema = z.object({
  key: z.string(),
  count: z.number(),
  /** Wait state as Go names it; from a dump, or inferred from runtime frames. */
  state: z.string().nullable(),
  waitMinutes: z.object({ min: z.number(), max: z.number() }).nullable(),
  /** From a dump: when they came to wait; null where none has waited for a minute. See core's Births. */
  births: z
    .object({
      aged: z.number(),
      counts: z.array(z.number()),
      stretchMinutes: z.number(),
      perHour: z.number().nullable(),
      interval: z.tuple([z.number(), z.number()]).nullable(),
      warmingUp: z.number().nullable(),
    })
    .nullable(),
  site: frameSchema.nullable(),
  ownSite: frameSchema.nullable(),
  stack: z.array(frameSchema).nullable(),
  createdBy: frameSchema.nullable(),
  labels: z.record(z.string(), z.string()).nullable(),
});
export type GoroutineGroup = z.infer<typeof goroutineGroupSchema>;

export const goroutinesSchema = z.object({
  formatVersion: z.literal(1),
  total: z.number(),
  truncated: z.boolean(),
  by: z.enum(GROUPINGS),
  groups: z.array(goroutineGroupSchema),
});
export type GoroutinesReport = z.infer<typeof goroutinesSchema>;

/** As many dumps as are looked into for goroutines of a trace. */
export const MOST_DUMPS = 20;

/** Goroutines by their goids, in the dumps of the same process life. */
export const foundGoroutinesSchema = z.object({
  /** In the order of time, then of goids. */
  found: z.array(
    z.object({
      snapshotId: z.string(),
      captureId: z.string(),
      timeMs: z.number(),
      goid: z.number(),
      state: z.string().nullable(),
      /** Whole minutes, a lower bound; null: unknown (which includes less than one), or of a faster clock. */
      waitMinutes: z.number().nullable(),
      site: frameSchema.nullable(),
      /** Of its group by stack. */
      key: z.string(),
    }),
  ),
  /** Dumps that were read: those of that life that are nearest in time, of MOST_DUMPS. */
  looked: z.number(),
  /** The rest of those MOST_DUMPS: damaged, or gone. */
  unreadable: z.number(),
  /** Dumps of that life that were not looked into, being further away. */
  left: z.number(),
  /** Why no dump can be said to be of the same process; null: those of its life are. */
  why: z.enum(['unclear-life', 'moved', 'several-processes']).nullable(),
  /** Nothing in the snapshots of that life could have told a restart: a goid may be that of another process. */
  unknownLife: z.boolean(),
});
export type FoundGoroutines = z.infer<typeof foundGoroutinesSchema>;

const traceFactsSchema = z.object({
  /** Of Go's trace format, as its header says it: `1.26`. */
  version: z.string(),
  events: z.number(),
  durationNs: z.number(),
  /** By the clock of the machine it was taken on; null before Go 1.25. */
  startMs: z.number().nullable(),
  /** Seen in it, alive at its end or not. */
  goroutines: z.number(),
  /** What is wrong with the file: what is said holds for all before. */
  broken: z.string().nullable(),
});

export const traceReportSchema = traceFactsSchema.extend({
  formatVersion: z.literal(1),
  /** The goroutines at its end, by the function that they began with, site and state. */
  census: z.array(
    z.object({
      startFunction: z.string().nullable(),
      site: frameSchema.nullable(),
      state: z.string().nullable(),
      count: z.number(),
    }),
  ),
  /** The ends of this one (A) and of the other (B), the largest difference first; null: nothing to compare with. */
  compare: z
    .array(
      z.object({
        startFunction: z.string().nullable(),
        site: frameSchema.nullable(),
        a: z.number(),
        b: z.number(),
      }),
    )
    .nullable(),
  other: traceFactsSchema.nullable(),
});
export type TraceReport = z.infer<typeof traceReportSchema>;

export const topSchema = z.object({
  formatVersion: z.literal(1),
  sampleType: z.string(),
  unit: z.string(),
  total: z.number(),
  rows: z.array(z.object({ function: z.string(), flat: z.number(), cum: z.number() })),
});
export type TopReport = z.infer<typeof topSchema>;

/** `top` for the workbench: with file and line, and what else the profile holds. */
export const profileTableSchema = z.object({
  sampleTypes: z.array(sampleTypeSchema),
  sampleType: sampleTypeSchema,
  total: z.number(),
  /** Of all, filtered or not, with a value or without. */
  samples: z.number(),
  delta: z.object({ seconds: z.number().nullable() }).nullable(),
  /** How a trace that it is of breaks off; null: none does. */
  broken: z.enum(BREAKS).nullable(),
  /** So many captures are added up in it. */
  summed: z.number(),
  /** null: nothing is filtered. */
  filtered: filteredSchema.nullable(),
  rows: z.array(
    z.object({
      /** '' of a row that stands for a file. */
      function: z.string(),
      file: z.string(),
      /** Where the function begins; of rows by line or address, that line. */
      line: z.number(),
      /** Hexadecimal; '' but of rows by address. */
      address: z.string(),
      own: z.boolean(),
      flat: z.number(),
      cum: z.number(),
    }),
  ),
});
export type ProfileTable = z.infer<typeof profileTableSchema>;

/** What one row of the table stands for, as `go tool pprof` takes it. */
export const rowQuestionSchema = z.object({
  granularity: z.enum(GRANULARITIES).default('functions'),
  /** Inlined functions count to their callers. */
  noInlines: z.boolean().default(false),
});
export type RowQuestion = z.output<typeof rowQuestionSchema>;

/** What the values of each label have of a profile (`go tool pprof -tags`): the largest of them, of as many keys as fit. */
export const labelTableSchema = z.object({
  sampleType: sampleTypeSchema,
  /** Of which shares are taken. */
  total: z.number(),
  filtered: filteredSchema.nullable(),
  keys: z.array(
    z.object({
      key: z.string(),
      /** Of the samples without it. */
      without: z.number(),
      /** Values in all, told or not. */
      count: z.number(),
      values: z.array(
        z.object({
          value: z.string(),
          weight: z.number(),
          /** What `tagfocus` takes to find it; null: there are no words for it. */
          filter: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type LabelReport = z.infer<typeof labelTableSchema>;

/** Whole stacks from the outermost function down, or upside down; see core/pprof/flame.ts. */
export const FLAME_ORDERS = ['callees', 'callers'] as const satisfies readonly FlameOrder[];

export const FLAME_CHANGES = [
  'all',
  'grown',
  'shrunk',
  'new',
  'gone',
] as const satisfies readonly FlameChange[];

/** How a flame graph is asked for, beside what it is of. */
export const flameQuestionSchema = z.object({
  sampleType: z.string().optional(),
  filters: filterQuestionSchema,
  order: z.enum(FLAME_ORDERS).default('callees'),
  /** A function by the name that `profile.top` gives it: only what it calls, or what calls it. */
  pivot: z.string().max(8192).nullable().default(null),
});

/** A call graph as `--json` prints it: what `go tool pprof -dot` shows, by numbers. */
export const graphSchema = z.object({
  formatVersion: z.literal(1),
  sampleType: z.string(),
  unit: z.string(),
  total: z.number(),
  dropped: z.number(),
  droppedCalls: z.number(),
  nodes: z.array(
    z.object({
      function: z.string(),
      file: z.string(),
      line: z.number(),
      flat: z.number(),
      cum: z.number(),
    }),
  ),
  calls: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      value: z.number(),
      inline: z.boolean(),
      residual: z.boolean(),
    }),
  ),
});
export type GraphReport = z.infer<typeof graphSchema>;

/** The tree itself is fetched as bytes: Transport.bulk, contract/flame-table.ts. */
export const flameAnswerSchema = z.object({
  bulk: z.string(),
  sampleTypes: z.array(sampleTypeSchema),
  sampleType: sampleTypeSchema,
  delta: z.object({ seconds: z.number().nullable() }).nullable(),
});
export type FlameAnswer = z.infer<typeof flameAnswerSchema>;

/** How a call graph is asked for, beside what it is of; the limits are those of `go tool pprof`, with its defaults. */
export const graphQuestionSchema = z.object({
  sampleType: z.string().optional(),
  filters: filterQuestionSchema,
  nodeCount: z.number().int().min(1).max(MOST_BOXES).default(80),
  nodeFraction: z.number().min(0).max(1).default(0.005),
  edgeFraction: z.number().min(0).max(1).default(0.001),
  unit: z.enum(PICTURE_UNITS).default('minimum'),
});
export type GraphQuestion = z.output<typeof graphQuestionSchema>;

/** `pprof`: gzipped profile.proto, all sample types. `collapsed`, `speedscope`: whole stacks of one sample type; of A and B, `… before after`, and two profiles. */
export const EXPORT_FORMATS = ['pprof', 'collapsed', 'speedscope'] as const;
/** The same, or the call graph as `go tool pprof -dot` writes it. */
export const FETCHED_FORMATS = [...EXPORT_FORMATS, 'dot'] as const;
export type FetchedFormat = (typeof FETCHED_FORMATS)[number];
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const flameDifferenceSchema = flameAnswerSchema.omit({ delta: true }).extend({
  totalA: z.number(),
  totalB: z.number(),
  /** What A was multiplied with before it was subtracted; 1 unless the difference is normalised. */
  scaleA: z.number(),
});

export const compareSchema = z.object({
  kind: z.string(),
  sampleTypes: z.array(sampleTypeSchema),
  sampleType: sampleTypeSchema,
  /** Of what the filters leave. */
  totalA: z.number(),
  totalB: z.number(),
  filtered: filteredSchema.nullable(),
  /** Whether there is a flame graph of both: not of a dump, nor of the text forms. */
  hasTree: z.boolean(),
  /** Real time between the two, in seconds of the session's (scaled) clock. */
  distanceSeconds: z.number(),
  /** Both are of one process, and show what was there: only then is what differs growth over time. */
  isGrowth: z.boolean(),
  /** The slowest leak that this distance could have shown, per hour of the session's clock; null: same moment, or no growth. */
  slowestVisiblePerHour: z.number().nullable(),
  /** Said where one or both are deltas, or of a broken trace, or times are unsure. */
  warnings: z.array(
    z.enum([
      'a-is-delta',
      'b-is-delta',
      'a-is-broken',
      'b-is-broken',
      'different-targets',
      'different-lives',
      'moved-apart',
      'several-processes',
      'same-moment',
      'b-before-a',
    ]),
  ),
  /** Functions for a profile, whole stacks for goroutines. */
  rows: z.array(
    z.object({
      function: z.string(),
      file: z.string(),
      line: z.number(),
      own: z.boolean(),
      flatA: z.number(),
      flatB: z.number(),
      cumA: z.number(),
      cumB: z.number(),
    }),
  ),
  /** Per stack, for goroutine profiles: what is parked where, in A and in B. */
  stacks: z.array(
    z.object({
      site: frameSchema,
      ownSite: frameSchema.nullable(),
      state: z.string().nullable(),
      stack: z.array(frameSchema),
      a: z.number(),
      b: z.number(),
      /** Of two whole dumps of one process: the same goroutines in both, and who came and went. See core's Flow. */
      flow: z
        .object({
          stayed: z.number(),
          born: z.number(),
          gone: z.number(),
          came: z.number(),
          left: z.number(),
        })
        .nullable(),
    }),
  ),
});
export type CompareReport = z.infer<typeof compareSchema>;
