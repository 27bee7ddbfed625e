import { z } from 'zod';
import { VERDICTS, VERDICT_ROWS } from '../../core/growth/verdict';
import { sentenceSchema } from '../sentence';

/** Where what is said can be looked at. `a` and `b` are snapshots; absent: whatever is chosen. */
export const lookSchema = z.object({
  view: z.enum(['findings', 'goroutines', 'profile', 'compare', 'trace', 'memory']),
  a: z.string().optional(),
  b: z.string().optional(),
  kind: z.string().optional(),
});
export type Look = z.infer<typeof lookSchema>;

export const evidenceSchema = sentenceSchema.extend({
  /** Of several targets, whose it is. */
  target: z.string().nullable(),
  look: lookSchema.nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const nextStepSchema = sentenceSchema.extend({
  target: z.string().nullable(),
  /** What one click captures; empty: nothing is to be captured for it. */
  capture: z.array(z.string()),
});
export type NextStep = z.infer<typeof nextStepSchema>;

const verdictName = z.enum(VERDICTS);

/** What the session shows; docs/verdict.md has the table that decides. */
export const verdictSchema = z.object({
  verdict: verdictName,
  /** The row of the table. */
  row: z.enum(VERDICT_ROWS.map(({ id }) => id)),
  /** Others that hold too, the weightiest first. */
  also: z.array(verdictName),
  /** Of several targets, in which of them. */
  target: z.string().nullable(),
  sentence: sentenceSchema,
  evidence: z.array(evidenceSchema),
  next: z.array(nextStepSchema),
});
export type VerdictReport = z.infer<typeof verdictSchema>;
