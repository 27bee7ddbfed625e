// What the page and the worker of one trace say to each other.
import type { FormatError } from '../../core/base/result';
import type { TraceDesk } from './trace-desk';

/** Methods of the desk that the page may ask for. */
export type TraceQuestion = {
  [M in keyof TraceDesk]: TraceDesk[M] extends (...args: never[]) => unknown ? M : never;
}[keyof TraceDesk];
export type TraceArgs<M extends TraceQuestion> = Parameters<TraceDesk[M]>;
export type TraceAnswer<M extends TraceQuestion> = Awaited<ReturnType<TraceDesk[M]>>;

export type ToTraceWorker =
  /** First of all, once: the file as it is on disk. */
  | { readonly type: 'open'; readonly bytes: Uint8Array }
  /** No more is read: the first part is all there is. */
  | { readonly type: 'stop' }
  | { readonly type: 'ask'; readonly id: number; readonly method: TraceQuestion; readonly args: unknown[] };

export type FromTraceWorker =
  /** Bytes that are read, unpacked; `all` null where the file is packed. */
  | { readonly type: 'progress'; readonly done: number; readonly all: number | null }
  /** The first part of a large trace can be asked about; the rest is being read. */
  | { readonly type: 'part' }
  /** From here on answers are of the whole. */
  | { readonly type: 'opened' }
  /** It is no trace that can be read. Nothing else comes. */
  | { readonly type: 'unreadable'; readonly error: FormatError }
  /** As for want of memory. What was there before still answers. */
  | { readonly type: 'died'; readonly message: string }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
