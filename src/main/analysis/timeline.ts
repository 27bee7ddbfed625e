import type { SessionSummary, Snapshot, Timeline } from '../../contract/domain';

/** A silence this many times the usual distance between snapshots is a gap: longer than jitter and one late capture. */
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

const holdsNothing = (snapshot: Snapshot): boolean =>
  snapshot.captures.length === 0 && snapshot.memory === null;

/** Snapshots ordered by time, as columns. */
export function buildTimeline(snapshots: readonly Snapshot[], diskBytes: number): Timeline {
  return {
    snapshotId: snapshots.map((s) => s.id),
    timeMs: snapshots.map((s) => s.timeMs),
    targetId: snapshots.map((s) => s.targetId),
    goroutines: snapshots.map(goroutinesOf),
    liveHeapBytes: snapshots.map(liveHeapOf),
    rssBytes: snapshots.map((s) => s.memory?.rssBytes ?? null),
    kinds: snapshots.map((s) => s.captures.map((c) => c.facts.kind).join(',')),
    delta: snapshots.map((s) => s.captures.some((c) => c.facts.delta !== null)),
    failed: snapshots.map(holdsNothing),
    gaps: findGaps(snapshots),
    diskBytes,
  };
}

/** Silences of each target, with what was tried in them. The usual distance is the target's own median. */
function findGaps(snapshots: readonly Snapshot[]): Timeline['gaps'] {
  const gaps: Timeline['gaps'] = [];
  for (const target of new Set(snapshots.map((s) => s.targetId))) {
    if (target === null) continue;
    const own = snapshots.filter((s) => s.targetId === target);
    const taken = own.filter((s) => !holdsNothing(s));
    const distances = taken.slice(1).map((s, i) => s.timeMs - (taken[i]?.timeMs ?? s.timeMs));
    const usual = [...distances].sort((a, b) => a - b)[distances.length >> 1];
    if (usual === undefined) continue;
    taken.slice(1).forEach((to, i) => {
      const from = taken[i];
      if (from === undefined || to.timeMs - from.timeMs <= GAP_FACTOR * usual) return;
      const failures = own.filter((s) => s.timeMs > from.timeMs && s.timeMs < to.timeMs && holdsNothing(s));
      gaps.push({ fromMs: from.timeMs, toMs: to.timeMs, reason: failures[0]?.failures[0]?.message ?? '' });
    });
  }
  return gaps.sort((a, b) => a.fromMs - b.fromMs);
}

export function summarise(
  session: { id: string; name: string },
  snapshots: readonly Snapshot[],
  capturing: boolean,
  problem: string | null,
): SessionSummary {
  const counts = snapshots.map(goroutinesOf).filter((count) => count !== null);
  return {
    id: session.id,
    name: session.name,
    snapshots: snapshots.length,
    firstMs: snapshots[0]?.timeMs ?? null,
    lastMs: snapshots.at(-1)?.timeMs ?? null,
    capturing,
    spark: pickEvenly(counts, SPARK_POINTS),
    problem,
  };
}

/** At most `points` of the values, evenly spread, the first and the last among them. */
export function pickEvenly(values: readonly number[], points: number): number[] {
  if (values.length <= points) return [...values];
  const step = (values.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, i) => values[Math.round(i * step)] ?? 0);
}
