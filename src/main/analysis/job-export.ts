// What is shown, as a file for other tools.
import { gzipSync } from 'node:zlib';
import type { OnProgress } from '../../contract/progress';
import type { FetchedFormat } from '../../contract/analysis';
import { encodeUtf8 } from '../../core/base/utf8-writer';
import { collapsedStacks, speedscopeJson } from '../../core/pprof/collapsed';
import { combineProfiles, diffProfiles } from '../../core/pprof/combine';
import { encodeProfile } from '../../core/pprof/encode';
import { isFiltering, type FilterQuestion } from '../../core/pprof/filter/filters';
import { at, type Profile } from '../../core/pprof/profile';
import { functionFrames } from '../../core/pprof/names';
import { sampleTypeIndex } from '../../core/pprof/sample-type';
import { reportText } from '../../core/pprof/report/report';
import { formatFullTime, formatTime } from '../format-time';
import { expectAnswer } from './expect-answer';
import { filterProfiles, readFilters } from './filtered';
import { graphOptions, type GraphTerms } from './job-graph';
import { loadComparable, loadProfile, loadSum } from './load';

interface Question {
  readonly sampleType?: string | undefined;
  readonly filters: FilterQuestion;
  readonly format: FetchedFormat;
  /** Of `dot` alone. */
  readonly graph: GraphTerms;
  /** What the file says that it is, where its format has a place for that. */
  readonly name: string;
}

export async function exportCapture(
  { paths, ...question }: Question & { readonly paths: readonly string[] },
  tell: OnProgress = () => undefined,
): Promise<Uint8Array> {
  return bytesOf(await loadSum(paths, tell), question);
}

export async function exportDifference({
  pathA,
  pathB,
  ...question
}: Question & { readonly pathA: string; readonly pathB: string }): Promise<Uint8Array> {
  if (question.format === 'collapsed') {
    const both = await loadComparable(pathA, pathB, () => undefined);
    const type = expectAnswer(sampleTypeIndex(at(both, 1), question.sampleType));
    return encodeUtf8(collapsedStacks(shownOf(both, question.filters), type));
  }
  const [a, b] = [await loadProfile(pathA), await loadProfile(pathB)];
  return bytesOf(expectAnswer(diffProfiles(b, a, 'base')), question);
}

/** What nothing is taken from is passed on as it came. */
const shownOf = (profiles: readonly Profile[], filters: FilterQuestion): readonly Profile[] =>
  isFiltering(filters) ? filterProfiles(profiles, filters).views.map(({ profile }) => profile) : profiles;

function bytesOf(whole: Profile, { sampleType, filters, format, graph, name }: Question): Uint8Array {
  const type = expectAnswer(sampleTypeIndex(whole, sampleType));
  const profile = at(shownOf([whole], filters), 0);
  switch (format) {
    case 'pprof':
      return gzipSync(encodeProfile(profile));
    case 'collapsed':
      return encodeUtf8(collapsedStacks([profile], type));
    case 'dot': {
      // Of the whole: what it is filtered by stands in it, and shares are of the whole.
      const read = readFilters([functionFrames(whole)], filters);
      const options = graphOptions({ sampleType, ...graph }, read.options);
      const times = { short: formatTime, full: formatFullTime };
      const combined = expectAnswer(combineProfiles([whole]));
      const { text } = expectAnswer(reportText(combined, { report: 'dot', options, times }));
      return encodeUtf8(text);
    }
    case 'speedscope':
      return encodeUtf8(speedscopeJson(profile, type, name));
  }
}
