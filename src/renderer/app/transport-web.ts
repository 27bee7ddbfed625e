import { failed } from '../../contract/errors';
import type { Transport } from '../../contract/transport';
import { KEY_PATH, WS_KEY_PREFIX, WS_PATH, WS_PROTOCOL } from '../../contract/wire';
import { createBytesClient } from './bytes-client';
import { createWireClient } from './wire-client';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
/** How long a call made while the server is away waits for it. */
const PATIENCE_MS = 5_000;

export interface WebTransportOptions {
  /** The web host's origin, `http://127.0.0.1:7311`. */
  readonly origin: string;
  /** null: this page was never given one, and is answered nothing. */
  readonly key: string | null;
  /** For tests outside a browser. */
  readonly WebSocket?: typeof WebSocket;
}

export interface WebTransport extends Transport {
  /** Ends it for good. */
  close(): void;
}

/** One that says why it cannot be any. */
const withoutKey = (): WebTransport => {
  const refuse = (): Promise<never> => Promise.reject(failed('no-page-key'));
  return {
    ...{ call: refuse, bulk: refuse, download: refuse, upload: refuse },
    subscribe: () => () => undefined,
    onState(listener) {
      listener('closed');
      return () => undefined;
    },
    close: () => undefined,
  };
};

/** A transport over a WebSocket that comes back by itself, first after a quarter of a second, then ever slower. */
export function createWebTransport({ key, ...options }: WebTransportOptions): WebTransport {
  if (key === null) return withoutKey();
  const Socket = options.WebSocket ?? WebSocket;
  const url = options.origin.replace(/^http/, 'ws') + WS_PATH;
  const stateListeners = new Set<(state: 'open' | 'closed') => void>();
  let socket: WebSocket | undefined;
  let state: 'open' | 'closed' = 'closed';
  let ended = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let whyClosed = failed('server-silent');
  let isRefused = false;
  /** Calls that wait for the next opening. */
  const waiting = new Set<{ open(): void; fail(): void }>();

  const wire = createWireClient((text) => {
    if (socket?.readyState !== 1) throw whyClosed;
    socket.send(text);
  });

  const setState = (next: 'open' | 'closed'): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  const connect = (): void => {
    const opening = new Socket(url, [WS_PROTOCOL, WS_KEY_PREFIX + key]);
    socket = opening;
    opening.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      whyClosed = failed('server-silent');
      isRefused = false;
      setState('open');
      for (const call of [...waiting]) call.open();
    });
    opening.addEventListener('message', (event: MessageEvent<unknown>) => wire.receive(event.data));
    opening.addEventListener('close', () => {
      if (socket !== opening) return;
      socket = undefined;
      wire.failAll(whyClosed);
      setState('closed');
      if (!ended) void scheduleRetry();
    });
    // 'close' follows and says it all; without a listener some implementations throw.
    opening.addEventListener('error', () => undefined);
  };

  const scheduleRetry = async (): Promise<void> => {
    if (await isKeyRefused(options.origin, key)) {
      isRefused = true;
      whyClosed = failed('server-restarted');
      for (const call of [...waiting]) call.fail();
    }
    if (ended) return;
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  };

  const untilOpen = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        waiting.delete(call);
        clearTimeout(patience);
        signal?.removeEventListener('abort', call.open);
        then();
      };
      const call = {
        open: () => settle(resolve),
        fail: () => settle(() => reject(whyClosed)),
      };
      const patience = setTimeout(call.fail, PATIENCE_MS);
      // Not answered here: what comes next sees the signal, and says so.
      signal?.addEventListener('abort', call.open, { once: true });
      waiting.add(call);
    });

  connect();
  return {
    async call(method, args, signal, onProgress) {
      if (state === 'closed' && !ended && !isRefused) await untilOpen(signal);
      return wire.call(method, args, signal, onProgress);
    },
    subscribe: (listener) => wire.subscribe(listener),
    ...createBytesClient(options.origin, () => Promise.resolve(key)),
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    close() {
      ended = true;
      clearTimeout(retry);
      for (const call of [...waiting]) call.fail();
      socket?.close();
    },
  };
}

/** Tells a server that has another key from one that is away. */
async function isKeyRefused(origin: string, key: string): Promise<boolean> {
  try {
    const answer = await fetch(origin + KEY_PATH, { headers: { authorization: `Bearer ${key}` } });
    return answer.status === 401;
  } catch (error) {
    if (error instanceof TypeError) return false; // what fetch says of a server that is not there
    throw error;
  }
}
