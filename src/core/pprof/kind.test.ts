import { describe, expect, it } from 'vitest';
import { captureBytes, goVersions } from '../../../test/support/go-pprof';
import { decodeProfile } from './decode';
import { diffProfiles } from './combine';
import { deltaOf, profileKind } from './kind';
import type { Profile } from './profile';

function load(version: string, file: string): Profile {
  const decoded = decodeProfile(captureBytes(version, file));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

describe.each(goVersions())('captures of %s', (version) => {
  it.each([
    ['heap-1.pb.gz', 'heap'],
    ['allocs.pb.gz', 'allocs'],
    ['goroutine-2.pb.gz', 'goroutine'],
    ['block.pb.gz', 'block'],
    ['mutex.pb.gz', 'mutex'],
    ['threadcreate.pb.gz', 'threadcreate'],
    ['profile.pb.gz', 'profile'],
    ['custom.pb.gz', 'example.com-leases'],
    ['heap-delta.pb.gz', 'heap'],
    ['goroutine-delta.pb.gz', 'goroutine'],
  ])('%s is of kind %s', (file, kind) => {
    expect(profileKind(load(version, file))).toBe(kind);
  });

  it('are deltas where they were asked with seconds, and nowhere else', () => {
    for (const file of ['heap-delta.pb.gz', 'goroutine-delta.pb.gz']) {
      const delta = deltaOf(load(version, file));
      expect(delta?.seconds).toBeGreaterThan(0.9);
      expect(delta?.seconds).toBeLessThan(5);
    }
    for (const file of [
      'heap-1',
      'allocs',
      'goroutine-1',
      'block',
      'mutex',
      'threadcreate',
      'profile',
      'custom',
    ]) {
      expect(deltaOf(load(version, `${file}.pb.gz`))).toBeNull();
    }
  });

  it('are known as a difference by negative values alone', () => {
    const difference = diffProfiles(load(version, 'goroutine-1.pb.gz'), load(version, 'goroutine-2.pb.gz'));
    expect(difference.ok && deltaOf(difference.value)).toEqual({ seconds: null });
  });
});

describe('profileKind', () => {
  const base = load('go1.26', 'goroutine-1.pb.gz');
  it('takes the name that a profile gives itself, as a kind may be written', () => {
    const named = (type: string): string =>
      profileKind({ ...base, periodType: { type, unit: 'count' }, sampleTypes: [{ type, unit: 'count' }] });
    expect(named('goroutineleak')).toBe('goroutineleak');
    expect(named('../a b')).toBe('a-b');
    expect(named('')).toBe('custom');
  });

  it('takes a duration as natural to any profile of time', () => {
    const wall: Profile = {
      ...base,
      periodType: { type: 'wallclock', unit: 'nanoseconds' },
      durationNanos: 3n,
    };
    expect(deltaOf(wall)).toBeNull();
    expect(deltaOf({ ...wall, periodType: { type: 'wall', unit: 'microseconds' } })).toBeNull();
    expect(deltaOf({ ...base, durationNanos: 2_500_000_000n })).toEqual({ seconds: 2.5 });
  });
});
