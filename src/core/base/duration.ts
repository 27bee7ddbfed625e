const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** No clock is off by more. */
const MAX_SHIFT_MS = 100 * 365 * 86_400_000;

/** As `parseDuration`, with a sign or without: `-8h`, `+1h30m`; whole milliseconds, up to a century. */
export function parseShift(text: string): number | null {
  const ms = parseDuration(text.replace(/^[+-]/, ''));
  if (ms === null || ms > MAX_SHIFT_MS) return null;
  return Math.round(text.startsWith('-') ? -ms : ms);
}

/** `90s`, `10m`, `1h30m`, `3d` in milliseconds; null for anything else, nothing, or zero. Go's units, and days and weeks. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  }
  return Number.isFinite(total) && total > 0 ? total : null;
}
