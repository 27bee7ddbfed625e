import type { CapturePlan, SessionSummary, Snapshot, Timeline } from '../../contract/domain';
import type { Sentence } from '../../contract/errors';
import type { HistoryEntry, StopReason } from '../workspace/capturing-history';
import type { SaidVerdict } from '../workspace/verdict-log';
import { holdsNothing, livesInWords, ofTheirLives, severalInWords, type TargetHistory } from './lives';

/** A silence this many times the plan's interval is a gap: longer than jitter and one late capture. */
const GAP_FACTOR = 3;
const SPARK_POINTS = 60;

/** Goroutines of a snapshot: of its absolute goroutine profile, else its dump, else what the memory numbers say. */
export function goroutinesOf(snapshot: Snapshot): number | null {
  for (const kind of ['goroutine', 'goroutine-dump']) {
    const facts = snapshot.captures.find((c) => c.facts.kind === kind && c.facts.delta === null)?.facts;
    if (facts !== undefined && facts.total !== null) return facts.total;
  }
  return snapshot.memory?.goroutines ?? null;
}

/**
 * Live heap as of the last GC: `inuse_space` of an absolute heap or allocs profile. MemStats.HeapAlloc is not the same (it
 * counts dead objects too), so without a profile it is unknown.
 */
export function liveHeapOf(snapshot: Snapshot): number | null {
  const facts = snapshot.captures.find((c) => c.facts.kind === 'heap' && c.facts.delta === null)?.facts;
  return facts?.unit === 'bytes' ? facts.total : null;
}

export interface Recorded {
  /** Ordered by time. */
  readonly snapshots: readonly Snapshot[];
  readonly history: readonly HistoryEntry[];
  /** As it is now. */
  readonly plan: CapturePlan;
  readonly diskBytes: number;
  /** Process lives, by target. */
  readonly targets: readonly TargetHistory[];
  /** As they were said; none are known of what is no session. */
  readonly verdicts?: readonly SaidVerdict[];
}

/** Snapshots as columns. */
export function buildTimeline({
  snapshots,
  history,
  plan,
  diskBytes,
  targets,
  verdicts = [],
}: Recorded): Timeline {
  const own = new Map(targets.flatMap((target) => ofTheirLives(target).map((s) => [s.id, s] as const)));
  // A line must not begin at what the process before has left.
  const levels = snapshots.map((s) => own.get(s.id) ?? s);
  return {
    snapshotId: snapshots.map((s) => s.id),
    timeMs: snapshots.map((s) => s.timeMs),
    timeSource: snapshots.map((s) => s.timeSource),
    targetId: snapshots.map((s) => s.targetId),
    goroutines: levels.map(goroutinesOf),
    liveHeapBytes: levels.map(liveHeapOf),
    rssBytes: levels.map((s) => s.memory?.rssBytes ?? null),
    kinds: snapshots.map((s) => s.captures.map((c) => c.facts.kind).join(',')),
    traceSeconds: snapshots.map(
      (s) => s.captures.find((c) => c.facts.trace !== undefined)?.facts.trace?.seconds ?? null,
    ),
    delta: snapshots.map((s) => s.captures.some((c) => c.facts.delta !== null)),
    failed: snapshots.map(holdsNothing),
    gaps: findGaps(snapshots, history, intervalsOf(history, plan)),
    ...lifeColumns(snapshots, targets),
    several: severalInWords(targets),
    clockSteps: history.flatMap((entry) =>
      entry.type === 'clock-stepped'
        ? [{ timeMs: entry.atMs, stepMs: entry.stepMs, measured: entry.measured }]
        : [],
    ),
    verdicts: saidVerdicts(verdicts, snapshots),
    diskBytes,
  };
}

function saidVerdicts(said: readonly SaidVerdict[], snapshots: readonly Snapshot[]): Timeline['verdicts'] {
  const timeOf = new Map(snapshots.map(({ id, timeMs }) => [id, timeMs]));
  return said.flatMap(({ snapshotId, verdict, sentence }, i) => {
    const timeMs = timeOf.get(snapshotId);
    return timeMs === undefined
      ? []
      : [{ snapshotId, timeMs, verdict, before: said[i - 1]?.verdict ?? null, sentence }];
  });
}

function lifeColumns(
  snapshots: readonly Snapshot[],
  targets: readonly TargetHistory[],
): Pick<Timeline, 'life' | 'lives'> {
  const lives: Timeline['lives'] = [];
  const rowOf = new Map<string, number | null>();
  for (const target of targets) {
    target.snapshots.forEach(({ id }, i) =>
      rowOf.set(id, target.strays.has(i) ? null : lives.length + (target.lifeOf[i] ?? 0)),
    );
    lives.push(...livesInWords(target));
  }
  return { life: snapshots.map(({ id }) => rowOf.get(id) ?? null), lives };
}

interface Interval {
  readonly sinceMs: number;
  /** null: what the plan was is not recorded. */
  readonly everyMs: number | null;
}

