// Which part of the time axis is in view. Both traces stand on one axis: nanoseconds from its own 0, which each trace's time
// is shifted to. Pure.

export interface TimeView {
  /** At the left edge. */
  readonly from: number;
  readonly nsPerPx: number;
}

/** The part of the axis on which there is something. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** A nanosecond is some pixels wide at most: events are whole nanoseconds. */
const LEAST_NS_PER_PX = 0.02;
/** Room beside the whole, as a share of it: where a trace ends is seen. */
const MARGIN = 0.01;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

const mostOf = (extent: Extent, width: number): number =>
  Math.max(LEAST_NS_PER_PX, ((extent.to - extent.from) * (1 + 2 * MARGIN)) / Math.max(1, width));

export function wholeView(extent: Extent, width: number): TimeView {
  return { from: extent.from - (extent.to - extent.from) * MARGIN, nsPerPx: mostOf(extent, width) };
}

/** Nothing is out of sight: zoomed out as far as it goes. */
export const isWhole = (view: TimeView, extent: Extent, width: number): boolean =>
  view.nsPerPx >= mostOf(extent, width) * (1 - 1e-9);

/** As asked for, where it is on the axis; what is at the left edge stays there. */
export function within(view: TimeView, extent: Extent, width: number): TimeView {
  const whole = wholeView(extent, width);
  const nsPerPx = clamp(view.nsPerPx, LEAST_NS_PER_PX, whole.nsPerPx);
  const last = whole.from + (whole.nsPerPx - nsPerPx) * width;
  return { from: clamp(view.from, whole.from, Math.max(whole.from, last)), nsPerPx };
}

/** In (`factor` below 1) or out around a pixel, whose time stays where it is. */
export function zoomAt(view: TimeView, x: number, factor: number, extent: Extent, width: number): TimeView {
  const most = mostOf(extent, width);
  const nsPerPx = clamp(view.nsPerPx * factor, LEAST_NS_PER_PX, most);
  return within({ from: timeAt(view, x) - x * nsPerPx, nsPerPx }, extent, width);
}

export const panBy = (view: TimeView, px: number, extent: Extent, width: number): TimeView =>
  within({ ...view, from: view.from + px * view.nsPerPx }, extent, width);

/** Shows a range with some room beside it. */
export function fitTo(from: number, to: number, extent: Extent, width: number): TimeView {
  const nsPerPx = Math.max(LEAST_NS_PER_PX, (to - from) / Math.max(1, width * 0.8));
  const middle = (from + to) / 2;
  return within({ from: middle - (nsPerPx * width) / 2, nsPerPx }, extent, width);
}

/** Moves so that a range is in view, as little as that takes; one that is wider than the view shows its beginning. */
export function reveal(view: TimeView, from: number, to: number, extent: Extent, width: number): TimeView {
  const shown = view.nsPerPx * width;
  const room = shown * 0.1;
  if (from >= view.from && to <= view.from + shown) return view;
  if (to - from > shown - 2 * room || from < view.from)
    return within({ ...view, from: from - room }, extent, width);
  return within({ ...view, from: to + room - shown }, extent, width);
}

export const timeAt = (view: TimeView, x: number): number => view.from + x * view.nsPerPx;
export const xOf = (view: TimeView, time: number): number => (time - view.from) / view.nsPerPx;

/** Lines of the axis: round times at least `leastPx` apart. */
export function ticksOf(view: TimeView, width: number, leastPx = 90): { time: number; x: number }[] {
  const step = roundUp(view.nsPerPx * leastPx);
  const ticks: { time: number; x: number }[] = [];
  const end = timeAt(view, width);
  // Not −0, which would be told as such.
  for (let i = Math.ceil(view.from / step) + 0; i * step <= end; i++)
    ticks.push({ time: i * step, x: xOf(view, i * step) });
  return ticks;
}

/** The next of 1, 2, 5, 10 … : a time in nanoseconds that reads well. */
function roundUp(ns: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, ns))));
  for (const factor of [1, 2, 5]) if (factor * power >= ns) return factor * power;
  return 10 * power;
}

const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

/** `1.25 s`, `830 ms`, `12.4 µs`, `3 ns`: three digits at least, and what is asked for more. */
export function durationText(ns: number, digits = 3): string {
  const size = Math.abs(ns);
  const [unit, factor] = UNITS.find(([, of]) => size >= of) ?? ['ns', 1];
  const value = ns / factor;
  const decimals = unit === 'ns' ? 0 : Math.max(0, digits - String(Math.floor(Math.abs(value))).length);
  const text = value.toFixed(decimals);
  return `${decimals > 0 ? text.replace(/\.?0+$/, '') : text}\u00a0${unit}`.replace('-', '\u2212');
}

/** A time of the axis, told as finely as the view tells times apart: `4.113 s`, `4.113 025 7 s` in deep zoom. */
export function timeText(ns: number, stepNs: number): string {
  const decimals = clamp(Math.ceil(9 - Math.log10(Math.max(1, stepNs))), 0, 9);
  const [whole = '0', part = ''] = (Math.abs(ns) / 1e9).toFixed(decimals).split('.');
  const grouped = part.replace(/(\d{3})(?=\d)/g, '$1\u202f');
  const sign = ns < 0 && /[1-9]/.test(whole + part) ? '\u2212' : '';
  return `${sign}${whole}${part === '' ? '' : `.${grouped}`}\u00a0s`;
}
