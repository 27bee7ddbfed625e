// Functions with what their lines cost and the source of these lines, where it is to be had.
import type { SourceAnswer, SourceFile } from '../../contract/sources';
import type { OnProgress } from '../../contract/progress';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { functionSource, type FunctionFile } from '../../core/pprof/function-source';
import { reportContext, type ReportContext } from '../../core/pprof/report/context';
import type { Profile } from '../../core/pprof/profile';
import { localPlaces, type SourceFolders } from '../../core/source/local-places';
import { excerptOf } from '../source-files/excerpt';
import { findSource } from '../source-files/find-source';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { loadComparable, loadSum, type ProfileFile } from './load';

interface Question {
  readonly sampleType?: string | undefined;
  readonly filters: FilterQuestion;
  readonly function: string;
  readonly folders: SourceFolders;
}

/** Characters of a file that cross the bridge at once: nearly every source there is, whole. */
const MOST_TEXT = 1 << 20;
/** A function of more files than these is a label's value or made up; of the others figures alone are answered. */
const MOST_FILES = 4;

export async function sourceOfCapture(
  { files, ...question }: Question & { readonly files: readonly ProfileFile[] },
  tell: OnProgress = () => undefined,
): Promise<SourceAnswer> {
  return answer([await loadSum(files, tell)], question);
}

export async function sourceOfTwo(
  { fileA, fileB, ...question }: Question & { readonly fileA: ProfileFile; readonly fileB: ProfileFile },
  tell: OnProgress = () => undefined,
): Promise<SourceAnswer> {
  const [a, b] = await loadComparable(fileA, fileB, tell);
  return answer([b, a], question);
}

/** Of one profile, or of B and A: what is subtracted stands last. */
function answer(
  profiles: readonly Profile[],
  { sampleType, filters, function: name, folders }: Question,
): SourceAnswer {
  const { views, options } = filterProfiles(profiles, filters, sampleType);
  const [now, before = null] = views.map((view) => expectAnswer(reportContext(view, options))) as [
    ReportContext,
    ReportContext?,
  ];
  return {
    function: name,
    sampleType: { type: now.sampleType, unit: now.unit },
    total: Number(now.total),
    totalBefore: before === null ? null : Number(before.total),
    files: functionSource(name, now, before).map((file, i) => withSource(file, i < MOST_FILES, folders)),
  };
}

function withSource(of: FunctionFile, isRead: boolean, folders: SourceFolders): SourceFile {
  const { lines, others, calls, start, ...figures } = of;
  const costs = { ...figures, lines: [...lines], others: [...others], calls: [...calls] };
  // Of all places that pprof looks in, only these: what a profile names is shown where the user or Go keeps sources.
  const source = isRead ? findSource(localPlaces(of.file, folders), '/') : { ok: false as const, looked: [] };
  if (!source.ok) {
    return { ...costs, found: null, looked: source.looked.map(({ path, why }) => ({ path, why })) };
  }
  const { from, lines: text } = excerptOf(source.lines, of.first, of.last, MOST_TEXT);
  const lineCount = source.lines.length;
  const isOther = isOfAnotherBuild(of.file, source.lines, start);
  const found = { path: source.path, text: text.join('\n'), from, lineCount, isOther };
  return { ...costs, found, looked: [] };
}

/** Whether no function begins at `start`, where the build has one; 0: it is not known where. */
export const isOfAnotherBuild = (file: string, lines: readonly string[], start: number): boolean =>
  start > 0 && file.endsWith('.go') && !/\bfunc\b/.test(lines[start - 1] ?? '');
