/** What the runtime did in a trace. */
export interface RuntimeFigures {
  /** Goroutines that began, and ended, while it was traced. */
  readonly created: number;
  readonly ended: number;
  /** At once. */
  readonly goroutinesMost: number;
  readonly gcs: number;
  readonly gcNs: number;
  readonly stws: number;
  readonly stwTotal: number;
  /** null: there was none. */
  readonly stwLongest: number | null;
  /** Bytes of live and dead objects; null: the trace says none. */
  readonly heapFirst: number | null;
  readonly heapLast: number | null;
  readonly heapMost: number | null;
  readonly unblocks: number;
  /** From unblocked to running; null: there was none. */
  readonly latency50: number | null;
  readonly latency99: number | null;
  readonly latencyMost: number | null;
}
