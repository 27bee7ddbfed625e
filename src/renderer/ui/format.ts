// Figures as text. A unit is apart from its number, so that a table can give it a column of its own and digits
// align. The minus is U+2212, as wide as the plus. Grouping by comma in every language of the UI; no locale.

import { bareUnit, scaleOf, type Scale, type Unit } from '../../core/base/unit-scales';

export interface Figure {
  readonly value: string;
  /** '' for counts. */
  readonly unit: string;
}

const MINUS = '\u2212';
const NBSP = '\u00a0';

const grouped = new Map<number, Intl.NumberFormat>();
function fixed(n: number, digits: number): string {
  let format = grouped.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    grouped.set(digits, format);
  }
  const text = format.format(Math.abs(n));
  // Rounded to nothing: no sign before a zero.
  return n < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Three significant digits, but never fewer than the integer has: 2.21, 14.9, 212, 2,588. */
function three(n: number): string {
  const size = Math.abs(n);
  return fixed(n, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** What something is multiplied with: 1.24, 0.041. */
export const formatFactor = (n: number): string =>
  Math.abs(n) < 0.0995 ? String(Number(n.toPrecision(2))) : three(n);

/** 14,974. A count that is no whole number (an average) keeps what says something: 0.42, 3.7. */
export function formatCount(n: number): string {
  if (Number.isInteger(n)) return fixed(n, 0);
  const size = Math.abs(n);
  return fixed(n, size < 0.995 ? 2 : size < 99.95 ? 1 : 0);
}

function inScale(n: number, scale: Scale): Figure {
  const value = n / scale.factor;
  return { value: scale.factor === 1 ? formatCount(value) : three(value), unit: scale.unit };
}

/** KB is 1024 bytes, as pprof counts. */
export function formatBytes(n: number): Figure {
  return inScale(n, scaleOf('bytes', n) ?? { factor: 1, unit: 'B' });
}

/** A value of a profile in the unit that is set, or that fits it. What is too small for the one set is `<0.01`. */
export function formatQuantity(n: number, unit: Unit): Figure {
  const scale = scaleOf(unit, n);
  if (scale === null) return { value: formatCount(n), unit: bareUnit(unit) };
  const figure = n === 0 ? { value: '0', unit: scale.unit } : inScale(n, scale);
  return n === 0 || /[1-9]/.test(figure.value) ? figure : { ...figure, value: below(n, 0.01, 2) };
}

/** Of a value that rounds to nothing: what it is nearer to zero than. */
const below = (n: number, least: number, digits: number, plus = ''): string =>
  `${n < 0 ? '>' : '<'}${n < 0 ? MINUS : plus}${fixed(least, digits)}`;

/** The head of a column of values: `Flat, MB`. */
export const withUnit = (head: string, unit: string): string => (unit === '' ? head : `${head}, ${unit}`);

/**
 * For columns of which all values shall stand in one unit with the same number of decimals, so that digits align:
 * the greatest unit that leaves the largest value two digits at least (3,480.3 MB rather than 3.40 GB). What is too
 * small for it is told from nothing: `<0.1`, and `0`.
 */
export function sharedScale(
  largest: number,
  unit: Unit,
): {
  readonly unit: string;
  /** Of exact numbers: the profile's own. */
  readonly exactUnit: string;
  readonly show: (n: number) => string;
  readonly showSigned: (n: number) => string;
} {
  const scale = scaleOf(unit, largest / 10);
  const digits = scale !== null && Math.abs(largest) / scale.factor < 99.95 ? 2 : 1;
  const least = 10 ** -digits;
  const shown = (n: number, plus: string): string => {
    if (scale === null || scale.factor === 1) return n > 0 ? plus + formatCount(n) : formatCount(n);
    const value = n / scale.factor;
    if (value === 0) return '0';
    const sign = value < 0 ? MINUS : plus;
    if (Math.abs(value) >= least / 2) return sign + fixed(Math.abs(value), digits);
    return below(value, least, digits, plus);
  };
  return {
    unit: scale?.unit ?? bareUnit(unit),
    exactUnit: bareUnit(unit),
    show: (n) => shown(n, ''),
    showSigned: (n) => shown(n, '+'),
  };
}

function withPlus(text: string): string {
  if (!/[1-9]/.test(text) || /^>?\u2212/.test(text)) return text;
  return text.startsWith('<') ? `<+${text.slice(1)}` : `+${text}`;
}

export function formatSigned(n: number, unit: Unit = 'count'): Figure {
  const figure = formatQuantity(n, unit);
  return { value: withPlus(figure.value), unit: figure.unit };
}

/** `2.21 GB`, in one string with a space that does not break. */
export function joinFigure(figure: Figure): string {
  return figure.unit === '' ? figure.value : `${figure.value}${NBSP}${figure.unit}`;
}

/** 98.3 %, 50 %, 0.4 %, 0.072 %, < 0.001 %: of a share, 1 the whole. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  if (size > 0 && size < 0.001) return below(percent, 0.001, 3).replace(/^./, `$&${NBSP}`) + `${NBSP}%`;
  // Not all of it: never rounded up to the whole.
  if (percent < 100 && percent >= 99.95) return `>${NBSP}99.9${NBSP}%`;
  const whole = Math.abs(percent - Math.round(percent)) < 1e-9;
  const digits = whole || size >= 999.5 ? 0 : size >= 0.995 ? 1 : decimalsOf(Number(size.toPrecision(2)));
  return `${fixed(percent, digits)}${NBSP}%`;
}

const decimalsOf = (n: number): number => String(n).split('.')[1]?.length ?? 0;

/** Of a part and the whole: with the sign of the part. */
export const formatShareOf = (part: number, total: number): string =>
  formatShare(total === 0 ? 0 : part / total);

/** As `go tool pprof` prints it, without a space: two decimals, below 1 two digits. */
export function formatPercent(part: number, total: number): string {
  if (total === 0 || part === 0) return '0%';
  const percent = (part / total) * 100;
  const size = Math.abs(percent);
  if (size >= 99.95 && size <= 100.05) return `${fixed(percent, 0)}%`;
  return `${fixed(percent, size >= 1 ? 2 : Math.min(20, 1 - Math.floor(Math.log10(size))))}%`;
}

export type RateUnit = 'minute' | 'hour' | 'day';
const HOURS: Readonly<Record<RateUnit, number>> = { minute: 1 / 60, hour: 1, day: 24 };

export interface Rate {
  readonly amount: number;
  readonly per: RateUnit;
}

/** What was watched for an hour is not told by the day: that would be a forecast. */
function longestPer(watchedHours: number): RateUnit {
  return watchedHours < 1 ? 'minute' : watchedHours < 24 ? 'hour' : 'day';
}

/**
 * Counts: by the shortest time in which at least one whole comes (120 an hour is 2 a minute, 4.8 a day stays a day).
 * Bytes: by the day, which is how long a memory leak takes to be felt, unless `watchedHours` is less.
 */
export function pickRate(perHour: number, unit: string, watchedHours: number): Rate {
  const size = Math.abs(perHour);
  const per: RateUnit =
    unit === 'bytes' ? longestPer(watchedHours) : size >= 59.5 ? 'minute' : size >= 1 ? 'hour' : 'day';
  return { amount: perHour * HOURS[per], per };
}

/** One period for a column of rates: the longest that was watched, and in which the fastest stays below 100,000. */
export function pickPeriod(fastestCountPerHour: number, watchedHours: number): RateUnit {
  const periods: readonly RateUnit[] = ['minute', 'hour', 'day'];
  const longest = periods.indexOf(longestPer(watchedHours));
  for (let i = longest; i > 0; i -= 1) {
    const period = periods[i];
    if (period !== undefined && fastestCountPerHour * HOURS[period] < 100_000) return period;
  }
  return 'minute';
}

export const inRate = (perHour: number, per: RateUnit): number => perHour * HOURS[per];

/** A rate's number: 2.0, 1,440, 0.05. */
export function formatRate(amount: number, unit: Unit = 'count'): Figure {
  if (unit !== 'count') return formatQuantity(amount, unit);
  const size = Math.abs(amount);
  const digits = size >= 99.95 ? 0 : size >= 0.995 || size === 0 ? 1 : 2;
  return { value: fixed(amount, size === 0 ? 0 : digits), unit: '' };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `05-01 23:10` in local time; with the year where it is not `nowMs`'s, with seconds where asked. */
export function formatTime(ms: number, options: { nowMs?: number; seconds?: boolean } = {}): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '–';
  const year = date.getFullYear();
  const showYear = options.nowMs !== undefined && new Date(options.nowMs).getFullYear() !== year;
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = options.seconds === true ? `:${two(date.getSeconds())}` : '';
  return `${showYear ? `${year}-` : ''}${day} ${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}
