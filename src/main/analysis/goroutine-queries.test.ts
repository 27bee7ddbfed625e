// Goroutines of a recorded trace: grouped, and looked for in dumps of the same run of the service, and in what is not of it.
import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { jobsHere } from '../../../test/support/jobs-here';
import { openLeakRecording } from '../../../test/support/leak-traces';
import { AT, capture, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { MOST_DUMPS, type FoundGoroutines } from '../../contract/analysis';
import type { Snapshot } from '../../contract/domain';
import type { ReadFrom } from '../../core/goroutine/groupings';
import type { SessionStore } from '../workspace/session-store';
import type { NewSnapshot } from '../workspace/snapshot-files';
import { censusAtEnd } from '../../core/trace/census';
import { readTrace } from '../../core/trace/read-trace';
import { Bulk } from '../bulk';
import { createLifeFinder } from './lives';
import { createQueries } from './queries';
import { goroutinesOf } from './timeline';

const { captures } = openLeakRecording();
const [before, early, between, late, after] = captures.map(({ bytes }) => bytes) as [
  ...[Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array],
];
const lives = createLifeFinder({ jobs: jobsHere, keepIndex: false, onChange: () => undefined });
const queries = createQueries({ jobs: jobsHere, lives, bulk: new Bulk(), keepIndex: false, now: () => 0 });
const HOUR_MS = 3_600_000;
const group = (store: SessionStore, snapshotId: string, from: ReadFrom = 'dump') =>
  queries.goroutines(
    store,
    { sessionId: store.id, snapshotId, by: 'stack', from },
    new AbortController().signal,
    () => undefined,
  );
const SITE = /\.Watch\.func1$/;

describe('goroutines of a trace in the dumps of its process', () => {
  const at = openSessionForEach();
  /** Of the oldest watchers of the early trace, and of one that the early dump is older than. */
  const oldest: number[] = [];
  let younger = 0;
  beforeAll(async () => {
    const { goroutines: g } = censusAtEnd(expectOk(await readTrace([early])));
    const watchers = [...g.goid.keys()]
      .filter((row) => SITE.test(g.stacks[g.stack[row]!]?.find((f) => SITE.test(f.function))?.function ?? ''))
      .map((row) => g.goid[row]!)
      .sort((a, b) => a - b);
    oldest.push(...watchers.slice(0, 2));
    younger = watchers.at(-1) ?? 0;
  });

  const dump = (bytes: Uint8Array, hours: number, more: Partial<NewSnapshot> = {}): NewSnapshot =>
    snapshot(
      AT + hours * HOUR_MS,
      [capture('goroutine-dump', bytes, { encoding: 'text', timeMs: null })],
      more,
    );
  const trace = (bytes: Uint8Array, hours: number, more: Partial<NewSnapshot> = {}): NewSnapshot =>
    snapshot(
      AT + hours * HOUR_MS,
      [capture('trace', bytes, { timeMs: null, total: null, unit: null })],
      more,
    );
  const find = (snapshotIndex: number, goids = oldest): Promise<FoundGoroutines> =>
    queries.findGoroutines(
      at.session,
      { sessionId: at.session.id, snapshotId: at.session.snapshots()[snapshotIndex]?.id ?? '', goids },
      new AbortController().signal,
      () => undefined,
    );
  const hoursOf = ({ found }: FoundGoroutines): number[] =>
    found.map(({ timeMs }) => (timeMs - AT) / HOUR_MS);

  it('are found where they are, in the order of time, with the key of their stack', async () => {
    const all = [dump(before, 0), trace(early, 1), dump(between, 2), trace(late, 3), dump(after, 4)];
    await at.session.addSnapshots(all);
    const answer = await find(1, [...oldest, younger, 999_999_999]);
    expect(answer).toMatchObject({ looked: 3, unreadable: 0, left: 0, why: null });
    expect(answer.found.map(({ goid, timeMs }) => [(timeMs - AT) / HOUR_MS, goid])).toEqual([
      ...[0, 0].map((hour, i) => [hour, oldest[i]]),
      ...[2, 2, 2].map((hour, i) => [hour, [...oldest, younger][i]]),
      ...[4, 4, 4].map((hour, i) => [hour, [...oldest, younger][i]]),
    ]);
    for (const one of answer.found) {
      expect(one).toMatchObject({ state: 'chan receive', waitMinutes: null });
      expect(one.site?.function).toMatch(SITE);
      const grouped = await group(at.session, one.snapshotId);
      expect(grouped.captureId).toBe(one.captureId);
      expect(grouped.groups.find(({ key }) => key === one.key)?.site).toEqual(one.site);
    }
    // The late trace has them too, and a dump asks as a trace does.
    expect(hoursOf(await find(3))).toEqual([0, 0, 2, 2, 4, 4]);
    expect(hoursOf(await find(4))).toEqual([0, 0, 2, 2, 4, 4]);
  });

  it('are not looked for in another process', async () => {
    const first = { memory: { source: 'metrics', processStartMs: AT - HOUR_MS } } as const;
    const second = { memory: { source: 'metrics', processStartMs: AT + 1.5 * HOUR_MS } } as const;
    await at.session.addSnapshots([
      dump(before, 0, first),
      trace(early, 1, first),
      dump(between, 2, second),
      dump(after, 1, { targetId: null }),
    ]);
    const answer = await find(
      at.session.snapshots().findIndex(({ captures }) => captures[0]?.facts.kind === 'trace'),
    );
    expect(hoursOf(answer)).toEqual([0, 0]);
    expect(answer).toMatchObject({ looked: 1, left: 0, unknownLife: false });
  });

  it('are found among files without a target, where nothing tells a restart, and that is said', async () => {
    await at.session.addSnapshots([
      trace(early, 1, { targetId: null }),
      dump(between, 2, { targetId: null }),
    ]);
    const answer = await find(0);
    expect(hoursOf(answer)).toEqual([2, 2]);
    expect(answer).toMatchObject({ unknownLife: true, why: null });
  });

  it('are looked for in the dumps that are nearest, and how many are left is said', async () => {
    const hours = Array.from({ length: MOST_DUMPS + 4 }, (_, i) => i + 1);
    await at.session.addSnapshots([
      ...hours.map((hour) => dump(between, hour)),
      trace(early, MOST_DUMPS + 4.5),
    ]);
    const answer = await find(MOST_DUMPS + 4, oldest.slice(0, 1));
    expect(hoursOf(answer)).toEqual(hours.slice(4));
    expect(answer).toMatchObject({ looked: MOST_DUMPS, left: 4 });
  });

  it('are found though another dump is damaged or gone', async () => {
    const damaged = dump(new Uint8Array(100).fill(7), 2);
    await at.session.addSnapshots([dump(before, 0), trace(early, 1), damaged, dump(after, 4)]);
    const [{ captures: [gone] = [] } = { captures: [] }] = at.session.snapshots();
    await rm(await at.session.capturePath(gone?.id ?? ''));
    const answer = await find(1);
    expect(hoursOf(answer)).toEqual([4, 4]);
    expect(answer).toMatchObject({ looked: 1, unreadable: 2 });
  });

  it('are not said to be of a process where that is not known', async () => {
    const of = (processStartMs: number): Partial<NewSnapshot> => ({
      memory: { source: 'metrics', processStartMs },
    });
    // Restarted while its snapshot was taken: the trace may be of either process.
    await at.session.addSnapshots([
      dump(before, 0, of(AT - HOUR_MS)),
      trace(early, 1, of(AT + HOUR_MS + 5)),
      dump(between, 2, of(AT + HOUR_MS + 5)),
    ]);
    expect(await find(1)).toMatchObject({ found: [], looked: 0, left: 0, why: 'unclear-life' });
  });

  it('need a trace or a dump', async () => {
    await at.session.addSnapshots([snapshot(AT, [capture('heap', Uint8Array.of(1))])]);
    await expect(find(0)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the goroutines of a snapshot', () => {
  const at = openSessionForEach();
  const text = { encoding: 'text', timeMs: null } as const;

  it('are those at the end of its trace where it has no more, or where they are asked for', async () => {
    const both = [capture('trace', early, { timeMs: null }), capture('goroutine-dump', between, text)];
    await at.session.addSnapshots([snapshot(AT, both.slice(0, 1)), snapshot(AT + HOUR_MS, both)]);
    const [alone, beside] = at.session.snapshots();
    const kindOf = async (of: Snapshot | undefined, from?: ReadFrom) => {
      const { captureId, groups } = await group(at.session, of?.id ?? '', from);
      expect(groups[0]?.site?.function).toMatch(SITE);
      return of?.captures.find(({ id }) => id === captureId)?.facts.kind;
    };
    expect(await kindOf(alone)).toBe('trace');
    expect(await kindOf(alone, 'profile')).toBe('trace');
    expect(await kindOf(beside)).toBe('goroutine-dump');
    expect(await kindOf(beside, 'profile')).toBe('goroutine-dump');
    expect(await kindOf(beside, 'trace')).toBe('trace');
    // They stay out of the timeline's line.
    expect(alone && goroutinesOf(alone)).toBeNull();
  });
});
