// A workspace with one session of recorded captures, ten minutes apart, that captures nothing by itself: what is
// written beside them is what a test is about.
import { gunzipSync } from 'node:zlib';
import { inspectCapture } from '../../src/core/inspect/inspect-capture';
import { openWorkspace } from '../../src/main/workspace/workspace';
import type { SessionStore } from '../../src/main/workspace/session-store';
import { openRecording } from './replay-server';

export const NOTED_FROM = Date.parse('2025-05-12T08:00:00Z');
export const NOTED_EVERY_MS = 600_000;
export const NOTED_SNAPSHOTS = 12;

/** Makes the workspace at `path`; `write` may write into the session before it is closed. Answers the session's folder. */
export async function makeNotedSession(
  path: string,
  write: (session: SessionStore) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const recording = openRecording('collectsvr');
  const workspace = await openWorkspace(path);
  try {
    const session = await workspace.createSession({ name: 'collect-svr' });
    const snapshots = Array.from({ length: NOTED_SNAPSHOTS }, (_, i) => {
      const timeMs = NOTED_FROM + i * NOTED_EVERY_MS;
      const captures = ['goroutine', 'heap'].map((kind) => {
        const bytes = recording.file(`${String(i).padStart(2, '0')}-${kind}.pb.gz`);
        return { bytes, importedFrom: `${i}-${kind}.pb.gz` };
      });
      return { timeMs, captures };
    });
    await session.addSnapshots(
      snapshots.map(({ timeMs, captures }) => ({
        ...{ targetId: null, timeMs, timeSource: 'user' as const, memory: null, failures: [] },
        captures: captures.map(({ bytes, importedFrom }) => ({ bytes, importedFrom, facts: factsOf(bytes) })),
      })),
    );
    await write(session);
    return session.folder;
  } finally {
    await workspace.close();
  }
}

function factsOf(bytes: Uint8Array) {
  const facts = inspectCapture(new Uint8Array(gunzipSync(bytes)));
  if (!facts.ok) throw new Error(facts.error.message);
  return facts.value;
}
