// Lines with what they cost, and where their sources are: the part of the services that reads files beside the workspace.
// No caller names a file. It names a function, or a stack; its file is what the capture says, and is looked for in the
// folders that the user has given for this session and in those of this machine's Go.
import { resolve } from 'node:path';
import { failed } from '../contract/errors';
import { localPlaces, type SourceFolders } from '../core/source/local-places';
import type { Queries } from './analysis/queries';
import type { StackQueries } from './analysis/stack-queries';
import { openInEditor, type EditorChoice } from './editor/open-editor';
import type { EventHub } from './event-hub';
import type { Handlers } from './serve';
import { deriveMapping, expectUsable } from './source-files/derive-mapping';
import { findSource } from './source-files/find-source';
import { goFolders, type GoFolders } from './source-files/go-folders';
import type { KeptMappings } from './source-files/kept-mappings';
import type { SessionStore } from './workspace/session-store';

type SourceMethod =
  | 'sources.get'
  | 'sources.set'
  | 'sources.derive'
  | 'sources.open'
  | 'stack.source'
  | 'profile.source'
  | 'compare.source';

export function createSourceHandlers(services: {
  readonly sessionOf: (id: string) => Promise<SessionStore>;
  readonly queries: Queries;
  readonly stacks: StackQueries;
  readonly events: EventHub;
  readonly mappings: KeptMappings;
  readonly editor: () => EditorChoice;
}): Pick<Handlers, SourceMethod> {
  const { sessionOf, queries, stacks, events, mappings, editor } = services;
  let ofGo: Promise<GoFolders> | null = null;
  const foldersOf = async (sessionId: string): Promise<SourceFolders> => ({
    mappings: await mappings.get(sessionId),
    checkouts: [],
    ...(await (ofGo ??= goFolders())),
  });
  return {
    'sources.get': async ({ sessionId }) => [...(await mappings.get((await sessionOf(sessionId)).id))],
    'sources.set': async ({ sessionId, mappings: given }) => {
      for (const { local } of given) expectUsable(local);
      await mappings.set((await sessionOf(sessionId)).id, given);
      events.emit('sources.changed', { sessionId, mappings: given });
      return null;
    },
    'sources.derive': ({ file, path }) => Promise.resolve().then(() => deriveMapping(file, path)),
    'sources.open': async ({ sessionId, file, line }) => {
      const { id } = await sessionOf(sessionId);
      const found = findSource(localPlaces(file, await foldersOf(id)), '/');
      if (!found.ok) throw failed('source-not-found', { file });
      await openInEditor(editor(), resolve(found.path), line);
      return null;
    },
    'stack.source': async (args, signal) => {
      const store = await sessionOf(args.sessionId);
      return stacks.source(store, args, await foldersOf(store.id), signal);
    },
    'profile.source': async (args, signal, report) => {
      const store = await sessionOf(args.sessionId);
      return queries.source(store, args, await foldersOf(store.id), signal, report);
    },
    'compare.source': async (args, signal, report) => {
      const store = await sessionOf(args.sessionId);
      return queries.sourceDifference(store, args, await foldersOf(store.id), signal, report);
    },
  };
}
