import type { Life, Timeline } from '../../src/contract/domain';
import { makeLife } from './lives';

export interface Row {
  id?: string;
  at: number;
  target?: string | null;
  kinds?: string;
  traceSeconds?: number;
  delta?: boolean;
  failed?: boolean;
  goroutines?: number | null;
  rss?: number | null;
  /** Of its target; '1' if not given. */
  life?: string;
}

/** A timeline of rows; what a row does not say is that of a plain snapshot of target t1. */
type Gap = Timeline['gaps'][number];
/** A gap is of target t1 unless it says so. */
type GivenGap = Omit<Gap, 'target' | 'failure' | 'untried'> & Partial<Gap>;

export function makeTimeline(rows: readonly Row[], gaps: readonly GivenGap[] = []): Timeline {
  const lives: Life[] = [];
  const life = rows.map(({ at, target = 't1', life: id = '1' }) => {
    const row = lives.findIndex((known) => known.target === target && known.life === id);
    const found = lives[row];
    if (found === undefined) return lives.push(makeLife({ target, life: id, fromMs: at, toMs: at })) - 1;
    lives[row] = { ...found, toMs: at };
    return row;
  });
  return {
    snapshotId: rows.map((row, i) => row.id ?? `s${i}`),
    timeMs: rows.map((row) => row.at),
    timeSource: rows.map(() => 'fetch-clock' as const),
    targetId: rows.map((row) => (row.target === undefined ? 't1' : row.target)),
    goroutines: rows.map((row) => (row.goroutines === undefined ? 10 : row.goroutines)),
    liveHeapBytes: rows.map(() => null),
    rssBytes: rows.map((row) => row.rss ?? null),
    kinds: rows.map((row) => row.kinds ?? (row.failed === true ? '' : 'goroutine')),
    traceSeconds: rows.map((row) => row.traceSeconds ?? null),
    delta: rows.map((row) => row.delta ?? false),
    failed: rows.map((row) => row.failed ?? false),
    gaps: gaps.map((gap) => ({ target: 't1', failure: null, untried: null, ...gap })),
    life,
    lives,
    several: [],
    clockSteps: [],
    verdicts: [],
    diskBytes: 0,
  };
}
