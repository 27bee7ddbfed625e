// One stack that growth names, or a site, and what the captures of its process say of it: labels, dumps, traces, its source.
import { z } from 'zod';
import { frameSchema } from './analysis';
import { WHY_NO_SOURCE } from './sources';

/** Deeper than any stack of a profile. */
const MOST_FRAMES = 1024;

export const stackQuestionSchema = z.object({
  /** null: of files that are of no target. */
  target: z.string().max(128).nullable(),
  /** A process life of the target; null: its newest. */
  life: z.string().max(256).nullable(),
  kind: z.enum(['goroutine', 'heap']),
  /** Leaf first; of goroutines a site alone may stand for all that wait there. */
  stack: z
    .array(
      z.object({
        function: z.string().max(8192),
        file: z.string().max(8192),
        line: z.number(),
      }),
    )
    .min(1)
    .max(MOST_FRAMES),
});

/** So many captures are looked into, the newest first: each is read as a whole. */
export const MOST_DUMPS_LOOKED = 3;
export const MOST_TRACES_LOOKED = 2;
/** A larger trace is not read for a line in a panel; as it lies on the disk. */
export const MOST_TRACE_LOOKED_BYTES = 64 * 1024 * 1024;

const leftSchema = {
  /** Older ones of the process, which were not looked into. */
  left: z.number(),
  /** Of those that were to be: damaged, or gone. */
  unreadable: z.number(),
  /** Of other processes of the target, whose lines and goroutines are not these. */
  ofOthers: z.number(),
};
const statesSchema = z.array(z.object({ state: z.string().nullable(), count: z.number() }));
const capturedSchema = { snapshotId: z.string(), captureId: z.string(), timeMs: z.number() };

export const stackInCapturesSchema = z.object({
  /** Of the newest capture that has the stack; null: none was found that has. */
  labels: z
    .object({
      ...capturedSchema,
      kind: z.string(),
      /** What weights are: `count` of goroutines, `bytes` in use. */
      unit: z.string(),
      total: z.number(),
      /** A dump holds labels only where the process was told to write them: with none, none are known. */
      unsaid: z.boolean(),
      keys: z.array(
        z.object({
          key: z.string(),
          without: z.number(),
          /** Values in all, told or not. */
          count: z.number(),
          values: z.array(z.object({ value: z.string(), weight: z.number() })),
        }),
      ),
    })
    .nullable(),
  /** The newest first, with the stack or without. */
  dumps: z.array(
    z.object({
      ...capturedSchema,
      count: z.number(),
      states: statesSchema,
      /** Whole minutes, lower bounds; null: not known, or of a faster clock. */
      waitMinutes: z.object({ min: z.number(), max: z.number() }).nullable(),
      /** Of its group by stack; null: it has none. */
      key: z.string().nullable(),
      truncated: z.boolean(),
    }),
  ),
  /** By the newest dump that has the stack: who started them, who those, …; see core's `creatorChain`. */
  creators: z.array(
    z.object({ frame: frameSchema, count: z.number(), startFunction: frameSchema.nullable() }),
  ),
  ...leftSchema,
});
export type StackInCaptures = z.infer<typeof stackInCapturesSchema>;

export const stackInTracesSchema = z.object({
  /** The newest first, with the stack or without. */
  traces: z.array(
    z.object({
      ...capturedSchema,
      /** At its end. */
      count: z.number(),
      states: statesSchema,
      /** The function that they begin with; null: not known. */
      startFunction: z.string().nullable(),
      /** Began with it while the trace was recorded. */
      started: z.number(),
      broken: z.boolean(),
    }),
  ),
  /** Larger than MOST_TRACE_LOOKED_BYTES. */
  large: z.number(),
  ...leftSchema,
});
export type StackInTraces = z.infer<typeof stackInTracesSchema>;

/** The lines around where a stack stands: in the function where it waits or allocates, and in the program's own. */
export const stackSourceSchema = z.object({
  places: z.array(
    z.object({
      frame: frameSchema,
      own: z.boolean(),
      found: z
        .object({
          path: z.string(),
          /** Of lines, from `from` on; none where the file ends before. */
          lines: z.array(z.string()),
          from: z.number(),
          /** Of the file: fewer than the frame's line, where it is of another build. */
          lineCount: z.number(),
          /** No function begins where the capture says that this one does: it is of another commit than the build. */
          isOther: z.boolean(),
        })
        .nullable(),
      looked: z.array(z.object({ path: z.string(), why: z.enum(WHY_NO_SOURCE) })),
    }),
  ),
});
export type StackSource = z.infer<typeof stackSourceSchema>;
