// Who woke whom, and how long it took until it ran.
import { EV } from './event-types';
import { NONE, type Trace } from './trace';
import type { GoroutineSpans } from './spans';

const isUnblock = (type: number): boolean =>
  type === EV.goUnblock || type === EV.goSwitch || type === EV.goSwitchDestroy;

/**
 * The event that ended the wait of a span: it says the goroutine that did it (NONE: the network, a timer, the system's
 * monitor), and its stack. NONE: no one did.
 */
export function unblockThatEnded(
  { events }: Trace,
  spans: GoroutineSpans,
  lane: number,
  span: number,
): number {
  if (span + 1 >= spans.start[lane + 1]!) return NONE;
  const event = spans.event[span + 1]!;
  return isUnblock(events.type[event]!) ? event : NONE;
}

/** Events that woke a goroutine (in `a`), by who did it. */
export interface Unblocks {
  /** Of goroutine i: event[start[i]] … event[start[i + 1] − 1], by time. What no goroutine did stands behind all of them. */
  readonly start: Uint32Array;
  readonly event: Uint32Array;
}

export function unblocksOf({ events, goroutines }: Trace): Unblocks {
  const nobody = goroutines.length;
  const start = new Uint32Array(nobody + 2);
  const byOf = (event: number): number => {
    const by = events.goroutine[event]!;
    return by === NONE ? nobody : by;
  };
  for (let i = 0; i < events.length; i++) if (isUnblock(events.type[i]!)) start[byOf(i) + 1]!++;
  for (let i = 0; i <= nobody; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, nobody + 1);
  const event = new Uint32Array(start[nobody + 1]!);
  for (let i = 0; i < events.length; i++) if (isUnblock(events.type[i]!)) event[next[byOf(i)]!++] = i;
  return { start, event };
}

/** Whom a goroutine woke between two times (the second not in it): events. */
export function unblocksBy(
  { events }: Trace,
  { start, event }: Unblocks,
  goroutine: number,
  from: number,
  to: number,
): Uint32Array {
  const first = (time: number): number => {
    let low = start[goroutine]!;
    let high = start[goroutine + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (events.time[event[middle]!]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return event.subarray(first(from), first(to));
}

/** Nanoseconds from being woken to running. */
export interface UnblockLatency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Of all that were woken and then ran. A coroutine's hand-over is not among them: it takes no time. Quantiles are the smallest
 * latency that so many are not above.
 */
export function unblockLatency({ events, goroutines }: Trace): UnblockLatency {
  const woken = new Float64Array(goroutines.length).fill(NaN);
  let latencies = new Float64Array(4096);
  let count = 0;
  for (let i = 0; i < events.length; i++) {
    const type = events.type[i]!;
    const goroutine = events.a[i]!;
    if (type === EV.goUnblock) woken[goroutine] = events.time[i]!;
    else if (type === EV.goStart) {
      const latency = events.time[i]! - woken[goroutine]!;
      woken[goroutine] = NaN;
      if (Number.isNaN(latency)) continue;
      if (count === latencies.length) {
        const wider = new Float64Array(count * 2);
        wider.set(latencies);
        latencies = wider;
      }
      latencies[count++] = latency;
    }
  }
  const sorted = latencies.subarray(0, count).sort();
  const quantile = (share: number): number => sorted[Math.max(0, Math.ceil(count * share) - 1)] ?? 0;
  return { count, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: quantile(1) };
}
