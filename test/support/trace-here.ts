// A trace's worker on the thread of the test: its messages are heard a task later.
import type { FromTraceWorker, ToTraceWorker } from '../../src/renderer/workers/trace-messages';
import { TracePort } from '../../src/renderer/workers/trace-port';
import { TraceSession, type SessionSizes } from '../../src/renderer/workers/trace-session';

export interface TraceHere {
  readonly port: TracePort;
  /** What the worker said, in order. */
  readonly said: FromTraceWorker['type'][];
  readonly isClosed: () => boolean;
  /** As a browser tells of a worker that ran out of memory. */
  readonly die: (message: string) => void;
}

const task = (): Promise<void> => new Promise((done) => setImmediate(done));

export function traceHere(
  sizes?: SessionSizes,
  deskOf?: ConstructorParameters<typeof TraceSession>[3],
): TraceHere {
  const said: FromTraceWorker['type'][] = [];
  let isClosed = false;
  const worker: ConstructorParameters<typeof TracePort>[0] = {
    onmessage: null,
    onerror: null,
    postMessage: (message: ToTraceWorker) => void task().then(() => session.hear(message)),
    terminate: () => {
      isClosed = true;
    },
  };
  const session = new TraceSession(
    (message) => {
      said.push(message.type);
      void task().then(() => {
        if (!isClosed) worker.onmessage?.call(worker as Worker, { data: message } as MessageEvent);
      });
    },
    task,
    sizes,
    deskOf,
  );
  return {
    port: new TracePort(worker),
    said,
    isClosed: () => isClosed,
    die(message) {
      worker.onerror?.call(worker as Worker, { message } as ErrorEvent);
    },
  };
}
