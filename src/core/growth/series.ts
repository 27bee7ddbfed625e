// From captures to series: one life of one process, one kind, every stack a series over all observations.
//
// Stored by stack and sparsely: most stacks of a real service are seen in few captures, and 10,000 captures of
// thousands of stacks as dense columns would not fit in memory. One dense series at a time is what analysis needs.

/** One capture. `stacks` are indexes into the caller's stack table; a stack named twice adds up; absent means 0. */
export interface Observation {
  readonly timeMs: number;
  readonly stacks: Int32Array;
  /** Parallel to `stacks`: goroutines, or bytes in use. */
  readonly values: Float64Array;
  /** Heap: the GC cycle that the process had completed; null or absent where it is not known. */
  readonly numGc?: number | null;
}

export interface Series {
  /** Ascending, in ms of the real clock. */
  readonly times: Float64Array;
  readonly stackCount: number;
  /** The entries of stack s are those from starts[s] up to starts[s + 1]; their observations ascend. */
  readonly starts: Int32Array;
  readonly observations: Int32Array;
  readonly values: Float64Array;
  /** What one event adds to a stack of which nothing is known yet. */
  readonly unit: number;
  /** What one event adds to each stack, in the series' unit: one goroutine, or one sampled object's scaled size. */
  readonly units: Float64Array;
  /**
   * What makes a new rise possible: time passing, or (heap) only the next observation, since values move only at
   * a GC and repeats between GCs are dropped. Gate e counts its waits in it.
   */
  readonly opportunity: 'time' | 'observation';
  /** Per observation kept, its index in the input. */
  readonly kept: Int32Array;
  /** Indexes in the input of observations that say nothing new (no GC since the one before). Ascending. */
  readonly repeats: Int32Array;
}

/**
 * Series of goroutine counts (or of anything that is counted whole). Observations may come in any order.
 * Throws RangeError on a stack index outside the table.
 */
export function buildCountSeries(observations: readonly Observation[], stackCount: number): Series {
  const order = byTime(observations);
  const units = new Float64Array(stackCount).fill(1);
  return {
    ...transpose(observations, order, stackCount),
    unit: 1,
    units,
    opportunity: 'time',
    repeats: new Int32Array(0),
  };
}

/**
 * Series of bytes in use, indexed by GC cycle. A capture is a repeat, and dropped, when all its values equal those
 * of the last one kept and its cycle number is not known to have moved on. (Values that did move are kept even
 * under an unchanged number: the number may come from a cached metrics page, the values cannot.)
 *
 * A heap profile holds sampled objects, each scaled up by the inverse of its chance to be sampled; a leaked object
 * is sampled once, at birth, and stays. So the unit of a stack is the scaled size of one sampled object.
 * `meanObjectSize`: bytes, per stack, one value for the life; not positive = unknown. `samplingPeriod`: bytes.
 */
export function buildHeapSeries(
  observations: readonly Observation[],
  stackCount: number,
  meanObjectSize: Float64Array,
  samplingPeriod: number,
): Series {
  const { kept, repeats } = dropRepeats(observations, byTime(observations), stackCount);
  const units = new Float64Array(stackCount);
  for (let s = 0; s < stackCount; s++) units[s] = sampledObjectSize(meanObjectSize[s] ?? 0, samplingPeriod);
  return {
    ...transpose(observations, kept, stackCount),
    unit: sampledObjectSize(0, samplingPeriod),
    units,
    opportunity: 'observation',
    repeats: Int32Array.from(repeats).sort(),
  };
}

/**
 * What one sampled object of `size` bytes stands for: size / p, p = 1 − e^(−size/period), as the runtime scales it.
 * Of unknown size it stands for about one period; without sampling (period ≤ 1) for itself.
 */
export function sampledObjectSize(size: number, period: number): number {
  if (!(size > 0)) return Math.max(1, period);
  return period > 1 ? size / -Math.expm1(-size / period) : size;
}

/** Writes the dense series of one stack into `out`, whose length is the number of observations. */
export function fillSeries(series: Series, stack: number, out: Float64Array): Float64Array {
  const start = series.starts[stack] ?? 0;
  const end = series.starts[stack + 1] ?? 0;
  // Seen in every observation, it is dense already.
  if (end - start === out.length) {
    out.set(series.values.subarray(start, end));
    return out;
  }
  out.fill(0);
  for (let i = start; i < end; i++) out[series.observations[i] ?? 0] = series.values[i] ?? 0;
  return out;
}

/**
 * At most `points` values of one stack, evenly over time and always with the first and the last: at each moment the
 * last value seen by then. Few observations that are evenly apart are given as they are.
 */
export function sparkline(series: Series, stack: number, points = 60): number[] {
  const n = series.times.length;
  const dense = fillSeries(series, stack, new Float64Array(n));
  const from = series.times[0] ?? 0;
  const span = (series.times[n - 1] ?? 0) - from;
  if (n <= points && isEven(series.times)) return Array.from(dense);
  const values: number[] = [];
  let seen = 0;
  for (let i = 0; i < points; i++) {
    const at = i === points - 1 ? Infinity : from + (i * span) / (points - 1);
    while (seen < n - 1 && (series.times[seen + 1] ?? 0) <= at) seen++;
    values.push(dense[seen] ?? 0);
  }
  return values;
}

