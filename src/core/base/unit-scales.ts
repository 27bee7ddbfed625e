// The units that sizes and times are shown in. KB is 1024 bytes, as pprof counts.

/** The unit that values are in, as a profile names it; with the one that they shall be shown in, where that is set. */
export type Unit = string | { readonly of: string; readonly in: string };

export interface Scale {
  /** What a value is divided by, to be in the unit. */
  readonly factor: number;
  readonly unit: string;
}
const BYTE_SCALES: readonly Scale[] = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'].map((unit, power) => ({
  factor: 1024 ** power,
  unit,
}));
const TIME_SCALES: readonly Scale[] = [
  { factor: 1, unit: 'ns' },
  { factor: 1e3, unit: 'µs' },
  { factor: 1e6, unit: 'ms' },
  { factor: 1e9, unit: 's' },
];

/** `factor`: of one of the unit itself, in the smallest of its scales. */
interface Scaled {
  readonly factor: number;
  readonly scales: readonly Scale[];
}
const bytes: Scaled = { factor: 1, scales: BYTE_SCALES };
const time = (factor: number): Scaled => ({ factor, scales: TIME_SCALES });
/** By all the names that profiles of Go and of others have for them. */
const SCALED: Readonly<Record<string, Scaled>> = {
  ...{ bytes, byte: bytes },
  ...{ nanoseconds: time(1), nanosecond: time(1), ns: time(1) },
  ...{ microseconds: time(1e3), microsecond: time(1e3), us: time(1e3), µs: time(1e3) },
  ...{ milliseconds: time(1e6), millisecond: time(1e6), ms: time(1e6) },
  ...{ seconds: time(1e9), second: time(1e9), s: time(1e9) },
};
const scaledOf = (unit: string): Scaled | undefined =>
  Object.hasOwn(SCALED, unit) ? SCALED[unit] : undefined;

/** The units in which values of this one can be shown, the smallest first; none where it has only itself. */
export const unitsFor = (unit: string): readonly string[] =>
  scaledOf(unit)?.scales.map((scale) => scale.unit) ?? [];

const nameOf = (unit: Unit): string => (typeof unit === 'string' ? unit : unit.of);
/** The profile's own unit, in which its numbers are exact, as it stands behind one. */
export const bareUnit = (unit: Unit): string => (nameOf(unit) === 'count' ? '' : nameOf(unit));

/** In which unit a value is shown: the one that is set, or the largest of which it has a whole one; null: in its own. */
export function scaleOf(unit: Unit, n: number): Scale | null {
  const scaled = scaledOf(nameOf(unit));
  if (scaled === undefined) return null;
  const { factor, scales } = scaled;
  const set = typeof unit === 'string' ? undefined : scales.find((scale) => scale.unit === unit.in);
  const scale = set ?? pick(scales, n * factor);
  return factor === 1 || scale === undefined
    ? (scale ?? null)
    : { factor: scale.factor / factor, unit: scale.unit };
}

/** 1,023.6 of one is nearly the next, and told as that. */
const pick = (scales: readonly Scale[], n: number): Scale | undefined =>
  scales.findLast((scale) => Math.abs(n) >= scale.factor * 0.9995) ?? scales[0];
