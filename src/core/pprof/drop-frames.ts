// drop_frames and keep_frames, which hide the innards of an allocator or a profiler below the frame that called them
// (google/pprof, profile/prune.go). Go never sets them; C++ heap profilers do.
import { compileFullMatch } from '../base/linear-regexp';
import { pprofName } from './names';
import { filterLines, mapStacks } from './pick-samples';
import { at, type Profile } from './profile';

/**
 * The profile as pprof shows it; itself where it asks for nothing to be hidden. It asks no more: hiding twice takes more
 * than hiding once, and whoever opens what is written of it hides again.
 */
export function dropFrames(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  const asked = { ...profile, dropFrames: '', keepFrames: '' };
  const drop = matcher(profile.dropFrames);
  if (drop === null) return asked;
  const keep = profile.keepFrames === '' ? null : matcher(profile.keepFrames);
  if (profile.keepFrames !== '' && keep === null) return asked;
  return prune(asked, (name) => drop(name) && keep?.(name) !== true);
}

/** The test of one of the two expressions; null where it cannot be compiled: then pprof, too, hides nothing. */
function matcher(pattern: string): ((name: string) => boolean) | null {
  const matches = compileFullMatch(pattern);
  if (matches === null) return null;
  const known = new Map<string, boolean>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined) {
      answer = matches(simplifyName(name));
      known.set(name, answer);
    }
    return answer;
  };
}

/** The name without its argument list, and without the dot that the PPC ABI puts before it. */
export function simplifyName(name: string): string {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  for (const found of plain.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (found[0] === '(') return plain.slice(0, found.index);
  }
  return plain;
}

/**
 * Cuts each stack below its outermost frame to be dropped, that frame included, but never before a frame that stays
 * has been seen: a stack of nothing else remains whole.
 */
function prune(profile: Profile, isDropped: (name: string) => boolean): Profile {
  const { locations, lines, samples } = profile;
  /** The outermost line of each location to be dropped; −1: none. */
  const outermost = Int32Array.from({ length: locations.length }, (_, location) => {
    const start = at(locations.lineStart, location);
    let line = at(locations.lineStart, location + 1) - 1;
    for (; line >= start; line--) {
      const name = pprofName(profile, at(lines.function, line));
      if (name !== '' && isDropped(name)) break;
    }
    return line < start ? -1 : line;
  });
  const isWhole = (location: number): boolean =>
    outermost[location] === at(locations.lineStart, location + 1) - 1;
  const cut = filterLines(profile, (location, line) => line > outermost[location]! || isWhole(location));
  return mapStacks(cut, (sample, stack) => {
    const end = at(samples.stackStart, sample + 1);
    let start = at(samples.stackStart, sample);
    let foundUser = false;
    for (let i = end - 1; i >= start; i--) {
      const location = at(samples.stackLocation, i);
      if (outermost[location] === -1) foundUser = true;
      else if (foundUser) start = isWhole(location) ? i + 1 : i;
    }
    for (let i = start; i < end; i++) stack.push(at(samples.stackLocation, i));
    return true;
  });
}