/** The plan's interval over time. The journal names changes only: before the first one it is not known. */
function intervalsOf(history: readonly HistoryEntry[], plan: CapturePlan): Interval[] {
  const changes = history.flatMap((entry): Interval[] =>
    entry.type === 'plan-changed' ? [{ sinceMs: entry.atMs, everyMs: entry.plan.everyMs }] : [],
  );
  const start = history.find(({ type }) => type !== 'clock-stepped');
  // A plan that was never changed is the one that capturing began with.
  if (changes.length === 0 && start !== undefined)
    changes.push({ sinceMs: start.atMs, everyMs: plan.everyMs });
  return [{ sinceMs: -Infinity, everyMs: null }, ...changes];
}

function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? null;
}

/**
 * Silences of each target, with what was tried in them: between two snapshots, and from the last one to the newest
 * failure. Each is measured against the longest interval in force during it; where none is recorded, against the median
 * distance of the snapshots of that time.
 */
function findGaps(
  snapshots: readonly Snapshot[],
  history: readonly HistoryEntry[],
  intervals: readonly Interval[],
): Timeline['gaps'] {
  const gaps: Timeline['gaps'] = [];
  const knownFromMs = intervals[1]?.sinceMs ?? Infinity;
  for (const target of new Set(snapshots.map((s) => s.targetId))) {
    if (target === null) continue;
    const own = snapshots.filter((s) => s.targetId === target);
    const taken = own.filter((s) => !holdsNothing(s)).map((s) => s.timeMs);
    const spans = taken.map((fromMs, i) => ({ fromMs, toMs: taken[i + 1] ?? own.at(-1)?.timeMs ?? fromMs }));
    const early = spans.slice(0, -1).filter(({ fromMs }) => fromMs < knownFromMs);
    const usualEarly = median(early.map(({ fromMs, toMs }) => toMs - fromMs));
    for (const { fromMs, toMs } of spans) {
      const inForce = intervals
        .filter(({ sinceMs }, i) => sinceMs < toMs && (intervals[i + 1]?.sinceMs ?? Infinity) > fromMs)
        .map(({ everyMs }) => everyMs ?? usualEarly)
        .filter((everyMs) => everyMs !== null);
      if (inForce.length === 0 || toMs - fromMs <= GAP_FACTOR * Math.max(...inForce)) continue;
      const failed = own.find((s) => s.timeMs > fromMs && s.timeMs <= toMs && holdsNothing(s));
      const failure = failed?.failures[0] ?? null;
      const untried = failure === null ? whyUntried(history, fromMs, toMs) : null;
      gaps.push({ target, fromMs, toMs, reason: failure?.message ?? '', untried, failure });
    }
  }
  return gaps.sort((a, b) => a.fromMs - b.fromMs);
}

/** What the journal says of capturing in that time. A start without a stop before it: Plumbline was killed, or the machine went down. */
function whyUntried(history: readonly HistoryEntry[], fromMs: number, toMs: number): Untried {
  for (const entry of history) {
    if (entry.atMs < fromMs || entry.atMs > toMs) continue;
    if (entry.type === 'capturing-stopped') return UNTRIED[entry.reason];
    if (entry.type === 'capturing-started') return 'closed';
  }
  return null;
}
type Untried = Timeline['gaps'][number]['untried'];
const UNTRIED: Readonly<Record<StopReason, Untried>> = {
  user: 'paused',
  until: 'until',
  closed: 'closed',
  'lock-lost': 'closed',
  'disk-full': 'disk',
  'disk-failed': 'disk',
};

export function summarise(
  session: { id: string; name: string },
  snapshots: readonly Snapshot[],
  capturing: boolean,
  problem: Sentence | null,
): Omit<SessionSummary, 'verdict'> {
  const taken = snapshots.filter((snapshot) => !holdsNothing(snapshot));
  // One line is true to one target: of several, the one that was captured most.
  const shown = commonest(taken.map((snapshot) => snapshot.targetId));
  const counts = taken.flatMap((snapshot) => {
    if (snapshot.targetId !== shown) return [];
    const value = goroutinesOf(snapshot);
    return value === null ? [] : [{ timeMs: snapshot.timeMs, value }];
  });
  return {
    id: session.id,
    name: session.name,
    snapshots: taken.length,
    firstMs: taken[0]?.timeMs ?? null,
    lastMs: taken.at(-1)?.timeMs ?? null,
    capturing,
    spark: pickEvenly(counts, SPARK_POINTS),
    problem,
  };
}

/** The first of those that come most often. */
function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

/**
 * The values at `points` evenly spaced times, each the last one at or before its time: a line drawn through them by index
 * is true to time. Ordered by time; fewer come only where there are not two times.
 */
export function pickEvenly(
  values: readonly { readonly timeMs: number; readonly value: number }[],
  points: number,
): number[] {
  const firstMs = values[0]?.timeMs ?? 0;
  const spanMs = (values.at(-1)?.timeMs ?? 0) - firstMs;
  if (spanMs <= 0) return values.slice(-1).map(({ value }) => value);
  let at = 0;
  return Array.from({ length: points }, (_, i) => {
    const timeMs = firstMs + (spanMs * i) / (points - 1);
    while ((values[at + 1]?.timeMs ?? Infinity) <= timeMs) at += 1;
    return values[at]?.value ?? 0;
  });
}
