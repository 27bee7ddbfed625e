// What people write and find again: the part of the services that is about annotations, notes and search.
import type { EventHub } from './event-hub';
import { findText } from './search';
import type { Handlers } from './serve';
import type { SessionStore } from './workspace/session-store';
import type { Workspace } from './workspace/workspace';

type AnnotationMethod =
  'annotations.list' | 'annotations.put' | 'annotations.remove' | 'notes.get' | 'notes.save' | 'search.find';

export function createAnnotationHandlers(services: {
  readonly workspace: Workspace;
  readonly sessionOf: (id: string) => Promise<SessionStore>;
  /** null: it cannot be opened, which its entry in the list says. */
  readonly openQuietly: (id: string) => Promise<SessionStore | null>;
  readonly events: EventHub;
}): Pick<Handlers, AnnotationMethod> {
  const { workspace, sessionOf, openQuietly, events } = services;
  return {
    'annotations.list': async ({ sessionId }) => [...(await sessionOf(sessionId)).annotations.list()],
    'annotations.put': async ({ sessionId, id, basedOnMs, draft }) => {
      const store = await sessionOf(sessionId);
      if (draft.on.type === 'snapshot') store.snapshot(draft.on.snapshotId);
      const annotation = await store.annotations.put({ ...draft, id, basedOnMs });
      events.emit('annotation.changed', { sessionId, id: annotation.id, annotation });
      return annotation;
    },
    'annotations.remove': async ({ sessionId, id, basedOnMs }) => {
      await (await sessionOf(sessionId)).annotations.remove(id, basedOnMs);
      events.emit('annotation.changed', { sessionId, id, annotation: null });
      return null;
    },
    'notes.get': async ({ sessionId }) => (await sessionOf(sessionId)).notes.get(),
    'notes.save': async ({ sessionId, text, revision }) => {
      const saved = await (await sessionOf(sessionId)).notes.save(text, revision);
      if (saved.revision !== revision) {
        events.emit('notes.changed', { sessionId, revision: saved.revision });
      }
      return saved;
    },
    'search.find': ({ text, limit }, signal) =>
      findText({ sessions: () => workspace.sessions(), open: openQuietly }, text, limit, signal),
  };
}
