// Makes profiles comparable as `go tool pprof` does before it merges them: the sample types that all have, in the order
// of the first (profile.CompatibilizeSampleTypes), and their units (measurement.ScaleProfiles).
import { Int64ColumnBuilder, exactAt, int64Of, type Int64Column } from '../base/int64-column';
import { err, ok, type FormatError, type Result } from '../base/result';
import { isSameKindOfUnit, scale } from './measurement';
import { at, type Profile, type ValueType } from './profile';
import { pickSamples } from './pick-samples';

const incompatible = (what: string): Result<never, FormatError> =>
  err({ code: 'unsupported', message: `the profiles have ${what}` });

/** The profiles with the same sample types in the same units. Of one alone nothing changes but types of one name. */
export function alignProfiles(profiles: readonly Profile[]): Result<readonly Profile[], FormatError> {
  const [first] = profiles;
  if (first === undefined) return ok([]);
  const counts = new Map<string, number>();
  for (const { sampleTypes } of profiles) {
    for (const { type } of sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const names = first.sampleTypes
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
  if (names.length === 0) return incompatible('no sample type in common');
  if (
    profiles.some(({ sampleTypes }) => names.some((name) => !sampleTypes.some(({ type }) => type === name)))
  ) {
    return incompatible('sample types of one name');
  }
  const selected = profiles.map((profile) => selectTypes(profile, names));
  if (selected.length === 1) return ok(selected);

  const periodUnit = finestUnit(selected.map(({ periodType }) => periodType));
  if (periodUnit === null) return incompatible('different period types');
  const units: string[] = [];
  for (const [i, name] of names.entries()) {
    const finest = finestUnit(selected.map(({ sampleTypes }) => at(sampleTypes, i)));
    if (finest === null) return incompatible(`incompatible units of ${name}`);
    units.push(finest);
  }
  return ok(selected.map((profile) => toUnits(profile, units, periodUnit)));
}

/** Whether two profiles may be merged or held against one another as they are. */
export function areAlike(a: Profile, b: Profile): boolean {
  const same = (x: ValueType, y: ValueType): boolean => x.type === y.type && x.unit === y.unit;
  return (
    same(a.periodType, b.periodType) &&
    a.sampleTypes.length === b.sampleTypes.length &&
    a.sampleTypes.every((type, i) => same(type, at(b.sampleTypes, i)))
  );
}

function selectTypes(profile: Profile, names: readonly string[]): Profile {
  const rows = names.map((name) => profile.sampleTypes.findIndex(({ type }) => type === name));
  if (rows.length === profile.sampleTypes.length && rows.every((row, i) => row === i)) return profile;
  return {
    ...profile,
    sampleTypes: rows.map((row) => at(profile.sampleTypes, row)),
    defaultSampleType: names.includes(profile.defaultSampleType) ? profile.defaultSampleType : at(names, 0),
    samples: { ...profile.samples, values: rows.map((row) => at(profile.samples.values, row)) },
  };
}

/** The unit in which a thing is the largest number; null where they cannot be compared. */
function finestUnit(types: readonly ValueType[]): string | null {
  const singular = ({ type }: ValueType): string => type.replace(/s$/, '');
  let finest = at(types, 0);
  for (const type of types.slice(1)) {
    if (singular(finest) !== singular(type) || !isSameKindOfUnit(finest.unit, type.unit)) return null;
    if (scale(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return finest.unit;
}

function toUnits(profile: Profile, units: readonly string[], periodUnit: string): Profile {
  const ratios = profile.sampleTypes.map(({ unit }, i) => scale(1, unit, at(units, i)).value);
  return scaleValues(
    {
      ...profile,
      sampleTypes: profile.sampleTypes.map(({ type }, i) => ({ type, unit: at(units, i) })),
      periodType: { type: profile.periodType.type, unit: periodUnit },
      // Through a double where nothing is converted, too, as in pprof.
      period: int64Of(scale(profile.period, profile.periodType.unit, periodUnit).value),
    },
    ratios,
  );
}

/**
 * Multiplies each sample type by its ratio, in doubles and rounded half away from zero as Profile.ScaleN does, and
 * drops the samples in which every value that was scaled is zero.
 */
export function scaleValues(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const { samples } = profile;
  const isKept = new Uint8Array(samples.length);
  const values = samples.values.map((column, i) => {
    const ratio = at(ratios, i);
    if (ratio === 1) return column;
    const scaled = ratio === -1 && column.exact === null ? negated(column) : multiplied(column, ratio);
    for (let row = 0; row < samples.length; row++) if (scaled.numbers[row] !== 0) isKept[row] = 1;
    return scaled;
  });
  return pickSamples({ ...profile, samples: { ...samples, values } }, isKept);
}

const negated = ({ numbers }: Int64Column): Int64Column => ({
  // Not `-value`, which makes −0 of 0.
  numbers: numbers.map((value) => 0 - value),
  exact: null,
});

function multiplied(column: Int64Column, ratio: number): Int64Column {
  const { length } = column.numbers;
  const scaled = new Int64ColumnBuilder(length);
  for (let row = 0; row < length; row++) {
    const value = at(column.numbers, row) * ratio;
    scaled.setBigInt(row, int64Of(Math.sign(value) * Math.round(Math.abs(value))));
  }
  return scaled.finish(length);
}

/**
 * Values scaled so that each sample type sums to what it sums to in the base (Profile.Normalize). Fails where the two do
 * not measure the same.
 */
export function normalizeTo(profile: Profile, base: Profile): Result<Profile, FormatError> {
  if (!areAlike(profile, base))
    return incompatible('different sample types, so that one cannot be normalised');
  return ok(scaleValues(profile, ratiosTo(profile, base)));
}

/** Per sample type, what brings a profile's sum to the other's; 0 where it has none. */
export function ratiosTo(profile: Profile, base: Profile): number[] {
  const sum = (column: Int64Column): number => {
    let all = 0n;
    for (let row = 0; row < column.numbers.length; row++) all += exactAt(column, row);
    return Number(BigInt.asIntN(64, all));
  };
  return profile.samples.values.map((column, i) => {
    const own = sum(column);
    return own === 0 ? 0 : sum(at(base.samples.values, i)) / own;
  });
}
