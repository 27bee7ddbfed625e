import { describe, expect, it, vi } from 'vitest';
import { MAX_MESSAGE_LENGTH, MAX_RUNNING_CALLS } from '../contract/wire';
import type { Backend, EventListener } from './backend';
import { openConnection } from './connection';
import type { Handlers } from './serve';

function rig() {
  const signals: AbortSignal[] = [];
  const listeners = new Set<EventListener>();
  const backend: Backend = {
    handlers: {
      // Never answers: what is under way stays so.
      'sessions.list': (_args: unknown, signal: AbortSignal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    } as unknown as Handlers,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takeBulk: () => new Uint8Array(),
    captureFile: () => Promise.reject(new Error('not asked for')),
    storeUpload: () => Promise.reject(new Error('not asked for')),
    close: () => Promise.resolve(),
  };
  const sent: unknown[] = [];
  const connection = openConnection(backend, (text) => sent.push(JSON.parse(text)));
  const call = (id: number): void =>
    connection.receive(JSON.stringify({ type: 'call', id, method: 'sessions.list', args: {} }));
  return { connection, call, sent, signals, listeners };
}
const refusal = (id: number | null): unknown => ({
  type: 'error',
  id,
  error: expect.objectContaining({ code: 'bad-request' }) as unknown,
});

describe('a connection', () => {
  it('aborts what is under way and ends its events when it closes, and says nothing after', () => {
    const { connection, call, sent, signals, listeners } = rig();
    call(1);
    call(2);
    expect(listeners.size).toBe(1);
    connection.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(listeners.size).toBe(0);
    call(3);
    connection.receive('nonsense');
    expect(signals).toHaveLength(2);
    expect(sent).toEqual([]);
  });

  it('does not let an id be taken twice, and answers neither call by mistake', () => {
    const { call, sent, signals } = rig();
    call(1);
    call(1);
    expect(signals).toHaveLength(1);
    expect(sent).toEqual([refusal(null)]);
  });

  it('bounds the calls under way, and the length of a message', () => {
    const { connection, call, sent, signals } = rig();
    for (let id = 0; id <= MAX_RUNNING_CALLS; id++) call(id);
    expect(signals).toHaveLength(MAX_RUNNING_CALLS);
    const parse = vi.spyOn(JSON, 'parse');
    parse.mockClear();
    connection.receive('1'.repeat(MAX_MESSAGE_LENGTH + 1));
    expect(parse.mock.calls.filter(([text]) => text.length > MAX_MESSAGE_LENGTH)).toEqual([]);
    parse.mockRestore();
    expect(sent).toEqual([refusal(MAX_RUNNING_CALLS), refusal(null)]);
  });

  it('ignores the abort of a call that is none', () => {
    const { connection, sent, call, signals } = rig();
    call(1);
    connection.receive('{"type":"abort","id":99}');
    expect(signals[0]?.aborted).toBe(false);
    expect(sent).toEqual([]);
  });
});
