// What all snapshots of a session say together: growth, process lives side by side, and what the Findings tab shows of both.
import { z } from 'zod';
import { LEAK_PATTERNS } from '../core/goroutine/leak-pattern';
import { frameSchema } from './analysis';
import { lifeSchema, severalProcessesSchema } from './domain';
import { memoryGrowthSchema } from './memory';
import { verdictSchema } from './verdicts/verdict';

export const SHAPES = [
  'steady',
  'stepped',
  'one-off',
  'plateaued',
  'rising-unproven',
  'oscillating',
  'flat',
] as const;

/** An allocation that grows, as what a suspect of the goroutines brings with it. */
export const alongsideSchema = z.object({
  site: frameSchema,
  ownSite: frameSchema.nullable(),
  /** Bytes. */
  slopePerHour: z.number(),
  /** Correlation of what was added between two observations, and its 95 % interval; null: too few, or one grows evenly. */
  correlation: z.object({ r: z.number(), interval: z.tuple([z.number(), z.number()]) }).nullable(),
  /** It is allocated in a function that the goroutine stands in, or that started it. */
  sameCode: z.boolean(),
});
export type Alongside = z.infer<typeof alongsideSchema>;

/** Proven growth (a suspect) or growth without proof (a candidate). An hour is one of the session's scaled clock. */
export const suspectSchema = z.object({
  rank: z.number(),
  kind: z.string(),
  sampleType: z.string(),
  unit: z.string(),
  target: z.string().nullable(),
  life: z.string().nullable(),
  site: frameSchema,
  ownSite: frameSchema.nullable(),
  stack: z.array(frameSchema),
  first: z.number(),
  last: z.number(),
  slopePerHour: z.number(),
  slopeInterval: z.tuple([z.number(), z.number()]).nullable(),
  /** 0–1 of its kind's growth. */
  share: z.number(),
  shape: z.enum(SHAPES),
  /** Process lives of one build that it takes to prove its growth; 1: `life` by itself. */
  lives: z.number(),
  /** ISO time of the first rise that never came down; null: it grew already when watching began. */
  since: z.string().nullable(),
  /** What the stack looks like: where to look first. */
  pattern: z.enum(LEAK_PATTERNS).nullable(),
  /** Of goroutines: what grows in the heap with them, the surest first. */
  alongside: z.array(alongsideSchema),
});
export type Suspect = z.infer<typeof suspectSchema>;

/** Why a capture is no part of growth. */
export const EXCLUSIONS = [
  'delta',
  'earlier-life',
  'several-processes',
  'unclear-life',
  'moved',
  'other-format',
  'unreadable',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** A level over one process life, and how fast it rises: per hour of the session's scaled clock. */
export const levelSchema = z.object({
  last: z.number(),
  perHour: z.number(),
  /** 95 %; null from fewer than seven values. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
});
export type Level = z.infer<typeof levelSchema>;

/** One process life of one target, beside the others: whether a deploy has changed anything. */
export const lifeRowSchema = lifeSchema.extend({
  snapshots: z.number(),
  /** Null from fewer than two values. */
  goroutines: levelSchema.nullable(),
  liveHeap: levelSchema.nullable(),
  rss: levelSchema.nullable(),
  /** Stacks whose growth is proven within this life; null: nothing to judge. */
  proven: z.number().nullable(),
  /** The target's leading suspect in this life, matched by function names; null: its kind was not captured, or not as where it was found. */
  lead: levelSchema.nullable(),
});
export type LifeRow = z.infer<typeof lifeRowSchema>;

/** What leads a target's suspects, of the newest life that has any, and is followed through the others. */
export const leadSchema = z.object({
  target: z.string().nullable(),
  /** In which life it was found. */
  life: z.string(),
  kind: z.string(),
  unit: z.string(),
  site: frameSchema,
  ownSite: frameSchema.nullable(),
  /** Set where its rate in the newest life is another one, beyond error, than in the life before that was judged. */
  change: z
    .object({
      before: z.string(),
      now: z.string(),
      /** The life with which it came: of the build that runs now, else the first after `before`. */
      since: z.string(),
      newBuild: z.boolean(),
    })
    .nullable(),
  /** Lives of which there is another form of its kind, dumps in place of profiles: it cannot be followed through them. */
  otherFormat: z.array(z.string()),
});
export type Lead = z.infer<typeof leadSchema>;

export const growthSchema = z.object({
  formatVersion: z.literal(1),
  suspects: z.array(suspectSchema),
  candidates: z.array(suspectSchema),
  /** By target, then in order of time. */
  lives: z.array(lifeRowSchema),
  leads: z.array(leadSchema),
  several: z.array(severalProcessesSchema),
  excluded: z.array(z.object({ capture: z.string(), why: z.enum(EXCLUSIONS) })),
});
export type GrowthReport = z.infer<typeof growthSchema>;

/** Very many goroutines, all blocked, at one site. */
export const concentrationSchema = z.object({
  site: frameSchema,
  ownSite: frameSchema.nullable(),
  state: z.string().nullable(),
  count: z.number(),
  total: z.number(),
});
export type Concentration = z.infer<typeof concentrationSchema>;

export const siteRowSchema = z.object({
  site: frameSchema,
  ownSite: frameSchema.nullable(),
  state: z.string().nullable(),
  count: z.number(),
  share: z.number(),
});

/** The observations that growth of a kind stands on, of one target, and what they could have shown. */
export const basisSchema = z.object({
  kind: z.string(),
  target: z.string().nullable(),
  snapshots: z.number(),
  stacks: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  /** Without a fall, to prove a leak. */
  risesNeeded: z.number(),
  /** Nothing in them could have told a restart, and across one nothing is proven: so nothing is known of what they would show. */
  lifeUnknown: z.boolean(),
  /**
   * The slowest leak that would have been proven, three times in four or more often, on a stack of its own; null: none yet,
   * or not known.
   */
  slowestPerHour: z.number().nullable(),
  /** That holds for objects of up to so many bytes, which are sampled by chance: larger ones are fewer events. null: of counts. */
  slowestObjectBytes: z.number().nullable(),
  unit: z.string(),
});

/**
 * The Findings tab: what the latest snapshot says by itself (of several targets, that of the one with most goroutines in
 * one place), and what all of them say together.
 */
export const findingsSchema = z.object({
  snapshotId: z.string().nullable(),
  /** Of that snapshot, and so of `goroutines`, `concentrations` and `sites`. */
  target: z.string().nullable(),
  goroutines: z.number().nullable(),
  concentrations: z.array(concentrationSchema),
  sites: z.array(siteRowSchema),
  growth: growthSchema,
  /** Of each process life whose snapshots know anything of it, by target and then in order of time. */
  memory: z.array(memoryGrowthSchema),
  /** Per suspect and candidate, in the same order: at most 60 values over the life, for its spark line. */
  suspectSparks: z.array(z.array(z.number())),
  candidateSparks: z.array(z.array(z.number())),
  basis: z.array(basisSchema),
  verdict: verdictSchema,
});
export type Findings = z.infer<typeof findingsSchema>;
