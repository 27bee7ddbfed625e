// The zone of this machine: what `date` prints, and so what a script or a person put into a file's name. Node is asked only
// for what it understands: of `CST-8` it knows no name, `<+08>-8` and rules of summer time are UTC to it, and a path to a zone
// file has no summer.
import { realpathSync } from 'node:fs';
import { formatOffset, parseZone, UTC, type Zone } from '../core/base/zone';
import { warn } from './print';

/** A name and hours west of Greenwich, without a summer time (POSIX, "Environment Variables", TZ). */
const FIXED = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)([+-]?)(\d{1,2})(?::(\d\d))?(?::00)?$/;
/** Where systems keep the files that the tz database's names stand for. */
const ZONE_FILE = /\/zoneinfo\/(?:(?:posix|right)\/)?(.+)$/;

/** Of what TZ says; null: that is nothing that is understood here. Without TZ it is the system's. */
export function zoneOf(tz: string | undefined): Zone | null {
  if (tz === undefined) return placeOf(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const said = tz.replace(/^:/, '');
  if (said === '') return UTC;
  if (said.startsWith('/'))
    return placeOf(ZONE_FILE.exec(said)?.[1]) ?? placeOf(ZONE_FILE.exec(linked(said))?.[1]);
  const fixed = FIXED.exec(said);
  // `EST5EDT` is a place as well, and `Etc/GMT-8` no offset.
  return placeOf(said) ?? (fixed && westOf(fixed));
}

/** Of this machine. Where it is not known it is UTC, which is said if anything hangs on it. */
export function ownZone(isNeeded: boolean): Zone {
  const { TZ } = process.env;
  const zone = zoneOf(TZ);
  if (zone === null && isNeeded) {
    const which = TZ === undefined ? 'of this machine is not known' : `TZ=${TZ} is not understood`;
    warn(
      `The zone ${which}: times that say no zone are read as UTC.`,
      'Set TZ to a place, as Europe/Berlin.',
    );
  }
  return zone ?? UTC;
}

function placeOf(name: string | undefined): Zone | null {
  try {
    if (name === undefined) return null;
    return parseZone(new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone);
  } catch (error) {
    if (error instanceof RangeError) return null; // no such place
    throw error;
  }
}

function westOf([, sign = '', hours = '', minutes = '0']: RegExpExecArray): Zone | null {
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return parseZone(formatOffset(sign === '-' ? ms : -ms));
}

function linked(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return ''; // no such file: no zone
  }
}
