// Growth of every stack over one life of one target: evidence, proof over all stacks, gates, and what is shown.
//
// Nothing here fits a line to decide. Innocent series trend too (a morning, a filling pool); what tells a leak is
// that it never comes down. Evidence from rises and falls is judged over all stacks at once (e-BH), then the gates
// ask for the shape of a leak. Holds under a look at every new capture, so the answer may be asked for at any time,
// and may be withdrawn. A cache that warms up looks the same until it is full: that is for the caller to say.
import { eBH, futureInfimum, risesNeeded as risesThatProve } from '../base/stats-evidence';
import { judge, prepareLife, type Judged } from './judge';
import { findLoad } from './load';
import { movesOf } from './moves';
import { slowestProvablePerHour, visibleRise } from './resolvable';
import { fillSeries, type Series } from './series';
import { isOneOff, riseOf, standsOut, suspectShape, type Shape } from './shape';
import { slopeOf, type Slope } from './slope';

export const ALPHA = 0.05;
const HOUR_MS = 3_600_000;
/** A stack that moved less often than this is not tested (and could not pass: four rises give E = 8.9). */
export const MIN_MOVES = 5;
/** A first rise that comes within three usual waits was only the first one seen (chance of a longer wait: 5 %). */
const EDGE_WAITS = 3;
/** … or within two intervals, in which nothing else can be seen. */
const EDGE_INTERVALS = 2;
/** Fewer rises after the first say nothing of the usual wait. */
const EDGE_RISES = 3;

export interface GrowthOptions {
  /** Scaled hours per real hour: above 1 where a test service leaks faster than a real one would. */
  readonly timeScale?: number;
  /** The load per observation, where the series are sums and hide it; null: it is not known. Left out: it is looked for. */
  readonly load?: Float64Array | null;
}

/** Values, growth and slope in the series' own unit; an hour is one of the scaled clock. */
export interface StackGrowth {
  readonly stack: number;
  /** Growth is proven, and has the shape of a leak. */
  readonly suspect: boolean;
  /** Rises without proof: to be listed, never accused. */
  readonly candidate: boolean;
  readonly shape: Shape;
  /** ln E, the mean over scales; what lives are multiplied by (their logs added). */
  readonly logE: number;
  /** How many process lives it takes to prove it (see across-lives.ts); 1: this one does. */
  readonly lives: number;
  readonly rises: number;
  readonly falls: number;
  /** What was added and had not come down at the end. */
  readonly growth: number;
  /** 0–1: its part of the growth of all stacks that rose (shapes but flat and oscillating). */
  readonly share: number;
  readonly slopePerHour: number;
  /** 95 %; null from fewer than seven observations. */
  readonly slopeInterval: readonly [number, number] | null;
  /**
   * Real time of the first observation above the starting level that was never left again. Null without growth, and
   * of a suspect or candidate where it grew already when watching began.
   */
  readonly sinceMs: number | null;
  readonly first: number;
  readonly last: number;
}

export interface GrowthResult {
  /** Per observation; null where too few stacks tell. */
  readonly load: Float64Array | null;
  /** One per stack of the table, in its order. */
  readonly stacks: readonly StackGrowth[];
  /** Stack indexes, fastest first. */
  readonly suspects: readonly number[];
  /** Stack indexes, strongest evidence first, then by growth. */
  readonly candidates: readonly number[];
  /** Stack indexes: they rise on and have half of the rises that would prove it, so that nothing can be cleared yet. */
  readonly undecided: readonly number[];
  /** Hours of the scaled clock until the first of those, or of the candidates, would be proven if it goes on like this; null: none rises. */
  readonly provenInHours: number | null;
  readonly observations: number;
  /** Stacks that moved often enough to be tested: what proof has to be corrected for. */
  readonly tested: number;
  /** Rises without a fall that would prove growth of one stack alone. */
  readonly risesNeeded: number;
  /**
   * The slowest leak that would have been proven, three times in four or more often, on a stack of its own, of events as large as those of
   * a stack of which nothing is known; null: none yet.
   */
  readonly slowestPerHour: number | null;
  /** Real time. */
  readonly fromMs: number;
  readonly toMs: number;
}

