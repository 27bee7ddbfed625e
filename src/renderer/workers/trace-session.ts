// An open trace from its bytes on: its first part is there to be looked at while the rest is read.
import type { FormatError, Result } from '../../core/base/result';
import type { Trace } from '../../core/trace/trace';
import { isGzip, openTrace } from './open-trace';
import { movable } from './movable';
import { TraceDesk } from './trace-desk';
import type { FromTraceWorker, ToTraceWorker, TraceQuestion } from './trace-messages';

const MEGABYTE = 1024 * 1024;

export interface SessionSizes {
  /** Smaller files are soon read as a whole. */
  readonly leastInParts: number;
  /** What is read at once: then what is asked meanwhile is heard. */
  readonly piece: number;
}
const SIZES: SessionSizes = { leastInParts: 24 * MEGABYTE, piece: MEGABYTE };

export class TraceSession {
  #desk: TraceDesk | null = null;
  /** What the desk is of, until the whole is there. */
  #part: Trace | null = null;
  readonly #stopping = new AbortController();

  /** `rest` is over when what was sent before has been heard: a task, not a microtask. */
  constructor(
    /** Buffers are handed over. */
    private readonly post: (message: FromTraceWorker, buffers?: ArrayBuffer[]) => void,
    private readonly rest: () => Promise<void>,
    private readonly sizes = SIZES,
    /** Throws where there is no memory for one. */
    private readonly deskOf = (trace: Trace): TraceDesk => new TraceDesk(trace),
  ) {}

  hear(message: ToTraceWorker): Promise<void> {
    switch (message.type) {
      case 'open':
        return this.#open(message.bytes);
      case 'stop':
        this.#stopping.abort();
        return Promise.resolve();
      case 'ask':
        return this.#answer(message);
    }
  }

  async #open(bytes: Uint8Array): Promise<void> {
    try {
      const whole = await this.#read(bytes);
      if (!whole.ok) return this.#unreadable(whole.error);
      this.#complete(whole.value);
      this.post({ type: 'opened' });
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.post({ type: 'died', message: messageOf(error) });
    }
  }

  async #read(bytes: Uint8Array): Promise<Result<Trace, FormatError>> {
    const all = isGzip(bytes) ? null : bytes.length;
    const isSmall = bytes.length < this.sizes.leastInParts;
    try {
      return await openTrace(bytes, {
        signal: this.#stopping.signal,
        piece: this.sizes.piece,
        pause: this.#pausing(all),
        onFirst: async (part, read) => {
          // Of a large file the first second or so, unless the whole is not far.
          if (!isSmall && (all === null || read * 2 <= all)) await this.#show(part);
        },
      });
    } finally {
      discard(bytes);
    }
  }

  async #show(part: Trace): Promise<void> {
    this.#part = part;
    this.#desk = this.deskOf(part);
    this.post({ type: 'part' });
    await this.rest();
  }

  /** The part's desk makes room first; where there is none for the whole, it is set up again. */
  #complete(whole: Trace): void {
    this.#desk = null;
    try {
      this.#desk = this.deskOf(whole);
    } catch (error) {
      if (this.#part !== null) this.#desk = this.deskOf(this.#part);
      throw error;
    }
    this.#part = null;
  }

  #pausing(all: number | null): (done: number) => Promise<void> {
    let told = 0;
    return async (done) => {
      if (done - told < this.sizes.piece) return;
      told = done;
      this.post({ type: 'progress', done, all });
      await this.rest();
    };
  }

  #unreadable(error: FormatError): void {
    this.post({ type: 'unreadable', error });
  }

  async #answer({ id, method, args }: ToTraceWorker & { type: 'ask' }): Promise<void> {
    try {
      if (this.#desk === null) throw new Error('asked before the trace was read');
      const desk = this.#desk as unknown as Record<TraceQuestion, (...given: unknown[]) => unknown>;
      const { value, buffers } = movable(await desk[method](...args));
      this.post({ type: 'answer', id, value }, buffers);
    } catch (error) {
      this.post({ type: 'failed', id, message: messageOf(error) });
    }
  }
}

/**
 * Gives memory back that garbage would hold for seconds, in which as much is asked for again: what is sent to where no one
 * listens is gone. The array is empty then.
 */
function discard({ buffer }: Uint8Array): void {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.postMessage(null, [buffer as ArrayBuffer]);
  port1.close();
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
