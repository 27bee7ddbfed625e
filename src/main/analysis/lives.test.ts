// What of a life's first snapshot counts where the process was started while it was taken, and a target's clock that is set.
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { jobsHere } from '../../../test/support/jobs-here';
import { AT, capture as stored, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { makeGrowthLife } from '../../../test/support/lives';
import type { Capture, Snapshot } from '../../contract/domain';
import type { LifeEvidence } from '../../core/growth/life-evidence';
import { livesOf } from '../../core/growth/lives';
import { compareLives } from './life-rows';
import type { HeapRecordsInput } from './job-heap-records';
import { createLifeFinder, livesInWords, ofTheirLives, whyOfAnother, type TargetHistory } from './lives';
import type { JobRunner } from './pool';
import type { NewSnapshot } from '../workspace/snapshot-files';
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
    clockAheadMs: null,
    buildId: taken[i]?.build ?? 'a',
    heap: { chain: taken[i]?.chain ?? 0, allocObjects: 1, compared: true },
    severalSinceMs: timeMs,
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
    .filter((one) => whyOfAnother(history, index, one) === null)
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

  it('gives nothing of one that was moved there to lines', () => {
    const next: Taken = { goroutines: 12, heap: 5, chain: 1, startMs: 70_000 };
    const history = { ...historyOf([OLD, OLD, next, next]), strays: new Set([1]) };
    const { goroutines, liveHeapBytes, rssBytes, life } = timelineOf(history);
    expect(goroutines).toEqual([4000, null, 12, 12]);
    expect(liveHeapBytes).toEqual([900, null, 5, 5]);
    expect(rssBytes).toEqual([900, null, 5, 5]);
    expect(life).toEqual([0, null, 1, 1]);
    expect(own(history, 1)).toEqual([]);
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

const finderThat = (onChange: (sessionId: string) => void) =>
  createLifeFinder({ jobs: jobsHere, keepIndex: false, onChange });

describe('heaps of a recorded restart', () => {
  const at = openSessionForEach();
  const RECORDED = resolve(import.meta.dirname, '../../../test/fixtures/restart/sessions');
  async function addHeaps(
    from: number,
    to: number,
    memory: NewSnapshot['memory'],
    targetId: string | null = 'pod1',
  ): Promise<void> {
    const names = await readdir(RECORDED, { recursive: true });
    const heaps = names.filter((name) => name.endsWith('-heap.pb.gz')).sort();
    for (let n = from; n < to; n++) {
      const bytes = await readFile(join(RECORDED, heaps[n] ?? ''));
      const heap = stored('heap', bytes, { timeMs: AT + n * 1000 });
      await at.session.addSnapshot(snapshot(AT + n * 1000, [heap], { memory, targetId }));
    }
  }

  it('are compared in the background, and what that tells is told once', async () => {
    await addHeaps(4, 12, null);
    const changed = vi.fn();
    const finder = finderThat(changed);
    expect(finder.known(at.session)[0]?.lives).toMatchObject([{ unknown: true }]);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledWith(at.session.id));
    // Each snapshot is of one thing, and so of one process.
    expect(finder.known(at.session)[0]?.lives).toMatchObject([
      { to: 3, unknown: false },
      { from: 4, began: 'heap-record', firstOwn: null },
    ]);
    await finder.settled(at.session, new AbortController().signal);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('are compared anew only where they are, whichever process answers', async () => {
    const handed: number[] = [];
    const jobs: JobRunner = {
      ...jobsHere,
      run: (job, args, ...rest) => {
        if (job === 'heapRecords')
          handed.push(
            (args as HeapRecordsInput).targets.reduce((sum, { captures }) => sum + captures.length, 0),
          );
        return jobsHere.run(job, args, ...rest);
      },
    };
    const finder = createLifeFinder({ jobs, keepIndex: false, onChange: () => {} });
    const { signal } = new AbortController();
    // A restart is among the first, among those that come later, and where it goes on.
    for (const [from, to] of [
      [0, 3],
      [3, 7],
      [7, 9],
      [9, 12],
    ] as const) {
      await addHeaps(from, to, null);
      const told = await finder.settled(at.session, signal);
      expect(told).toEqual(await finderThat(() => {}).settled(at.session, signal));
      expect(await finder.settled(at.session, signal)).toBe(told);
    }
    expect(handed).toEqual([3, 4, 2, 3]);
    // What is moved in time comes before some that are known.
    const [first] = at.session.snapshots();
    await at.session.setTimes([{ snapshotId: first?.id ?? '', timeMs: AT + 60_000 }]);
    expect(await finder.settled(at.session, signal)).toEqual(
      await finderThat(() => {}).settled(at.session, signal),
    );
  });

  describe('that were moved in time', () => {
    const settled = async () => {
      const [history] = await finderThat(() => {}).settled(at.session, new AbortController().signal);
      return {
        lives: history?.lives.map(({ from, to }) => [from, to]),
        strays: [...(history?.strays ?? [])],
      };
    };
    const move = (...moves: readonly [index: number, byMs: number][]) => {
      const taken = at.session.snapshots();
      return at.session.setTimes(
        moves.map(([index, byMs]) => {
          const { id = '', timeMs = 0 } = taken[index] ?? {};
          return { snapshotId: id, timeMs: timeMs + byMs };
        }),
      );
    };
    const KEPT = {
      lives: [
        [0, 3],
        [4, 7],
      ],
      strays: [],
    };

    it.each([
      ['the last', [[7, 1000]]],
      ['the first after the restart', [[4, 300]]],
      ['all before the restart', [0, 1, 2, 3].map((index) => [index, -5000])],
      ['two within their life, that change places', [[1, 1500]]],
    ] as const)('tell of the restart as they did: %s', async (_, moves) => {
      await addHeaps(4, 12, null);
      expect(await settled()).toEqual(KEPT);
      await move(...(moves as [number, number][]));
      expect(await settled()).toEqual(KEPT);
    });

    it('are compared as they were taken, and one among those of another process is left out', async () => {
      await addHeaps(4, 12, null);
      await move([1, 4500]);
      expect(await settled()).toEqual({
        lives: [
          [0, 2],
          [3, 7],
        ],
        strays: [5],
      });
    });

    it('say in what order they are, where they are files', async () => {
      await addHeaps(4, 12, null, null);
      const all = at.session.snapshots().map(({ id }) => id);
      // All after the restart before all before it: the process that is older by its records restarted then.
      await at.session.setTimes(
        all.map((snapshotId, i) => ({ snapshotId, timeMs: AT + ((i + 4) % 8) * 1000 })),
      );
      const { strays, lives } = await settled();
      expect(strays).toEqual([]);
      expect(lives?.at(0)?.[0]).toBe(0);
      const [history] = await finderThat(() => {}).settled(at.session, new AbortController().signal);
      expect(history?.snapshots.map(({ id }) => id)).toEqual([...all.slice(4), ...all.slice(0, 4)]);
      expect(history?.lives.at(-1)?.to).toBe(7);
    });
  });

  it('tell nothing where memory numbers have told it already', async () => {
    await addHeaps(0, 4, { source: 'metrics', processStartMs: 1000 });
    const changed = vi.fn();
    const finder = finderThat(changed);
    finder.known(at.session);
    await finder.settled(at.session, new AbortController().signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(changed).not.toHaveBeenCalled();
  });
});

describe('in words', () => {
  const words = (memories: readonly NonNullable<LifeEvidence['memory']>[]) =>
    livesInWords({
      targetId: 'pod1',
      snapshots: memories.map((_, i) => ({ timeMs: 60_000 * (i + 1) })),
      ...livesOf(
        memories.map((memory) => ({
          ...{ memory, clockAheadMs: null, buildId: null, heap: null, severalSinceMs: null },
        })),
      ),
    });

  it('another Go is another build', () => {
    expect(words([{ goVersion: 'go1.25' }, { goVersion: 'go1.26' }])).toMatchObject([
      { newBuild: false },
      { newBuild: true, began: 'build' },
    ]);
  });

  it('a life answers since its start, if that lies between the one before and its first snapshot', () => {
    const since = (startMs: number): number | undefined =>
      words([{ processStartMs: 0 }, { processStartMs: startMs }])[1]?.sinceMs;
    expect([since(60_001), since(90_000), since(120_000)]).toEqual([60_001, 90_000, 120_000]);
    expect([since(50_000), since(60_000), since(120_001)]).toEqual([120_000, 120_000, 120_000]);
  });

  it('a stretch of several processes has no level', () => {
    const life = makeGrowthLife([]);
    const levels = { ...life.levels, timeMs: Float64Array.of(0, 60_000), goroutines: Float64Array.of(1, 2) };
    const rows = (mixed: boolean) =>
      compareLives({ lives: [{ ...life, levels, life: { ...life.life, mixed } }], timeScale: 1 }, []).lives;
    expect(rows(false)).toMatchObject([{ goroutines: { last: 2, perHour: 60 }, lead: null, proven: null }]);
    expect(rows(true)).toMatchObject([{ goroutines: null }]);
  });
});

describe("a target's clock", () => {
  const at = openSessionForEach();
  const HOUR_MS = 3_600_000;
  /** Taken a minute after the one before, by a target whose clock is ahead of ours. */
  const take = (n: number, aheadMs: number, startMs: number): ReturnType<typeof snapshot> =>
    snapshot(AT + n * 60_000, [stored('goroutine', gz(String(n)), { timeMs: AT + n * 60_000 + aheadMs })], {
      timeSource: aheadMs === 0 ? 'body' : 'fetch-clock',
      memory: { source: 'metrics', processStartMs: startMs + aheadMs },
    });
  const borders = async (): Promise<number[] | undefined> => {
    const [history] = await finderThat(() => {}).settled(at.session, new AbortController().signal);
    expect(history?.several).toBeNull();
    return history?.lives.map(({ from }) => from);
  };

  it('is told by the times in its bodies: set, it moves the start and begins no life', async () => {
    const ahead = [0, 0, HOUR_MS, HOUR_MS, 0];
    await at.session.addSnapshots(ahead.map((aheadMs, n) => take(n, aheadMs, 1000)));
    expect(await borders()).toEqual([0]);
    // A time that the user gives says nothing of the target's clock.
    const second = at.session.snapshots()[1];
    await at.session.setTimes([{ snapshotId: second?.id ?? '', timeMs: AT + 90_000 }]);
    expect(await borders()).toEqual([0]);
    const third = at.session.snapshots()[2];
    await at.session.setTimes([{ snapshotId: third?.id ?? '', timeMs: AT + 150_000 }]);
    expect(await borders()).toEqual([0]);
    await at.session.addSnapshot(take(9, 0, 5 * 60_000));
    expect(await borders()).toEqual([0, 5]);
    // Nor does its place among the others say that a process came back.
    const newest = at.session.snapshots().at(-1);
    await at.session.setTimes([{ snapshotId: newest?.id ?? '', timeMs: AT + 61_000 }]);
    const [history] = await finderThat(() => {}).settled(at.session, new AbortController().signal);
    expect(history?.several).toBeNull();
  });

  it('tells whether a process began while its first snapshot was taken, whatever time the user gives that', async () => {
    const parts = (n: number): ReturnType<typeof snapshot> =>
      snapshot(AT + n * 60_000, [stored('goroutine', gz(String(n)), { timeMs: null })], {
        timeSource: 'fetch-clock',
        memory: { source: 'metrics', processStartMs: n < 2 ? 1000 : AT + 2 * 60_000 + 500 },
      });
    await at.session.addSnapshots([0, 1, 2, 3].map(parts));
    const firstOwn = async () => {
      const [history] = await finderThat(() => {}).settled(at.session, new AbortController().signal);
      return history?.lives.map((life) => life.firstOwn);
    };
    const before = await firstOwn();
    expect(before).toMatchObject([null, { at: 2, memory: true }]);
    const moved = at.session.snapshots()[2];
    await at.session.setTimes([{ snapshotId: moved?.id ?? '', timeMs: AT + 2 * 60_000 + 9000 }]);
    expect(await firstOwn()).toEqual(before);
  });
});
