// Numbers as `go tool pprof` prints them (internal/measurement), to the last digit: Go rounds a tie to even, and
// JavaScript's toFixed rounds it up.

import type { Int64 } from '../base/int64-column';

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  /** In terms of the first unit of its kind. */
  readonly factor: number;
}
interface UnitKind {
  readonly units: readonly Unit[];
  readonly fallback: { readonly name: string; readonly factor: number };
}

const unit = (name: string, factor: number, ...aliases: string[]): Unit => ({ name, factor, aliases });

const UNIT_KINDS: readonly UnitKind[] = [
  {
    units: [
      unit('B', 1, 'b', 'byte'),
      unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
    fallback: { name: 'B', factor: 1 },
  },
  {
    units: [
      unit('ns', 1, 'ns', 'nanosecond'),
      unit('us', 1e3, 'μs', 'us', 'microsecond'),
      unit('ms', 1e6, 'ms', 'millisecond'),
      unit('s', 1e9, 's', 'sec', 'second'),
      unit('hrs', 3600e9, 'hour', 'hr'),
    ],
    fallback: { name: 's', factor: 1e9 },
  },
  {
    units: [
      unit('n*GCU', 1e-9, 'nanogcu'),
      unit('u*GCU', 1e-6, 'microgcu'),
      unit('m*GCU', 1e-3, 'milligcu'),
      unit('GCU', 1, 'gcu'),
      unit('k*GCU', 1e3, 'kilogcu'),
      unit('M*GCU', 1e6, 'megagcu'),
      unit('G*GCU', 1e9, 'gigagcu'),
      unit('T*GCU', 1e12, 'teragcu'),
      unit('P*GCU', 1e15, 'petagcu'),
    ],
    fallback: { name: 'GCU', factor: 1 },
  },
];

function findUnit(kind: UnitKind, name: string): Unit | undefined {
  let alias = name.toLowerCase();
  // pprof counts bytes here, of which `μs` has three; so it never finds that one, and neither do we.
  if ((alias.length > 2 || alias === 'μs') && alias.endsWith('s')) alias = alias.slice(0, -1);
  return kind.units.find((u) => u.aliases.includes(alias));
}

/** Whether two units measure the same thing, so that values can be converted. */
export const isSameKindOfUnit = (a: string, b: string): boolean =>
  a === b || UNIT_KINDS.some((kind) => findUnit(kind, a) !== undefined && findUnit(kind, b) !== undefined);

const LEAST = -(1n << 63n);

/** Converts; `to` may be 'minimum' or 'auto' for the largest unit in which the value is at least 1. '' needs no unit. */
export function scale(given: Int64, from: string, to: string): { value: number; unit: string } {
  // The least int64 has no positive counterpart; pprof leaves it as it is, and so in the fallback's unit.
  if (given < 0 && given !== LEAST) {
    const positive = scale(-given, from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  const value = Number(given);
  const auto = to === 'minimum' || to === 'auto';
  for (const kind of UNIT_KINDS) {
    const source = findUnit(kind, from);
    if (source === undefined) continue;
    const base = value * source.factor;
    let target = auto ? undefined : findUnit(kind, to);
    if (auto) for (const u of kind.units) if (base / u.factor >= 1) target = u;
    const { name, factor } = target ?? kind.fallback;
    return { value: base / factor, unit: name };
  }
  const dull = auto || to === 'count' || to === 'sample' || to === 'unit';
  return { value, unit: dull ? '' : to };
}

/** `1.50MB`, `3`, `0`. */
export function scaledLabel(value: Int64, from: string, to: string): string {
  const scaled = scale(value, from, to);
  const text = fixed2(scaled.value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** Six characters wide, where it can be: ` 0.5%`, `12.34%`, `  100%`. */
export function percentage(part: Int64, whole: Int64): string {
  const [value, total] = [Number(part), Number(whole)];
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? fixed2(ratio) : general2(ratio)).padStart(5)}%`;
}

/** Go's %.2f. Of all doubles only odd multiples of 1/8 lie halfway between two hundredths. */
function fixed2(value: number): string {
  const magnitude = Math.abs(value);
  const eighths = magnitude * 8;
  const sign = value < 0 ? '-' : '';
  if (Number.isInteger(eighths) && (eighths % 8 === 1 || eighths % 8 === 5)) {
    return `${sign}${Math.floor(magnitude)}.${eighths % 8 === 1 ? '12' : '62'}`;
  }
  // Beyond this toFixed answers with an exponent.
  if (magnitude >= 1e21) return `${sign}${BigInt(magnitude)}.00`;
  return sign + magnitude.toFixed(2);
}

/** Go's %.2g of a number from 0 to below 1. */
function general2(value: number): string {
  if (value === 0) return '0';
  // 60 digits tell a tie (five, then nothing) from a number close to one.
  const [digits = '', exponent = '0'] = value.toExponential(60).split('e');
  const isTieToEven = /^\d\.[02468]50*$/.test(digits);
  const rounded = isTieToEven ? `${digits.slice(0, 3)}e${exponent}` : value.toExponential(1);
  const number = Number(rounded);
  if (number >= 1e-4) return String(number);
  const [mantissa = '', power = '0'] = rounded.split('e');
  return `${mantissa.replace(/\.0$/, '')}e-${String(-Number(power)).padStart(2, '0')}`;
}
