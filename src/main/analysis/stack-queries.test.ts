// A stack of a recorded leak, or of a program that parks in every way, looked for in the captures of its process: which are
// looked into, what they say, and what is left out.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/goroutine-fixtures';
import { jobsHere } from '../../../test/support/jobs-here';
import { openLeakRecording } from '../../../test/support/leak-traces';
import { AT, capture, openSessionForEach, snapshot } from '../../../test/support/open-session';
import type { Frame } from '../../contract/analysis';
import { MOST_DUMPS_LOOKED, MOST_TRACE_LOOKED_BYTES } from '../../contract/stack';
import type { SourceFolders } from '../../core/source/local-places';
import { siteOf } from '../../core/base/site';
import { foldStacks } from '../../core/pprof/stacks';
import type { JobRunner } from './pool';
import type { NewSnapshot } from '../workspace/snapshot-files';
import { loadProfile } from './load';
import { loadGoroutines } from './load-goroutines';
import { createLifeFinder } from './lives';
import { createStackQueries } from './stack-queries';

const HOUR_MS = 3_600_000;
const [before, early, between, late, after] = openLeakRecording().captures.map(({ bytes }) => bytes) as [
  ...[Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array],
];
const lives = createLifeFinder({ jobs: jobsHere, keepIndex: false, onChange: () => undefined });
const { signal } = new AbortController();
const report = (): undefined => undefined;
const NOWHERE: SourceFolders = { mappings: [], checkouts: [], goRoot: null, moduleCache: null };
const SERVICES = resolve(import.meta.dirname, '../../../test/services');

const dump = (bytes: Uint8Array, hours: number, more: Partial<NewSnapshot> = {}): NewSnapshot =>
  snapshot(
    AT + hours * HOUR_MS,
    [capture('goroutine-dump', bytes, { encoding: 'text', timeMs: null })],
    more,
  );
const trace = (bytes: Uint8Array, hours: number): NewSnapshot =>
  snapshot(AT + hours * HOUR_MS, [capture('trace', bytes, { timeMs: null, total: null, unit: null })]);

