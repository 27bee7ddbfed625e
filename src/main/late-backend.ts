import { METHODS, type MethodName } from '../contract/methods';
import type { OnProgress } from '../contract/progress';
import type { Backend } from './backend';
import type { Handlers } from './serve';

/**
 * A backend whose workspace is still being opened: calls and bytes wait for it, so that a window need not. Where it cannot be
 * opened they fail as that did; who gave the promise says so to the user.
 */
export function lateBackend(opening: Promise<Backend>): Backend {
  const later =
    (name: MethodName) =>
    async (args: unknown, signal: AbortSignal, report: OnProgress): Promise<unknown> => {
      const { handlers } = await opening;
      signal.throwIfAborted();
      const handler = handlers[name] as (
        args: unknown,
        signal: AbortSignal,
        report: OnProgress,
      ) => Promise<unknown>;
      return handler(args, signal, report);
    };
  const names = Object.keys(METHODS) as MethodName[];
  return {
    handlers: Object.fromEntries(names.map((name) => [name, later(name)])) as unknown as Handlers,
    subscribe(listener) {
      let end: (() => void) | null = null;
      let ended = false;
      opening.then(
        (backend) => {
          if (!ended) end = backend.subscribe(listener);
        },
        () => {
          // Nothing will ever happen in it.
        },
      );
      return () => {
        ended = true;
        end?.();
      };
    },
    captureFile: async (sessionId, captureId) => (await opening).captureFile(sessionId, captureId),
    storeUpload: async (bytes) => (await opening).storeUpload(bytes),
    close: async () => (await opening).close(),
  };
}
