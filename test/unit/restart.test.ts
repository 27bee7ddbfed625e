// A recorded restart, as each kind of evidence tells it. No Go is needed.
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../src/contract/client';
import type { LifeEvidence } from '../../src/core/growth/life-evidence';
import { livesOf } from '../../src/core/growth/lives';
import { standHeapRecords } from '../../src/main/analysis/job-heap-records';
import { unpackAccount } from '../../src/contract/memory-table';
import { MEMORY_PARTS } from '../../src/core/memory/account';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import { openWorkspaceReadOnly } from '../../src/main/workspace/workspace';
import { bundle } from '../support/bundle';
import { temporaryFolder } from '../support/temporary-folder';

const RECORDED = resolve(import.meta.dirname, '../fixtures/restart');
const EACH = 8;

describe('a recorded restart', () => {
  const folder = temporaryFolder('restart');
  const workspacePath = join(folder, 'workspace');
  let client: Client;
  let sessionId = '';
  beforeAll(async () => {
    await cp(RECORDED, workspacePath, { recursive: true });
    const workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
    const backend = await createBackend({
      workspacePath,
      access: 'write',
      workerPath,
      abilities: {},
      runPlans: false,
    });
    client = createClient(createInMemoryTransport(backend));
    const [session] = await client.call('sessions.list', {});
    sessionId = session?.id ?? '';
    return () => backend.close();
  });

  it('is one border, and growth is judged on either side of it', async () => {
    const timeline = await client.call('timeline.get', { sessionId, settled: true });
    expect(timeline.lives).toMatchObject([
      { life: '1', began: null, mixed: false, unknown: false },
      { life: '2', began: 'start-time', mixed: false, unknown: false, newBuild: false },
    ]);
    expect(timeline.life).toEqual([...Array<number>(EACH).fill(0), ...Array<number>(EACH).fill(1)]);
    expect(timeline.several).toEqual([]);
    const { growth } = await client.call('findings.get', { sessionId });
    expect(new Set(growth.excluded.map(({ why }) => why))).toEqual(new Set(['earlier-life']));
    expect(growth.excluded).toHaveLength(2 * EACH);
    expect(growth.lives.map(({ snapshots }) => snapshots)).toEqual([EACH, EACH]);
    // Across the border goroutines fall; within each life the leak adds to them.
    for (const { goroutines } of growth.lives) expect(goroutines?.perHour).toBeGreaterThan(0);
  });

  it('is a border of the memory account too', async () => {
    const timeline = await client.call('timeline.get', { sessionId, settled: true });
    const { memory } = await client.call('findings.get', { sessionId });
    expect(memory.map(({ life }) => life)).toEqual(['1', '2']);
    for (const [i, growth] of memory.entries()) {
      const { target, life } = growth;
      const answer = await client.call('memory.account', { sessionId, target, life });
      expect(answer.growth).toEqual(growth);
      const account = unpackAccount(await client.bulk(answer.bulk));
      const mine = timeline.timeMs.filter((_, row) => timeline.life[row] === i);
      expect([...account.timeMs]).toEqual(mine);
      account.rss.forEach((rss, row) => {
        const parts = MEMORY_PARTS.reduce((sum, part) => sum + (account[part][row] ?? NaN), 0);
        expect(parts).toBe(rss);
      });
    }
    await expect(
      client.call('memory.account', { sessionId, target: memory[0]?.target ?? null, life: '3' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is no growth where A and B are on either side of it, and is on one', async () => {
    const { snapshotId } = await client.call('timeline.get', { sessionId, settled: true });
    const compare = (a: number, b: number) =>
      client.call('compare.get', {
        ...{ sessionId, kind: 'goroutine' },
        ...{ a: snapshotId[a] ?? '', b: snapshotId[b] ?? '' },
      });
    const across = await compare(0, EACH);
    expect(across).toMatchObject({
      ...{ isGrowth: false, slowestVisiblePerHour: null, warnings: ['different-lives'] },
    });
    expect(across.distanceSeconds).toBeGreaterThan(0);
    const within = await compare(EACH - 1, 0);
    expect(within).toMatchObject({ isGrowth: true, warnings: ['b-before-a'] });
    expect(within.slowestVisiblePerHour).toBeGreaterThan(0);

    // Of one process, but the time between them is not that of the process.
    const { timeMs } = await client.call('timeline.get', { sessionId, settled: true });
    const first = snapshotId[0] ?? '';
    const give = (to: number | null) =>
      client.call('snapshots.setTimes', { sessionId, times: [{ snapshotId: first, timeMs: to }] });
    await give((timeMs.at(-1) ?? 0) - 1);
    const apart = await client.call('compare.get', {
      ...{ sessionId, kind: 'goroutine', a: snapshotId[1] ?? '', b: first },
    });
    await give(null);
    expect(apart).toMatchObject({
      ...{ isGrowth: false, slowestVisiblePerHour: null, warnings: ['moved-apart'] },
    });
  });

  it('is told by heap records alone, and by counters alone', async () => {
    const workspace = await openWorkspaceReadOnly(workspacePath);
    const store = await workspace.session(sessionId);
    const snapshots = store.snapshots();
    const heaps = snapshots.flatMap(({ captures }) => captures.filter(({ facts }) => facts.kind === 'heap'));
    const standings = await standHeapRecords({
      indexPath: null,
      keepIndex: false,
      noLinks: true,
      targets: [
        {
          captures: heaps.map(({ id, sha256 }) => ({
            ...{ captureId: id, path: join(store.folder, id), sha256, isWhole: true },
          })),
        },
      ],
    });
    const nothing: LifeEvidence = {
      ...{ memory: null, clockAheadMs: null, buildId: null, heap: null, severalSinceMs: null },
    };
    const byHeap = livesOf(heaps.map(({ id }) => ({ ...nothing, heap: standings[id] ?? null })));
    expect(byHeap.lives).toMatchObject([{ to: EACH - 1 }, { from: EACH, began: 'heap-record' }]);
    const byCounters = livesOf(
      snapshots.map(({ memory }) => ({ ...nothing, memory: { totalAllocBytes: memory?.totalAllocBytes } })),
    );
    expect(byCounters.lives).toMatchObject([{ to: EACH - 1 }, { from: EACH, began: 'counter' }]);
  });

  it('is no restart where the clock of the target was set, and every start moved with it', async () => {
    const workspace = await openWorkspaceReadOnly(workspacePath);
    const store = await workspace.session(sessionId);
    const evidence = store.snapshots().map(({ memory }, i): LifeEvidence => ({
      ...{ buildId: null, heap: null, severalSinceMs: null },
      clockAheadMs: i < 3 ? 0 : 3_600_400,
      memory:
        memory?.processStartMs === undefined
          ? memory
          : { ...memory, processStartMs: memory.processStartMs + (i < 3 ? 0 : 3_600_000) },
    }));
    expect(livesOf(evidence).lives.map(({ from }) => from)).toEqual([0, EACH]);
    const unknown = evidence.map((one) => ({ ...one, clockAheadMs: null }));
    expect(livesOf(unknown).lives.map(({ from }) => from)).toEqual([0, 3, EACH]);
  });

  it('stands where it was when the user moves a snapshot in time, which counts only in the life it is of', async () => {
    const { snapshotId, timeMs } = await client.call('timeline.get', { sessionId, settled: true });
    const move = (index: number, toMs: number | null) =>
      client.call('snapshots.setTimes', {
        sessionId,
        times: [{ snapshotId: snapshotId[index] ?? '', timeMs: toMs }],
      });
    const seen = async () => {
      const { life, lives } = await client.call('timeline.get', { sessionId, settled: true });
      const { growth, basis } = await client.call('findings.get', { sessionId });
      return {
        life,
        lives: lives.map(({ began }) => began),
        standing: growth.lives.map(({ snapshots }) => snapshots),
        judged: basis.map(({ snapshots }) => snapshots),
        moved: growth.excluded.filter(({ why }) => why === 'moved').length,
      };
    };
    const before = await seen();
    await move(1, (timeMs[3] ?? 0) + 1);
    expect(await seen()).toEqual(before);
    // Among those of the other process, by hand and by mistake.
    await move(1, (timeMs[EACH + 1] ?? 0) + 1);
    const stray = await seen();
    expect(stray.lives).toEqual(before.lives);
    expect(stray.standing).toEqual([EACH - 1, EACH]);
    expect(stray.life.filter((row) => row === null)).toHaveLength(1);
    expect(stray.judged).toEqual(before.judged);
    expect(stray.moved).toBe(2);
    await move(1, null);
    expect(await seen()).toEqual(before);
  });
});
