import { describe, expect, it } from 'vitest';
import { parseZone, UTC } from '../base/zone';
import { hangsOnZone, timeFromName } from './time-from-name';

describe('timeFromName', () => {
  const moment = Date.UTC(2025, 4, 12, 11, 36, 6);
  it.each([
    ['2025-05-12T11-36-06-goroutine.pb.gz', moment],
    ['2025-05-12T11:36:06Z.txt', moment],
    ['goroutine_20250512_113606.pb', moment],
    ['heap-20250512-113606.pb.gz', moment],
    ['heap.20250512113606.pb.gz', moment],
    ['pprof.collect_svr.2025-05-12 11.36.06.txt', moment],
    ['20250512T113606.482Z.pb.gz', moment + 482],
    ['dump-2025-05-12T11:36:06.482913Z.txt', moment + 482],
    ['2025-05-12T19-36-06+0800.txt', moment],
    ['2025-05-12T11:36:06-01:30.txt', moment + 90 * 60_000],
    ['sessions/x/2025-05-12/113606.482Z-pod1-goroutine.pb.gz', moment + 482],
    ['2025-05-12/goroutine-11-36-06.txt', moment],
    ['C:\\captures\\2025-05-12\\113606Z-heap.pb.gz', moment],
    ['goroutine.1747049766.txt', moment],
    ['goroutine-1747049766482.txt', moment + 482],
    ['1747049766482913000', moment + 482],
    ['20250512_113606-1747049766.pb', moment],
    // Folders of another day say nothing against the file's own name.
    ['20240101_000000/20250512_113606.pb', moment],
  ])('%s', (name, time) => expect(timeFromName(name, UTC)).toBe(time));

  it.each([
    'goroutine.pb.gz',
    'pprof.collect_svr.goroutine.003.pb.gz',
    'goroutine-20250428.pb.gz',
    '2025-05-12.txt',
    '2025-13-12T11-36-06',
    '2025-02-31T11-36-06',
    '2025-05-12T25-36-06',
    '20250512_113606..20250512_123606.pb',
    'build-123456789012345678901234567890.txt',
    '0123456789abcdef1747.txt',
    '',
  ])('says nothing of %j', (name) => expect(timeFromName(name, UTC)).toBeNull());

  it('takes a time without a zone as the caller says', () => {
    const east = parseZone('+08:00') ?? UTC;
    expect(timeFromName('20250512_193606.pb', east)).toBe(moment);
    expect(timeFromName('20250512_113606Z.pb', east)).toBe(moment);
    expect(timeFromName('1747049766.pb', east)).toBe(moment);
  });

  it.each([
    ['20250512_193606.pb', true],
    ['2025-05-12/goroutine-11-36-06.txt', true],
    ['20250512_113606Z.pb', false],
    ['1747049766.pb', false],
    ['heap.pb.gz', false],
  ])('%s hangs on the zone: %s', (name, hangs) => expect(hangsOnZone(name)).toBe(hangs));
});
