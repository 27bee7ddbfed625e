// Filters of profiles as they cross the bridge; core/pprof/filter/filters.ts says what they mean.
import { z } from 'zod';
import { FILTER_KINDS, FILTER_OPTIONS, MAX_FILTERS, MAX_PATTERN } from '../core/pprof/filter/filters';
import { sampleTypeSchema } from './sample-type';

/** One filter of a session: `own` has an empty pattern. */
export const filterSchema = z.object({
  kind: z.enum(FILTER_KINDS),
  pattern: z.string().max(MAX_PATTERN),
  enabled: z.boolean(),
});
export const filtersSchema = z.array(filterSchema).max(MAX_FILTERS);

/** What a profile is asked to be filtered by: options as `go tool pprof` takes them. */
export const filterQuestionSchema = z
  .object({
    options: z.partialRecord(z.enum(FILTER_OPTIONS), z.string().max(MAX_FILTERS * MAX_PATTERN)).default({}),
    /** Only the program's own code: `-show` of a pattern made from the profile, or of either where `show` is given too. */
    ownOnly: z.boolean().default(false),
  })
  .default({ options: {}, ownOnly: false });

/** What came of it. */
export const filteredSchema = z.object({
  /** The expression that own code came to; null where it was not asked for. */
  ownPattern: z.string().nullable(),
  /** Options that matched nothing. */
  idle: z.array(z.string()),
  /** How much stays: of the profile, or of A and of B. */
  stays: z.array(
    z.object({
      samples: z.number(),
      allSamples: z.number(),
      /** Per sample type, sums of magnitudes, as the total of `go tool pprof -top` is. */
      values: z.array(sampleTypeSchema.extend({ value: z.number(), all: z.number() })),
    }),
  ),
});
export type FilteredAnswer = z.infer<typeof filteredSchema>;
