import type { LabelReport, ProfileTable, RowQuestion } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import { isOwn, type OwnCode } from '../../core/base/own-code';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { deltaOf } from '../../core/pprof/kind';
import { labelTable } from '../../core/pprof/label-sums';
import { topOfView, type TopRow } from '../../core/pprof/top';
import { at } from '../../core/pprof/profile';
import { breakOf } from '../../core/trace/trace-break';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { loadSum, type ProfileFile } from './load';

interface Question {
  /** Of captures that are added up, one at least. */
  readonly files: readonly ProfileFile[];
  readonly filters: FilterQuestion;
  /** A name; default: pprof's own. */
  readonly sampleType?: string | undefined;
}

/** What a profile has by function, or by what else is asked for, of one sample type. */
export async function tableOfCapture(
  input: Question & Partial<RowQuestion>,
  tell: OnProgress = () => undefined,
): Promise<ProfileTable> {
  const { granularity = 'functions', noInlines = false } = input;
  const profile = await loadSum(input.files, tell);
  const { views, options, own, filtered } = filterProfiles([profile], input.filters, input.sampleType);
  const table = expectAnswer(topOfView(at(views, 0), { ...options, granularity, noInlines }));
  return {
    sampleTypes: [...profile.sampleTypes],
    sampleType: table.sampleType,
    total: table.total,
    samples: profile.samples.length,
    delta: deltaOf(profile),
    broken: breakOf(profile)?.how ?? null,
    summed: input.files.length,
    filtered,
    rows: table.rows.map((row) => tableRow(row, granularity, own)),
  };
}

function tableRow(
  { place, owner, ...row }: TopRow,
  granularity: RowQuestion['granularity'],
  own: OwnCode,
): ProfileTable['rows'][number] {
  const address = place.address === 0n ? '' : place.address.toString(16);
  const common = { flat: row.flat, cum: row.cum, own: isOwn({ ...row, function: owner }, own), address };
  if (granularity === 'functions') return { ...row, ...common };
  if (granularity === 'files') return { ...common, function: '', file: place.file || row.function, line: 0 };
  return {
    ...common,
    function: place.function || row.function,
    file: place.file,
    line: granularity === 'filefunctions' ? row.line : place.line,
  };
}

export async function labelsOfCapture(
  input: Question,
  tell: OnProgress = () => undefined,
): Promise<LabelReport> {
  const profile = await loadSum(input.files, tell);
  const { views, options, filtered } = filterProfiles([profile], input.filters, input.sampleType);
  const { keys, ...table } = expectAnswer(labelTable(at(views, 0), options));
  return { ...table, filtered, keys: keys.map((one) => ({ ...one, values: [...one.values] })) };
}
