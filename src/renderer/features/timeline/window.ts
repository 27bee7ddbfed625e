// The part of the time axis that is shown, and where a moment stands on it. Pixels are CSS pixels from the left
// edge of the plot; times are UTC milliseconds.
import type { Timeline } from '../../../contract/domain';

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A session begins with a minute ahead of it, which fills from the left; a lone snapshot needs some axis too. */
const LEAST_SPAN_MS = 60_000;
/** Zooming further shows nothing more: snapshots are at least a second apart. */
const CLOSEST_MS = 5_000;

/** All of a session; null where it holds nothing. */
export function wholeWindow(timeline: Timeline): TimeWindow | null {
  const first = timeline.timeMs[0];
  const last = timeline.timeMs.at(-1);
  if (first === undefined || last === undefined) return null;
  let from = first;
  let to = last;
  for (const gap of timeline.gaps) {
    from = Math.min(from, gap.fromMs);
    to = Math.max(to, gap.toMs);
  }
  return { fromMs: from, toMs: Math.max(to, from + LEAST_SPAN_MS) };
}

export const toPixel = (window: TimeWindow, width: number, ms: number): number =>
  ((ms - window.fromMs) / (window.toMs - window.fromMs)) * width;

export const toTime = (window: TimeWindow, width: number, pixel: number): number =>
  window.fromMs + (pixel / Math.max(1, width)) * (window.toMs - window.fromMs);

/** Keeps a window inside the whole; null means that it is the whole, which then goes on growing with it. */
export function clampWindow(wanted: TimeWindow, whole: TimeWindow): TimeWindow | null {
  const span = wanted.toMs - wanted.fromMs;
  const wholeSpan = whole.toMs - whole.fromMs;
  if (span >= wholeSpan) return null;
  const from = Math.min(Math.max(wanted.fromMs, whole.fromMs), whole.toMs - span);
  return { fromMs: from, toMs: from + span };
}

/** Zooms by a factor (below 1: closer) around a moment, which stays where it is. */
export function zoomWindow(
  shown: TimeWindow,
  whole: TimeWindow,
  aroundMs: number,
  factor: number,
): TimeWindow | null {
  const least = Math.min(CLOSEST_MS, whole.toMs - whole.fromMs);
  const span = Math.max(least, (shown.toMs - shown.fromMs) * factor);
  const share = (aroundMs - shown.fromMs) / (shown.toMs - shown.fromMs);
  const from = aroundMs - share * span;
  return clampWindow({ fromMs: from, toMs: from + span }, whole);
}

export const panWindow = (shown: TimeWindow, whole: TimeWindow, byMs: number): TimeWindow | null =>
  clampWindow({ fromMs: shown.fromMs + byMs, toMs: shown.toMs + byMs }, whole);

/** Moves a window, as little as it takes, so that a moment is in it. */
export function revealIn(shown: TimeWindow, whole: TimeWindow, ms: number): TimeWindow | null {
  const margin = (shown.toMs - shown.fromMs) * 0.05;
  if (ms < shown.fromMs) return panWindow(shown, whole, ms - shown.fromMs - margin);
  if (ms > shown.toMs) return panWindow(shown, whole, ms - shown.toMs + margin);
  return clampWindow(shown, whole);
}

/** Rows [first, end) within a window, with one row more at either side, so that lines reach the edge. */
export function rowsIn(timeMs: readonly number[], window: TimeWindow): [number, number] {
  const lowerBound = (ms: number): number => {
    let low = 0;
    let high = timeMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timeMs[middle] ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const first = Math.max(0, lowerBound(window.fromMs) - 1);
  let end = lowerBound(window.toMs);
  while (end < timeMs.length && timeMs[end] === window.toMs) end += 1;
  return [first, Math.min(timeMs.length, end + 1)];
}
