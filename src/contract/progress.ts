// How far a call under way is: told to its caller alone, beside its answer. What is missed is made up by the next.
import { z } from 'zod';

/** What is being done, for the words of it. */
const PROGRESS_STEPS = ['fetch', 'trace', 'inspect', 'keep', 'read', 'bytes', 'index', 'judge'] as const;

const count = z.number().int().nonnegative();

export const progressSchema = z.strictObject({
  step: z.enum(PROGRESS_STEPS),
  /** In pieces of this step: captures, files; of a trace that is being taken, bytes, of one that is being read, MB. */
  done: count,
  /** null: not known beforehand. */
  all: count.nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Must not throw: whoever works does not wait for whoever looks on. */
export type OnProgress = (progress: Progress) => void;