describe('a stack in the captures of its process', () => {
  const at = openSessionForEach();
  const queries = createStackQueries({ jobs: jobsHere, lives });
  const ask = (stack: readonly Frame[], kind: 'goroutine' | 'heap' = 'goroutine') => ({
    sessionId: at.session.id,
    target: 'pod1',
    life: null,
    kind,
    stack: [...stack],
  });
  /** The stack of a capture's goroutines that stands at a function of such a name. */
  async function stackAt(index: number, name: RegExp): Promise<readonly Frame[]> {
    const id = at.session.snapshots()[index]?.captures[0]?.id ?? '';
    const { goroutines } = await loadGoroutines(await at.session.capturePath(id));
    return goroutines.stacks.find((stack) => name.test(siteOf(stack)?.function ?? '')) ?? [];
  }
  const LEAKS = /appConfigLoader\w+\)\.Watch\.func1$/;

  it('is counted in the newest dumps, the newest first, with who started it', async () => {
    await at.session.addSnapshots([dump(before, 0), dump(between, 2), dump(after, 4), dump(after, 5)]);
    const answer = await queries.captures(at.session, ask(await stackAt(0, LEAKS)), signal, report);
    expect(answer).toMatchObject({ left: 4 - MOST_DUMPS_LOOKED, unreadable: 0, ofOthers: 0 });
    expect(answer.dumps.map(({ timeMs }) => (timeMs - AT) / HOUR_MS)).toEqual([5, 4, 2]);
    const counts = answer.dumps.map(({ count }) => count);
    expect(counts[0]).toBe(counts[1]);
    expect(counts[1]).toBeGreaterThan(counts[2] ?? 0);
    expect(answer.dumps[0]?.states).toEqual([{ state: 'chan receive', count: counts[0] }]);
    expect(answer.dumps[0]?.key).toContain('Watch.func1');
    expect(answer.creators.map(({ frame }) => frame.function)).toEqual([
      expect.stringMatching(/\.Watch$/),
      'main.main',
    ]);
    expect(answer.labels).toMatchObject({ kind: 'goroutine-dump', unit: 'count', unsaid: true, keys: [] });
  });

  it('is counted in the newest traces, with how many were started in them', async () => {
    await at.session.addSnapshots([dump(before, 0), trace(early, 1), trace(late, 3)]);
    const answer = await queries.traces(at.session, ask(await stackAt(0, LEAKS)), signal, report);
    expect(answer).toMatchObject({ large: 0, left: 0, unreadable: 0, ofOthers: 0 });
    expect(answer.traces.map(({ timeMs }) => (timeMs - AT) / HOUR_MS)).toEqual([3, 1]);
    const [newest, oldest] = answer.traces;
    expect(newest?.count).toBeGreaterThan(oldest?.count ?? 0);
    for (const { started, startFunction, broken } of answer.traces) {
      expect(started).toBeGreaterThan(0);
      expect(startFunction).toMatch(LEAKS);
      expect(broken).toBe(false);
    }
    const none = await queries.traces(
      at.session,
      ask([{ function: 'main.x', file: '', line: 1 }]),
      signal,
      report,
    );
    expect(none.traces.map(({ count, started }) => [count, started])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('says what was not looked into: what is damaged, gone, too large, or of another process', async () => {
    const broken = new TextEncoder().encode('no dump');
    await at.session.addSnapshots([
      dump(before, 0),
      dump(between, 1),
      dump(broken, 2),
      trace(early, 3),
      dump(after, 9, { targetId: 'pod2' }),
    ]);
    const stack = await stackAt(0, LEAKS);
    const [, gone] = at.session.snapshots();
    await rm(await at.session.capturePath(gone?.captures[0]?.id ?? ''));
    const answer = await queries.captures(at.session, ask(stack), signal, report);
    expect(answer).toMatchObject({ left: 0, unreadable: 2, ofOthers: 0 });
    expect(answer.dumps).toHaveLength(1);

    const asked: string[] = [];
    const jobs: JobRunner = {
      ...jobsHere,
      run: (job, ...rest) => (asked.push(job), jobsHere.run(job, ...rest)),
    };
    const large = at.session.snapshots()[3]?.captures[0];
    Object.assign(large ?? {}, { sizeBytes: MOST_TRACE_LOOKED_BYTES + 1 });
    expect(await createStackQueries({ jobs, lives }).traces(at.session, ask(stack), signal, report)).toEqual({
      ...{ traces: [], large: 1, left: 0, unreadable: 0, ofOthers: 0 },
    });
    expect(asked).toEqual([]);
    const unknown = { ...ask(stack), target: 'pod9' };
    await expect(queries.captures(at.session, unknown, signal, report)).rejects.toThrow(
      /no such process life/,
    );
    const old = { ...ask(stack), life: 'none' };
    await expect(queries.captures(at.session, old, signal, report)).rejects.toThrow(/no such process life/);
  });

  it('is looked for in its own process life alone', async () => {
    const started = (ms: number): Partial<NewSnapshot> => ({
      memory: { source: 'metrics', processStartMs: ms },
    });
    await at.session.addSnapshots([
      dump(before, 0, started(AT - HOUR_MS)),
      dump(after, 4, started(AT + 2 * HOUR_MS)),
    ]);
    const stack = await stackAt(0, LEAKS);
    const now = await queries.captures(at.session, ask(stack), signal, report);
    expect(now).toMatchObject({ ofOthers: 1, dumps: [{ timeMs: AT + 4 * HOUR_MS }] });
    const [old] = await lives.settled(at.session, signal);
    const life = old?.lives[0]?.id ?? '';
    const then = await queries.captures(at.session, { ...ask(stack), life }, signal, report);
    expect(then).toMatchObject({ ofOthers: 1, dumps: [{ timeMs: AT }] });
  });

  it('has the labels of the newest profile that has it, and its waits, but for a service that runs faster', async () => {
    const profile = capture('goroutine', fixture('goroutine/go1.26/goroutine.debug0.pb.gz'));
    const text = capture('goroutine-dump', fixture('goroutine/go1.26/goroutine.debug2.txt'), {
      encoding: 'text',
    });
    await at.session.addSnapshots([snapshot(AT, [profile, text])]);
    const { goroutines: g } = await loadGoroutines(
      await at.session.capturePath(at.session.snapshots()[0]?.captures[0]?.id ?? ''),
    );
    const labelled = g.labels.findIndex((row) => row >= 0);
    const stack = g.stacks[g.stack[labelled] ?? -1] ?? [];
    const labels = g.labelSets[g.labels[labelled] ?? -1] ?? {};
    expect(Object.keys(labels)).not.toEqual([]);
    const answer = await queries.captures(at.session, ask(stack), signal, report);
    expect(answer.labels?.kind).toBe('goroutine');
    for (const [key, value] of Object.entries(labels))
      expect(answer.labels?.keys.find((one) => one.key === key)?.values.map((one) => one.value)).toContain(
        value,
      );
    expect(answer.dumps[0]).toMatchObject({ waitMinutes: { max: 1 } });
    const fast = await at.workspace.createSession({
      name: 'fast',
      targets: [{ url: 'http://pod1:6060' }],
      timeScale: 60,
    });
    await fast.addSnapshots([snapshot(AT, [text])]);
    const scaled = await queries.captures(fast, ask(stack), signal, report);
    expect(scaled.dumps[0]).toMatchObject({ waitMinutes: null });
    expect(scaled.dumps[0]?.count).toBe(answer.dumps[0]?.count);
  });

  it('has the sizes of its objects, in the heap, and neither dumps nor traces', async () => {
    const bytes = fixture('services/collectsvr/go1.26.8/29-heap.pb.gz');
    await at.session.addSnapshots([snapshot(AT, [capture('heap', bytes)]), dump(before, 1)]);
    const path = await at.session.capturePath(at.session.snapshots()[0]?.captures[0]?.id ?? '');
    const { stacks } = foldStacks(await loadProfile(path));
    const stack = stacks.find(([leaf]) => leaf?.function.endsWith('config.decodeAppConfig')) ?? [];
    const answer = await queries.captures(at.session, ask(stack, 'heap'), signal, report);
    expect(answer.labels).toMatchObject({ kind: 'heap', unit: 'bytes' });
    expect(answer.labels?.keys.map(({ key }) => key)).toEqual(['bytes']);
    expect(answer.labels?.keys[0]?.values.length).toBeGreaterThan(0);
    expect(answer.dumps).toEqual([]);
    expect((await queries.traces(at.session, ask(stack, 'heap'), signal, report)).traces).toEqual([]);
  });

  it('has the lines where it stands once a folder is known, of nothing but what the capture names', async () => {
    await at.session.addSnapshots([dump(after, 0)]);
    const stack = await stackAt(0, LEAKS);
    const missing = await queries.source(at.session, ask(stack), NOWHERE, signal);
    expect(missing.places).toMatchObject([
      { own: true, found: null, frame: { function: expect.stringMatching(LEAKS) as string } },
    ]);
    const folders = { ...NOWHERE, mappings: [{ build: 'example.org/collect', local: SERVICES }] };
    const { places } = await queries.source(at.session, ask(stack), folders, signal);
    const [place] = places;
    const { frame, found } = place ?? {};
    expect(found?.path).toBe(resolve(SERVICES, 'internal/pkg/config/rainbow.go'));
    expect(found?.lines[(frame?.line ?? 0) - (found?.from ?? 0)]).toMatch(/for change := range changes/);
    expect(found?.lines.length).toBe(9);
    // The question names another file for the same function and line: it is not what is read.
    const forged = stack.map((one) => ({ ...one, file: 'example.org/collect/go.mod' }));
    expect(await queries.source(at.session, ask(forged), folders, signal)).toEqual({ places });
    const unknown = [
      { function: 'main.x', file: 'example.org/collect/internal/pkg/config/rainbow.go', line: 3 },
    ];
    expect(await queries.source(at.session, ask(unknown), folders, signal)).toEqual({ places: [] });
  });
});
