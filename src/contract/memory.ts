// The memory account as it crosses the bridge. What its words mean stands in core/memory.
import { z } from 'zod';
import { MEMORY_PARTS } from '../core/memory/account';

/** Bytes; an hour is one of the scaled clock. */
export const partGrowthSchema = z.object({
  /** Means over the first and the last tenth of the observations. */
  first: z.number(),
  last: z.number(),
  growth: z.number(),
  perHour: z.number(),
  /** 95 %; null from fewer than seven observations. */
  interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
  /** Of the growth of RSS: all parts add up to 1, and one may be above 1 or below 0. Null where RSS has not grown, or is unknown. */
  share: z.number().nullable(),
  proven: z.boolean(),
  shape: z.enum(['steady', 'stepped', 'one-off', 'plateaued', 'rising-unproven', 'oscillating', 'flat']),
});
export type PartGrowth = z.infer<typeof partGrowthSchema>;

const limitOf = z.enum(['container', 'gomemlimit']);
const partSchema = z.enum(MEMORY_PARTS);
const part = partGrowthSchema.nullable();

/** Of one process life. Null: not known. */
export const memoryGrowthSchema = z.object({
  target: z.string().nullable(),
  life: z.string(),
  /** Snapshots that know all of what is not null here. */
  observations: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  rss: part,
  parts: z.object({
    live: part,
    headroom: part,
    stacks: part,
    runtime: part,
    idle: part,
    outside: part,
  }),
  /** Live heap and headroom together. */
  heap: part,
  /** The part with the largest share of what grew; null: none grew, or not known. */
  leading: partSchema.nullable(),
  /** That which is reached first, else the lower one. */
  limit: z.object({ bytes: z.number(), of: limitOf }).nullable(),
  /** When it is reached if growth goes on; null where it may be none, or the date is not known to a factor of two. */
  forecast: z.object({ atMs: z.number(), plusMinusMs: z.number(), of: limitOf }).nullable(),
  /** What Go holds is at GOMEMLIMIT, where the heap stops growing: a level heap proves nothing. */
  nearGomemlimit: z.boolean(),
});
export type MemoryGrowth = z.infer<typeof memoryGrowthSchema>;
