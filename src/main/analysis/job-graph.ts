// Call graphs, laid out and ready to be sent.
import type { FlameAnswer, GraphQuestion } from '../../contract/analysis';
import { packGraph, type TableBox } from '../../contract/graph-table';
import type { Returns } from '../../contract/methods';
import type { OnProgress } from '../../contract/progress';
import { isOwn, type OwnCode } from '../../core/base/own-code';
import { MOST_CALLS } from '../../core/layout/graph-layout';
import { combineProfiles, diffProfiles } from '../../core/pprof/combine';
import { callGraph } from '../../core/pprof/graph/call-graph';
import { graphPicture } from '../../core/pprof/graph/picture';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { deltaOf } from '../../core/pprof/kind';
import { functionFrames } from '../../core/pprof/names';
import type { ReportOptions } from '../../core/pprof/options';
import { at, type Profile } from '../../core/pprof/profile';
import { openReport } from '../../core/pprof/report/context';
import { trimOf } from '../../core/pprof/report/report';
import { sampleTypeIndex } from '../../core/pprof/sample-type';
import { topOf } from '../../core/pprof/top';
import { expectAnswer } from './expect-answer';
import { readFilters } from './filtered';
import { layOutGraph } from './lay-out-graph';
import { loadComparable, loadSum, type ProfileFile } from './load';
import { scalingOf } from './normalized';

/** What is left out and what values are told in, by pprof's names. */
export type GraphTerms = Omit<GraphQuestion, 'sampleType' | 'filters'>;
type Question = GraphTerms & { readonly sampleType?: string | undefined; readonly filters: FilterQuestion };
type Packed<A> = Omit<A, 'bulk'> & { readonly bytes: Uint8Array };

/** With the filters of `options`. */
export const graphOptions = (
  { sampleType = '', nodeCount, nodeFraction, edgeFraction, unit }: Omit<Question, 'filters'>,
  options: ReportOptions,
): ReportOptions => ({ ...options, nodeCount, nodeFraction, edgeFraction, unit, sampleIndex: sampleType });

export async function graphOfCapture(
  { files, ...question }: Question & { readonly files: readonly ProfileFile[] },
  tell: OnProgress = () => undefined,
): Promise<Packed<FlameAnswer>> {
  const profile = await loadSum(files, tell);
  tell({ step: 'judge', done: 0, all: null });
  const type = expectAnswer(sampleTypeIndex(profile, question.sampleType));
  const read = readFilters([functionFrames(profile)], question.filters);
  const options = graphOptions(question, read.options);
  return {
    bytes: await pack(expectAnswer(combineProfiles([profile])), options, read.own, null),
    sampleTypes: [...profile.sampleTypes],
    sampleType: at(profile.sampleTypes, type),
    delta: deltaOf(profile),
  };
}

export async function graphOfTwo(
  {
    fileA,
    fileB,
    normalize,
    ...question
  }: Question & { readonly fileA: ProfileFile; readonly fileB: ProfileFile; readonly normalize: boolean },
  tell: OnProgress = () => undefined,
): Promise<Packed<Returns<'compare.graph'>>> {
  const [a, b] = await loadComparable(fileA, fileB, tell);
  const read = readFilters([a, b].map(functionFrames), question.filters);
  const options = graphOptions(question, read.options);
  const type = expectAnswer(sampleTypeIndex(b, question.sampleType));
  const { scaled, ...scale } = scalingOf(a, b, type, normalize);
  const scaledA = scaled(a);
  const difference = diffProfiles(b, scaledA);
  return {
    bytes: await pack(expectAnswer(difference), options, read.own, scaledA),
    sampleTypes: [...b.sampleTypes],
    sampleType: at(b.sampleTypes, type),
    ...scale,
  };
}

async function pack(
  profile: Profile,
  options: ReportOptions,
  own: OwnCode,
  before: Profile | null,
): Promise<Uint8Array> {
  const context = expectAnswer(openReport(profile, options));
  const graph = callGraph(context, trimOf('dot', options));
  const picture = graphPicture(context, graph, { isDifference: before !== null, mostCalls: MOST_CALLS });
  const cumBefore =
    before === null
      ? null
      : new Map(expectAnswer(topOf(before, options)).rows.map((row) => [row.function, row.cum]));
  const boxes = picture.boxes.map((box): TableBox => ({
    ...box,
    own: isOwn(box, own),
    before: cumBefore === null ? null : (cumBefore.get(box.function) ?? 0),
  }));
  return packGraph(await layOutGraph({ ...picture, boxes }));
}
