// Zones to choose from for the names of files: the reader's own by its place, UTC, and every offset that some clock has.
import { formatOffset, UTC, type Zone } from '../../../core/base/zone';

export interface ZoneChoice {
  readonly value: string;
  readonly label: string;
  readonly isOwn: boolean;
}

const HOUR_MS = 3_600_000;
const FIRST = -12;
const LAST = 14;
/** Hours east of UTC that are not whole, and in use. */
const BROKEN = [-9.5, -3.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75];

/** `nowMs`: of a place, the offset that holds then is named beside it. */
export function zoneChoices(own: Zone, nowMs: number): readonly ZoneChoice[] {
  const hours = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i).filter((hour) => hour !== 0);
  const offsets = [...hours, ...BROKEN]
    .toSorted((a, b) => a - b)
    .map((hour) => formatOffset(hour * HOUR_MS))
    .map((offset) => ({ value: offset, label: `UTC${offset}`, isOwn: offset === own.name }));
  const utc = { value: UTC.name, label: UTC.name, isOwn: own.name === UTC.name };
  if (utc.isOwn) return [utc, ...offsets];
  const label = `${own.name} (UTC${formatOffset(own.offsetMs(nowMs))})`;
  return [{ value: own.name, label, isOwn: true }, utc, ...offsets];
}