export function analyseGrowth(series: Series, options: GrowthOptions = {}): GrowthResult {
  const n = series.times.length;
  const hours = scaledHours(series.times, options.timeScale ?? 1);
  const moves = movesOf(series);
  const load = options.load === undefined ? findLoad(series, moves) : options.load;
  const life = prepareLife(series, hours, load);
  const dense = new Float64Array(n);
  const judged = moves.map((of, stack) =>
    judge(fillSeries(series, stack, dense), of, life, series.units[stack] ?? 1),
  );

  const testable = judged.flatMap((j, i) => (j.moves.rises + j.moves.falls >= MIN_MOVES ? [i] : []));
  const proven = new Set(
    eBH(
      testable.map((i) => judged[i]?.logE ?? 0),
      testable.length,
      ALPHA,
    ).map((k) => testable[k]),
  );
  const shapes = judged.map((j, stack) =>
    shapeOf(j, fillSeries(series, stack, dense), hours, series.units[stack] ?? 1, proven.has(stack)),
  );
  // What goes up and down has a least later value that grows too, by luck; it is no part of the growth.
  const grown = judged.map(({ own }, stack) => (rises(shapes[stack]) ? own.growth : 0));
  const allGrowth = grown.reduce((sum, growth) => sum + growth, 0);
  const stacks = judged.map((j, stack) =>
    describe(j, stack, series, hours, {
      shape: shapes[stack] ?? 'flat',
      share: allGrowth > 0 ? (grown[stack] ?? 0) / allGrowth : 0,
      suspect: isSuspect(j, proven.has(stack)),
      values: fillSeries(series, stack, dense),
    }),
  );
  // Before anything can have moved often enough, every stack may yet come to be tested.
  const comparisons = n > MIN_MOVES ? testable.length : series.stackCount;
  // A slow leak shows on the finest scale, and evidence is the mean over all.
  const risesOfOneScale = risesThatProve(comparisons * life.scales.length, ALPHA);
  let slowest: { readonly events: number | null } | null = null;
  const risesNeeded = risesThatProve(comparisons, ALPHA);
  const undecided = stacks.filter((s, i) => !s.suspect && mayYetBeProven(judged[i], risesNeeded));
  // When the load has gone through its day once more nobody knows by counting rises.
  const waiting = [...stacks.filter((s) => s.candidate), ...undecided].filter(
    (s) => judged[s.stack]?.besideLoad !== true,
  );
  return {
    load,
    stacks,
    suspects: stacks
      .filter((s) => s.suspect)
      .sort(fastestFirst)
      .map((s) => s.stack),
    candidates: stacks
      .filter((s) => s.candidate)
      .sort(likeliestFirst)
      .map((s) => s.stack),
    undecided: undecided.map((s) => s.stack),
    provenInHours: leastOf(waiting.map((s) => hoursToProof(s, risesNeeded, hours[n - 1] ?? 0))),
    observations: n,
    tested: testable.length,
    risesNeeded,
    get slowestPerHour() {
      slowest ??= { events: slowestProvablePerHour(hours, risesOfOneScale) };
      return slowest.events && slowest.events * series.unit;
    },
    fromMs: series.times[0] ?? 0,
    toMs: series.times[n - 1] ?? 0,
  };
}

/** What a fall costs in rises, about, on the way to proof. */
const RISES_PER_FALL = 3.6;

const mayYetBeProven = (j: Judged | undefined, needed: number): boolean =>
  j !== undefined &&
  (j.besideLoad ||
    (j.moves.rises >= needed / 2 &&
      j.moves.rises >= j.moves.falls &&
      j.own.falls &&
      j.own.stillGrowing &&
      j.own.notStalled));

/** null: it does not rise. */
function hoursToProof({ rises: risen, falls }: StackGrowth, needed: number, hours: number): number | null {
  if (risen === 0 || hours <= 0) return null;
  return (Math.max(1, needed + RISES_PER_FALL * falls - risen) * hours) / risen;
}

const leastOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((least, v) => (v === null || (least !== null && least <= v) ? least : v), null);

const rises = (shape: Shape | undefined): boolean => shape !== 'flat' && shape !== 'oscillating';

export const fastestFirst = (a: StackGrowth, b: StackGrowth): number =>
  b.slopePerHour - a.slopePerHour || b.logE - a.logE || a.stack - b.stack;
const likeliestFirst = (a: StackGrowth, b: StackGrowth): number =>
  b.logE - a.logE || b.growth - a.growth || a.stack - b.stack;

/** Hours of the scaled clock since the first of `times`. */
export function scaledHours(times: ArrayLike<number>, timeScale: number): Float64Array {
  const origin = times[0] ?? 0;
  return Float64Array.from(times, (t) => ((t - origin) * timeScale) / HOUR_MS);
}

const isSuspect = (j: Judged, proven: boolean): boolean => proven && j.passing !== null;

