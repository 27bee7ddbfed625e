// The worker's side, in a worker.
import { TraceSession } from './trace-session';
import type { ToTraceWorker } from './trace-messages';

const { port1, port2 } = new MessageChannel();
/** A task of its own; a timer would wait some milliseconds. */
const rest = (): Promise<void> =>
  new Promise((done) => {
    port1.onmessage = () => done();
    port2.postMessage(null);
  });

const session = new TraceSession(
  (message, buffers = []) => self.postMessage(message, { transfer: buffers }),
  rest,
);
self.onmessage = ({ data }: MessageEvent<ToTraceWorker>) => void session.hear(data);
