// A moment as it is typed: what the commands print, what a log says, or a date alone.
import { fromWall } from '../core/base/zone';
import { ownZone } from './own-zone';

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Milliseconds since 1970 of `2025-05-12T11:36:06Z`, `2025-05-12 11:36+08:00`, `2025-05-12`; without a zone in that of
 * this machine. null: it is none, be it that there is no such day.
 */
export function parseMoment(text: string): number | null {
  const match = MOMENT.exec(text.trim());
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', part = '', zone = ''] =
    match;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?/, '$1:') : 'Z';
  const ms = part.slice(0, 3).padEnd(3, '0');
  const said = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${offset}`);
  const time = zone === '' ? fromWall(said, ownZone(true)) : said;
  // Date takes the 31st of a short month for the first days of the next.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return Number.isNaN(time) || time < 0 || !isDay ? null : time;
}
