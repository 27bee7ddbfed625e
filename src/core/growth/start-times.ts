// What start times say of which process answered. On Linux a start is the time of boot, in whole seconds, and a fixed number
// of ticks after it: one process says the same to the millisecond for as long as nobody sets its clock.
import { COUNTERS, type LifeEvidence } from './life-evidence';

/** Which process a snapshot is of, by one kind of evidence; null where it does not say. */
export type Labels = readonly (number | null)[];

export interface StartTime {
  /** UTC milliseconds, by the target's clock. */
  readonly ms: number;
  /** How far that clock was ahead of ours when it was told; null: not known. */
  readonly clockAheadMs: number | null;
}

/** The time of boot moves a little as the clock is corrected. */
const START_TOLERANCE_MS = 2_000;
/**
 * How far the move of a start may be from that of the clock it is told in: a body's time within two seconds of ours counts
 * as ours, and a start is up to a second off.
 */
const STEP_TOLERANCE_MS = 3_500;

/**
 * Whether two starts are of one process. Somebody may have set the target's clock between them: its start then moves with
 * it, by as much. A process that was started anew moves its start and not its clock.
 */
export function isSameStart(a: StartTime, b: StartTime): boolean {
  const movedMs = b.ms - a.ms;
  if (Math.abs(movedMs) <= START_TOLERANCE_MS) return true;
  if (a.clockAheadMs === null || b.clockAheadMs === null) return false;
  const stepMs = b.clockAheadMs - a.clockAheadMs;
  return Math.abs(stepMs) > START_TOLERANCE_MS && Math.abs(movedMs - stepMs) <= STEP_TOLERANCE_MS;
}

/** The newest start of a process. Where the clock is not told with it, it stands as before: the start did not move. */
export const follow = (known: StartTime | null, start: StartTime): StartTime =>
  start.clockAheadMs === null && known !== null ? { ...start, clockAheadMs: known.clockAheadMs } : start;

export function labelStarts(snapshots: readonly LifeEvidence[]): Labels {
  const latest: StartTime[] = [];
  return snapshots.map(({ memory, clockAheadMs }) => {
    if (memory?.processStartMs === undefined) return null;
    const start = { ms: memory.processStartMs, clockAheadMs };
    const label = latest.findIndex((known) => isSameStart(known, start));
    if (label < 0) return latest.push(start) - 1;
    latest[label] = follow(latest[label] ?? null, start);
    return label;
  });
}

/** How often a process comes back after another one answered. */
export function countReturns(labels: Labels): number {
  const seen = new Set<number>();
  let current: number | null = null;
  let returns = 0;
  for (const label of labels) {
    if (label === null || label === current) continue;
    if (seen.has(label)) returns++;
    seen.add(label);
    current = label;
  }
  return returns;
}

/** Of starts that are told to the millisecond, so many returns prove replicas where no counter speaks for them … */
const EXACT_RETURNS = 4;
/** … if each is seen so often on average: a start that is reckoned anew each time is another one each time … */
const SEEN_EACH = 3;
/** … and none is a neighbour of another, as such reckoning makes them, or a whole second away, as a boot time is rounded. */
const NEIGHBOUR_MS = 1;

/**
 * Replicas that were started together: their starts are too near to one another to be told from a corrected clock's, but
 * each comes back as it was. Surely so where a counter falls from one to the other and never within one. Null: no such.
 *
 * @param starts labels of the same snapshots, by starts that are told apart with tolerance
 */
export function labelReplicas(snapshots: readonly LifeEvidence[], starts: Labels): Labels | null {
  const groups = new Map<number, Told[]>();
  snapshots.forEach(({ memory }, index) => {
    const label = starts[index] ?? null;
    if (label === null || memory?.processStartMs === undefined) return;
    const told = groups.get(label) ?? [];
    groups.set(label, told);
    told.push({ index, startMs: memory.processStartMs, memory });
  });
  const labels: (number | null)[] = snapshots.map(() => null);
  let next = 0;
  let isProven = false;
  for (const told of groups.values()) {
    const exact = [...new Set(told.map(({ startMs }) => startMs))];
    const mayBe = areReplicas(told, exact);
    isProven ||= mayBe;
    for (const { index, startMs } of told) labels[index] = next + (mayBe ? exact.indexOf(startMs) : 0);
    next += exact.length;
  }
  return isProven ? labels : null;
}

interface Told {
  readonly index: number;
  readonly startMs: number;
  readonly memory: NonNullable<LifeEvidence['memory']>;
}

function areReplicas(told: readonly Told[], exact: readonly number[]): boolean {
  const returns = countReturns(told.map(({ startMs }) => startMs));
  if (returns === 0) return false;
  const falls = countFalls(told);
  if (falls.within > 0) return false;
  if (falls.across > 0) return true;
  const sorted = [...exact].sort((a, b) => a - b);
  const isReckoned = sorted.some((ms, i) => {
    const gap = ms - (sorted[i - 1] ?? -Infinity);
    return gap <= NEIGHBOUR_MS || Math.abs(gap - Math.round(gap / 1000) * 1000) <= NEIGHBOUR_MS;
  });
  return returns >= EXACT_RETURNS && told.length >= SEEN_EACH * exact.length && !isReckoned;
}

/** Falls of a counter from one snapshot to the next of the same start, and to the next one whatever its start. */
function countFalls(told: readonly Told[]): { within: number; across: number } {
  const own = new Map<number, Told['memory']>();
  let before: Told | null = null;
  let within = 0;
  let across = 0;
  for (const one of told) {
    if (hasFallen(own.get(one.startMs), one.memory)) within++;
    if (before !== null && hasFallen(before.memory, one.memory)) across++;
    own.set(one.startMs, one.memory);
    before = one;
  }
  return { within, across };
}

const hasFallen = (before: Told['memory'] | undefined, now: Told['memory']): boolean =>
  before !== undefined &&
  COUNTERS.some((counter) => (now[counter] ?? Infinity) < (before[counter] ?? -Infinity));
