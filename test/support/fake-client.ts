// A client whose answers a test gives one by one, so that it decides what overtakes what.
import type { Client } from '../../src/contract/client';
import { failed, type PlumblineError } from '../../src/contract/errors';

export interface PendingCall {
  readonly method: string;
  readonly args: unknown;
  readonly signal: AbortSignal | undefined;
  resolve(result: unknown): void;
  reject(error: PlumblineError): void;
}

export interface FakeClient extends Client {
  /** Calls not answered yet, oldest first. */
  readonly pending: PendingCall[];
  /** Every call so far, answered or not. */
  readonly calls: { readonly method: string; readonly args: unknown }[];
  /** Answers the oldest pending call of a method; waits until what hangs on it has run. */
  answer(method: string, result: unknown): Promise<void>;
  fail(method: string, error: PlumblineError): Promise<void>;
  emit(event: string, payload: unknown): void;
  setState(state: 'open' | 'closed'): void;
}

/** Lets everything that waits on settled promises run. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

export function makeFakeClient(): FakeClient {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const states = new Set<(state: 'open' | 'closed') => void>();
  const pending: PendingCall[] = [];
  const calls: { method: string; args: unknown }[] = [];
  const take = (method: string): PendingCall => {
    const at = pending.findIndex((call) => call.method === method);
    const [call] = at < 0 ? [] : pending.splice(at, 1);
    if (call === undefined) throw new Error(`nobody waits for ${method}`);
    return call;
  };
  const call = (method: string, args: unknown, signal?: AbortSignal): Promise<unknown> => {
    calls.push({ method, args });
    return new Promise((resolve, reject) => {
      const entry: PendingCall = { method, args, signal, resolve, reject };
      pending.push(entry);
      signal?.addEventListener('abort', () => {
        const at = pending.indexOf(entry);
        if (at >= 0) pending.splice(at, 1);
        reject(failed('cancelled'));
      });
    });
  };
  return {
    pending,
    calls,
    call: call as Client['call'],
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onState(listener) {
      states.add(listener);
      return () => states.delete(listener);
    },
    download: () => Promise.resolve(new Uint8Array()),
    bulk: () => Promise.resolve(new Uint8Array()),
    upload: () => Promise.resolve('upload'),
    async answer(method, result) {
      take(method).resolve(result);
      await settle();
    },
    async fail(method, error) {
      take(method).reject(error);
      await settle();
    },
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
    setState(state) {
      for (const listener of states) listener(state);
    },
  };
}
