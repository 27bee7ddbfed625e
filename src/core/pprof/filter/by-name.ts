// focus, ignore, hide and show (google/pprof, profile/filter.go: FilterSamplesByName).
import type { TextTest } from '../../base/linear-regexp';
import { filterLines, mapStacks } from '../pick-samples';
import { at, type Profile } from '../profile';
import { NameTests } from './name-tests';

interface NameFilters {
  readonly focus: TextTest | null;
  readonly ignore: TextTest | null;
  readonly hide: TextTest | null;
  readonly show: TextTest | null;
}

/** `idle`: those that matched nothing. */
export function filterByName(
  profile: Profile,
  filters: NameFilters,
): { readonly profile: Profile; readonly idle: readonly (keyof NameFilters)[] } {
  const tests = (matches: TextTest | null): NameTests | null => matches && new NameTests(profile, matches);
  const focus = tests(filters.focus);
  const ignore = tests(filters.ignore);
  const hide = tests(filters.hide);
  const show = tests(filters.show);
  if (focus === null && ignore === null && hide === null && show === null) return { profile, idle: [] };

  const { locations } = profile;
  const found = { focus: false, ignore: false, hide: false, show: false };
  const [NEITHER, FOCUSED, IGNORED] = [0, 1, 2];
  const mark = new Uint8Array(locations.length).fill(NEITHER);
  for (let location = 0; location < locations.length; location++) {
    if (ignore?.location(location) === true) mark[location] = IGNORED;
    else if (focus === null || focus.location(location)) mark[location] = FOCUSED;
    if (mark[location] === IGNORED) found.ignore = true;
    if (mark[location] === FOCUSED) found.focus = true;
  }

  const isHiding = Uint8Array.from(mark, (_, location) => (hide?.location(location) === true ? 1 : 0));
  found.hide = isHiding.includes(1);
  const cut = filterLines(profile, (location, line) => {
    if (isHiding[location] === 1 && (hide!.binary(location) || hide!.line(line))) return false;
    return show === null || show.binary(location) || show.line(line);
  });
  // A location without lines that nothing hides stays, unless only some are to be shown.
  const isHidden = Uint8Array.from(mark, (_, location) => {
    const isEmpty = cut.locations.lineStart[location] === cut.locations.lineStart[location + 1];
    if (show !== null && !isEmpty) found.show = true;
    return isEmpty && (show !== null || isHiding[location] === 1) ? 1 : 0;
  });
  const hidesSome = isHidden.includes(1);
  const { stackStart, stackLocation } = profile.samples;
  const filtered = mapStacks(cut, (sample, stack) => {
    const before = stack.length;
    let isFocused = false;
    for (let i = at(stackStart, sample); i < at(stackStart, sample + 1); i++) {
      const location = at(stackLocation, i);
      if (mark[location] === IGNORED) return false;
      if (mark[location] === FOCUSED) isFocused = true;
      if (isHidden[location] === 0) stack.push(location);
    }
    return isFocused && (!hidesSome || stack.length > before);
  });
  const idle = (Object.keys(found) as (keyof NameFilters)[]).filter(
    (name) => filters[name] !== null && !found[name],
  );
  return { profile: filtered, idle };
}
