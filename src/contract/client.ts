import { EVENTS, isEventName, type EventName, type EventPayload } from './events';
import { METHODS, type Args, type MethodName, type Returns } from './methods';
import type { OnProgress } from './progress';
import type { Transport } from './transport';

/** The API as the UI uses it. Results and events are validated: a newer or broken server is an error, not a surprise. */
export interface Client {
  /** `onProgress` hears how far the work is, a few times a second, and nothing after the answer. */
  call<M extends MethodName>(
    method: M,
    args: Args<M>,
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<Returns<M>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  download: Transport['download'];
  bulk: Transport['bulk'];
  upload: Transport['upload'];
  onState: Transport['onState'];
}

export function createClient(transport: Transport): Client {
  return {
    async call(method, args, signal, onProgress) {
      const result = await transport.call(method, args, signal, onProgress);
      return METHODS[method].result.parse(result) as Returns<typeof method>;
    },
    on(event, listener) {
      return transport.subscribe((name, payload) => {
        if (name === event && isEventName(name)) {
          listener(EVENTS[name].parse(payload) as EventPayload<typeof event>);
        }
      });
    },
    download: (sessionId, captureId, signal) => transport.download(sessionId, captureId, signal),
    bulk: (id, signal) => transport.bulk(id, signal),
    upload: (bytes, signal) => transport.upload(bytes, signal),
    onState: (listener) => transport.onState(listener),
  };
}
