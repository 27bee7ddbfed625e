// Where the sources of a session's program are on this machine: a fact of the machine, so it is kept beside the app's
// settings, a file per session. In the session's folder it would go to colleagues with the captures, tell them what folders
// there are here, and name folders of theirs to whoever sends one back.
import { join } from 'node:path';
import { z } from 'zod';
import type { PathMapping } from '../../core/source/local-places';
import type { PlumblineError } from '../../contract/errors';
import { openKeptDocument, type KeptDocument } from '../kept-document';
import { nodeFiles, type Files } from '../workspace/files';

export interface KeptMappings {
  get(sessionId: string): Promise<readonly PathMapping[]>;
  /** Durable on return. Rejects with `disk-full` or `disk-failed`, and where a newer Plumbline has written the file. */
  set(sessionId: string, mappings: readonly PathMapping[]): Promise<void>;
}

const VERSION = 1;
const text = z.string().min(1).max(4096);
/** Exported for the test that holds docs/formats.md against it. */
export const mappingsFile = z.object({
  formatVersion: z.literal(VERSION),
  mappings: z.array(z.object({ build: text, local: text })).max(64),
});
type MappingsFile = z.infer<typeof mappingsFile>;

/** In `sources` in `folder`. `onProblem` hears of a file that cannot be read: then there are none. */
export function createKeptMappings(
  folder: string,
  onProblem: (problem: PlumblineError) => void,
  files: Files = nodeFiles,
): KeptMappings {
  const open = (sessionId: string): Promise<KeptDocument<MappingsFile>> =>
    openKeptDocument({
      path: join(folder, 'sources', `${sessionId}.json`),
      files,
      format: { versionField: 'formatVersion', version: VERSION, steps: {}, schema: mappingsFile },
      initial: { formatVersion: VERSION, mappings: [] },
    });
  return {
    // Read anew each time: another window's process may have written it, and it is small.
    async get(sessionId) {
      const { value, problem } = await open(sessionId);
      if (problem !== null) onProblem(problem);
      return value.mappings;
    },
    async set(sessionId, mappings) {
      const document = await open(sessionId);
      if (document.problem?.sentence.key === 'kept-newer') throw document.problem;
      await document.set({ formatVersion: VERSION, mappings: [...mappings] });
    },
  };
}
