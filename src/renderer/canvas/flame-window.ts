// Which part of a flame graph is in view: a range of the whole width, and how far down it is scrolled.

export interface FlameWindow {
  /** 0 to 1, `from` below `to`. */
  readonly from: number;
  readonly to: number;
  /** CSS pixels above the first visible line. */
  readonly top: number;
}

export const WHOLE: FlameWindow = { from: 0, to: 1, top: 0 };

/** Doubles tell boxes apart down to here, with room for the pixels of a screen. */
const LEAST_SPAN = 1e-9;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

function within(from: number, span: number, top: number): FlameWindow {
  const size = clamp(span, LEAST_SPAN, 1);
  const start = clamp(from, 0, 1 - size);
  return { from: start, to: start + size, top };
}

/** Zooms in (`factor` below 1) or out around a place, 0 at the left edge and 1 at the right one: it stays where it is. */
export function zoomAround({ from, to, top }: FlameWindow, place: number, factor: number): FlameWindow {
  const span = clamp((to - from) * factor, LEAST_SPAN, 1);
  return within(from + (to - from - span) * place, span, top);
}

/** Moves by a share of what is in view. */
export const panBy = ({ from, to, top }: FlameWindow, share: number): FlameWindow =>
  within(from + (to - from) * share, to - from, top);

export const fitTo = (x0: number, x1: number, top: number): FlameWindow => within(x0, x1 - x0, top);

/** Scrolls so that a line is in view, with a line above and below it where there is room. */
export function reveal(
  { from, to, top }: FlameWindow,
  level: number,
  rowHeight: number,
  height: number,
): FlameWindow {
  const least = (level + 2) * rowHeight - height;
  const most = Math.max(0, (level - 1) * rowHeight);
  return { from, to, top: Math.max(0, clamp(top, Math.min(least, most), most)) };
}

/** Brings a range into view, by moving only. One that is wider than the view shows its beginning. */
export function bring({ from, to, top }: FlameWindow, x0: number, x1: number): FlameWindow {
  if (x1 <= to && x0 >= from) return { from, to, top };
  if (x0 < from || x1 - x0 > to - from) return within(x0, to - from, top);
  return within(x1 - (to - from), to - from, top);
}

/** Brings a range into view where nothing of it is. */
export const glimpse = (window: FlameWindow, x0: number, x1: number): FlameWindow =>
  x0 < window.to && x1 > window.from ? window : bring(window, x0, x1);

/** On the way from one window to another, at 0 to 1. Widths change by the same factor per step, as zooming looks even. */
export function between(a: FlameWindow, b: FlameWindow, share: number): FlameWindow {
  if (share >= 1) return b;
  const [spanA, spanB] = [a.to - a.from, b.to - b.from];
  const span = spanA * (spanB / spanA) ** share;
  // The place that does not move while the width goes from one to the other.
  const isPan = Math.abs(spanA - spanB) < LEAST_SPAN;
  const from = isPan
    ? a.from + (b.from - a.from) * share
    : a.from + ((b.from - a.from) * (span - spanA)) / (spanB - spanA);
  return { from, to: from + span, top: a.top + (b.top - a.top) * share };
}
