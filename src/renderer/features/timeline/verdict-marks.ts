// Where what is said of a session changed.
import type { Timeline } from '../../../contract/domain';
import { toPixel, type TimeWindow } from './window';

export type VerdictChange = Timeline['verdicts'][number];

const CALM: ReadonlySet<VerdictChange['verdict']> = new Set(['no-leak', 'not-enough-data']);
export const isGrowth = (verdict: VerdictChange['verdict']): boolean => !CALM.has(verdict);

export interface VerdictMark {
  readonly change: VerdictChange;
  readonly x: number;
}

/** Pixels that one takes. */
const MARK_WIDTH = 14;

/** Those that are in view; of several at one place the last, which is what holds. */
export function placeVerdicts(
  verdicts: readonly VerdictChange[],
  window: TimeWindow,
  width: number,
): VerdictMark[] {
  const marks: VerdictMark[] = [];
  for (const change of verdicts) {
    if (change.timeMs < window.fromMs || change.timeMs > window.toMs) continue;
    const x = toPixel(window, width, change.timeMs);
    const before = marks.at(-1);
    if (before !== undefined && Math.abs(x - before.x) < MARK_WIDTH) marks.pop();
    marks.push({ change, x });
  }
  return marks;
}

/** The last one at this row's snapshot; null: nothing changed there. */
export const verdictAt = ({ snapshotId, verdicts }: Timeline, row: number): VerdictChange | null =>
  verdicts.findLast((change) => change.snapshotId === snapshotId[row]) ?? null;
