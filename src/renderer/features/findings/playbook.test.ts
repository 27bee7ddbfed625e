import { describe, expect, it } from 'vitest';
import { evidence, NOTHING_FOUND } from '../../../../test/support/findings';
import type { Findings } from '../../../contract/growth';
import { said } from '../../../contract/failures/say';
import { PLAYBOOK, playbookSteps, type PlaybookStep, type PlaybookTimeline, type StepId } from './playbook';

const HOUR_MS = 3_600_000;
interface Row {
  readonly kinds: string;
  readonly hours?: number;
  readonly life?: number | null;
  readonly delta?: boolean;
  readonly rss?: number;
}
/** One an hour, `s0`, `s1`, … unless said otherwise. */
const timelineOf = (...rows: Row[]): PlaybookTimeline => ({
  snapshotId: rows.map((_, i) => `s${i}`),
  timeMs: rows.map(({ hours }, i) => (hours ?? i) * HOUR_MS),
  targetId: rows.map(() => 't'),
  kinds: rows.map(({ kinds }) => kinds),
  delta: rows.map(({ delta }) => delta ?? false),
  rssBytes: rows.map(({ rss }) => rss ?? null),
  life: rows.map(({ life }) => (life === undefined ? 0 : life)),
});
const watched = (hours: number): Findings['basis'] => [
  {
    ...{
      kind: 'heap',
      target: 't',
      snapshots: 9,
      stacks: 9,
      fromMs: 0,
      toMs: hours * HOUR_MS,
      risesNeeded: 12,
    },
    ...{ lifeUnknown: false, slowestPerHour: null, slowestObjectBytes: null, unit: 'bytes' },
  },
];
const step = (
  id: StepId,
  timeline: PlaybookTimeline,
  findings: Partial<Findings> = {},
  timeScale = 1,
): PlaybookStep | undefined =>
  playbookSteps(timeline, { ...NOTHING_FOUND, ...findings }, timeScale).find((one) => one.id === id);

describe('the playbook', () => {
  it('has all of its steps, none of them done where there is nothing, and each can be captured', () => {
    const steps = playbookSteps(timelineOf(), NOTHING_FOUND, 1);
    expect(steps.map(({ id }) => id)).toEqual([...PLAYBOOK]);
    expect(
      steps.filter(({ done, snapshotId, look }) => done || snapshotId !== null || look !== null),
    ).toEqual([]);
    expect(steps.filter(({ capture }) => capture.length === 0)).toEqual([]);
    expect(steps.filter(({ bites }) => bites)).toEqual([]);
  });

  it.each<[StepId, string, string]>([
    ['counts', 'goroutine', 'goroutines'],
    ['states', 'goroutine-dump', 'goroutines'],
    ['trace', 'trace', 'trace'],
    ['block', 'block', 'profile'],
    ['leaked', 'goroutineleak', 'profile'],
  ])('has %s done by the newest snapshot that holds %s, shown in %s', (id, kind, view) => {
    const timeline = timelineOf({ kinds: `heap,${kind}` }, { kinds: kind }, { kinds: 'heap' });
    expect(step(id, timeline)).toMatchObject({
      done: true,
      snapshotId: 's1',
      look: { view, a: 's1', kind },
    });
    expect(step(id, timelineOf({ kinds: 'heap' }))).toMatchObject({ done: false, look: null });
  });

  it('counts no delta, and says that there are some', () => {
    const excluded = [0, 1].map((i) => ({ capture: `c${i}`, why: 'delta' as const }));
    const growth = { ...NOTHING_FOUND.growth, excluded };
    expect(step('counts', timelineOf({ kinds: 'goroutine', delta: true }), { growth })).toMatchObject({
      ...{ done: false, bites: true, trap: { of: 'deltas', count: 2 } },
    });
  });

  it('has the heap watched after a day of the session’s clock, and says how long it was until then', () => {
    const timeline = timelineOf({ kinds: 'heap' }, { kinds: 'heap' });
    expect(step('heap', timeline, { basis: watched(23) })).toMatchObject({
      ...{ done: false, bites: true, trap: { of: 'heapSoFar', spanMs: 23 * HOUR_MS } },
      look: { view: 'findings', kind: 'heap' },
    });
    expect(step('heap', timeline, { basis: watched(24) })).toMatchObject({ done: true, bites: false });
    expect(step('heap', timeline, { basis: watched(2) }, 12)).toMatchObject({ done: true });
  });

  it('lays the first and the newest dump of one process side by side, and says what their distance can show', () => {
    const dump = { kinds: 'goroutine-dump' };
    expect(step('dumps', timelineOf(dump, dump, { kinds: 'heap' }, { ...dump, hours: 5 }))).toMatchObject({
      ...{ done: true, snapshotId: 's3', bites: true },
      look: { view: 'compare', a: 's0', b: 's3', kind: 'goroutine-dump' },
      trap: { of: 'dumpsApart', spanMs: 5 * HOUR_MS, perHour: 2 },
    });
  });

  it('compares no dumps across a restart, nor where the process is not known', () => {
    const dump = (life: number | null): Row => ({ kinds: 'goroutine-dump', life });
    expect(step('dumps', timelineOf(dump(0), dump(1)))).toMatchObject({ done: false, snapshotId: null });
    expect(step('dumps', timelineOf(dump(null), dump(null)))).toMatchObject({ done: false });
    expect(step('dumps', timelineOf(dump(0), dump(0), dump(1)))).toMatchObject({
      ...{ done: true, snapshotId: 's1' },
      look: { a: 's0', b: 's1' },
    });
  });

  it('has the memory accounted for where RSS is known', () => {
    expect(step('memory', timelineOf({ kinds: 'heap', rss: 5 }, { kinds: 'heap' }))).toMatchObject({
      ...{ done: true, snapshotId: 's0' },
    });
    expect(step('memory', timelineOf({ kinds: 'heap' }))).toMatchObject({ done: false });
  });

  it('warns of the block profile where there is one', () => {
    expect(step('block', timelineOf({ kinds: 'block' }))).toMatchObject({
      bites: true,
      trap: { of: 'block' },
    });
  });

  it('says at each step what it showed', () => {
    const shown = [
      evidence(said('shows-none-leaked')),
      evidence(said('shows-goroutines', { n: 2, all: 9, places: 'a.go:1' })),
      evidence(said('shows-age', { span: HOUR_MS })),
    ];
    const verdict = { ...NOTHING_FOUND.verdict, evidence: shown };
    const timeline = timelineOf({ kinds: 'goroutine,goroutineleak' });
    expect(step('leaked', timeline, { verdict })?.showed).toEqual([shown[0]]);
    expect(step('counts', timeline, { verdict })?.showed).toEqual([shown[1]]);
    expect(step('trace', timeline, { verdict })?.showed).toEqual([]);
  });
});
