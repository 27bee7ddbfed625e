// What is shown, as a file for other tools.
import { gzipSync } from 'node:zlib';
import type { OnProgress } from '../../contract/progress';
import type { FetchedFormat } from '../../contract/analysis';
import { encodeUtf8 } from '../../core/base/utf8-writer';
import { collapsedStacks, speedscopeJson } from '../../core/pprof/collapsed';
import { combineProfiles, diffProfiles } from '../../core/pprof/combine';
import { encodeProfile } from '../../core/pprof/encode';
import { isFiltering, NO_FILTERS, type FilterQuestion } from '../../core/pprof/filter/filters';
import { changedSamples, samplesAround, type FlameChange } from '../../core/pprof/flame';
import { pickSamples } from '../../core/pprof/pick-samples';
import { at, type Profile } from '../../core/pprof/profile';
import { functionFrames } from '../../core/pprof/names';
import { sampleTypeIndex } from '../../core/pprof/sample-type';
import { reportText } from '../../core/pprof/report/report';
import { formatFullTime, formatTime } from '../format-time';
import { expectAnswer } from './expect-answer';
import { filterProfiles, readFilters } from './filtered';
import { graphOptions, type GraphTerms } from './job-graph';
import { isSameBinary } from './job-flame';
import { loadComparable, loadSum, type ProfileFile } from './load';
import { scalingOf } from './normalized';

interface Question {
  readonly sampleType?: string | undefined;
  readonly filters: FilterQuestion;
  /** Of what the filters leave, only stacks with this function, as the flame graph around it has them; null: all. */
  readonly pivot: string | null;
  readonly format: FetchedFormat;
  /** Of `dot` alone. */
  readonly graph: GraphTerms;
  /** What the file says that it is, where its format has a place for that. */
  readonly name: string;
}

export async function exportCapture(
  { files, ...question }: Question & { readonly files: readonly ProfileFile[] },
  tell: OnProgress = () => undefined,
): Promise<Uint8Array> {
  return bytesOf(await loadSum(files, tell), question);
}

export async function exportDifference({
  fileA,
  fileB,
  normalize,
  only,
  ...question
}: Question & {
  readonly fileA: ProfileFile;
  readonly fileB: ProfileFile;
  readonly normalize: boolean;
  readonly only: FlameChange;
}): Promise<Uint8Array> {
  const both = await loadComparable(fileA, fileB, () => undefined);
  const type = expectAnswer(sampleTypeIndex(both[1], question.sampleType));
  const { scaleA, scaled } = scalingOf(...both, type, normalize);
  const isPart = only !== 'all';
  // What changed is judged before values are rounded, as the flame graph does.
  const [partA, b] = isPart ? changedOf(both, type, { only, scaleA }, question.filters) : both;
  const a = scaled(partA);
  const asked = isPart ? { ...question, filters: NO_FILTERS } : question;
  if (question.format === 'collapsed') return encodeUtf8(collapsedStacks(shownOf([a, b], asked), type));
  return bytesOf(expectAnswer(diffProfiles(b, a)), asked);
}

/** Of what the filters leave of A and B, the stacks that changed so. */
function changedOf(
  both: readonly [Profile, Profile],
  sampleType: number,
  how: { readonly only: FlameChange; readonly scaleA: number },
  filters: FilterQuestion,
): readonly [Profile, Profile] {
  const sides = filterProfiles(both, filters).views.map((view) => ({ view, sampleType }));
  const [a, b] = [at(sides, 0), at(sides, 1)];
  const [keptA, keptB] = changedSamples(a, b, { ...how, sameBinary: isSameBinary(...both) });
  return [pickSamples(a.view.profile, keptA), pickSamples(b.view.profile, keptB)];
}

/** What nothing is taken from is passed on as it came. */
function shownOf(
  profiles: readonly Profile[],
  { filters, pivot }: Pick<Question, 'filters' | 'pivot'>,
): readonly Profile[] {
  if (pivot === null && !isFiltering(filters)) return profiles;
  return filterProfiles(profiles, filters).views.map((view) =>
    pivot === null ? view.profile : pickSamples(view.profile, samplesAround(view, pivot)),
  );
}

function bytesOf(whole: Profile, question: Question): Uint8Array {
  const { sampleType, filters, format, graph, name } = question;
  const type = expectAnswer(sampleTypeIndex(whole, sampleType));
  const profile = at(shownOf([whole], question), 0);
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
