import { describe, expect, it } from 'vitest';
import type { Capture, CapturePlan, Snapshot, Timeline } from '../../contract/domain';
import type { HistoryEntry } from '../workspace/capturing-history';
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
    buildId: null,
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
const plan = (everyMs: number): CapturePlan => ({
  enabled: true,
  everyMs,
  kinds: ['goroutine'],
  untilMs: null,
  heapGc: false,
});
const changed = (atMs: number, everyMs: number): HistoryEntry => ({
  atMs,
  type: 'plan-changed',
  plan: plan(everyMs),
});
const started: HistoryEntry = { atMs: 0, type: 'capturing-started' };
const failedAt = (timeMs: number): Snapshot => snapshot(timeMs, { captures: [], failures: [failure] });
const gapsOf = (snapshots: Snapshot[], history: HistoryEntry[] = [], everyMs = 1000): Timeline['gaps'] =>
  buildTimeline({
    snapshots: snapshots.sort((a, b) => a.timeMs - b.timeMs),
    history,
    plan: plan(everyMs),
    diskBytes: 0,
    targets: [],
  }).gaps;

describe('steps of the clock', () => {
  it('stand on the timeline, and measure no gap', () => {
    const step: HistoryEntry = { type: 'clock-stepped', atMs: 1500, stepMs: -3_600_000, measured: true };
    const { clockSteps, gaps } = buildTimeline({
      snapshots: [snapshot(1000), snapshot(2000), snapshot(9000), snapshot(10_000)],
      history: [step, { type: 'capturing-started', atMs: 8000 }],
      ...{ plan: plan(1000), diskBytes: 0, targets: [] },
    });
    expect(clockSteps).toEqual([{ timeMs: 1500, stepMs: -3_600_000, measured: true }]);
    // What the plan was before capturing is recorded is not known: the usual distance of that time counts.
    expect(gaps).toEqual([]);
  });
});

describe('what was said', () => {
  it('stands at the snapshot that it stood on, with what was said until then', () => {
    const snapshots = [snapshot(1000), snapshot(2000)];
    const said = (verdict: 'growing' | 'goroutine-leak' | 'no-leak', snapshotId = '') => ({
      ...{ verdict, snapshotId, places: [] },
      sentence: { message: `${verdict}.` },
    });
    const { verdicts } = buildTimeline({
      ...{ snapshots, history: [], plan: plan(1000), diskBytes: 0, targets: [] },
      verdicts: [
        said('growing', snapshots[0]?.id),
        said('goroutine-leak', 'of a line that was damaged'),
        said('no-leak', snapshots[1]?.id),
      ],
    });
    expect(verdicts.map(({ timeMs, verdict, before }) => [timeMs, verdict, before])).toEqual([
      [1000, 'growing', null],
      [2000, 'no-leak', 'goroutine-leak'],
    ]);
  });
});

