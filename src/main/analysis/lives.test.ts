// What of a life's first snapshot counts where the process was started while it was taken.
import { describe, expect, it } from 'vitest';
import type { Capture, Snapshot } from '../../contract/domain';
import { livesOf, type LifeEvidence } from '../../core/growth/lives';
import { isOfLife, ofTheirLives, type TargetHistory } from './lives';
import { buildTimeline } from './timeline';

const capture = (kind: string, total: number, buildId: string): Capture => ({
  id: `2025-05-12/${kind}-${total}`,
  sizeBytes: 1,
  sha256: '',
  importedFrom: null,
  facts: {
    kind,
    encoding: 'proto',
    timeMs: null,
    delta: null,
    truncated: false,
    total,
    unit: kind === 'heap' ? 'bytes' : 'count',
    buildId,
  },
});

interface Taken {
  readonly goroutines: number;
  readonly heap: number;
  readonly build?: string;
  readonly chain: number;
  readonly startMs: number;
}

function historyOf(taken: readonly Taken[]): TargetHistory {
  const snapshots = taken.map(({ goroutines, heap, build = 'a', startMs }, i): Snapshot => ({
    id: `s${i}`,
    targetId: 'pod1',
    timeMs: 60_000 * (i + 1),
    timeSource: 'fetch-clock',
    captures: [capture('goroutine', goroutines, build), capture('heap', heap, build)],
    memory: { source: 'metrics', goroutines: 7, rssBytes: heap, processStartMs: startMs },
    failures: [],
  }));
  const evidence = snapshots.map(({ memory, timeMs }, i): LifeEvidence => ({
    memory,
    buildId: taken[i]?.build ?? 'a',
    heap: { chain: taken[i]?.chain ?? 0, allocObjects: 1, compared: true },
    severalSinceMs: timeMs,
    moved: false,
  }));
  return { targetId: 'pod1', snapshots, ...livesOf(evidence) };
}

const timelineOf = (history: TargetHistory) =>
  buildTimeline({
    snapshots: history.snapshots,
    history: [],
    plan: { enabled: true, everyMs: 60_000, kinds: [], untilMs: null, heapGc: false },
    diskBytes: 0,
    targets: [history],
  });
const own = (history: TargetHistory, index: number): string[] =>
  (history.snapshots[index]?.captures ?? [])
    .filter((one) => isOfLife(history, index, one))
    .map(({ facts }) => facts.kind);

const OLD: Taken = { goroutines: 4000, heap: 900, chain: 0, startMs: 0 };

describe('the first snapshot of a life', () => {
  it('is whole where the process says that it had started before', () => {
    const history = historyOf([OLD, { goroutines: 12, heap: 5, chain: 1, startMs: 70_000 }]);
    expect(timelineOf(history).goroutines).toEqual([4000, 12]);
    expect(own(history, 1)).toEqual(['goroutine', 'heap']);
    expect(ofTheirLives(history)).toBe(history.snapshots);
  });

  it('gives no count of the process before to its lines, and none to growth', () => {
    const next: Taken = { goroutines: 12, heap: 5, chain: 1, startMs: 119_990 };
    const history = historyOf([OLD, { ...next, goroutines: 4001 }, next]);
    const { goroutines, liveHeapBytes, rssBytes, life } = timelineOf(history);
    // What the new process itself said of its goroutines stands in.
    expect(goroutines).toEqual([4000, 7, 12]);
    expect(liveHeapBytes).toEqual([900, 5, 5]);
    expect(rssBytes).toEqual([900, 5, 5]);
    expect(life).toEqual([0, 1, 1]);
    expect([own(history, 0), own(history, 1), own(history, 2)]).toEqual([
      ['goroutine', 'heap'],
      ['heap'],
      ['goroutine', 'heap'],
    ]);
  });

  it('keeps what is of another build, and leaves memory numbers of the old process out', () => {
    const deployed: Taken = { goroutines: 12, heap: 5, chain: 1, build: 'b', startMs: 0 };
    const history = historyOf([OLD, deployed, { ...deployed, startMs: 119_990 }]);
    const { goroutines, rssBytes, lives } = timelineOf(history);
    expect(goroutines).toEqual([4000, 12, 12]);
    expect(rssBytes).toEqual([900, null, 5]);
    expect(lives).toHaveLength(2);
    expect(own(history, 1)).toEqual(['goroutine', 'heap']);
  });
});
