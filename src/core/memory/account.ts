// Where the memory of a process is, snapshot by snapshot: RSS as the sum of six parts, five of them by the Go runtime's own
// books and the sixth what is left.
//
//   RSS = live + headroom + stacks + runtime + idle + outside
//         \__ HeapInuse _/
//         \________ Sys − HeapReleased ________/
//
// (runtime.MemStats; go.dev/doc/gc-guide on what the runtime holds.) The runtime counts what it has mapped, the kernel what
// has been touched: `outside` is therefore an estimate, negative where mapped pages were never touched, and its slope says
// more than its level. Unknown is NaN, never 0.
import type { NumberField } from './memory-numbers';

/**
 * What RSS is made of, from the bottom of a stacked chart to its top: what is in use, what the collector leaves, and, where
 * it can be negative without a hole below others, the estimate.
 */
export const MEMORY_PARTS = ['runtime', 'stacks', 'live', 'headroom', 'idle', 'outside'] as const;
export type MemoryPart = (typeof MEMORY_PARTS)[number];

/** What stands beside the parts: totals, and of what a part is made where that can be told. */
export const MEMORY_SUMS = [
  'rss',
  'held',
  'heap',
  'released',
  'unswept',
  'fragmentation',
  'filePages',
] as const;
export type MemoryColumn = MemoryPart | (typeof MEMORY_SUMS)[number];

type Known = { readonly [F in NumberField]?: number | undefined };

export interface AccountRow {
  readonly timeMs: number;
  readonly memory: Known | null;
  /** `inuse_space` of an absolute heap profile, as of the last GC. */
  readonly liveHeapBytes: number | null;
}

/** Bytes, one value per row:
 *
 * - `live`: what the last GC found reachable. By the GC itself, else by the heap profile, which estimates it from samples.
 * - `headroom`: HeapInuse − live: `unswept` (HeapAlloc − live: garbage, and what was allocated since that GC, of which nobody
 *   knows yet what is garbage) and `fragmentation` (HeapInuse − HeapAlloc: room in spans that hold something).
 * - `stacks`: StackInuse.
 * - `runtime`: Sys − HeapInuse − HeapIdle − StackInuse: spans, caches, profiling buckets, GC metadata. By difference, since
 *   that is right for every source, also for those that do not list them.
 * - `idle`: HeapIdle − HeapReleased: free, kept for the next allocations.
 * - `outside`: RSS − (Sys − HeapReleased): cgo, mmap, and pages of files, of which `filePages` (RSS − RssAnon) are those.
 * - `released` is with the kernel again, and in none of the sums.
 */
export interface MemoryAccount extends Readonly<Record<MemoryColumn, Float64Array>> {
  /** Ascending, in ms of the real clock. */
  readonly timeMs: Float64Array;
  /** Whose `live` it is; null: of no one. One of the two for the whole account, as they do not say the same. */
  readonly liveFrom: 'gc' | 'profile' | null;
  /** As the newest row that knows says; null: unknown, or none is set. */
  readonly gomemlimitBytes: number | null;
  readonly gogcPercent: number | null;
  readonly containerLimitBytes: number | null;
}

/** `rows`: of one process life, by time. Those that say nothing of its memory are left out. */
export function accountMemory(rows: readonly AccountRow[]): MemoryAccount {
  const told = rows.filter(({ memory, liveHeapBytes }) => memory !== null || liveHeapBytes !== null);
  const column = (pick: (row: AccountRow) => number | null | undefined): Float64Array => {
    const values = new Float64Array(told.length);
    told.forEach((row, i) => (values[i] = pick(row) ?? NaN));
    return values;
  };
  const alloc = column(({ memory }) => memory?.heapAllocBytes);
  const heap = column(({ memory }) => memory?.heapInuseBytes);
  const heapIdle = column(({ memory }) => memory?.heapIdleBytes);
  const released = column(({ memory }) => memory?.heapReleasedBytes);
  const stacks = column(({ memory }) => memory?.stackInuseBytes);
  const sys = column(({ memory }) => memory?.sysBytes);
  const rss = column(({ memory }) => memory?.rssBytes);
  const rssAnon = column(({ memory }) => memory?.rssAnonBytes);
  const { live, liveFrom } = liveOf(told, column);
  const held = less(sys, released);
  const newest = (pick: (memory: Known) => number | undefined): number | null =>
    told.reduce<number | null>((last, { memory }) => (memory && pick(memory)) ?? last, null);
  return {
    timeMs: column(({ timeMs }) => timeMs),
    live,
    headroom: less(heap, live),
    stacks,
    runtime: less(sys, heap, heapIdle, stacks),
    idle: less(heapIdle, released),
    outside: less(rss, held),
    rss,
    held,
    heap,
    released,
    unswept: less(alloc, live),
    fragmentation: less(heap, alloc),
    filePages: less(rss, rssAnon),
    liveFrom,
    gomemlimitBytes: newest((memory) => memory.gomemlimitBytes),
    gogcPercent: newest((memory) => memory.gogcPercent),
    containerLimitBytes: newest((memory) => memory.containerLimitBytes),
  };
}

/** The GC's own number is exact; the profile's is taken where more rows have it. Before the first GC both are 0: unknown. */
function liveOf(
  rows: readonly AccountRow[],
  column: (pick: (row: AccountRow) => number | null | undefined) => Float64Array,
): Pick<MemoryAccount, 'live' | 'liveFrom'> {
  const byGc = column(({ memory }) => memory?.heapLiveBytes || null);
  const byProfile = column(({ liveHeapBytes }) => liveHeapBytes || null);
  const [gc, profile] = [countKnown(byGc), countKnown(byProfile)];
  if (gc + profile === 0) return { live: new Float64Array(rows.length).fill(NaN), liveFrom: null };
  return gc >= profile ? { live: byGc, liveFrom: 'gc' } : { live: byProfile, liveFrom: 'profile' };
}

const countKnown = (values: Float64Array): number =>
  values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);

function less(of: Float64Array, ...parts: readonly Float64Array[]): Float64Array {
  const rest = of.slice();
  for (const part of parts)
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? NaN) - (part[i] ?? NaN);
  return rest;
}
