// Stacks that leak and go with the load besides. Their wave hides the leak from single observations, and under a day from floors too;
// what the load explains can be told from what it does not, by regression on time and load together.
//
// The trap: to take a wave off a stack that has none puts one in, upside down, and its evening looks like a leak. So each half
// of the series is asked apart. A pool or a cache may go with the load for a morning, and a high-water mark does, but not
// all the time and by as much in each half.

/** How sure it must be, in standard errors: of the whole and of each half. */
const MIN_T = 5;
const MIN_T_OF_HALF = 2;
/** How far the halves may differ: as a share of the whole's coefficient, or in standard errors. */
const MAX_DIFFERENCE = 0.5;
const MAX_ERRORS = 2;
const MIN_OBSERVATIONS = 20;
/** A stack outgrows the load if the load explains less than this share of its trend. */
const MAX_EXPLAINED = 0.5;

/** Regressors over one stretch, orthogonal: time about its mean, and of the load what time does not explain. */
interface Stretch {
  readonly from: number;
  readonly time: Float64Array;
  readonly timeSquares: number;
  readonly rest: Float64Array;
  readonly restSquares: number;
  /** Of the load on time. */
  readonly slope: number;
}

export interface LoadPart {
  readonly load: Float64Array;
  /** The highest load less the lowest. */
  readonly range: number;
  readonly all: Stretch;
  readonly halves: readonly [Stretch, Stretch];
}

/** Null from fewer observations than two halves need. */
export function prepareLoadPart(load: Float64Array, hours: Float64Array): LoadPart | null {
  const n = load.length;
  if (n < MIN_OBSERVATIONS) return null;
  const middle = n >> 1;
  return {
    load,
    range: load.reduce((a, b) => Math.max(a, b)) - load.reduce((a, b) => Math.min(a, b)),
    all: stretch(load, hours, 0, n),
    halves: [stretch(load, hours, 0, middle), stretch(load, hours, middle, n)],
  };
}

function stretch(load: Float64Array, hours: Float64Array, from: number, to: number): Stretch {
  const time = centred(hours.subarray(from, to));
  const timeSquares = product(time, time);
  const own = centred(load.subarray(from, to));
  const slope = timeSquares > 0 ? product(own, time) / timeSquares : 0;
  const rest = own.map((x, i) => x - slope * (time[i] ?? 0));
  return { from, time, timeSquares, rest, restSquares: product(rest, rest), slope };
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.map((x) => x - mean);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Whether a series goes with the load all the time, and rises besides for certain: as the load falls, that looks like a plateau. */
export function risesBesideLoad(values: Float64Array, part: LoadPart): boolean {
  const { byTime, timeError } = regress(values, part.all);
  return byTime > MIN_T * timeError && loadCoefficient(values, part) !== null;
}

/** Writes into `out` the series without its part by the load; false where it does not go with the load all the time. */
export function takeLoadOff(values: Float64Array, part: LoadPart, out: Float64Array): boolean {
  const byLoad = loadCoefficient(values, part);
  if (byLoad === null) return false;
  for (let i = 0; i < values.length; i++) out[i] = (values[i] ?? 0) - byLoad * (part.load[i] ?? 0);
  return true;
}

/** What one unit of load adds; null where the halves do not agree that it adds anything. */
function loadCoefficient(values: Float64Array, part: LoadPart): number | null {
  const { byLoad, loadError } = regress(values, part.all);
  if (!(byLoad > MIN_T * loadError)) return null;
  const [a, b] = part.halves.map((half) => regress(values, half));
  if (!a || !b || !(a.byLoad > MIN_T_OF_HALF * a.loadError && b.byLoad > MIN_T_OF_HALF * b.loadError))
    return null;
  const allowed = Math.max(MAX_DIFFERENCE * byLoad, MAX_ERRORS * Math.hypot(a.loadError, b.loadError));
  return Math.abs(a.byLoad - b.byLoad) > allowed ? null : byLoad;
}

/** Whether a series rises beside the load for certain, and by far more than the load moves it. */
export function outgrowsLoad(values: Float64Array, { all, range }: LoadPart): boolean {
  const { byLoad, byTime, timeError } = regress(values, all);
  const span = (all.time.at(-1) ?? 0) - (all.time[0] ?? 0);
  return byTime > MIN_T * timeError && Math.abs(byLoad) * range < MAX_EXPLAINED * byTime * span;
}

interface Regression {
  readonly byLoad: number;
  readonly loadError: number;
  readonly byTime: number;
  readonly timeError: number;
}

/** By least squares on time and load, with standard errors; infinite ones where the two cannot be told apart. */
function regress(values: Float64Array, s: Stretch): Regression {
  const n = s.time.length;
  let [sum, squares, withTime, withRest] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const value = values[s.from + i] ?? 0;
    sum += value;
    squares += value * value;
    withTime += value * (s.time[i] ?? 0);
    withRest += value * (s.rest[i] ?? 0);
  }
  if (!(s.restSquares > 0 && s.timeSquares > 0))
    return { byLoad: 0, loadError: Infinity, byTime: 0, timeError: Infinity };
  const byLoad = withRest / s.restSquares;
  const left = squares - (sum * sum) / n - withTime ** 2 / s.timeSquares - byLoad * withRest;
  const variance = Math.max(0, left) / (n - 3);
  return {
    byLoad,
    loadError: Math.sqrt(variance / s.restSquares),
    byTime: withTime / s.timeSquares - byLoad * s.slope,
    timeError: Math.sqrt(variance * (1 / s.timeSquares + s.slope ** 2 / s.restSquares)),
  };
}
