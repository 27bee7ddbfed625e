// The profiles of one question as its filters show them.
import type { FilteredAnswer } from '../../contract/filters';
import { inferOwnCode, type OwnCode } from '../../core/base/own-code';
import { ownPattern } from '../../core/base/own-pattern';
import type { Stack } from '../../core/base/frame';
import { combineProfiles } from '../../core/pprof/combine';
import { anyOf, isFiltering, type FilterQuestion } from '../../core/pprof/filter/filters';
import { functionFrames } from '../../core/pprof/names';
import { readOptions, type ReportOptions } from '../../core/pprof/options';
import type { Profile } from '../../core/pprof/profile';
import { stayOf, viewOf, type View } from '../../core/pprof/view';
import { expectAnswer } from './expect-answer';

export interface FilteredProfiles {
  /** One per profile. */
  readonly views: readonly View[];
  readonly options: ReportOptions;
  readonly own: OwnCode;
  /** null: nothing is filtered. */
  readonly filtered: FilteredAnswer | null;
}

/** `sampleType` goes into the options, as the filters do. Whose code is whose is told by all of the profiles together. */
export function filterProfiles(
  profiles: readonly Profile[],
  filters: FilterQuestion,
  sampleType = '',
): FilteredProfiles {
  const { own, options, pattern } = readFilters(profiles.map(functionFrames), filters);
  const views = profiles.map((profile) =>
    expectAnswer(viewOf(expectAnswer(combineProfiles([profile])), options)),
  );
  return {
    views,
    options: { ...options, sampleIndex: sampleType },
    own,
    filtered: isFiltering(filters) ? filteredAnswer(views, pattern) : null,
  };
}

/** What filters ask of a program with these frames, be they of its stacks or of its functions. */
export function readFilters(
  stacks: readonly Stack[],
  { options, ownOnly }: FilterQuestion,
): { readonly own: OwnCode; readonly options: ReportOptions; readonly pattern: string | null } {
  const own = inferOwnCode(stacks);
  const pattern = ownOnly ? ownPattern(stacks, own) : null;
  const shown = [options.show, pattern].filter((one) => one !== undefined && one !== null);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const spelled = shown.length === 0 ? given : [...given, ['show', anyOf(shown)]];
  const read = expectAnswer(readOptions(Object.fromEntries(spelled) as Record<string, string>));
  return { own, options: read.options, pattern };
}

/** Idle is what matches nothing in any of them. */
export const filteredAnswer = (views: readonly View[], ownPattern: string | null): FilteredAnswer => ({
  ownPattern,
  idle: (views[0]?.idle ?? []).filter((name) => views.every(({ idle }) => idle.includes(name))),
  stays: views.map((view) => {
    const { values, ...samples } = stayOf(view);
    return { ...samples, values: [...values] };
  }),
});
