// Which of Go's profiles a file is, told from its contents: files are renamed, and names lie.
import { isSameKindOfUnit } from './measurement';
import { at, type Profile } from './profile';

const hasType = (profile: Profile, type: string): boolean => profile.sampleTypes.some((t) => t.type === type);

/**
 * The kind by the name that files, CLI and UI use, else the custom profile's own name as a kind may be written
 * (anything but letters, digits, `.`, `_`, `-` becomes `-`).
 *
 * `heap` and `allocs` hold the same data and differ in the default sample type alone. `block` and `mutex` have the
 * same sample types; Go records a mutex at its release and a block at its wait, so the leaf decides: where most
 * samples end in an unlock of sync, internal/sync or runtime it is `mutex`, else (also without samples) `block`.
 */
export function profileKind(profile: Profile): string {
  const { sampleTypes, periodType } = profile;
  if (hasType(profile, 'inuse_space') || (hasType(profile, 'alloc_space') && periodType.type === 'space')) {
    return profile.defaultSampleType === 'alloc_space' ? 'allocs' : 'heap';
  }
  if (hasType(profile, 'contentions') && hasType(profile, 'delay')) {
    return endsInUnlocks(profile) ? 'mutex' : 'block';
  }
  if (isCpu(profile)) return 'profile';
  return kindName(periodType.type) || kindName(sampleTypes.at(-1)?.type ?? '') || 'custom';
}

const kindName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64);

const isCpu = (profile: Profile): boolean => profile.periodType.type === 'cpu' || hasType(profile, 'cpu');

/** Profiles of time spent, like CPU and wall clock samplers: they last, so a duration is natural to them. */
const isOfTime = (profile: Profile): boolean =>
  isCpu(profile) || isSameKindOfUnit(profile.periodType.unit, 'nanoseconds');

/** The second kind stands for runtime locks whose stack was lost. */
const UNLOCK = /^(internal\/)?(sync|runtime)\.(.*[uU]nlock|_LostContended)/;

function endsInUnlocks(profile: Profile): boolean {
  const { samples, locations, lines, functions, strings } = profile;
  let unlocks = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const leaf = at(samples.stackStart, sample);
    if (leaf === at(samples.stackStart, sample + 1)) continue;
    const location = at(samples.stackLocation, leaf);
    const end = at(locations.lineStart, location + 1);
    for (let line = at(locations.lineStart, location); line < end; line++) {
      if (!UNLOCK.test(at(strings, at(functions.name, at(lines.function, line))))) continue;
      unlocks++;
      break;
    }
  }
  return unlocks * 2 > samples.length;
}

/**
 * Whether the profile is a difference over time and not what is there: Go gives a duration only to CPU profiles and to
 * deltas (`?seconds=N`), and a difference that `go tool pprof` wrote has negative values. `seconds` is null where
 * only those say so. null: no delta, as far as a file can tell.
 */
export function deltaOf(profile: Profile): { seconds: number | null } | null {
  if (profile.durationNanos !== 0n && !isOfTime(profile))
    return { seconds: Number(profile.durationNanos) / 1e9 };
  const negative = profile.samples.values.some((column) => column.numbers.some((value) => value < 0));
  return negative ? { seconds: null } : null;
}
