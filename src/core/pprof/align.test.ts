import { expect, it } from 'vitest';
import { captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { combineProfiles, diffProfiles } from './combine';
import { decodeProfile } from './decode';
import type { Profile } from './profile';

const profile = expectOk(decodeProfile(captureBytes('go1.26', 'profile.pb.gz')));
const every = (period: bigint, unit = 'nanoseconds'): Profile => ({
  ...profile,
  period,
  periodType: { type: 'cpu', unit },
});
const MOST = (1n << 63n) - 1n;

// As the same files make go tool pprof print.
it.each([
  ['of one unit, doubles cannot hold', [every(2n ** 53n + 1n), every(2n ** 53n + 1n)], 2n ** 53n],
  ['that no int64 holds once they are doubles', [every(MOST), every(MOST)], -(1n << 63n)],
  ['that no int64 holds once they are converted', [every(1n << 62n, 'seconds'), every(7n)], 7n],
] as const)('periods %s are those of pprof', (_, profiles, period) => {
  expect(expectOk(combineProfiles(profiles)).period).toBe(period);
});

it('the period of a difference is formed in the same way, that of one profile stays', () => {
  expect(expectOk(diffProfiles(every(7n), every(MOST))).period).toBe(7n);
  expect(expectOk(combineProfiles([every(MOST)])).period).toBe(MOST);
});
