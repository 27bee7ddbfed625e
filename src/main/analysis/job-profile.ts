import type { LabelReport, ProfileTable } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import { isOwn } from '../../core/base/own-code';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { deltaOf } from '../../core/pprof/kind';
import { labelTable } from '../../core/pprof/label-sums';
import { topOfView } from '../../core/pprof/top';
import { at } from '../../core/pprof/profile';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { loadSum } from './load';

interface Question {
  /** Of captures that are added up, one at least. */
  readonly paths: readonly string[];
  readonly filters: FilterQuestion;
  /** A name; default: pprof's own. */
  readonly sampleType?: string | undefined;
}

/** All functions of a profile, by one sample type. */
export async function tableOfCapture(
  input: Question,
  tell: OnProgress = () => undefined,
): Promise<ProfileTable> {
  const profile = await loadSum(input.paths, tell);
  const { views, options, own, filtered } = filterProfiles([profile], input.filters, input.sampleType);
  const table = expectAnswer(topOfView(at(views, 0), options));
  return {
    sampleTypes: [...profile.sampleTypes],
    sampleType: table.sampleType,
    total: table.total,
    delta: deltaOf(profile),
    summed: input.paths.length,
    filtered,
    rows: table.rows.map((row) => ({ ...row, own: isOwn(row, own) })),
  };
}

export async function labelsOfCapture(
  input: Question,
  tell: OnProgress = () => undefined,
): Promise<LabelReport> {
  const profile = await loadSum(input.paths, tell);
  const { views, options, filtered } = filterProfiles([profile], input.filters, input.sampleType);
  const { keys, ...table } = expectAnswer(labelTable(at(views, 0), options));
  return { ...table, filtered, keys: keys.map((one) => ({ ...one, values: [...one.values] })) };
}
