// What every report begins with (google/pprof, internal/driver: generateRawReport): label frames, filters, the sample
// type, the total of which percentages are taken. Which of them comes first decides what a number means.
import type { Int64 } from '../../base/int64-column';
import { ok, type FormatError, type Result } from '../../base/result';
import { totalOf, type Measure } from '../aggregate';
import { asShown } from '../combine';
import { filterProfile } from '../filter/filter-profile';
import { addLabelFrames } from '../filter/label-frames';
import { labelUnits, type LabelUnits } from '../label-units';
import type { ReportOptions } from '../options';
import { at, type Profile } from '../profile';
import { sampleTypeIndex } from '../sample-type';

export interface ReportContext {
  /** As it is shown: filtered, with frames made of labels. */
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly measure: Measure;
  /** `mean_` before the name where means are asked for. */
  readonly sampleType: string;
  readonly unit: string;
  /** Of all, or of what the filters leave, where percentages are relative to that. */
  readonly total: Int64;
  readonly labelUnits: LabelUnits;
  /** Options that had no effect on anything, as `focus`. */
  readonly idle: readonly string[];
}

/** Takes what `combineProfiles` answers. Fails where there is no such sample type or a filter cannot be read. */
export function openReport(source: Profile, options: ReportOptions): Result<ReportContext, FormatError> {
  const shown = asShown(source);
  const units = labelUnits(shown);
  const framed = addLabelFrames(shown, options);
  const filtered = filterProfile(framed.profile, options, units);
  if (!filtered.ok) return filtered;
  const index = sampleTypeIndex(shown, options.sampleIndex);
  if (!index.ok) return index;
  const { type, unit } = at(shown.sampleTypes, index.value);
  const measureOf = ({ samples }: Profile): Measure => ({
    values: at(samples.values, index.value),
    divisors: options.mean ? at(samples.values, 0) : null,
  });
  const counted = options.relativePercentages ? filtered.value.profile : framed.profile;
  return ok({
    profile: filtered.value.profile,
    options,
    measure: measureOf(filtered.value.profile),
    sampleType: options.mean ? `mean_${type}` : type,
    unit,
    total: totalOf(counted, measureOf(counted)),
    labelUnits: units,
    idle: [...framed.idle, ...filtered.value.idle],
  });
}
