// The scales at which a life is judged: single observations, and the floors of 2, 4, … 64 consecutive ones, each with its clocks.
import { medianInPlace } from '../base/stats-order';
import type { Series } from './series';

/** Under a day, a coarse scale has seen only the morning: it says nothing of what the load does not explain. */
const FLOORS_FROM_HOURS = 24;
const COARSEST = 64;
const MIN_BLOCKS = 8;
/** While nobody looks, no more than so many usual intervals count. */
const PAUSE_CAP = 3;

/** What time there was for each value of a series, one per block. */
export interface Clocks {
  /** Scaled hours, of the last observation in each block. */
  readonly hours: Float64Array;
  /** The load that there has been by then (see load.ts); null where it is not known. */
  readonly load: Float64Array | null;
  /** In what waits between rises are counted; see `opportunityClock`. */
  readonly clock: Float64Array;
  /** Per interval the part of it that counts: 1, or less of a pause. */
  readonly credit: Float64Array;
  /** Per interval what it has of each clock that counts so: of `clock`, and of the load on it. */
  readonly shares: readonly Float64Array[];
}

export interface Scale extends Clocks {
  readonly size: number;
  readonly blocks: number;
  /** Per block, its first observation. */
  readonly opens: Int32Array;
}

/** `load`: the clock of it, per observation. Blocks are counted from the newest end. */
export function makeScales(
  hours: Float64Array,
  load: Float64Array | null,
  opportunity: Series['opportunity'],
): Scale[] {
  const isLong = (hours.at(-1) ?? 0) >= FLOORS_FROM_HOURS;
  return [makeScale(1, hours, load, opportunity), ...(isLong ? makeFloors(hours, load, opportunity) : [])];
}

/** All coarse scales, whatever the span: for what the load is known not to explain. */
export function makeFloors(
  hours: Float64Array,
  load: Float64Array | null,
  opportunity: Series['opportunity'],
): Scale[] {
  const scales: Scale[] = [];
  for (let size = 2; size <= COARSEST && Math.floor(hours.length / size) >= MIN_BLOCKS; size *= 2)
    scales.push(makeScale(size, hours, load, opportunity));
  return scales;
}

function makeScale(
  size: number,
  hours: Float64Array,
  load: Float64Array | null,
  opportunity: Series['opportunity'],
): Scale {
  const blocks = Math.floor(hours.length / size);
  const skipped = hours.length - blocks * size;
  const opens = Int32Array.from({ length: blocks }, (_, b) => skipped + b * size);
  const closing = Float64Array.from(opens, (i) => hours[i + size - 1] ?? 0);
  const waits = differences(closing);
  const cap = PAUSE_CAP * medianInPlace(waits.slice());
  const credit = waits.map((wait) => (wait > cap ? cap / wait : 1));
  const clock = opportunityClock(closing, blocks, opportunity);
  const byClock = differences(clock);
  const closingLoad = load && Float64Array.from(opens, (i) => load[i + size - 1] ?? 0);
  const byLoad =
    closingLoad &&
    differences(closingLoad).map((passed, i) => {
      const wait = waits[i] ?? 0;
      return wait > 0 ? ((byClock[i] ?? 0) * passed) / wait : 0;
    });
  return {
    ...{ size, blocks, opens, hours: closing, load: closingLoad, clock, credit },
    shares: byLoad ? [byClock, byLoad] : [byClock],
  };
}

/**
 * The clock that waits between rises are counted in. For counts: time, each interval capped at three times the
 * median one, since nothing can be seen to rise while nobody looks. Where only an observation can bring a rise
 * (heap by GC cycle): the observations themselves. GCs thin out as a leak fills the heap, and by the wall clock a
 * steady leak of 35 rises would have had only six of them in its second half.
 */
function opportunityClock(hours: Float64Array, length: number, by: Series['opportunity']): Float64Array {
  const clock = new Float64Array(length);
  const waits = differences(hours);
  const cap = PAUSE_CAP * medianInPlace(waits.slice());
  for (let i = 1; i < length; i++)
    clock[i] = (clock[i - 1] ?? 0) + (by === 'observation' ? 1 : Math.min(cap, waits[i - 1] ?? 0));
  return clock;
}

const differences = (values: Float64Array): Float64Array =>
  values.subarray(1).map((x, i) => x - (values[i] ?? 0));
