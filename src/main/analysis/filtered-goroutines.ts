// Goroutines of two captures, whatever their form, as the filters of a question show them.
import type { FilteredAnswer } from '../../contract/filters';
import type { OwnCode } from '../../core/base/own-code';
import { filterGoroutines } from '../../core/goroutine/filter-goroutines';
import { goroutinesFromProfile } from '../../core/goroutine/from-profile';
import { ownCodeOf, type Goroutines } from '../../core/goroutine/goroutines';
import type { OpenedCapture } from '../../core/inspect/inspect-capture';
import { combineProfiles } from '../../core/pprof/combine';
import { isFiltering, type FilterQuestion } from '../../core/pprof/filter/filters';
import type { ReportOptions } from '../../core/pprof/options';
import { viewOf, type View } from '../../core/pprof/view';
import type { OnProgress } from '../../contract/progress';
import { expectAnswer } from './expect-answer';
import { filteredAnswer, readFilters } from './filtered';
import { goroutinesOf, loadFile, readBoth } from './load';

interface TwoFiltered {
  readonly a: Goroutines;
  readonly b: Goroutines;
  readonly own: OwnCode;
  /** null: nothing is filtered. */
  readonly filtered: FilteredAnswer | null;
}

export async function filterBothGoroutines(
  { fileA, fileB, filters }: { fileA: string; fileB: string; filters: FilterQuestion },
  tell: OnProgress,
): Promise<TwoFiltered> {
  const read = async (path: string): Promise<Read> => {
    const file = await loadFile(path);
    return { file, whole: goroutinesOf(file, path) };
  };
  const [a, b] = await readBoth(read, fileA, fileB, tell);
  if (!isFiltering(filters)) return { a: a.whole, b: b.whole, own: ownCodeOf(b.whole), filtered: null };
  const { own, options, pattern } = readFilters([...a.whole.stacks, ...b.whole.stacks], filters);
  const [left, right] = [filterOne(a, options), filterOne(b, options)];
  return {
    a: left.goroutines,
    b: right.goroutines,
    own,
    filtered: filteredAnswer([left.view, right.view], pattern),
  };
}

interface Read {
  readonly file: OpenedCapture;
  readonly whole: Goroutines;
}

/** A profile goes through the filters as what it is, so that the same samples stay as everywhere else. */
function filterOne({ file, whole }: Read, options: ReportOptions): { goroutines: Goroutines; view: View } {
  if (file.content?.form !== 'profile') return expectAnswer(filterGoroutines(whole, options));
  const { profile } = file.content;
  const view = expectAnswer(viewOf(expectAnswer(combineProfiles([profile])), options));
  return { view, goroutines: expectAnswer(goroutinesFromProfile(profile, view)) };
}
