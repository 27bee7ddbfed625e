import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FromTraceWorker, ToTraceWorker } from './trace-messages';
import { TracePort } from './trace-port';
import { TraceSession, type SessionSizes } from './trace-session';

const file = join(import.meta.dirname, '../../../test/fixtures/trace/go1.26/http.trace.gz');
const whole = (): Uint8Array => new Uint8Array(gunzipSync(readFileSync(file)));
/** Of a file of some tens of kilobytes. */
const SMALL: SessionSizes = { first: 20_000, leastInParts: 1, piece: 512 };

/** Both sides, without a worker between them: messages are heard one task later. */
function connect(sizes?: SessionSizes): { port: TracePort; said: FromTraceWorker['type'][] } {
  const said: FromTraceWorker['type'][] = [];
  const task = (): Promise<void> => new Promise((done) => setImmediate(done));
  const worker = {
    onmessage: null as ((event: MessageEvent) => void) | null,
    onerror: null,
    postMessage: (message: ToTraceWorker) => void task().then(() => session.hear(message)),
    terminate: () => undefined,
  };
  const session = new TraceSession(
    (message) => {
      said.push(message.type);
      void task().then(() => worker.onmessage?.({ data: message } as MessageEvent));
    },
    task,
    sizes,
  );
  return { port: new TracePort(worker), said };
}

const opened = (port: TracePort, bytes: Uint8Array) => port.open(bytes, () => undefined);

describe('a trace that is opened', () => {
  it('is there as a whole, and answers', async () => {
    const { port, said } = connect();
    const { whole: all } = opened(port, whole());
    expect(await all).toBeNull();
    expect((await port.ask('facts')).events).toBeGreaterThan(1000);
    expect(said).not.toContain('part');
  });

  it('can be looked at in part while the rest is read, where it is large', async () => {
    const { port, said } = connect(SMALL);
    const { part, whole: all } = opened(port, whole());
    await part;
    const early = await port.ask('facts');
    expect(await all).toBeNull();
    const late = await port.ask('facts');
    expect(early.events).toBeGreaterThan(0);
    expect(late.events).toBeGreaterThan(early.events);
    expect(said.indexOf('part')).toBeLessThan(said.indexOf('opened'));
  });

  it('stays the part that it is where reading is stopped', async () => {
    const { port, said } = connect(SMALL);
    const { part } = opened(port, whole());
    await part;
    const early = await port.ask('facts');
    port.stop();
    for (let i = 0; i < 50; i++) await port.ask('facts');
    expect(said).not.toContain('opened');
    expect(await port.ask('facts')).toEqual(early);
  });

  it('is told to be none, with nothing to ask', async () => {
    const { port } = connect();
    const { whole: all } = opened(port, new TextEncoder().encode('no trace at all, whatever its name'));
    expect((await all)?.error.code).toBe('malformed');
    await expect(port.ask('facts')).rejects.toThrow('asked before');
  });

  it('fails a question that its desk cannot answer, and goes on', async () => {
    const { port } = connect();
    await opened(port, whole()).whole;
    await expect(port.ask('densities', null as never)).rejects.toThrow();
    expect((await port.ask('facts')).version).toBe('1.26');
  });
});
