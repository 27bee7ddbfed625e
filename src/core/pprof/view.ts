// A profile as it is shown: names and frames as pprof shows them, label frames, filters, in pprof's order
// (internal/driver: generateRawReport).
import { ok, type FormatError, type Result } from '../base/result';
import { totalOf } from './aggregate';
import { asShown } from './combine';
import { filterProfile } from './filter/filter-profile';
import { addLabelFrames } from './filter/label-frames';
import { labelUnits, type LabelUnits } from './label-units';
import type { ReportOptions } from './options';
import { at, type Profile, type ValueType } from './profile';

export interface View {
  /** Before any filter, with frames made of labels. */
  readonly whole: Profile;
  /** What the filters leave: `whole` itself where there are none. */
  readonly profile: Profile;
  /** Per sample of `profile`, the one of `whole` that it is; null: they are the same. */
  readonly origin: Uint32Array | null;
  readonly labelUnits: LabelUnits;
  /** Options that had no effect on anything, as `focus`. */
  readonly idle: readonly string[];
}

/** Of what `combineProfiles` answers. Fails where a filter cannot be read. */
export function viewOf(source: Profile, options: ReportOptions): Result<View, FormatError> {
  const shown = asShown(source);
  const units = labelUnits(shown);
  const framed = addLabelFrames(shown, options);
  const whole = framed.profile;
  const rows = new Float64Array(whole.samples.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const numbered = withColumn(whole, rows);
  const filtered = filterProfile(numbered, options, units);
  if (!filtered.ok) return filtered;
  const isWhole = filtered.value.profile === numbered;
  return ok({
    whole,
    profile: isWhole ? whole : withoutColumn(filtered.value.profile),
    origin: isWhole ? null : Uint32Array.from(at(filtered.value.profile.samples.values.slice(-1), 0).numbers),
    labelUnits: units,
    idle: [...framed.idle, ...filtered.value.idle],
  });
}

/** How much of a profile its filters leave. */
export interface Stay {
  readonly samples: number;
  readonly allSamples: number;
  /** Per sample type, sums of magnitudes: of what stays, and of the whole. */
  readonly values: readonly (ValueType & { readonly value: number; readonly all: number })[];
}

export function stayOf({ whole, profile }: View): Stay {
  const total = (of: Profile, type: number): number =>
    Number(totalOf(of, { values: at(of.samples.values, type), divisors: null }));
  return {
    samples: profile.samples.length,
    allSamples: whole.samples.length,
    values: whole.sampleTypes.map((valueType, type) => ({
      ...valueType,
      value: total(profile, type),
      all: total(whole, type),
    })),
  };
}

/** A column of values that no sample type names: it goes where its samples go. */
function withColumn(profile: Profile, numbers: Float64Array): Profile {
  const { samples } = profile;
  return { ...profile, samples: { ...samples, values: [...samples.values, { numbers, exact: null }] } };
}

function withoutColumn(profile: Profile): Profile {
  const { samples } = profile;
  return { ...profile, samples: { ...samples, values: samples.values.slice(0, -1) } };
}
