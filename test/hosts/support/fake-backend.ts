// Services that do what a test of transports needs, and nothing else.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, PlumblineError } from '../../../src/contract/errors';
import { said } from '../../../src/contract/failures/say';
import { DEFAULT_SETTINGS, METHODS } from '../../../src/contract/methods';
import type { Backend, EventListener } from '../../../src/main/backend';
import type { Handlers } from '../../../src/main/serve';
import { bulk } from './scenarios';

export const EMPTY_TIMELINE = {
  snapshotId: [],
  timeMs: [],
  timeSource: [],
  targetId: [],
  goroutines: [],
  liveHeapBytes: [],
  rssBytes: [],
  kinds: [],
  traceSeconds: [],
  delta: [],
  failed: [],
  gaps: [],
  life: [],
  lives: [],
  several: [],
  clockSteps: [],
  verdicts: [],
  diskBytes: 0,
};

/**
 * - `timeline.get` waits at the gate that its session id names, until the gate opens or the call is aborted.
 * - `sessions.status` opens that gate.
 * - `sessions.list` tells, as session ids, the gates whose calls were aborted, in order.
 * - `import.inspect` reports two steps, between them waits for its abort where the upload is `wait`, and one after its answer.
 * - `app.setSettings` announces the settings. `sessions.get` does not find. `files.reveal` is broken.
 * - Captures are the files of `dir/<session>/`. An upload's name is its size and SHA-256.
 */
export function createFakeBackend(dir: string): Backend {
  const gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();
  const gate = (name: string): { readonly opened: Promise<void>; readonly open: () => void } => {
    let found = gates.get(name);
    if (found === undefined) {
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      found = { opened, open };
      gates.set(name, found);
    }
    return found;
  };
  const aborted: string[] = [];
  const listeners = new Set<EventListener>();

  const missing = (): Promise<never> =>
    Promise.reject(new PlumblineError({ code: 'unavailable', message: 'Not in this test.' }));
  const handlers = {
    ...(Object.fromEntries(Object.keys(METHODS).map((name) => [name, missing])) as unknown as Handlers),
    'app.capabilities': () =>
      Promise.resolve({
        version: 'fake',
        workspacePath: dir,
        canOpenDialogs: false,
        canRevealFiles: false,
        canSetCommand: false,
        linkHosts: null,
      }),
    'app.notices': () => Promise.resolve([]),
    'app.setSettings': (change) => {
      const settings = {
        ...DEFAULT_SETTINGS,
        theme: change.theme ?? 'system',
        locale: change.locale ?? 'en',
      };
      for (const listener of listeners) listener('settings.changed', settings);
      return Promise.resolve(settings);
    },
    'sessions.get': () =>
      Promise.reject(
        failed('file-unreadable', {
          file: 'heap.pb.gz',
          why: said('bytes-truncated', { detail: 'Of 3 bytes.' }),
        }),
      ),
    'sessions.list': () =>
      Promise.resolve(
        aborted.map((id) => ({
          id,
          name: id,
          snapshots: 0,
          firstMs: null,
          lastMs: null,
          capturing: false,
          spark: [],
          verdict: null,
          problem: null,
        })),
      ),
    'sessions.status': ({ sessionId }) => {
      gate(sessionId).open();
      return Promise.resolve([]);
    },
    'timeline.get': async ({ sessionId }, signal) => {
      const gaveUp = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(sessionId);
          reject(failed('cancelled'));
        });
      });
      await Promise.race([gate(sessionId).opened, gaveUp]);
      return { ...EMPTY_TIMELINE, snapshotId: [sessionId] };
    },
    'import.inspect': async ({ files }, signal, report) => {
      report({ step: 'inspect', done: 0, all: 2 });
      if (files[0]?.upload === 'wait') {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      }
      report({ step: 'keep', done: 1, all: 2 });
      // A handler that goes on reporting after its answer.
      setTimeout(() => report({ step: 'judge', done: 0, all: null }), 0);
      return [];
    },
    'files.reveal': () => Promise.reject(new TypeError('secret detail of a defect')),
  } satisfies Handlers;

  return {
    handlers,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async captureFile(sessionId, captureId) {
      const file = join(dir, sessionId, captureId);
      try {
        await stat(file);
      } catch {
        throw new PlumblineError({ code: 'not-found', message: 'There is no such capture.' });
      }
      return file;
    },
    takeBulk(id) {
      if (id !== 'answer') {
        throw new PlumblineError({ code: 'not-found', message: 'There is no such answer.' });
      }
      return bulk(1000);
    },
    async storeUpload(bytes) {
      const hash = createHash('sha256');
      let size = 0;
      for await (const chunk of bytes) {
        hash.update(chunk);
        size += chunk.byteLength;
      }
      return `${size}-${hash.digest('hex').slice(0, 40)}`;
    },
    close: () => Promise.resolve(),
  };
}
