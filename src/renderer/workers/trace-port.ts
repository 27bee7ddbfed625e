// The page's side of an open trace.
import type { FormatError } from '../../core/base/result';
import type { FromTraceWorker, ToTraceWorker, TraceAnswer, TraceArgs, TraceQuestion } from './trace-messages';

/** What a Worker is to the port; a test hands in its own. */
export type TraceWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export interface TraceUnreadable {
  readonly error: FormatError;
}

/** Asks a trace's worker. It is there until `close`. */
export class TracePort {
  readonly #worker: TraceWorker;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #next = 0;
  #part: () => void = () => undefined;
  #opening: { resolve: (outcome: TraceUnreadable | null) => void; reject: (error: Error) => void } | null =
    null;
  #tell: (done: number, all: number | null) => void = () => undefined;

  constructor(worker: TraceWorker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromTraceWorker>) => this.#hear(data);
    worker.onerror = (event) => this.#fail(new Error(event.message || 'the trace could not be read'));
  }

  /**
   * `whole` answers null once all is read; rejects where the worker dies, as for want of memory. `part` answers once something
   * can be asked of a large one, or never. The bytes are handed over.
   */
  open(
    bytes: Uint8Array,
    tell: (done: number, all: number | null) => void,
  ): { readonly part: Promise<void>; readonly whole: Promise<TraceUnreadable | null> } {
    this.#tell = tell;
    const part = new Promise<void>((resolve) => {
      this.#part = resolve;
    });
    const whole = new Promise<TraceUnreadable | null>((resolve, reject) => {
      this.#opening = { resolve, reject };
      this.#post({ type: 'open', bytes }, [bytes.buffer as ArrayBuffer]);
    });
    return { part, whole };
  }

  /** No more is read; what is there can still be asked. */
  stop(): void {
    this.#post({ type: 'stop' }, []);
  }

  ask<M extends TraceQuestion>(method: M, ...args: TraceArgs<M>): Promise<TraceAnswer<M>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'ask', id, method, args }, []);
    });
  }

  /** What is still asked for is given up, and stays unanswered. */
  close(): void {
    this.#worker.terminate();
    this.#waiting.clear();
  }

  #post(message: ToTraceWorker, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(data: FromTraceWorker): void {
    switch (data.type) {
      case 'progress':
        return this.#tell(data.done, data.all);
      case 'part':
        return this.#part();
      case 'opened':
        return this.#opening?.resolve(null);
      case 'unreadable':
        return this.#opening?.resolve({ error: data.error });
      case 'died':
        return this.#opening?.reject(new Error(data.message));
      case 'answer':
        this.#waiting.get(data.id)?.resolve(data.value as never);
        break;
      case 'failed':
        this.#waiting.get(data.id)?.reject(new Error(data.message));
    }
    this.#waiting.delete(data.id);
  }

  #fail(error: Error): void {
    this.#opening?.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** In the page alone. */
export const startTraceWorker = (): TracePort =>
  new TracePort(new Worker(new URL('./trace-worker.ts', import.meta.url), { type: 'module', name: 'trace' }));
