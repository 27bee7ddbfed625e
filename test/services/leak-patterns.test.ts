// Each pattern that is named is recognised in a program that makes that mistake: a service of the corpus, run fast for a moment,
// its goroutines by profile and by dump, its heap by profile.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from '../../src/core/base/frame';
import { LEAK_PATTERNS, leakPatternOf, type LeakPattern } from '../../src/core/goroutine/leak-pattern';
import { heapStacksOf } from '../../src/core/pprof/stacks';
import { goroutinesOf, loadFile } from '../../src/main/analysis/load';
import { listScenarios, type Scenario } from '../support/corpus';
import { goAvailable, startService, type GoService } from '../support/go-service';

/** Goroutines, or whatever of the heap, that must be there before it is looked at. */
const ENOUGH = 8;
const WITHIN_MS = 40_000;

const GOROUTINES: Readonly<Record<string, LeakPattern>> = {
  'channel-receive-without-sender': 'receive-without-sender',
  'channel-send-without-receiver': 'send-without-receiver',
  'nil-channel': 'nil-channel',
  'select-without-exit': 'select-without-exit',
  'select-no-cases': 'select-without-cases',
  'mutex-never-unlocked': 'mutex-not-unlocked',
  'rwmutex-never-unlocked': 'mutex-not-unlocked',
  'waitgroup-never-done': 'wait-group-not-done',
  'cond-never-signalled': 'condition-not-signalled',
  'http-body-not-closed': 'body-not-closed',
  'http-transport-per-call': 'connections-kept-idle',
  'http-answer-never-comes': 'request-without-timeout',
  'sql-rows-not-closed': 'rows-not-closed',
  'connection-without-deadline': 'connection-without-deadline',
  'retry-for-ever': 'sleeps-for-ever',
};
const HEAP: Readonly<Record<string, LeakPattern>> = {
  'context-children-kept': 'context-not-cancelled',
  'buffers-never-reset': 'buffer-grows',
};

describe.skipIf(!goAvailable())('the pattern of a leak (needs Go)', () => {
  let folder = '';
  let scenarios: Scenario[] = [];
  beforeAll(async () => {
    scenarios = await listScenarios();
    folder = await mkdtemp(join(tmpdir(), 'plumbline-patterns-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async <T>(name: string, look: (service: GoService) => Promise<T | null>): Promise<T> => {
    const service = await startService('corpus', ['-scenario', name, '-seed', '1', '-tick', '25ms']);
    try {
      for (const endMs = Date.now() + WITHIN_MS; ;) {
        const seen = await look(service);
        if (seen !== null) return seen;
        if (Date.now() > endMs) throw new Error(`${name} shows no leak`);
      }
    } finally {
      await service.stop();
    }
  };
  const fetched = async (service: GoService, query: string): Promise<string> => {
    const answer = await fetch(`${service.url}/debug/pprof/${query}`);
    const path = join(folder, `${Math.random()}-${query.replace(/\W/g, '-')}`);
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    return path;
  };
  const isOf = (name: string, stack: Stack): boolean => {
    const { suspects = [] } = scenarios.find((one) => one.name === name) ?? {};
    return stack.some((frame) => suspects.includes(frame.function));
  };

  /** Of the largest group in one of the functions that leak. */
  async function patternIn(name: string, service: GoService, query: string): Promise<LeakPattern | null> {
    const path = await fetched(service, query);
    const g = goroutinesOf(await loadFile(path), path);
    const counts = new Map<string, { row: number; count: number }>();
    for (let row = 0; row < g.length; row++) {
      if (!isOf(name, g.stacks[g.stack[row] ?? 0] ?? [])) continue;
      const key = `${g.stack[row]} ${g.state[row]}`;
      counts.set(key, { row, count: (counts.get(key)?.count ?? 0) + (g.count[row] ?? 0) });
    }
    const most = [...counts.values()].sort((a, b) => b.count - a.count)[0];
    if (most === undefined || most.count < ENOUGH) return null;
    const stackAt = (row: number): Stack => g.stacks[g.stack[row] ?? 0] ?? [];
    const state = g.states[g.state[most.row] ?? -1] ?? null;
    const company = [...counts.values()]
      .filter(({ count }) => count >= ENOUGH)
      .map(({ row }) => stackAt(row));
    return leakPatternOf(stackAt(most.row), 'goroutine', state, company);
  }

  it.each(Object.entries(GOROUTINES))('%s is %s, by dump and by profile', async (name, pattern) => {
    const found = await run(name, async (service) => {
      const byDump = await patternIn(name, service, 'goroutine?debug=2');
      const byProfile = await patternIn(name, service, 'goroutine');
      return byDump === null || byProfile === null ? null : [byDump, byProfile];
    });
    expect(found).toEqual([pattern, pattern]);
  });

  it.each(Object.entries(HEAP))('%s is %s, by the heap', async (name, pattern) => {
    const found = await run(name, async (service) => {
      const file = await loadFile(await fetched(service, 'heap?gc=1'));
      const heap = file.content?.form === 'profile' ? heapStacksOf(file.content.profile) : null;
      const patterns = (heap?.stacks ?? [])
        .filter((stack) => isOf(name, stack))
        .map((stack) => leakPatternOf(stack, 'heap'));
      return patterns.includes(pattern) ? pattern : null;
    });
    expect(found).toBe(pattern);
  });

  it('is tried of all but those of small objects, which a heap profile seldom samples, and of another library', () => {
    const tried = new Set([...Object.values(GOROUTINES), ...Object.values(HEAP)]);
    expect(LEAK_PATTERNS.filter((pattern) => !tried.has(pattern))).toEqual([
      'ticker-not-stopped',
      'timer-kept',
      'semaphore-not-released',
      'map-grows',
    ]);
  });
});
