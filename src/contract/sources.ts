// Sources as they cross the bridge: what lines cost, what stands in them, and where a file was looked for.
import { z } from 'zod';
import { MAX_NAME } from '../core/source/place';
import { filterQuestionSchema } from './filters';
import { sampleTypeSchema } from './sample-type';

const path = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .regex(/^[^\0]*$/);

/** What lay in `build` where the program was built lies in `local`, an absolute path of the machine that runs the services. */
export const pathMappingSchema = z.object({ build: path, local: path });
export const MAX_MAPPINGS = 64;
export const mappingsSchema = z.array(pathMappingSchema).max(MAX_MAPPINGS);

/** `no-file`: a pipe, a device or larger than 16 MiB. `outside`: by a link out of the folder that it was looked for in. */
export const WHY_NO_SOURCE = ['absent', 'denied', 'outside', 'not-source', 'no-file', 'unreadable'] as const;
export type WhyNoSource = (typeof WHY_NO_SOURCE)[number];

const cost = { flat: z.number(), cum: z.number() };
/** In A, of a comparison; null: nothing is compared. */
const before = z.object(cost).nullable();
/** Line 0 stands for lines that are not known. */
const lineSchema = z.object({ line: z.number(), ...cost, before });

/** A function as far as it lies in one file; core/pprof/function-source.ts. */
const sourceFileSchema = z.object({
  file: z.string(),
  ...cost,
  before,
  first: z.number(),
  last: z.number(),
  lines: z.array(lineSchema),
  others: z.array(lineSchema.extend({ function: z.string() })),
  calls: z.array(
    z.object({
      line: z.number(),
      function: z.string(),
      file: z.string(),
      at: z.number(),
      value: z.number(),
      before: z.number().nullable(),
    }),
  ),
  /** null: it is not to be had. */
  found: z
    .object({
      path: z.string(),
      /** Lines from `from` on, without the end of the last: all of the file, or of a large one those around the function. */
      text: z.string(),
      from: z.number(),
      /** Of the file. */
      lineCount: z.number(),
      /** No function begins where the profile says that this one does: it is of another commit than the build. */
      isOther: z.boolean(),
    })
    .nullable(),
  looked: z.array(z.object({ path: z.string(), why: z.enum(WHY_NO_SOURCE) })),
});
export type SourceFile = z.infer<typeof sourceFileSchema>;

export const sourceAnswerSchema = z.object({
  /** The one that was asked for. */
  function: z.string(),
  sampleType: sampleTypeSchema,
  /** Of which shares are taken. */
  total: z.number(),
  totalBefore: z.number().nullable(),
  files: z.array(sourceFileSchema),
});
export type SourceAnswer = z.infer<typeof sourceAnswerSchema>;

/** How a source is asked for: a function by the name that `profile.top` gives it. No file is asked for by its path. */
export const sourceQuestionSchema = z.object({
  sampleType: z.string().optional(),
  filters: filterQuestionSchema,
  function: z.string().max(8192),
});
