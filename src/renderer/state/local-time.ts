// The reader's own time: what <input type="datetime-local"> holds, local and without a zone, and which zone that is.
import { formatOffset, parseZone, UTC, type Zone } from '../../core/base/zone';

export const ownZone = (): Zone =>
  parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? fixedZone() ?? UTC;

/** Where the zone has no name, as `CST-8` in the environment of the desktop app. */
const fixedZone = (): Zone | null => parseZone(formatOffset(new Date().getTimezoneOffset() * -60_000));

const two = (n: number): string => String(n).padStart(2, '0');

export function toLocalInput(ms: number): string {
  const at = new Date(ms);
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Null where nothing was entered. */
export function fromLocalInput(text: string): number | null {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}
