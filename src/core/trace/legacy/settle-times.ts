import { GrowableUint32 } from '../../base/growable';
import { OLD } from './event-types';
import type { LegacyEvents } from './legacy-events';
import type { LegacyFile } from './legacy-file';
import type { Merged } from './merge-batches';

/**
 * Gives ends of system calls the times at which they really happened, often long before a P was free to write them down, and
 * moves them there. They were merged by the later time, since the true one may be wrong by what clocks of cores differ.
 */
export function settleTimes(file: LegacyFile, merged: Merged): Merged {
  const { events } = file;
  const { order } = merged;
  const moved = new GrowableUint32();
  const length = findMoved(file, order, moved);
  const broken =
    length < order.length
      ? (merged.broken ?? { code: 'malformed' as const, message: BAD_END })
      : merged.broken;
  return { order: withMoved(events, order.subarray(0, length), moved.finish()), broken };
}

const BAD_END = 'The trace has a system call that ends before it began.';

/** Sets the times, and tells the places in `order` of what has another time now. Answers up to where all is well. */
function findMoved(file: LegacyFile, order: Uint32Array, moved: GrowableUint32): number {
  const { type, time, goroutine, a, more } = file.events;
  const blocked = new Float64Array(file.goroutines.size).fill(NaN);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const of = type[row]!;
    if (of === OLD.goSysBlock || of === OLD.goInSyscall) blocked[goroutine[row]!] = time[row]!;
    else if (of === OLD.goSysExit) {
      const real = more[a[row]!]!;
      if (Number.isNaN(real)) continue;
      const since = blocked[goroutine[row]!]!;
      // Also where it is NaN. Go's reader takes 0 on the clock for none.
      if (!(real >= since) || since === file.zeroTime) return i;
      if (real === time[row]) continue;
      time[row] = real;
      moved.push(i);
    }
  }
  return order.length;
}

/** `order` by time; what has the same stays as it is. All but `moved` is in order already. */
function withMoved(events: LegacyEvents, order: Uint32Array, moved: Uint32Array): Uint32Array {
  if (moved.length === 0) return order;
  const { time } = events;
  const isBefore = (i: number, j: number): boolean => {
    const difference = time[order[i]!]! - time[order[j]!]!;
    return difference < 0 || (difference === 0 && i < j);
  };
  const sorted = mergeSorted(moved, isBefore);
  const settled = new Uint32Array(order.length);
  let [length, next, passed] = [0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    if (moved[passed] === i) {
      passed++;
      continue;
    }
    while (next < sorted.length && isBefore(sorted[next]!, i)) settled[length++] = order[sorted[next++]!]!;
    settled[length++] = order[i]!;
  }
  while (next < sorted.length) settled[length++] = order[sorted[next++]!]!;
  return settled;
}

/** A merge sort: there may be millions, and the array's own asks in a way that takes several times as long. */
function mergeSorted(values: Uint32Array, isBefore: (i: number, j: number) => boolean): Uint32Array {
  const n = values.length;
  let from = values.slice();
  let to = new Uint32Array(n);
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(n, start + width);
      const end = Math.min(n, middle + width);
      let [i, j] = [start, middle];
      for (let k = start; k < end; k++)
        to[k] = j === end || (i < middle && !isBefore(from[j]!, from[i]!)) ? from[i++]! : from[j++]!;
    }
    [from, to] = [to, from];
  }
  return from;
}
