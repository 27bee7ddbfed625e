// Where somebody set the machine's clock while a session was captured.
import type { Timeline } from '../../../contract/domain';
import { toPixel, type TimeWindow } from './window';

export type ClockStep = Timeline['clockSteps'][number];

/** The last step between this row's snapshot and the one before it; null: there was none. Rows are ordered by time. */
export function stepBefore({ timeMs, clockSteps }: Timeline, row: number): ClockStep | null {
  const at = timeMs[row];
  if (at === undefined) return null;
  const since = timeMs[row - 1] ?? -Infinity;
  return clockSteps.findLast((step) => step.timeMs > since && step.timeMs <= at) ?? null;
}

/** Pixels of the steps that are in view. */
export const placeSteps = (steps: readonly ClockStep[], window: TimeWindow, width: number): number[] =>
  steps
    .filter(({ timeMs }) => timeMs >= window.fromMs && timeMs <= window.toMs)
    .map(({ timeMs }) => toPixel(window, width, timeMs));
