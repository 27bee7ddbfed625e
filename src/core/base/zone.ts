// Zones: from what a clock on a wall shows to the moment that it shows it at. Names are those of the tz database, which the
// host's Intl knows, summer time and all; `CST` and its like are refused, since they mean several.

export interface Zone {
  /** As `parseZone` takes it. */
  readonly name: string;
  /** Milliseconds east of UTC at a moment. */
  offsetMs(utcMs: number): number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const fixed = (name: string, offset: number): Zone => ({ name, offsetMs: () => offset });
export const UTC: Zone = fixed('UTC', 0);

/** `+08:00`, `-0330`, `Z`, `UTC`, or a place as `Asia/Shanghai`; null for anything else. */
export function parseZone(text: string): Zone | null {
  if (/^(z|utc)$/i.test(text)) return UTC;
  const offset = parseOffset(text);
  if (offset !== null) return fixed(formatOffset(offset), offset);
  return /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(text) ? place(text) : null;
}

/** `+08:00`: of milliseconds east of UTC, in whole minutes. */
export function formatOffset(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The moment at which clocks of a zone show `wallMs`, a date and time written as if they were of UTC. Of two, when clocks
 * are put back, the first; a time that is skipped when they are put forward counts as if they had not been yet.
 */
export function fromWall(wallMs: number, zone: Zone): number {
  // Offsets change at most once within a day of either side.
  const before = zone.offsetMs(wallMs - DAY_MS);
  const after = zone.offsetMs(wallMs + DAY_MS);
  const moments = [wallMs - before, wallMs - after].filter(
    (moment) => moment + zone.offsetMs(moment) === wallMs,
  );
  return moments.length === 0 ? wallMs - before : Math.min(...moments);
}

function parseOffset(text: string): number | null {
  const match = /^([+-])(0\d|1[0-4]):?([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const ms = Number(match[2]) * HOUR_MS + Number(match[3]) * 60_000;
  if (ms > 14 * HOUR_MS) return null;
  return match[1] === '-' ? -ms : ms;
}

function place(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return null; // no such place
    throw error;
  }
  return {
    name: format.resolvedOptions().timeZone,
    offsetMs(utcMs) {
      const said = format.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return parseOffset(said.replace('GMT', '')) ?? 0;
    },
  };
}
