// drop_frames and keep_frames, which hide the innards of an allocator or a profiler below the frame that called them
// (google/pprof, profile/prune.go). Go never sets them; C++ heap profilers do.
import { GrowableUint32 } from '../base/growable';
import { compileFullMatch } from '../base/linear-regexp';
import { pprofName } from './names';
import { at, type Profile } from './profile';

/** The profile as pprof shows it; itself where it asks for nothing to be hidden. */
export function dropFrames(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  const drop = matcher(profile.dropFrames);
  if (drop === null) return profile;
  const keep = profile.keepFrames === '' ? null : matcher(profile.keepFrames);
  if (profile.keepFrames !== '' && keep === null) return profile;
  return prune(profile, (name) => drop(name) && keep?.(name) !== true);
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
function simplifyName(name: string): string {
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
  const lineStart = new Uint32Array(locations.length + 1);
  const keptLine = new GrowableUint32(lines.length);
  const WHOLE = 1;
  const PART = 2;
  const pruned = new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    const start = at(locations.lineStart, location);
    const end = at(locations.lineStart, location + 1);
    let line = end - 1;
    for (; line >= start; line--) {
      const name = pprofName(profile, at(lines.function, line));
      if (name !== '' && isDropped(name)) break;
    }
    if (line >= start) pruned[location] = line === end - 1 ? WHOLE : PART;
    for (let kept = pruned[location] === PART ? line + 1 : start; kept < end; kept++) keptLine.push(kept);
    lineStart[location + 1] = keptLine.length;
  }

  const stackStart = new Uint32Array(samples.length + 1);
  const stack = new GrowableUint32(samples.stackLocation.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const end = at(samples.stackStart, sample + 1);
    let start = at(samples.stackStart, sample);
    let foundUser = false;
    for (let i = end - 1; i >= start; i--) {
      const how = at(pruned, at(samples.stackLocation, i));
      if (how === 0) foundUser = true;
      else if (foundUser) start = how === WHOLE ? i + 1 : i;
    }
    for (let i = start; i < end; i++) stack.push(at(samples.stackLocation, i));
    stackStart[sample + 1] = stack.length;
  }

  const rows = keptLine.finish();
  return {
    ...profile,
    locations: { ...locations, lineStart },
    lines: {
      length: rows.length,
      function: Uint32Array.from(rows, (row) => at(lines.function, row)),
      line: Float64Array.from(rows, (row) => at(lines.line, row)),
      column: Float64Array.from(rows, (row) => at(lines.column, row)),
    },
    samples: { ...samples, stackStart, stackLocation: stack.finish() },
  };
}
