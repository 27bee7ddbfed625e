/**
 * What a service says of its memory without a file. Sizes are bytes. A number that the source does not give is
 * absent: unknown, never 0.
 */
export interface MemoryNumbers {
  source: 'metrics' | 'vars' | 'memstats';
  goroutines?: number;
  /** Live objects and dead ones that are not swept yet (MemStats.HeapAlloc). */
  heapAllocBytes?: number;
  /** What the last GC found to be live (runtime/metrics, /gc/heap/live:bytes). */
  heapLiveBytes?: number;
  heapInuseBytes?: number;
  heapIdleBytes?: number;
  heapReleasedBytes?: number;
  stackInuseBytes?: number;
  /** MemStats.Sys: what the Go runtime has obtained from the system. */
  sysBytes?: number;
  nextGcBytes?: number;
  numGc?: number;
  totalAllocBytes?: number;
  mallocs?: number;
  rssBytes?: number;
  /** The part of it that no file backs (RssAnon): what a kernel cannot drop. */
  rssAnonBytes?: number;
  /** A peak, never a series. */
  maxRssBytes?: number;
  /** GOMEMLIMIT: a soft limit on what the Go runtime holds. Absent where there is none. */
  gomemlimitBytes?: number;
  gogcPercent?: number;
  /** Of the container, at which the kernel kills. Absent where there is none. */
  containerLimitBytes?: number;
  processStartMs?: number;
  goVersion?: string;
}

export type NumberField = Exclude<keyof MemoryNumbers, 'source' | 'goVersion'>;

/** Fields of runtime.MemStats, by the names that heap?debug=1 and expvar print. */
export const MEMSTATS_FIELDS: Readonly<Record<string, NumberField>> = {
  HeapAlloc: 'heapAllocBytes',
  HeapInuse: 'heapInuseBytes',
  HeapIdle: 'heapIdleBytes',
  HeapReleased: 'heapReleasedBytes',
  StackInuse: 'stackInuseBytes',
  Sys: 'sysBytes',
  NextGC: 'nextGcBytes',
  NumGC: 'numGc',
  TotalAlloc: 'totalAllocBytes',
  Mallocs: 'mallocs',
};

/** Whether anything but the source is known. */
export const hasNumbers = (numbers: MemoryNumbers): boolean => Object.keys(numbers).length > 1;
