import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../test/support/go-pprof';
import { pickSamples } from '../../core/pprof/pick-samples';
import type { Profile } from '../../core/pprof/profile';
import { loadProfile } from './load';
import { scalingOf } from './normalized';

const sumOf = (profile: Profile, type: number): number =>
  profile.samples.values[type]!.numbers.reduce((sum, value) => sum + value, 0);

describe('A on the scale of B', () => {
  let a: Profile;
  let b: Profile;
  beforeAll(async () => {
    a = await loadProfile(join(FIXTURES, 'go1.26/heap-1.pb.gz'));
    b = await loadProfile(join(FIXTURES, 'go1.26/heap-2.pb.gz'));
  });

  it('has the total of B, each sample type by its own', () => {
    expect(sumOf(a, 3)).not.toBe(sumOf(b, 3));
    for (const type of [1, 3]) {
      const { totalA, totalB, scaleA, scaled } = scalingOf(a, b, type, true);
      expect([totalA, totalB]).toEqual([sumOf(a, type), sumOf(b, type)]);
      expect(scaleA).toBeCloseTo(totalB / totalA, 12);
      // Each value is a whole number.
      expect(Math.abs(sumOf(scaled(a), type) - totalB)).toBeLessThanOrEqual(a.samples.length);
    }
  });

  it('is as it is where nobody asks', () => {
    const { scaleA, scaled } = scalingOf(a, b, 3, false);
    expect(scaleA).toBe(1);
    expect(scaled(a)).toBe(a);
  });

  it('is as it is where A is nothing, of which there is no share', () => {
    const nothing = pickSamples(a, new Uint8Array(a.samples.length));
    const { totalA, scaleA, scaled } = scalingOf(nothing, b, 3, true);
    expect([totalA, scaleA]).toEqual([0, 1]);
    expect(scaled(nothing)).toBe(nothing);
  });
});
