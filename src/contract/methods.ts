// Every call of the API, declared once: the typed client and the server's handler map are both made from here,
// so that a missing handler does not compile.
import { z } from 'zod';
import {
  SEARCH_HITS,
  annotationDraftSchema,
  annotationId,
  annotationSchema,
  notesSchema,
  searchHitSchema,
} from './annotations';
import {
  captureFactsSchema,
  newTargetSchema,
  planSchema,
  probeSchema,
  sessionSchema,
  sessionSummarySchema,
  snapshotSchema,
  targetSchema,
  targetStatusSchema,
  timelineSchema,
  traceRequestSchema,
  verificationSchema,
} from './domain';
import { filterQuestionSchema, filtersSchema } from './filters';
import { parseZone, UTC } from '../core/base/zone';
import { GROUPINGS, READ_FROM } from '../core/goroutine/groupings';
import { MAX_SESSION_NAME, MOST_SUMMED } from './limits';
import { sentenceSchema } from './sentence';
import { memoryGrowthSchema } from './memory';
import { mappingsSchema, pathMappingSchema, sourceAnswerSchema, sourceQuestionSchema } from './sources';
import { stackInCapturesSchema, stackInTracesSchema, stackQuestionSchema, stackSourceSchema } from './stack';
import {
  FETCHED_FORMATS,
  FLAME_CHANGES,
  compareSchema,
  flameAnswerSchema,
  flameDifferenceSchema,
  flameQuestionSchema,
  foundGoroutinesSchema,
  goroutinesSchema,
  graphQuestionSchema,
  labelTableSchema,
  profileTableSchema,
  rowQuestionSchema,
} from './analysis';
import { findingsSchema } from './growth';

const sessionId = z.string().max(128);
const inSession = z.object({ sessionId });
const method = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ args, result });

/** What a host can do. The UI asks these, never which host it is. */
export const capabilitiesSchema = z.object({
  version: z.string(),
  workspacePath: z.string(),
  canOpenDialogs: z.boolean(),
  canRevealFiles: z.boolean(),
  /** Whether `editorCommand` can be set by a call. */
  canSetCommand: z.boolean(),
  /** The only sites that links lead to, over https; null: wherever they say. */
  linkHosts: z.array(z.string()).nullable(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  locale: z.enum(['system', 'en', 'zh-CN']),
  /** What sources are opened in, on the machine that runs the services. */
  editor: z.enum(['code', 'goland', 'subl', 'zed', 'custom']),
  /**
   * Of `custom`: a program and its arguments, with `{file}` and `{line}`. Changed by a call only where the host can ask the
   * user itself; elsewhere in the file of the settings: a page must not say what program is run.
   */
  editorCommand: z.string().max(1_000),
});
export type Settings = z.infer<typeof settingsSchema>;
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  locale: 'system',
  editor: 'code',
  editorCommand: '',
};

/** Something that the user must know though no call failed: the disk is full, capturing stopped. */
export const noticeSchema = sentenceSchema.extend({
  level: z.enum(['info', 'warning', 'error']),
  sessionId: z.string().optional(),
});

/** A file as it was looked into before import. `upload` names bytes sent beforehand; see Transport.upload. */
const importFile = z.object({
  upload: z.string().max(64),
  name: z.string().max(1024),
  /** The file's own time, where the host knows it. */
  modifiedMs: z.number().nullable(),
  /** What the user says of the time, over everything else. */
  timeMs: z.number().nullable().default(null),
  /** Of the clock that a time in the file's name is by where it says no zone: `+08:00`, or a place as `Asia/Shanghai`. */
  zone: z
    .string()
    .max(64)
    .refine((text) => parseZone(text) !== null, {
      message: 'neither an offset from UTC nor a place of the tz database',
    })
    .default(UTC.name),
});

const ofCapture = {
  captureId: z.string(),
  /** What is added up with it, of its kind: all of its target from a snapshot on, or what these snapshots hold. */
  sum: z
    .union([z.object({ from: z.string() }), z.object({ with: z.array(z.string()).max(MOST_SUMMED) })])
    .nullable()
    .default(null),
};

