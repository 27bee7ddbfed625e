// Makes two profiles comparable as `go tool pprof` does before it subtracts: the sample types that both have, in the
// order of the first (profile.CompatibilizeSampleTypes), and their units (measurement.ScaleProfiles).
import { Int64ColumnBuilder, type Int64Column } from '../base/int64-column';
import { err, ok, type FormatError, type Result } from '../base/result';
import { isSameKindOfUnit, scale } from './measurement';
import { at, type Profile, type ValueType } from './profile';

/** The part of a profile that alignment changes. `isKept` is null where every sample is. */
export interface Aligned {
  readonly profile: Profile;
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  readonly periodType: ValueType;
  readonly period: bigint;
  readonly values: readonly Int64Column[];
  readonly isKept: Uint8Array | null;
}

const incompatible = (what: string): Result<never, FormatError> =>
  err({ code: 'unsupported', message: `the two profiles have ${what}` });

export function alignProfiles(
  first: Profile,
  second: Profile,
): Result<readonly [Aligned, Aligned], FormatError> {
  const names = first.sampleTypes
    .map((t) => t.type)
    .filter((type) => count(first, type) + count(second, type) === 2 && count(second, type) === 1);
  if (names.length === 0) return incompatible('no sample type in common');
  const left = selectTypes(first, names);
  const right = selectTypes(second, names);

  const periodUnit = finerUnit(left.periodType, right.periodType);
  if (periodUnit === null) return incompatible('different period types');
  const units: string[] = [];
  for (const [i, type] of left.sampleTypes.entries()) {
    const finer = finerUnit(type, at(right.sampleTypes, i));
    if (finer === null) return incompatible(`incompatible units of ${type.type}`);
    units.push(finer);
  }
  if (left.periodType.type !== right.periodType.type) return incompatible('different period types');
  return ok([toUnits(left, units, periodUnit), toUnits(right, units, periodUnit)]);
}

const count = (profile: Profile, type: string): number =>
  profile.sampleTypes.filter((t) => t.type === type).length;

function selectTypes(profile: Profile, names: readonly string[]): Aligned {
  const rows = names.map((name) => profile.sampleTypes.findIndex((t) => t.type === name));
  const isAsItWas = rows.length === profile.sampleTypes.length && rows.every((row, i) => row === i);
  const keepsDefault = isAsItWas || names.includes(profile.defaultSampleType);
  return {
    profile,
    sampleTypes: rows.map((row) => at(profile.sampleTypes, row)),
    defaultSampleType: keepsDefault ? profile.defaultSampleType : at(names, 0),
    periodType: profile.periodType,
    period: profile.period,
    values: rows.map((row) => at(profile.samples.values, row)),
    isKept: null,
  };
}

/** The unit in which a thing is the larger number; null where the two cannot be compared. */
function finerUnit(a: ValueType, b: ValueType): string | null {
  const singular = (type: string): string => type.replace(/s$/, '');
  if (singular(a.type) !== singular(b.type) || !isSameKindOfUnit(a.unit, b.unit)) return null;
  return scale(1, b.unit, a.unit).value < 1 ? b.unit : a.unit;
}

function toUnits(side: Aligned, units: readonly string[], periodUnit: string): Aligned {
  const ratios = side.sampleTypes.map((type, i) => scale(1, type.unit, at(units, i)).value);
  const period = scale(Number(side.period), side.periodType.unit, periodUnit).value;
  return scaleValues(
    {
      ...side,
      sampleTypes: side.sampleTypes.map((type, i) => ({ type: type.type, unit: at(units, i) })),
      periodType: { type: side.periodType.type, unit: periodUnit },
      period: side.periodType.unit === periodUnit ? side.period : BigInt(Math.trunc(period)),
    },
    ratios,
  );
}

/**
 * Multiplies each sample type by its ratio, in doubles and rounded half away from zero as Profile.ScaleN does, and
 * drops the samples in which every value that was scaled is zero.
 */
export function scaleValues(side: Aligned, ratios: readonly number[]): Aligned {
  if (ratios.every((ratio) => ratio === 1)) return side;
  const length = side.profile.samples.length;
  const isKept = new Uint8Array(length);
  const values = side.values.map((column, i) => {
    const ratio = at(ratios, i);
    if (ratio === 1) return column;
    if (ratio === -1 && column.exact === null) {
      const numbers = column.numbers.map((value) => 0 - value);
      for (let sample = 0; sample < length; sample++) if (numbers[sample] !== 0) isKept[sample] = 1;
      return { numbers, exact: null };
    }
    const scaled = new Int64ColumnBuilder(length);
    for (let sample = 0; sample < length; sample++) {
      const value = at(column.numbers, sample) * ratio;
      const rounded = Math.sign(value) * Math.round(Math.abs(value));
      scaled.setBigInt(sample, BigInt.asIntN(64, BigInt(rounded)));
      if (rounded !== 0) isKept[sample] = 1;
    }
    return scaled.finish(length);
  });
  if (side.isKept !== null) for (let i = 0; i < length; i++) isKept[i] = at(isKept, i) & at(side.isKept, i);
  return { ...side, values, isKept };
}

/** The doubles will do: none is 0 where the exact value is not. */
export const isZero = (side: Aligned, sample: number): boolean =>
  side.values.every((column) => column.numbers[sample] === 0);
