// The server's side of one client, whatever carries its messages: calls under way, their aborts, events.
import {
  MAX_MESSAGE_LENGTH,
  MAX_RUNNING_CALLS,
  clientMessageSchema,
  decodeMessage,
  type ServerMessage,
} from '../contract/wire';
import type { Backend } from './backend';
import { paced } from './paced';
import { serve } from './serve';

export interface Connection {
  /** Takes one message as it came. Never throws: what is no message is answered with an error. */
  receive(text: unknown): void;
  /** Aborts all calls under way and ends the events. */
  close(): void;
}

/** Wires a client to the services. `send` must not throw; it is not called after `close`. */
export function openConnection(backend: Backend, send: (text: string) => void): Connection {
  const running = new Map<number, AbortController>();
  let closed = false;
  const post = (message: ServerMessage): void => {
    if (!closed) send(JSON.stringify(message));
  };
  const unsubscribe = backend.subscribe((event, payload) => post({ type: 'event', event, payload }));

  const call = async (id: number, method: string, args: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    const report = paced((progress) => {
      if (running.get(id) === abort && !abort.signal.aborted) post({ type: 'progress', id, progress });
    });
    const outcome = await serve(backend.handlers, method, args, abort.signal, report);
    running.delete(id);
    post(
      outcome.ok
        ? { type: 'result', id, result: outcome.result }
        : { type: 'error', id, error: outcome.error },
    );
  };

  return {
    receive(text) {
      if (closed) return;
      const decoded = decodeMessage(clientMessageSchema, text, MAX_MESSAGE_LENGTH);
      if (!decoded.ok) {
        post({ type: 'error', id: decoded.id, error: decoded.error });
        return;
      }
      const { message } = decoded;
      if (message.type === 'abort') {
        running.get(message.id)?.abort();
      } else if (running.has(message.id) || running.size >= MAX_RUNNING_CALLS) {
        const why = running.has(message.id) ? 'This id is taken' : 'Too many calls are running';
        // Without an id where it is taken: the answer would be mistaken for that of the call that has it.
        const id = running.has(message.id) ? null : message.id;
        post({ type: 'error', id, error: { code: 'bad-request', message: `${why}.` } });
      } else {
        void call(message.id, message.method, message.args);
      }
    },
    close() {
      closed = true;
      unsubscribe();
      for (const abort of running.values()) abort.abort();
      running.clear();
    },
  };
}