describe('buildTimeline', () => {
  it('says how long a trace is, which is no level of anything', () => {
    const trace = capture('trace', 0);
    const facts = { ...trace.facts, total: null, unit: null, trace: { version: 26, seconds: 5.01 } };
    const timeline = buildTimeline({
      snapshots: [snapshot(1000), snapshot(2000, { captures: [{ ...trace, facts }] }), snapshot(3000)],
      history: [],
      ...{ plan: plan(1000), diskBytes: 0, targets: [] },
    });
    expect(timeline.traceSeconds).toEqual([null, 5.01, null]);
    expect(timeline.goroutines).toEqual([10, null, 30]);
    expect(timeline.kinds[1]).toBe('trace');
    expect([timeline.failed[1], timeline.delta[1], timeline.gaps]).toEqual([false, false, []]);
  });

  it('takes counts from absolute captures only', () => {
    const timeline = buildTimeline({
      history: [],
      plan: plan(1000),
      diskBytes: 17,
      targets: [],
      snapshots: [
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
    });
    expect(timeline.goroutines).toEqual([null, 30_567, 40]);
    expect(timeline.liveHeapBytes).toEqual([null, null, 7e6]);
    expect(timeline.rssBytes).toEqual([null, null, 9e6]);
    expect(timeline.delta).toEqual([true, true, false]);
    expect(timeline.diskBytes).toBe(17);
  });

  it('draws a gap where a target was silent, with the reason of the first failure in it', () => {
    const times = [0, 1000, 2000, 3000, 9000, 10_000];
    const all = [...times.map((t) => snapshot(t)), failedAt(5000)];
    const gap = { target: 'pod1', fromMs: 3000, toMs: 9000, reason: 'Refused.', untried: null, failure };
    expect(gapsOf(all)).toEqual([gap]);
    expect(gapsOf(all, [started], 1000)).toEqual([gap]);
    expect(gapsOf(all, [started], 2000)).toEqual([]);
  });

  it('says why nothing was tried in a silence, where the journal does', () => {
    const stopped = (atMs: number, reason: 'user' | 'until' | 'closed' | 'disk-full'): HistoryEntry => ({
      atMs,
      type: 'capturing-stopped',
      reason,
    });
    const untriedOf = (...history: HistoryEntry[]): unknown =>
      gapsOf([snapshot(0), snapshot(1000), snapshot(9000)], [started, ...history]).map((gap) => gap.untried);
    const again: HistoryEntry = { atMs: 8900, type: 'capturing-started' };
    expect(untriedOf(stopped(1500, 'user'), again)).toEqual(['paused']);
    expect(untriedOf(stopped(1500, 'until'), again)).toEqual(['until']);
    expect(untriedOf(stopped(1500, 'closed'), again)).toEqual(['closed']);
    expect(untriedOf(stopped(1500, 'disk-full'), again)).toEqual(['disk']);
    // Killed: nothing was written when it ended.
    expect(untriedOf(again)).toEqual(['closed']);
    // Asleep, or stopped at another time.
    expect(untriedOf(stopped(9500, 'user'))).toEqual([null]);
  });

  it('judges each silence by the plan of its time', () => {
    const day = 24 * 3_600_000;
    const slow = [0, day, 2 * day].map((t) => snapshot(t));
    const quick = Array.from({ length: 50 }, (_, i) => snapshot(3 * day + i * 1000));
    const silence = snapshot(3 * day + 60_000);
    const gap = {
      target: 'pod1',
      fromMs: 3 * day + 49_000,
      toMs: 3 * day + 60_000,
      reason: '',
      untried: null,
      failure: null,
    };
    const toQuick = changed(3 * day, 1000);
    expect(gapsOf([...slow, ...quick, silence], [changed(0, day), toQuick])).toEqual([gap]);
    // What the plan was before the first change is not in the journal.
    expect(gapsOf([...slow, ...quick, silence], [started, toQuick])).toEqual([gap]);
    expect(gapsOf([snapshot(0), ...quick], [started, toQuick])).toEqual([]);
  });

  it('takes the longest interval where the plan changed in a silence', () => {
    const two = [snapshot(0), snapshot(20_000)];
    expect(gapsOf(two, [changed(-5, 1000), changed(10_000, 8000), changed(12_000, 1000)])).toEqual([]);
    expect(gapsOf(two, [changed(-5, 1000), changed(10_000, 6000)])).toHaveLength(1);
  });

  it('draws the silence at the end up to the newest failure', () => {
    const all = [snapshot(0), snapshot(1000), failedAt(2000), failedAt(6000)];
    expect(gapsOf(all, [started])).toEqual([
      { target: 'pod1', fromMs: 1000, toMs: 6000, reason: 'Refused.', untried: null, failure },
    ]);
    expect(gapsOf([snapshot(0), snapshot(1000), failedAt(2000)], [started])).toEqual([]);
    expect(gapsOf([snapshot(0), failedAt(9000)], [started])).toHaveLength(1);
    expect(gapsOf([snapshot(0), failedAt(9000)])).toEqual([]);
  });

  it('knows no gap in what was imported, nor between two targets', () => {
    expect(
      gapsOf(
        [0, 1000, 2000, 50_000].map((t) => snapshot(t, { targetId: null })),
        [started],
      ),
    ).toEqual([]);
    const two = [0, 1000, 2000, 3000].map((t, i) => snapshot(t, { targetId: i < 3 ? 'pod1' : 'pod2' }));
    expect(gapsOf(two, [started])).toEqual([]);
  });
});

describe('summarise', () => {
  it('thins the spark line and keeps both ends', () => {
    const many = Array.from({ length: 1000 }, (_, i) => snapshot(i * 100));
    const { spark, snapshots, firstMs, lastMs } = summarise({ id: 'a', name: 'A' }, many, true, null);
    expect(spark).toHaveLength(60);
    expect([spark[0], spark.at(-1), snapshots, firstMs, lastMs]).toEqual([0, 999, 1000, 0, 99_900]);
  });
  it('draws one target of several', () => {
    const two = [0, 1, 2].flatMap((i) => [
      snapshot(i * 1000),
      snapshot(i * 1000 + 1, { targetId: 'pod2', captures: [capture('goroutine', 70_000)] }),
    ]);
    const { spark } = summarise({ id: 'a', name: 'A' }, two, true, null);
    expect(Math.max(...spark)).toBeLessThan(70_000);
  });
  it('counts only snapshots that hold something', () => {
    const all = [failedAt(0), snapshot(1000), snapshot(2000), failedAt(3000)];
    const { snapshots, firstMs, lastMs } = summarise({ id: 'a', name: 'A' }, all, true, null);
    expect([snapshots, firstMs, lastMs]).toEqual([2, 1000, 2000]);
  });
});

describe('pickEvenly', () => {
  const at = (timeMs: number, value: number) => ({ timeMs, value });
  it('spreads by time, not by index', () => {
    // Slow at first, then a burst of captures: the burst is the last tenth of the line, not nearly all of it.
    const burst = Array.from({ length: 1000 }, (_, i) => at(900 + i / 10, 50));
    expect(pickEvenly([at(0, 1), at(400, 2), ...burst, at(1000, 99)], 11)).toEqual([
      1, 1, 1, 1, 2, 2, 2, 2, 2, 50, 99,
    ]);
  });
  it('makes nothing up where there is one time or none', () => {
    expect(pickEvenly([], 60)).toEqual([]);
    expect(pickEvenly([at(5, 3), at(5, 4)], 60)).toEqual([4]);
  });
});
