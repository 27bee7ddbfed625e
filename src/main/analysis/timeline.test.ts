import { describe, expect, it } from 'vitest';
import type { Capture, Snapshot } from '../../contract/domain';
import { buildTimeline, pickEvenly, summarise } from './timeline';

const capture = (kind: string, total: number, delta: { seconds: number } | null = null): Capture => ({
  id: `2025-05-12/${kind}`,
  sizeBytes: 1,
  sha256: '',
  importedFrom: null,
  facts: {
    kind,
    encoding: 'proto',
    timeMs: null,
    delta,
    truncated: false,
    total,
    unit: kind === 'heap' ? 'bytes' : 'count',
  },
});
const snapshot = (timeMs: number, rest: Partial<Snapshot> = {}): Snapshot => ({
  id: String(timeMs),
  targetId: 'pod1',
  timeMs,
  timeSource: 'body',
  captures: [capture('goroutine', timeMs / 100)],
  memory: null,
  failures: [],
  ...rest,
});
const failure = { kind: 'goroutine', code: 'target-unreachable', message: 'Refused.' };

describe('buildTimeline', () => {
  it('takes counts from absolute captures only', () => {
    const timeline = buildTimeline(
      [
        snapshot(1000, {
          captures: [capture('goroutine', 29, { seconds: 120 }), capture('heap', 5e6, { seconds: 120 })],
        }),
        snapshot(2000, {
          captures: [capture('goroutine', 29, { seconds: 120 }), capture('goroutine-dump', 30_567)],
        }),
        snapshot(3000, {
          captures: [capture('heap', 7e6)],
          memory: { source: 'metrics', goroutines: 40, rssBytes: 9e6 },
        }),
      ],
      17,
    );
    expect(timeline.goroutines).toEqual([null, 30_567, 40]);
    expect(timeline.liveHeapBytes).toEqual([null, null, 7e6]);
    expect(timeline.rssBytes).toEqual([null, null, 9e6]);
    expect(timeline.delta).toEqual([true, true, false]);
    expect(timeline.diskBytes).toBe(17);
  });

  it('draws a gap where a target was silent, with the reason of the first failure in it', () => {
    const times = [0, 1000, 2000, 3000, 9000, 10_000];
    const failed = snapshot(5000, { captures: [], failures: [failure] });
    const all = [...times.map((t) => snapshot(t)), failed].sort((a, b) => a.timeMs - b.timeMs);
    expect(buildTimeline(all, 0).gaps).toEqual([{ fromMs: 3000, toMs: 9000, reason: 'Refused.' }]);
  });

  it('knows no gap in what was imported, nor between two targets', () => {
    const imported = [0, 1000, 2000, 50_000].map((t) => snapshot(t, { targetId: null }));
    expect(buildTimeline(imported, 0).gaps).toEqual([]);
    const two = [0, 1000, 2000, 3000].map((t, i) => snapshot(t, { targetId: i < 3 ? 'pod1' : 'pod2' }));
    expect(buildTimeline(two, 0).gaps).toEqual([]);
  });
});

describe('summarise', () => {
  it('thins the spark line and keeps both ends', () => {
    const many = Array.from({ length: 1000 }, (_, i) => snapshot(i * 100));
    const { spark, snapshots, firstMs, lastMs } = summarise({ id: 'a', name: 'A' }, many, true, null);
    expect(spark).toHaveLength(60);
    expect([spark[0], spark.at(-1), snapshots, firstMs, lastMs]).toEqual([0, 999, 1000, 0, 99_900]);
  });
  it('leaves few values as they are', () => {
    expect(pickEvenly([3, 1, 2], 60)).toEqual([3, 1, 2]);
  });
});
