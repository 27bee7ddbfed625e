import { z } from 'zod';
import { annotationId, annotationSchema } from './annotations';
import { sessionSummarySchema, snapshotSchema, targetStatusSchema } from './domain';
import { filtersSchema } from './filters';
import { noticeSchema, settingsSchema } from './methods';
import { mappingsSchema } from './sources';

/** What the server says unasked. Small: an event tells that something changed and what, bulk is fetched. */
export const EVENTS = {
  'sessions.changed': z.object({ sessions: z.array(sessionSummarySchema) }),
  'session.changed': z.object({ sessionId: z.string() }),
  'filters.changed': z.object({ sessionId: z.string(), filters: filtersSchema }),
  'sources.changed': z.object({ sessionId: z.string(), mappings: mappingsSchema }),
  'snapshot.added': z.object({ sessionId: z.string(), snapshot: snapshotSchema }),
  'status.changed': z.object({ sessionId: z.string(), targets: z.array(targetStatusSchema) }),
  /** null: it was removed. */
  'annotation.changed': z.object({
    sessionId: z.string(),
    id: annotationId,
    annotation: annotationSchema.nullable(),
  }),
  'notes.changed': z.object({ sessionId: z.string(), revision: z.string() }),
  'settings.changed': settingsSchema,
  notice: noticeSchema,
} as const;

export type Events = typeof EVENTS;
export type EventName = keyof Events;
export type EventPayload<E extends EventName> = z.output<Events[E]>;
export const isEventName = (name: string): name is EventName => Object.hasOwn(EVENTS, name);
