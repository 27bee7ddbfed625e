// What every report begins with: the view of a profile, the sample type, the total of which percentages are taken.
import type { Int64 } from '../../base/int64-column';
import { ok, type FormatError, type Result } from '../../base/result';
import { totalOf, type Measure } from '../aggregate';
import type { LabelUnits } from '../label-units';
import type { ReportOptions } from '../options';
import { at, type Profile } from '../profile';
import { sampleTypeIndex } from '../sample-type';
import { viewOf, type View } from '../view';

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
  const view = viewOf(source, options);
  return view.ok ? reportContext(view.value, options) : view;
}

/** Of a view by the same options. Fails where there is no such sample type. */
export function reportContext(view: View, options: ReportOptions): Result<ReportContext, FormatError> {
  const { whole, profile, labelUnits, idle } = view;
  const index = sampleTypeIndex(whole, options.sampleIndex);
  if (!index.ok) return index;
  const { type, unit } = at(whole.sampleTypes, index.value);
  const measureOf = ({ samples }: Profile): Measure => ({
    values: at(samples.values, index.value),
    divisors: options.mean ? at(samples.values, 0) : null,
  });
  const counted = options.relativePercentages ? profile : whole;
  return ok({
    profile,
    options,
    measure: measureOf(profile),
    sampleType: options.mean ? `mean_${type}` : type,
    unit,
    total: totalOf(counted, measureOf(counted)),
    labelUnits,
    idle,
  });
}
