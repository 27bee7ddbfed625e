// The checklist by which a slow leak is found, and how far it is done: by which capture, what that showed, and the trap of
// each step where it bites. What leads nowhere by itself is not left out: it is said why.
import type { Findings } from '../../../contract/growth';
import type { Timeline } from '../../../contract/domain';
import type { Evidence, Look } from '../../../contract/verdicts/verdict';
import { BORN_TO_TELL } from '../../../core/goroutine/survivors';
import { SETTLED_HOURS } from '../../../core/growth/verdict';

export const PLAYBOOK = ['counts', 'states', 'heap', 'dumps', 'memory', 'trace', 'block', 'leaked'] as const;
export type StepId = (typeof PLAYBOOK)[number];

export type Trap =
  | { readonly of: StepId }
  /** Captures that were taken with `seconds`. */
  | { readonly of: 'deltas'; readonly count: number }
  /** How long the heap was watched so far, by the session's clock. */
  | { readonly of: 'heapSoFar'; readonly spanMs: number }
  /** Two dumps, and the slowest leak that they could tell. */
  | { readonly of: 'dumpsApart'; readonly spanMs: number; readonly perHour: number };

export interface PlaybookStep {
  readonly id: StepId;
  readonly done: boolean;
  /** The newest snapshot that holds what the step asks for. */
  readonly snapshotId: string | null;
  readonly look: Look | null;
  /** Kinds that would do it. */
  readonly capture: readonly string[];
  readonly showed: readonly Evidence[];
  readonly trap: Trap;
  /** It holds for what is here, not only in general. */
  readonly bites: boolean;
}

export type PlaybookTimeline = Pick<
  Timeline,
  'snapshotId' | 'timeMs' | 'targetId' | 'kinds' | 'delta' | 'rssBytes' | 'life'
>;

const HOUR_MS = 3_600_000;
const SHOWN_BY: Readonly<Partial<Record<StepId, readonly string[]>>> = {
  counts: ['shows-goroutines', 'shows-crowd'],
  states: ['shows-ages', 'shows-truncated'],
  heap: ['shows-heap', 'shows-heap-of-goroutines'],
  dumps: ['shows-staying'],
  memory: ['shows-part', 'shows-forecast', 'shows-gomemlimit', 'shows-no-rss'],
  leaked: ['shows-leaked', 'shows-none-leaked'],
};

export function playbookSteps(
  timeline: PlaybookTimeline,
  findings: Findings,
  timeScale: number,
): readonly PlaybookStep[] {
  const rows = timeline.snapshotId.map((_, row) => row);
  const kindsOf = timeline.kinds.map((kinds) => new Set(kinds.split(',')));
  const holds = (row: number, kind: string): boolean => kindsOf[row]?.has(kind) === true;
  const absolute = (row: number): boolean => timeline.delta[row] !== true;
  const newest = (of: (row: number) => boolean): string | null =>
    timeline.snapshotId[rows.findLast(of) ?? -1] ?? null;
  const showed = (id: StepId): Evidence[] =>
    findings.verdict.evidence.filter(({ key = '' }) => SHOWN_BY[id]?.includes(key) === true);
  const step = (
    id: StepId,
    snapshotId: string | null,
    more: Pick<PlaybookStep, 'look' | 'capture'> & Partial<PlaybookStep>,
  ): PlaybookStep => ({
    ...{ id, snapshotId, done: snapshotId !== null, showed: showed(id), trap: { of: id }, bites: false },
    ...more,
  });
  /** Of what is done by one capture: where that is shown. */
  const byKind = (id: StepId, kind: string, view: Look['view']): PlaybookStep => {
    const at = newest((row) => holds(row, kind));
    return step(id, at, { look: at === null ? null : { view, a: at, kind }, capture: [kind] });
  };

  const counts = newest((row) => absolute(row) && (holds(row, 'goroutine') || holds(row, 'goroutine-dump')));
  const deltas = findings.growth.excluded.filter(({ why }) => why === 'delta').length;
  const heap = newest((row) => absolute(row) && holds(row, 'heap'));
  const heapSpanMs = longestMs(findings, timeScale);
  const isHeapWatched = heapSpanMs >= SETTLED_HOURS * HOUR_MS;
  const memory = newest((row) => timeline.rssBytes[row] !== null);
  return [
    step('counts', counts, {
      look: counts === null ? null : { view: 'goroutines', a: counts, kind: 'goroutine' },
      capture: ['goroutine'],
      ...(deltas > 0 ? { trap: { of: 'deltas', count: deltas }, bites: true } : {}),
    }),
    byKind('states', 'goroutine-dump', 'goroutines'),
    step('heap', heap, {
      done: heap !== null && isHeapWatched,
      look: heap === null ? null : { view: 'findings', kind: 'heap' },
      capture: ['heap'],
      ...(heap !== null && !isHeapWatched
        ? { trap: { of: 'heapSoFar', spanMs: heapSpanMs }, bites: true }
        : {}),
    }),
    dumpsApart(timeline, rows, (row) => holds(row, 'goroutine-dump'), timeScale, step),
    step('memory', memory, { look: null, capture: ['memory'] }),
    byKind('trace', 'trace', 'trace'),
    { ...byKind('block', 'block', 'profile'), bites: newest((row) => holds(row, 'block')) !== null },
    byKind('leaked', 'goroutineleak', 'profile'),
  ];
}

function longestMs({ basis }: Findings, timeScale: number): number {
  const spans = basis.filter(({ kind }) => kind === 'heap').map(({ fromMs, toMs }) => toMs - fromMs);
  return Math.max(0, ...spans) * timeScale;
}

/** The first and the newest dump of the newest life that has two. */
function dumpsApart(
  timeline: PlaybookTimeline,
  rows: readonly number[],
  isDump: (row: number) => boolean,
  timeScale: number,
  step: (
    id: StepId,
    snapshotId: string | null,
    more: Pick<PlaybookStep, 'look' | 'capture'> & Partial<PlaybookStep>,
  ) => PlaybookStep,
): PlaybookStep {
  const dumps = rows.filter(isDump);
  const beside = (row: number): number | undefined =>
    dumps.find(
      (one) => one < row && timeline.life[one] === timeline.life[row] && timeline.life[one] !== null,
    );
  const newest = dumps.findLast((row) => beside(row) !== undefined);
  const first = newest === undefined ? undefined : beside(newest);
  const [a, b] = [timeline.snapshotId[first ?? -1], timeline.snapshotId[newest ?? -1]];
  if (first === undefined || newest === undefined || a === undefined || b === undefined)
    return step('dumps', null, { look: null, capture: ['goroutine-dump'] });
  const spanMs = ((timeline.timeMs[newest] ?? 0) - (timeline.timeMs[first] ?? 0)) * timeScale;
  return step('dumps', b, {
    look: { view: 'compare', a, b, kind: 'goroutine-dump' },
    capture: ['goroutine-dump'],
    ...(spanMs > 0
      ? { trap: { of: 'dumpsApart', spanMs, perHour: BORN_TO_TELL / (spanMs / HOUR_MS) }, bites: true }
      : {}),
  });
}
