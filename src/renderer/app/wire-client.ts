// The page's side of a pipe of messages: matches answers to calls, hands events out. Knows no host.
import { failed, PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import { decodeMessage, serverMessageSchema, type ClientMessage } from '../../contract/wire';

export interface WireClient {
  call(method: string, args: unknown, signal?: AbortSignal, onProgress?: OnProgress): Promise<unknown>;
  subscribe(listener: (event: string, payload: unknown) => void): () => void;
  /** Takes one message from the server as it came. */
  receive(text: unknown): void;
  /** Fails every call under way: their answers cannot come any more. */
  failAll(error: PlumblineError): void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: PlumblineError): void;
  readonly onProgress: OnProgress | undefined;
}

/** `send` hands one message to the server; it throws PlumblineError where it cannot. */
export function createWireClient(send: (text: string) => void): WireClient {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: string, payload: unknown) => void>();
  let nextId = 0;
  const post = (message: ClientMessage): void => send(JSON.stringify(message));

  return {
    call(method, args, signal, onProgress) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(cancelled());
          return;
        }
        const id = nextId++;
        const settle = (): void => {
          pending.delete(id);
          signal?.removeEventListener('abort', giveUp);
        };
        const giveUp = (): void => {
          settle();
          reject(cancelled());
          try {
            post({ type: 'abort', id });
          } catch (error) {
            // The other side is gone, and its work with it.
            if (!(error instanceof PlumblineError)) throw error;
          }
        };
        pending.set(id, {
          resolve: (result) => {
            settle();
            resolve(result);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
          onProgress,
        });
        signal?.addEventListener('abort', giveUp, { once: true });
        try {
          post({ type: 'call', id, method, args });
        } catch (error) {
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive(text) {
      const decoded = decodeMessage(serverMessageSchema, text);
      if (!decoded.ok) {
        console.error(decoded.error.message);
        return;
      }
      const { message } = decoded;
      switch (message.type) {
        case 'event':
          for (const listener of listeners) listener(message.event, message.payload);
          break;
        case 'result':
          pending.get(message.id)?.resolve(message.result);
          break;
        case 'progress':
          pending.get(message.id)?.onProgress?.(message.progress);
          break;
        case 'error': {
          const error = new PlumblineError(message.error);
          if (message.id === null) console.error(error.message);
          else pending.get(message.id)?.reject(error);
          break;
        }
      }
    },
    failAll(error) {
      for (const call of [...pending.values()]) call.reject(error);
    },
  };
}

export const cancelled = (): PlumblineError => failed('cancelled');
