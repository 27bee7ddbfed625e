// Times as people read them, beside what ui/format says of moments. All are local; the status bar states the zone.

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const two = (n: number): string => String(n).padStart(2, '0');

/** Seconds are shown where two moments would else read alike, or nearly so. */
export const needSeconds = (fromMs: number, toMs: number): boolean =>
  Math.abs(toMs - fromMs) < 10 * MINUTE_MS;

/** `UTC+08:00`, for the zone in force at a moment. */
export function zoneLabel(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset();
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export type SpanUnit = 'd' | 'h' | 'min' | 's' | 'ms';
export interface SpanPart {
  readonly value: number;
  readonly unit: SpanUnit;
}
const UNITS: readonly (readonly [SpanUnit, number])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['min', MINUTE_MS],
  ['s', 1000],
  ['ms', 1],
];

/** 9 d 22 h of 9.95 days: at most `most` neighbouring units from the largest down; zeros are left out. Rounds down. */
export function splitSpan(ms: number, most = 2): SpanPart[] {
  let rest = Math.max(0, Math.floor(ms));
  const first = UNITS.findIndex(([, size]) => rest >= size);
  if (first < 0) return [{ value: 0, unit: 's' }];
  const parts: SpanPart[] = [];
  for (const [unit, size] of UNITS.slice(first, first + most)) {
    // Nobody reads 3 s 20 ms.
    if (unit === 'ms' && parts.length > 0) break;
    const value = Math.floor(rest / size);
    if (value > 0) parts.push({ value, unit });
    rest -= value * size;
  }
  return parts;
}

/** `1:12`, `2:05:10`: what is left, rounded up, so that it says 0:00 only when it is due. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