export const METHODS = {
  'app.capabilities': method(z.object({}), capabilitiesSchema),
  /** What was found amiss while nobody listened yet: on opening the workspace, its sessions and the settings. */
  'app.notices': method(z.object({}), z.array(noticeSchema)),
  'app.settings': method(z.object({}), settingsSchema),
  'app.setSettings': method(settingsSchema.partial(), settingsSchema),

  'sessions.list': method(z.object({}), z.array(sessionSummarySchema)),
  'sessions.create': method(
    z.object({
      name: z.string().trim().min(1).max(MAX_SESSION_NAME),
      targets: z.array(newTargetSchema).max(32),
      plan: planSchema.partial().default({}),
      timeScale: z.number().positive().max(1e6).default(1),
    }),
    sessionSchema,
  ),
  /** Copies the bundled sample session into the workspace; where it is already, that one is answered. */
  'sessions.addSample': method(z.object({}), z.object({ session: sessionSchema, isNew: z.boolean() })),
  'sessions.get': method(inSession, sessionSchema),
  'sessions.update': method(
    inSession.extend({
      name: z.string().trim().min(1).max(MAX_SESSION_NAME).optional(),
      plan: planSchema.partial().optional(),
      targets: z
        .array(z.union([targetSchema, newTargetSchema]))
        .max(32)
        .optional(),
    }),
    sessionSchema,
  ),
  /** The filters of all views of its profiles. They are the reader's, so no event of the session. */
  'sessions.setFilters': method(inSession.extend({ filters: filtersSchema }), z.null()),
  /** Where this machine has the sources of the session's program: kept here, and not in the session's folder. */
  'sources.get': method(inSession, mappingsSchema),
  /** Rejects with `bad-request` for a folder that is not absolute or is the whole disk. */
  'sources.set': method(inSession.extend({ mappings: mappingsSchema }), z.null()),
  /**
   * From where one file is, or a folder that it lies below: which folder of the build is which one here. Keeps nothing.
   * Rejects with `not-found` where it is not there.
   */
  'sources.derive': method(
    z.object({ file: pathMappingSchema.shape.build, path: pathMappingSchema.shape.local }),
    pathMappingSchema,
  ),
  /** Asks the user for a folder, beginning at `at`; null: none was chosen. Where the host has no dialogs: `bad-request`. */
  'sources.pickFolder': method(
    z.object({ at: z.string().max(4096) }),
    pathMappingSchema.shape.local.nullable(),
  ),
  'sessions.status': method(inSession, z.array(targetStatusSchema)),

  'targets.probe': method(newTargetSchema, probeSchema),

  /**
   * Takes one snapshot per target now, beside the plan; resolves when they are on disk. Without `targetIds`, of every target
   * that is not paused; rejects with `bad-request` where none is left, `not-found` for an id that no target has.
   */
  'capture.now': method(
    inSession.extend({
      targetIds: z.array(targetSchema.shape.id).min(1).max(32).optional(),
      kinds: planSchema.shape.kinds.optional(),
      heapGc: z.boolean().optional(),
      /** An execution trace, and of `kinds` only what is named beside it. */
      trace: traceRequestSchema.optional(),
    }),
    z.array(snapshotSchema),
  ),

  /**
   * Ends what is being captured of a session now, by its plan or by any window; nothing of it is kept, and the plan goes on.
   */
  'capture.cancel': method(inSession, z.null()),

  /**
   * Captures by a plan of its own, beside the session's, which stays as it is: parts left out are the session's. Resolves
   * when its time is over; aborting the call ends it. Rejects where snapshots cannot be kept any more.
   */
  'capture.run': method(inSession.extend({ plan: planSchema.omit({ enabled: true }).partial() }), z.null()),

  /** `settled`: once process lives are compared in full; else with what is known, and `session.changed` says of more. */
  'timeline.get': method(inSession.extend({ settled: z.boolean().default(false) }), timelineSchema),
  /** Times given by the user, all or none; null: back to the time that the snapshot was taken with. */
  'snapshots.setTimes': method(
    inSession.extend({
      times: z
        .array(z.object({ snapshotId: z.string(), timeMs: z.number().min(0).nullable() }))
        .min(1)
        .max(10_000),
    }),
    z.array(snapshotSchema),
  ),
  /** Reads and hashes every capture. */
  'sessions.verify': method(inSession, verificationSchema),
  'snapshots.get': method(inSession.extend({ snapshotId: z.string() }), snapshotSchema),

  /** Opens the host's file dialog; the chosen files are taken as uploads. Empty: the user cancelled. */
  'import.pick': method(z.object({}), z.array(importFile)),
  /** A look into uploads: what they are, or why they are nothing that can be read. When they were taken, `timeOfFile` of core says. */
  'import.inspect': method(
    z.object({ files: z.array(importFile.pick({ upload: true, name: true })).max(10_000) }),
    z.array(
      z.object({
        upload: z.string(),
        facts: captureFactsSchema.nullable(),
        problem: sentenceSchema.nullable(),
      }),
    ),
  ),
  'import.commit': method(
    inSession.extend({ files: z.array(importFile).min(1).max(10_000) }),
    z.object({
      snapshots: z.array(z.string()),
      failed: z.array(sentenceSchema.extend({ name: z.string() })),
      /** The same bytes were there already. */
      duplicates: z.number(),
    }),
  ),

  'findings.get': method(inSession, findingsSchema),
  /** What the newest captures of its process say of a stack, and the dumps that have it. Rejects with `not-found` where there is no such process. */
  'stack.captures': method(inSession.extend(stackQuestionSchema.shape), stackInCapturesSchema),
  /** The same of execution traces, which take seconds each. */
  'stack.traces': method(inSession.extend(stackQuestionSchema.shape), stackInTracesSchema),
  /** The lines where a stack stands, where their file is in one of the session's or Go's folders; of a stack that the newest captures have. */
  'stack.source': method(inSession.extend(stackQuestionSchema.shape), stackSourceSchema),
  /** Where the memory of one process life is, snapshot by snapshot: fetched as bytes (Transport.bulk, contract/memory-table.ts). */
  'memory.account': method(
    inSession.extend({ target: z.string().nullable(), life: z.string() }),
    z.object({ bulk: z.string(), growth: memoryGrowthSchema.nullable() }),
  ),
  'goroutines.group': method(
    inSession.extend({
      snapshotId: z.string(),
      by: z.enum(GROUPINGS),
      /** Where the snapshot has it; else the first that it has, in this order. Of a trace those at its end. */
      from: z.enum(READ_FROM).default('dump'),
    }),
    goroutinesSchema.extend({
      captureId: z.string(),
      delta: z.object({ seconds: z.number().nullable() }).nullable(),
      statesInferred: z.boolean(),
      /** A dump in which no wait is counted in minutes: no collection has seen one parked for as long. */
      waitsUnstamped: z.boolean(),
      saysLabels: z.boolean(),
    }),
  ),
  /**
   * Where the dumps of the same process life have these goroutines of a snapshot's trace (or of its dump). Rejects with
   * `not-found` where that snapshot has neither.
   */
  'goroutines.find': method(
    inSession.extend({
      snapshotId: z.string(),
      goids: z.array(z.number().int().positive()).min(1).max(100),
    }),
    foundGoroutinesSchema,
  ),
  'profile.top': method(
    inSession.extend({
      ...ofCapture,
      sampleType: z.string().optional(),
      filters: filterQuestionSchema,
      ...rowQuestionSchema.shape,
    }),
    profileTableSchema,
  ),
  'profile.labels': method(
    inSession.extend({
      ...ofCapture,
      sampleType: z.string().optional(),
      filters: filterQuestionSchema,
    }),
    labelTableSchema,
  ),
  'profile.flame': method(
    inSession.extend({ ...ofCapture, ...flameQuestionSchema.shape }),
    flameAnswerSchema,
  ),
  /** A call graph, laid out: fetched as bytes (Transport.bulk, contract/graph-table.ts). */
  'profile.graph': method(
    inSession.extend({ ...ofCapture, ...graphQuestionSchema.shape }),
    flameAnswerSchema,
  ),
  /** What the lines of a function cost, and the lines, where their file is in one of the session's or Go's folders. */
  'profile.source': method(
    inSession.extend({ ...ofCapture, ...sourceQuestionSchema.shape }),
    sourceAnswerSchema,
  ),
  /** The same of B, with A beside it. */
  'compare.source': method(
    inSession.extend({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      ...sourceQuestionSchema.shape,
    }),
    sourceAnswerSchema,
  ),
  /**
   * Opens the file of that name of the build in the user's editor, where it is found as `profile.source` finds it: only what
   * that shows is opened. Rejects with `not-found` where it is not, `unavailable` where the editor is not.
   */
  'sources.open': method(
    inSession.extend({ file: pathMappingSchema.shape.build, line: z.number().int().min(1).max(10_000_000) }),
    z.null(),
  ),
  /** A capture as its filters show it, as a file for other tools, fetched as bytes (Transport.bulk). */
  'profile.export': method(
    inSession.extend({
      ...ofCapture,
      sampleType: z.string().optional(),
      filters: filterQuestionSchema,
      /** As of a flame graph; of every format but `dot`, which is of none. */
      pivot: flameQuestionSchema.shape.pivot,
      format: z.enum(FETCHED_FORMATS),
      /** Of `dot` alone. */
      graph: graphQuestionSchema.omit({ sampleType: true, filters: true }).prefault({}),
    }),
    z.object({ bulk: z.string() }),
  ),
  /** B less A as `go tool pprof -base` forms it, and as its filters show it. */
  'compare.export': method(
    inSession.extend({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      normalize: z.boolean().default(false),
      only: z.enum(FLAME_CHANGES).default('all'),
      sampleType: z.string().optional(),
      filters: filterQuestionSchema,
      /** As of a flame graph; of every format but `dot`, which is of none. */
      pivot: flameQuestionSchema.shape.pivot,
      format: z.enum(FETCHED_FORMATS),
      /** Of `dot` alone. */
      graph: graphQuestionSchema.omit({ sampleType: true, filters: true }).prefault({}),
    }),
    z.object({ bulk: z.string() }),
  ),
  /** B less A. `normalize`: A is first scaled to B's total, so that shares are compared and not amounts. */
  'compare.flame': method(
    inSession.extend({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      normalize: z.boolean().default(false),
      only: z.enum(FLAME_CHANGES).default('all'),
      ...flameQuestionSchema.shape,
    }),
    flameDifferenceSchema,
  ),
  /** B less A, in the calls and functions of both. */
  'compare.graph': method(
    inSession.extend({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      normalize: z.boolean().default(false),
      ...graphQuestionSchema.shape,
    }),
    flameDifferenceSchema,
  ),
  'compare.get': method(
    inSession.extend({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      sampleType: z.string().optional(),
      filters: filterQuestionSchema,
    }),
    compareSchema,
  ),

  'annotations.list': method(inSession, z.array(annotationSchema)),
  /**
   * Writes an annotation: a new one without `id`; with it that one as it is to be, be it that it was removed. Rejects
   * with `conflict` where it is not of `basedOnMs` (its `changedMs`) any more; null writes over whatever is there.
   */
  'annotations.put': method(
    inSession.extend({
      id: annotationId.optional(),
      basedOnMs: z.number().nullable().default(null),
      draft: annotationDraftSchema,
    }),
    annotationSchema,
  ),
  'annotations.remove': method(
    inSession.extend({ id: annotationId, basedOnMs: z.number().nullable().default(null) }),
    z.null(),
  ),

  /** notes.md as it is on disk now. */
  'notes.get': method(inSession, notesSchema),
  /** Rejects with `conflict` where notes.md is not of `revision` any more. The text may be too long: said, not cut. */
  'notes.save': method(inSession.extend({ text: z.string(), revision: z.string().max(64) }), notesSchema),

  /** Over names, notes and annotations of all sessions. Captures are not looked into. */
  'search.find': method(
    z.object({
      text: z.string().trim().max(200),
      limit: z.number().int().min(1).max(SEARCH_HITS).default(SEARCH_HITS),
    }),
    z.object({ hits: z.array(searchHitSchema), /** There were more than `limit`. */ more: z.boolean() }),
  ),

  /** Shows a capture's file in the system's file manager. */
  'files.reveal': method(inSession.extend({ captureId: z.string() }), z.null()),
} as const;

export type Methods = typeof METHODS;
export type MethodName = keyof Methods;
/** What a caller passes: defaults may be left out. */
export type Args<M extends MethodName> = z.input<Methods[M]['args']>;
/** What a handler gets: validated, defaults filled in. */
export type ParsedArgs<M extends MethodName> = z.output<Methods[M]['args']>;
export type Returns<M extends MethodName> = z.output<Methods[M]['result']>;

export const isMethodName = (name: string): name is MethodName => Object.hasOwn(METHODS, name);
