// What each command prints with `--json`. A shape gains fields without a new formatVersion; where one is taken away or
// means something else, its version goes up. docs/json.md lists them, and a test holds it against these.
import { z } from 'zod';
import { annotationSchema, notesSchema } from './annotations';
import { goroutinesSchema, graphSchema, topSchema, traceReportSchema } from './analysis';
import { basisSchema, growthSchema, suspectSchema } from './growth';
import {
  sessionSchema,
  sessionSummarySchema,
  snapshotSchema,
  timelineSchema,
  verificationSchema,
} from './domain';
import { memoryGrowthSchema } from './memory';
import { METHODS } from './methods';
import { verdictSchema } from './verdicts/verdict';

const formatVersion = z.literal(1);

export const JSON_SHAPES = {
  'session create': sessionSchema.extend({ formatVersion }),
  'session list': z.object({
    formatVersion,
    sessions: z.array(sessionSummarySchema.extend({ problem: z.string().nullable() })),
  }),
  'session show': z.object({
    formatVersion,
    session: sessionSchema,
    timeline: timelineSchema,
    annotations: z.array(annotationSchema),
    /** Of notes.md; null: it cannot be shown. */
    notes: notesSchema
      .pick({ savedMs: true, fromOutside: true })
      .extend({ sizeBytes: z.number() })
      .nullable(),
  }),
  'session note': annotationSchema.extend({ formatVersion }),
  'session time': snapshotSchema.extend({ formatVersion }),
  'session verify': verificationSchema.extend({ journal: z.array(z.string()) }),
  sample: METHODS['sessions.addSample'].result.extend({ formatVersion }),
  /** One for each snapshot, as it is taken. */
  capture: snapshotSchema.extend({ formatVersion }),
  import: METHODS['import.commit'].result.extend({ formatVersion }),
  growth: growthSchema.extend({ basis: z.array(basisSchema), memory: z.array(memoryGrowthSchema) }),
  verdict: verdictSchema.extend({
    formatVersion,
    /** In English. */
    sentence: z.string(),
    suspects: z.array(suspectSchema),
  }),
  goroutines: goroutinesSchema,
  top: topSchema,
  graph: graphSchema,
  trace: traceReportSchema,
} as const;

export type JsonCommand = keyof typeof JSON_SHAPES;
export type JsonShape<C extends JsonCommand> = z.output<(typeof JSON_SHAPES)[C]>;
