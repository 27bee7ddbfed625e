// show_from and prune_from, which cut stacks at a frame, from outside and from inside.
import type { TextTest } from '../../base/linear-regexp';
import { simplifyName } from '../drop-frames';
import { filterLines, mapStacks } from '../pick-samples';
import { at, type Profile } from '../profile';
import { NameTests } from './name-tests';

/** Stacks from their outermost match inwards; those without a match are gone. */
export function showFrom(profile: Profile, matches: TextTest): { profile: Profile; isIdle: boolean } {
  const tests = new NameTests(profile, matches);
  const { locations, samples } = profile;
  /** The outermost line of each location that is shown; −1: the location does not match. */
  const outermost = Int32Array.from({ length: locations.length }, (_, location) => {
    const end = at(locations.lineStart, location + 1);
    if (tests.binary(location)) return end;
    let line = end - 1;
    while (line >= at(locations.lineStart, location) && !tests.line(line)) line--;
    return line < at(locations.lineStart, location) ? -1 : line;
  });
  const cut = filterLines(
    profile,
    (location, line) => outermost[location] === -1 || line <= outermost[location]!,
  );
  const shown = mapStacks(cut, (sample, stack) => {
    const first = at(samples.stackStart, sample);
    let last = at(samples.stackStart, sample + 1) - 1;
    while (last >= first && outermost[at(samples.stackLocation, last)] === -1) last--;
    for (let i = first; i <= last; i++) stack.push(at(samples.stackLocation, i));
    return last >= first;
  });
  return { profile: shown, isIdle: outermost.every((line) => line === -1) };
}

/** Stacks down to their innermost match, which stays. */
export function pruneFrom(profile: Profile, matches: TextTest): Profile {
  const tests = new NameTests(profile, (name) => name !== '' && matches(simplifyName(name)));
  const { locations, functions, lines, samples } = profile;
  /** The innermost line of each location that stays; −1: the location does not match. */
  const innermost = Int32Array.from({ length: locations.length }, (_, location) => {
    const end = at(locations.lineStart, location + 1);
    for (let line = at(locations.lineStart, location); line < end; line++) {
      if (tests.string(at(functions.name, at(lines.function, line)))) return line;
    }
    return -1;
  });
  const cut = filterLines(profile, (location, line) => line >= innermost[location]!);
  return mapStacks(cut, (sample, stack) => {
    const end = at(samples.stackStart, sample + 1);
    const first = at(samples.stackStart, sample);
    let from = first;
    while (from < end && innermost[at(samples.stackLocation, from)] === -1) from++;
    for (let i = from === end ? first : from; i < end; i++) stack.push(at(samples.stackLocation, i));
    return true;
  });
}