/** No interval is more than half as long again as the shortest: by index a line looks as it does by time. */
function isEven(times: Float64Array): boolean {
  let shortest = Infinity;
  let longest = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] ?? 0) - (times[i - 1] ?? 0);
    shortest = Math.min(shortest, step);
    longest = Math.max(longest, step);
  }
  return longest <= 1.5 * shortest;
}

function byTime(observations: readonly Observation[]): number[] {
  return observations
    .map((_, i) => i)
    .sort((a, b) => (observations[a]?.timeMs ?? 0) - (observations[b]?.timeMs ?? 0) || a - b);
}

/** Adds up one observation into `dense`, and calls `seen` once per stack. The caller clears what was seen. */
function addUp(o: Observation, dense: Float64Array, present: Uint8Array, seen: number[]): void {
  for (let i = 0; i < o.stacks.length; i++) {
    const stack = o.stacks[i] ?? -1;
    if (stack < 0 || stack >= dense.length)
      throw new RangeError(`stack ${stack} is outside a table of ${dense.length}`);
    if (present[stack] === 0) {
      present[stack] = 1;
      seen.push(stack);
    }
    dense[stack] = (dense[stack] ?? 0) + (o.values[i] ?? 0);
  }
}

function clear(dense: Float64Array, present: Uint8Array, seen: number[]): void {
  for (const stack of seen) {
    dense[stack] = 0;
    present[stack] = 0;
  }
  seen.length = 0;
}

function dropRepeats(
  observations: readonly Observation[],
  order: readonly number[],
  stackCount: number,
): { kept: number[]; repeats: number[] } {
  const kept: number[] = [];
  const repeats: number[] = [];
  let last = new Float64Array(stackCount);
  let lastSeen: number[] = [];
  let lastCycle: number | null = null;
  let dense = new Float64Array(stackCount);
  let seen: number[] = [];
  const present = new Uint8Array(stackCount);
  for (const index of order) {
    const o = observations[index];
    if (!o) continue;
    addUp(o, dense, present, seen);
    for (const stack of seen) present[stack] = 0;
    const cycle = o.numGc ?? null;
    const ranOn = cycle !== null && lastCycle !== null && cycle !== lastCycle;
    const moved = seen.some((s) => dense[s] !== last[s]) || lastSeen.some((s) => dense[s] !== last[s]);
    if (kept.length > 0 && !moved && !ranOn) {
      repeats.push(index);
      clear(dense, present, seen);
      // The first known number after unknown ones is that of the same, unchanged profile.
      lastCycle ??= cycle;
      continue;
    }
    kept.push(index);
    lastCycle = cycle;
    clear(last, present, lastSeen);
    [last, dense] = [dense, last];
    [lastSeen, seen] = [seen, lastSeen];
  }
  return { kept, repeats };
}

type Transposed = Pick<Series, 'times' | 'stackCount' | 'starts' | 'observations' | 'values' | 'kept'>;

function transpose(
  observations: readonly Observation[],
  order: readonly number[],
  stackCount: number,
): Transposed {
  const counts = new Int32Array(stackCount + 1);
  for (const index of order) {
    const stacks = observations[index]?.stacks;
    for (let i = 0; i < (stacks?.length ?? 0); i++) {
      const stack = stacks?.[i] ?? -1;
      if (stack < 0 || stack >= stackCount)
        throw new RangeError(`stack ${stack} is outside a table of ${stackCount}`);
      counts[stack + 1] = (counts[stack + 1] ?? 0) + 1;
    }
  }
  for (let s = 0; s < stackCount; s++) counts[s + 1] = (counts[s + 1] ?? 0) + (counts[s] ?? 0);
  const total = counts[stackCount] ?? 0;
  const at = new Int32Array(total);
  const values = new Float64Array(total);
  const next = counts.slice(0, stackCount);
  const lastAt = new Int32Array(stackCount).fill(-1);
  const times = new Float64Array(order.length);
  order.forEach((index, n) => {
    const o = observations[index];
    if (!o) return;
    times[n] = o.timeMs;
    for (let i = 0; i < o.stacks.length; i++) {
      const stack = o.stacks[i] ?? 0;
      let slot = next[stack] ?? 0;
      if (lastAt[stack] === n) slot--;
      else next[stack] = slot + 1;
      lastAt[stack] = n;
      at[slot] = n;
      values[slot] = (values[slot] ?? 0) + (o.values[i] ?? 0);
    }
  });
  return { times, stackCount, kept: Int32Array.from(order), ...compact(counts, next, at, values) };
}

/** Takes out the slots that repeated stacks within one observation left unused. */
function compact(
  starts: Int32Array,
  ends: Int32Array,
  at: Int32Array,
  values: Float64Array,
): Pick<Series, 'starts' | 'observations' | 'values'> {
  const packed = new Int32Array(starts.length);
  let to = 0;
  for (let s = 0; s < ends.length; s++) {
    const from = starts[s] ?? 0;
    const end = ends[s] ?? 0;
    at.copyWithin(to, from, end);
    values.copyWithin(to, from, end);
    to += end - from;
    packed[s + 1] = to;
  }
  return { starts: packed, observations: at.subarray(0, to), values: values.subarray(0, to) };
}
