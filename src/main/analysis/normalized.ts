// A and B on one scale, for those who ask for shares rather than amounts.
import { scaleValues } from '../../core/pprof/align';
import { at, type Profile } from '../../core/pprof/profile';

export interface Normalized {
  /** A, its values of the sample type multiplied by `scaleA`. */
  readonly a: Profile;
  readonly totalA: number;
  readonly totalB: number;
  readonly scaleA: number;
}

/** As `-normalize` does it, before anything is filtered. It is A that is scaled: what B has stays what it is. */
export function normalized(a: Profile, b: Profile, type: number, isAsked: boolean): Normalized {
  const [totalA, totalB] = [sumOf(a, type), sumOf(b, type)];
  const scaleA = isAsked && totalA !== 0 ? totalB / totalA : 1;
  const scales = a.sampleTypes.map((_, i) => (i === type ? scaleA : 1));
  return { a: scaleA === 1 ? a : scaleValues(a, scales), totalA, totalB, scaleA };
}

const sumOf = (profile: Profile, type: number): number =>
  at(profile.samples.values, type).numbers.reduce((sum, value) => sum + value, 0);
