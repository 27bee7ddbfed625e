// A and B on one scale, for those who ask for shares rather than amounts.
import { ratiosTo, scaleValues } from '../../core/pprof/align';
import { at, type Profile } from '../../core/pprof/profile';

export interface Scaling {
  readonly totalA: number;
  readonly totalB: number;
  /** What values of A are multiplied with. */
  readonly scaleA: number;
  /** A, or a part of it, on B's scale: in whole numbers, so that what is too small for them is gone. */
  readonly scaled: (ofA: Profile) => Profile;
}

/**
 * As `-normalize` does it: before anything is filtered, each sample type by its own totals. It is A that is scaled: what B
 * has stays what it is. `scaleA` and the totals are of the sample type `type`.
 */
export function scalingOf(a: Profile, b: Profile, type: number, isAsked: boolean): Scaling {
  const [totalA, totalB] = [sumOf(a, type), sumOf(b, type)];
  // Of nothing there is no share: then amounts are all that can be compared.
  if (!isAsked || totalA === 0) return { totalA, totalB, scaleA: 1, scaled: (ofA) => ofA };
  const ratios = ratiosTo(a, b);
  return { totalA, totalB, scaleA: at(ratios, type), scaled: (ofA) => scaleValues(ofA, ratios) };
}

const sumOf = (profile: Profile, type: number): number =>
  at(profile.samples.values, type).numbers.reduce((sum, value) => sum + value, 0);
