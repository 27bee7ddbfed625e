import { z } from 'zod';
import type { Sentence } from './errors';
import type { Said } from './failures/entry';

const plain = z.union([z.string(), z.number()]);
/** What a sentence quotes may quote another, and no deeper: what comes from outside has an end. */
const within = (value: z.ZodType<Said['values'][string]>): z.ZodType<Said> =>
  z.object({ key: z.string(), values: z.record(z.string(), value) });
const value = z.union([plain, within(z.union([plain, within(plain)]))]);

export const sentenceSchema = z.object({
  /** In English. */
  message: z.string(),
  advice: z.string().optional(),
  /** What is said, for every other language; see failures/catalogue.ts. Absent where only the English was kept. */
  key: z.string().optional(),
  values: z.record(z.string(), value).optional(),
}) satisfies z.ZodType<Sentence>;
