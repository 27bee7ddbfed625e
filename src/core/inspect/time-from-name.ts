// The moment of a capture from its file's name, for texts that carry none. Only what names a time of day counts: a
// date alone would put ten snapshots of a day at one midnight.
import { fromWall, parseZone, UTC, type Zone } from '../base/zone';

const DATE = '(20\\d\\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\\d|3[01])';
const TIME = '([01]\\d|2[0-3])[-:_.hH]?([0-5]\\d)[-:_.mM]?([0-5]\\d)s?(?:[.,](\\d{1,9}))?';
/**
 * What stands behind a time in a name is mostly a process id or a running number, so only what can be nothing else is a zone:
 * an offset that is in use somewhere, and one without a colon only with a plus. `-0800` is left alone: 0000 to 1400 are
 * process ids and running numbers too, and a time that is a zone off by them puts snapshots in a wrong order.
 */
const OFFSET = (colon: string): string => `(?:(?:0\\d|1[0-3])${colon}(?:00|15|30|45)|14${colon}00)`;
const ZONE = `(?:(Z|\\+${OFFSET(':?')}|-${OFFSET(':')})(?!\\d))?`;
/** 2025-05-12T11-36-06, 20250512_113606, 2025-05-12 11:36:06.482+08:00 … */
const MOMENT = new RegExp(`(?<!\\d)${DATE}[T _.-]?${TIME}(?!\\d)${ZONE}`, 'g');
/** 2025-05-12/113606.482Z-pod1-goroutine: a folder per day, as this product keeps its own. */
const IN_DATED_FOLDER = new RegExp(`(?<!\\d)${DATE}/(?:[^/]*?[^/\\d])??${TIME}(?!\\d)${ZONE}[^/]*$`);
/** The file's name at the end of a path, with its folder before it where that ends in a day. */
const NAME_WITH_DAY = new RegExp(`(?:[^/\\\\]*(?<!\\d)${DATE}[/\\\\])?[^/\\\\]*$`);
/** Seconds, milliseconds, microseconds or nanoseconds since 1970, from 2009 to 2033. */
const UNIX = /(?<!\d)(1[2-9]\d{8})(\d{3})?(?:\d{3}){0,2}(?!\d)/g;

const AN_HOUR_EAST: Zone = { name: '+01:00', offsetMs: () => 3_600_000 };

/**
 * UTC milliseconds since 1970; null where the name says no time, or several. `path` may hold folders, with `/` or `\`.
 * A time that says no zone, as `Z`, `+0800`, `+08:00` or `-08:00` do, is taken to be of `zone`.
 */
export const timeFromName = (path: string, zone: Zone): number | null => {
  const parts = path.replaceAll('\\', '/');
  const name = parts.slice(parts.lastIndexOf('/') + 1);
  const moments = [...name.matchAll(MOMENT)].map((match) => momentOf(match, zone));
  const times = new Set(moments.filter((time) => time !== null));
  if (times.size === 0) {
    const match = IN_DATED_FOLDER.exec(parts);
    const time = match && momentOf(match, zone);
    if (time !== null) times.add(time);
  }
  if (times.size === 0) {
    for (const match of name.matchAll(UNIX)) times.add(Number(match[1]) * 1000 + Number(match[2] ?? 0));
  }
  const [time] = times;
  return times.size === 1 && time !== undefined ? time : null;
};

/** As much of a path as says when the file was taken: what may be told to others, and be kept. */
export const nameWithDay = (path: string): string => NAME_WITH_DAY.exec(path)?.[0] ?? path;

/** Whether a name says a time, and not in which zone. */
export const hangsOnZone = (path: string): boolean =>
  timeFromName(path, UTC) !== timeFromName(path, AN_HOUR_EAST);

const momentOf = (match: RegExpMatchArray, zone: Zone): number | null => {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const milliseconds = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  // Date.UTC takes 31 February for 3 March.
  if (new Date(time).getUTCDate() !== day) return null;
  const own = match[8] === undefined ? zone : parseZone(match[8]);
  return own === null ? null : fromWall(time, own);
};
