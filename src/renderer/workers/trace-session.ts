// An open trace from its bytes on: its first part is there to be looked at while the rest is read.
import type { FormatError } from '../../core/base/result';
import { traceVersionOf } from '../../core/trace/read-trace';
import type { Trace } from '../../core/trace/trace';
import { isGzip, openTrace } from './open-trace';
import { TraceDesk } from './trace-desk';
import type { FromTraceWorker, ToTraceWorker, TraceQuestion } from './trace-messages';

const MEGABYTE = 1024 * 1024;

export interface SessionSizes {
  /** Of the first part: so much is read in about a second. */
  readonly first: number;
  /** Smaller files are soon read as a whole. */
  readonly leastInParts: number;
  /** What is read at once: then what is asked meanwhile is heard. */
  readonly piece: number;
}
/** Of Go, in whose traces each second or so stands by itself. */
const FIRST_IN_GENERATIONS = 22;
/** A file that has no whole one by then has it read only once more. */
const MOST_TIMES_FIRST = 2.5;

const SIZES: SessionSizes = { first: 8 * MEGABYTE, leastInParts: 24 * MEGABYTE, piece: MEGABYTE };

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
      const part = bytes.length < this.sizes.leastInParts ? null : await this.#firstPart(bytes);
      if (part !== null) {
        this.#desk = new TraceDesk(part);
        this.post({ type: 'part' });
        await this.rest();
      }
      const whole = await openTrace(bytes, {
        signal: this.#stopping.signal,
        piece: this.sizes.piece,
        pause: this.#pausing(isGzip(bytes) ? null : bytes.length),
      });
      if (!whole.ok) return this.#unreadable(whole.error);
      this.#desk = new TraceDesk(whole.value);
      this.post({ type: 'opened' });
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.post({ type: 'died', message: messageOf(error) });
    }
  }

  /**
   * A generation, which is a second or so, has no given size: more is read until one is there. null: it is not in some times the
   * first part, or in half of the file; or the trace has none, being of Go before 1.22.
   */
  async #firstPart(bytes: Uint8Array): Promise<Trace | null> {
    if ((traceVersionOf(bytes) ?? FIRST_IN_GENERATIONS) < FIRST_IN_GENERATIONS) return null;
    const most = Math.min(bytes.length / 2, this.sizes.first * MOST_TIMES_FIRST);
    for (let upTo = this.sizes.first; upTo <= most; upTo *= 1.5) {
      const part = await openTrace(bytes, {
        upTo,
        signal: this.#stopping.signal,
        piece: this.sizes.piece,
        pause: this.#pausing(isGzip(bytes) ? null : bytes.length),
      });
      // What is wrong with it is told of the whole.
      if (!part.ok) return null;
      if (part.value.goroutines.length > 0) return part.value;
    }
    return null;
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
