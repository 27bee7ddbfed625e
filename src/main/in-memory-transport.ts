import { readFile } from 'node:fs/promises';
import { failed, PlumblineError } from '../contract/errors';
import type { Transport } from '../contract/transport';
import type { Backend } from './backend';
import { paced } from './paced';
import { serve, toWireError } from './serve';

/** The services without a boundary in between: for the CLI and for tests. Values are handed over, not copied. */
export function createInMemoryTransport(backend: Backend): Transport {
  return {
    call(method, args, signal, onProgress) {
      return new Promise((resolve, reject) => {
        const abort = new AbortController();
        // Like a remote caller, one that has given up does not wait for the handler to notice.
        const giveUp = (): void => {
          abort.abort();
          reject(failed('cancelled'));
        };
        if (signal?.aborted === true) {
          giveUp();
          return;
        }
        signal?.addEventListener('abort', giveUp, { once: true });
        let settled = false;
        const report = paced((progress) => {
          if (!settled && !abort.signal.aborted) onProgress?.(progress);
        });
        void serve(backend.handlers, method, args, abort.signal, report).then((outcome) => {
          settled = true;
          signal?.removeEventListener('abort', giveUp);
          if (outcome.ok) resolve(outcome.result);
          else reject(new PlumblineError(outcome.error));
        });
      });
    },
    subscribe: (listener) => backend.subscribe(listener),
    async download(sessionId, captureId, signal) {
      return asExpected(async () => {
        const path = await backend.captureFile(sessionId, captureId);
        return new Uint8Array(await readFile(path, signal === undefined ? {} : { signal }));
      }, signal);
    },
    async bulk(id, signal) {
      return asExpected(() => {
        signal?.throwIfAborted();
        return Promise.resolve(backend.takeBulk(id));
      }, signal);
    },
    async upload(bytes, signal) {
      return asExpected(() => backend.storeUpload(oneChunk(bytes, signal)), signal);
    },
    onState(listener) {
      listener('open');
      return () => undefined;
    },
  };
}

async function asExpected<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new PlumblineError(toWireError(error, signal));
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async generator by its consumer's wish, with one value at hand
async function* oneChunk(bytes: Uint8Array, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  yield bytes;
}
