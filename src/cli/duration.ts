const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** As `parseDuration`, with a sign or without: `-8h`, `+1h30m`. */
export function parseShift(text: string): number | null {
  const ms = parseDuration(text.replace(/^[+-]/, ''));
  return ms === null ? null : text.startsWith('-') ? -ms : ms;
}

/** `+08:00`, `-0330`, `Z`: minutes east of UTC; null for anything else. */
export function parseZone(text: string): number | null {
  if (/^(z|utc)$/i.test(text)) return 0;
  const match = /^([+-])(0\d|1[0-4]):?([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 14 * 60 ? null : match[1] === '-' ? -minutes : minutes;
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