const shapeOf = (
  j: Judged,
  values: Float64Array,
  hours: Float64Array,
  unit: number,
  proven: boolean,
): Shape =>
  proven && j.passing !== null
    ? suspectShape(values, values.length, j.passing.scale.size, unit)
    : unprovenShape(j, values, hours, unit);

interface Told {
  readonly shape: Shape;
  readonly share: number;
  readonly suspect: boolean;
  /** Only until it is described. */
  readonly values: Float64Array;
}

function describe(
  j: Judged,
  stack: number,
  series: Series,
  hours: Float64Array,
  { shape, share, suspect, values }: Told,
): StackGrowth {
  const n = values.length;
  const since = (j.passing ? j.passing.scale.opens[j.passing.gates.firstRise] : j.own.firstRise) ?? -1;
  const ranBefore =
    (suspect || shape === 'rising-unproven') &&
    since > 0 &&
    isAtEdge(values, since, j.passing?.scale.size ?? 1, series);
  // Of most stacks nobody asks for it, and it takes as long as all the rest.
  let slope: Slope | null = null;
  const slopeOfStack = (): Slope => (slope ??= j.flat ? LEVEL : slopeIn(series, stack, hours));
  return {
    stack,
    suspect,
    candidate: shape === 'rising-unproven',
    shape,
    logE: j.logE,
    lives: 1,
    rises: j.moves.rises,
    falls: j.moves.falls,
    growth: j.own.growth,
    share,
    get slopePerHour() {
      return slopeOfStack().perHour;
    },
    get slopeInterval() {
      return slopeOfStack().interval;
    },
    sinceMs: since >= 0 && !ranBefore ? (series.times[since] ?? null) : null,
    first: values[0] ?? 0,
    last: values[n - 1] ?? 0,
  };
}

const LEVEL: Slope = { perHour: 0, interval: null };

function slopeIn(series: Series, stack: number, hours: Float64Array): Slope {
  const values = fillSeries(series, stack, new Float64Array(hours.length));
  return slopeOf(hours, values, eventSize(values, series.units[stack] ?? 1, series.opportunity));
}

/**
 * A rise is one that stands out of the noise of single moves; or all gates pass and only the proof is missing; or,
 * since in a short life the rise itself is all the noise there is, it never came down once and is more than turnover
 * explains.
 */
function unprovenShape(
  j: Judged,
  values: Float64Array,
  hours: Float64Array,
  unit: number,
): Exclude<Shape, 'steady' | 'stepped'> {
  if (j.flat) return 'flat';
  if (j.passing) return 'rising-unproven';
  if (!(j.own.growth > 0)) return 'oscillating';
  const n = values.length;
  const rise = riseOf(values, n);
  const standsClear = standsOut(rise, values, n, unit);
  const first = (values[0] ?? 0) / unit;
  const last = (values[n - 1] ?? 0) / unit;
  const neverFell = j.moves.falls === 0 && j.own.growth >= unit * visibleRise(first, last);
  if (!(standsClear || neverFell)) return 'oscillating';
  if (isOneOff(values, hours, n, standsClear ? rise : j.own.growth)) return 'one-off';
  return j.own.stillGrowing && j.own.goesOn ? 'rising-unproven' : 'plateaued';
}

/**
 * Whether the rise at `first` came as soon after the first observation as rises of this stack do: then it tells when
 * watching began, not when the growth did. Waits are counted as the series can show them, by time or by observation.
 */
function isAtEdge(values: Float64Array, first: number, block: number, series: Series): boolean {
  const n = values.length;
  const floor = futureInfimum(values, n, new Float64Array(n));
  let risesAfter = 0;
  for (let i = first + 1; i < n; i++) if ((floor[i] ?? 0) > (floor[i - 1] ?? 0)) risesAfter++;
  if (risesAfter < EDGE_RISES) return false;
  if (first <= EDGE_INTERVALS * block) return true;
  const at = (i: number): number => (series.opportunity === 'time' ? (series.times[i] ?? 0) : i);
  return at(first) - at(0) <= (EDGE_WAITS * (at(n - 1) - at(first))) / risesAfter;
}

/** What one event adds at least: for counts the greatest common divisor of all moves (a pair per tick: 2). */
function eventSize(values: Float64Array, unit: number, opportunity: Series['opportunity']): number {
  if (opportunity === 'observation') return unit;
  let divisor = 0;
  for (let i = 1; i < values.length && divisor !== 1; i++) {
    let a = Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0));
    if (!Number.isSafeInteger(a)) return unit;
    while (a > 0) [divisor, a] = [a, divisor % a];
  }
  return Math.max(unit, divisor);
}
