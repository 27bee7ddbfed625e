import { localAbbreviation } from './zone-abbreviation';

/**
 * A moment in the local zone as Go's layout "2006-01-02 15:04:05 MST" prints it. The zone's abbreviation is that of the
 * tz database where it is there; else Node's, of which `GMT+3` becomes `+03`.
 */
export function formatTime(unixNanos: bigint): string {
  const { day, time, zone } = partsOf(unixNanos);
  return `${day} ${time} ${zone}`;
}

/** The same by the layout "2006-01-02 15:04:05.999999999 -0700 MST". */
export function formatFullTime(unixNanos: bigint): string {
  const { day, time, zone, nanos, offset } = partsOf(unixNanos);
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  const minutes = Math.abs(offset);
  const shift = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
  return `${day} ${time}${fraction} ${shift} ${zone}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `offset` is in minutes east of UTC. */
function partsOf(unixNanos: bigint): {
  day: string;
  time: string;
  zone: string;
  nanos: number;
  offset: number;
} {
  // Rounded down, also before 1970.
  const seconds = Number(unixNanos / 1_000_000_000n) - (unixNanos % 1_000_000_000n < 0n ? 1 : 0);
  const date = new Date(seconds * 1000);
  const offset = -date.getTimezoneOffset();
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
    zone: localAbbreviation(seconds, offset * 60) ?? zoneOfNode(date),
    nanos: Number(unixNanos - BigInt(seconds) * 1_000_000_000n),
    offset,
  };
}

function zoneOfNode(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
  const offset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::(\d{2}))?$/.exec(name);
  if (offset === null) return name;
  const [, sign = '+', hours = '0', minutes = ''] = offset;
  return `${sign}${hours.padStart(2, '0')}${minutes}`;
}
