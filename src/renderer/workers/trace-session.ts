// An open trace from its bytes on: its first part is there to be looked at while the rest is read.
import type { FormatError } from '../../core/base/result';
import type { Trace } from '../../core/trace/trace';
import { isGzip, openTrace } from './open-trace';
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
  readonly #stopping = new AbortController();

  /** `rest` is over when what was sent before has been heard: a task, not a microtask. */
  constructor(
    private readonly post: (message: FromTraceWorker) => void,
    private readonly rest: () => Promise<void>,
    private readonly sizes = SIZES,
  ) {}

  async hear(message: ToTraceWorker): Promise<void> {
    switch (message.type) {
      case 'open':
        return this.#open(message.bytes);
      case 'stop':
        return this.#stopping.abort();
      case 'ask':
        return this.#answer(message);
    }
  }

  async #open(bytes: Uint8Array): Promise<void> {
    try {
      const whole = await openTrace(bytes, {
        signal: this.#stopping.signal,
        piece: this.sizes.piece,
        pause: this.#pausing(isGzip(bytes) ? null : bytes.length),
        onFirst: (part, read) => this.#show(part, read, bytes),
      });
      if (!whole.ok) return this.#unreadable(whole.error);
      this.#desk = new TraceDesk(whole.value);
      this.post({ type: 'opened' });
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.post({ type: 'died', message: messageOf(error) });
    }
  }

  /** Of a large file the first second or so, unless the whole is not far. */
  async #show(part: Trace, read: number, bytes: Uint8Array): Promise<void> {
    if (bytes.length < this.sizes.leastInParts || (!isGzip(bytes) && read * 2 > bytes.length)) return;
    this.#desk = new TraceDesk(part);
    this.post({ type: 'part' });
    await this.rest();
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
      this.post({ type: 'answer', id, value: await desk[method](...args) });
    } catch (error) {
      this.post({ type: 'failed', id, message: messageOf(error) });
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
