// Who woke whom, and how long it took until it ran.
import { selectNth } from '../base/select-nth';
import { EV } from './event-types';
import type { Lanes } from './lanes';
import { laneEventOfSpan, type Spans } from './spans';
import { NONE, type Trace } from './trace';

const isUnblock = (type: number): boolean =>
  type === EV.goUnblock || type === EV.goSwitch || type === EV.goSwitchDestroy;

/**
 * The event that ended the wait of a span: it says the goroutine that did it (NONE: the network, a timer, the system's
 * monitor), and its stack. NONE: no one did.
 */
export function unblockThatEnded(
  trace: Trace,
  lanes: Lanes,
  spans: Spans,
  lane: number,
  span: number,
): number {
  if (span + 1 >= spans.start[lane + 1]!) return NONE;
  const event = lanes.event[laneEventOfSpan(trace, lanes, spans, lane, span + 1)]!;
  return isUnblock(trace.events.type[event]!) ? event : NONE;
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
 * latency that so many are not above. Millions of latencies are not kept for that: those near a quantile are, once it is known
 * by counting where it is.
 */
export function unblockLatency(trace: Trace): UnblockLatency {
  const counts = new Uint32Array(BINS);
  let [count, max] = [0, 0];
  forEachLatency(trace, (ns) => {
    counts[binOf(ns)]!++;
    count++;
    if (ns > max) max = ns;
  });
  if (count === 0) return { count, p50: 0, p95: 0, p99: 0, max };
  const places = [0.5, 0.95, 0.99].map((share) => placeOf(counts, Math.ceil(count * share) - 1));
  const near = new Map(places.map(({ bin }) => [bin, { values: new Float64Array(counts[bin]!), length: 0 }]));
  forEachLatency(trace, (ns) => {
    const bin = near.get(binOf(ns));
    if (bin !== undefined) bin.values[bin.length++] = ns;
  });
  const [p50, p95, p99] = places.map(({ bin, nth }) => selectNth(near.get(bin)!.values, nth));
  return { count, p50: p50!, p95: p95!, p99: p99!, max };
}

function forEachLatency({ events, goroutines }: Trace, visit: (ns: number) => void): void {
  const woken = new Float64Array(goroutines.length).fill(NaN);
  for (let i = 0; i < events.length; i++) {
    const type = events.type[i]!;
    if (type !== EV.goUnblock && type !== EV.goStart) continue;
    const goroutine = events.a[i]!;
    if (type === EV.goUnblock) woken[goroutine] = events.time[i]!;
    else {
      const latency = events.time[i]! - woken[goroutine]!;
      woken[goroutine] = NaN;
      if (!Number.isNaN(latency)) visit(latency);
    }
  }
}

/** Positive numbers by their exponent and eight digits behind: in order, each bin a 256th wide. */
const BINS = 1 << 19;
const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const binOf = (ns: number): number => {
  number[0] = ns;
  return halves[1]! >>> 12;
};

/** The bin of the nth of all, and which one of that bin it is. */
function placeOf(counts: Uint32Array, nth: number): { readonly bin: number; readonly nth: number } {
  let bin = 0;
  let left = nth;
  while (left >= counts[bin]!) left -= counts[bin++]!;
  return { bin, nth: left };
}
