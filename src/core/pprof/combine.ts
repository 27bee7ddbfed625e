// From the profiles that a question names to the one that is shown (google/pprof, internal/driver/fetch.go): several
// are added up, and a base is subtracted, which is to say multiplied by −1 and merged in.
import { ok, type FormatError, type Result } from '../base/result';
import { DIFF_BASE_LABEL } from './aggregate';
import { alignProfiles, areAlike, normalizeTo, scaleValues } from './align';
import { dropFrames } from './drop-frames';
import { withLabel } from './label-sets';
import { mergeProfiles } from './merge';
import { pprofName } from './names';
import { at, type Profile } from './profile';

/**
 * `base`: percentages are of all absolute change. `diff_base`: the base's samples are marked and stay apart, and
 * percentages are of the base.
 */
type DiffMode = 'base' | 'diff_base';

export interface Subtraction {
  /** One at least. */
  readonly base: readonly Profile[];
  readonly mode: DiffMode;
  /** Scale what it is subtracted from to the base's sums first. */
  readonly normalize: boolean;
}

/** Of `profiles`, one at least. Fails where they do not measure the same. */
export function combineProfiles(
  profiles: readonly Profile[],
  subtraction: Subtraction | null = null,
): Result<Profile, FormatError> {
  const sum = addUp(profiles.map(withMapping));
  if (!sum.ok || subtraction === null) return sum;
  const base = addUp(subtraction.base.map(withMapping));
  if (!base.ok) return base;
  const marked = subtraction.mode === 'diff_base' ? withLabel(base.value, DIFF_BASE_LABEL) : base.value;
  const left = subtraction.normalize ? normalizeTo(sum.value, marked) : sum;
  if (!left.ok) return left;
  const negative = scaleValues(
    marked,
    marked.sampleTypes.map(() => -1),
  );
  return addUp([left.value, negative]);
}

/** One profile minus another. */
export const diffProfiles = (
  profile: Profile,
  base: Profile,
  mode: DiffMode = 'base',
): Result<Profile, FormatError> => combineProfiles([profile], { base: [base], mode, normalize: false });

/** The profile with names and frames as pprof shows them: guessed to be C++ and shortened, frames dropped on request. */
export const asShown = (profile: Profile): Profile => dropFrames(withNames(withoutUrls(profile)));

/** As pprof reads them, so many at a time. */
const CHUNK = 128;

function addUp(profiles: readonly Profile[]): Result<Profile, FormatError> {
  const aligned = alignProfiles(profiles.slice(0, CHUNK));
  if (!aligned.ok) return aligned;
  const first = at(aligned.value, 0);
  if (aligned.value.some((profile) => !areAlike(first, profile))) {
    return { ok: false, error: { code: 'unsupported', message: 'the profiles have different period types' } };
  }
  const sum = aligned.value.length === 1 ? first : mergeProfiles(aligned.value);
  return profiles.length <= CHUNK ? ok(sum) : addUp([sum, ...profiles.slice(CHUNK)]);
}

/** A profile without mappings gets an empty one, in which all its locations lie. */
function withMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  return {
    ...profile,
    mappings: {
      length: 1,
      id: null,
      start: new BigUint64Array(1),
      limit: new BigUint64Array(1),
      offset: new BigUint64Array(1),
      filename: new Uint32Array(1),
      buildId: new Uint32Array(1),
      flags: new Uint8Array(1),
    },
    locations: { ...profile.locations, mapping: new Int32Array(profile.locations.length) },
  };
}

/**
 * The profile as of this binary, which is its first mapping whatever it says itself, and of this build where it says none.
 * Null and '': as it is.
 */
export function withBinary(profile: Profile, path: string | null, build: string): Profile {
  if (path === null && build === '') return profile;
  const mapped = withMapping(profile);
  const strings = [...mapped.strings];
  const filename = mapped.mappings.filename.slice();
  const buildId = mapped.mappings.buildId.slice();
  if (path !== null) filename[0] = strings.push(path) - 1;
  if (build !== '' && buildId[0] === 0) buildId[0] = strings.push(build) - 1;
  return { ...mapped, strings, mappings: { ...mapped.mappings, filename, buildId } };
}

/** A binary that is told by an address on the web and no build id is of no name. */
function withoutUrls(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const isUrl = (row: number): boolean =>
    at(strings, at(mappings.buildId, row)) === '' &&
    /^[A-Za-z][A-Za-z\d+.-]*:/.test(at(strings, at(mappings.filename, row)));
  const filename = mappings.filename.map((name, row) => (isUrl(row) ? 0 : name));
  return { ...profile, mappings: { ...mappings, filename } };
}

function withNames(profile: Profile): Profile {
  const { functions } = profile;
  let strings: string[] | null = null;
  let name: Uint32Array | null = null;
  for (let row = 0; row < functions.length; row++) {
    const shown = pprofName(profile, row);
    if (shown === profile.strings[functions.name[row]!]) continue;
    strings ??= [...profile.strings];
    name ??= functions.name.slice();
    name[row] = shown === '' ? 0 : strings.push(shown) - 1;
  }
  if (strings === null || name === null) return profile;
  return { ...profile, strings, functions: { ...functions, name } };
}
