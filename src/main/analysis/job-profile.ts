import type { ProfileTable } from '../../contract/analysis';
import { isOwn } from '../../core/base/own-code';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { deltaOf } from '../../core/pprof/kind';
import { topOfView } from '../../core/pprof/top';
import { at } from '../../core/pprof/profile';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { loadProfile } from './load';

/** All functions of a profile, by one sample type (a name; default: pprof's own). */
export async function tableOfCapture(input: {
  path: string;
  filters: FilterQuestion;
  sampleType?: string | undefined;
}): Promise<ProfileTable> {
  const profile = await loadProfile(input.path);
  const { views, options, own, filtered } = filterProfiles([profile], input.filters, input.sampleType);
  const table = expectAnswer(topOfView(at(views, 0), options));
  return {
    sampleTypes: [...profile.sampleTypes],
    sampleType: table.sampleType,
    total: table.total,
    delta: deltaOf(profile),
    filtered,
    rows: table.rows.map((row) => ({ ...row, own: isOwn(row, own) })),
  };
}
