import { describe, expect, it } from 'vitest';
import { PlumblineError } from '../contract/errors';
import type { Backend } from './backend';
import { EventHub } from './event-hub';
import { lateBackend } from './late-backend';
import { serve, type Handlers } from './serve';

const events = new EventHub();
const calls: string[] = [];
const real: Backend = {
  handlers: {
    'sessions.verify': ({ sessionId }: { sessionId: string }) => {
      calls.push(sessionId);
      return Promise.resolve('checked');
    },
  } as unknown as Handlers,
  subscribe: (listener) => events.subscribe(listener),
  captureFile: (sessionId, captureId) => Promise.resolve(`${sessionId}/${captureId}`),
  storeUpload: () => Promise.resolve('upload'),
  close: () => Promise.resolve(void calls.push('closed')),
};

const opened = (): { late: Backend; open: () => void; refuse: (error: Error) => void } => {
  let open!: () => void;
  let refuse!: (error: Error) => void;
  const opening = new Promise<Backend>((resolve, reject) => {
    open = () => resolve(real);
    refuse = reject;
  });
  return { late: lateBackend(opening), open, refuse };
};
const verify = (backend: Backend, signal = new AbortController().signal) =>
  serve(backend.handlers, 'sessions.verify', { sessionId: 'collect-svr-k3f9' }, signal);

describe('a backend that is being opened', () => {
  it('lets calls, bytes and the end wait, and then hands them on', async () => {
    const { late, open } = opened();
    calls.length = 0;
    const answers = Promise.all([verify(late), late.captureFile('s', 'c'), late.close()]);
    await Promise.resolve();
    expect(calls).toEqual([]);
    open();
    expect(await answers).toEqual([{ ok: true, result: 'checked' }, 's/c', undefined]);
    expect([...calls].sort()).toEqual(['closed', 'collect-svr-k3f9']);
  });

  it('does not run a call that was given up meanwhile', async () => {
    const { late, open } = opened();
    calls.length = 0;
    const abort = new AbortController();
    const answer = verify(late, abort.signal);
    abort.abort();
    open();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(calls).toEqual([]);
  });

  it('hands events on from then on, to those who still listen', async () => {
    const { late, open } = opened();
    const heard: string[] = [];
    const end = late.subscribe((event) => heard.push(`a ${event}`));
    late.subscribe((event) => heard.push(`b ${event}`))();
    open();
    await late.captureFile('s', 'c');
    events.emit('session.changed', { sessionId: 's' });
    end();
    events.emit('session.changed', { sessionId: 's' });
    expect(heard).toEqual(['a session.changed']);
  });

  it('fails calls as the opening did', async () => {
    const { late, refuse } = opened();
    const end = late.subscribe(() => undefined);
    const answer = verify(late);
    refuse(new PlumblineError('read-only', 'Another Plumbline writes this workspace.'));
    expect(await answer).toMatchObject({ ok: false, error: { code: 'read-only' } });
    await expect(late.close()).rejects.toMatchObject({ code: 'read-only' });
    end();
  });
});
