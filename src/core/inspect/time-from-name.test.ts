import { describe, expect, it } from 'vitest';
import { parseZone, UTC } from '../base/zone';
import { hangsOnZone, nameWithDay, timeFromName } from './time-from-name';

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
    ['2025-05-12T19-36-06+08:00.txt', moment],
    ['2025-05-13T01:36:06+14:00.txt', moment],
    ['2025-05-12T11:36:06-01:30.txt', moment + 90 * 60_000],
    ['2025-05-12T11:36:06-01:30-0042.txt', moment + 90 * 60_000],
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

  it.each(['0042', '1034', '0530', '12034', '0800', '1400', '08305'].map((number) => [number]))(
    'takes no number behind the time for a zone: -%s',
    (number) => {
      const east = parseZone('+08:00') ?? UTC;
      for (const time of ['20250512-193606', '2025-05-12T19:36:06', '2025-05-12T193606.000'])
        expect(timeFromName(`g-${time}-${number}.txt`, east)).toBe(moment);
      expect(timeFromName(`2025-05-12/193606-${number}.txt`, east)).toBe(moment);
    },
  );

  it('gives sixty numbered files their own times', () => {
    const names = Array.from({ length: 60 }, (_, minute) => {
      const two = String(minute).padStart(2, '0');
      return `goroutine-20250512-19${two}06-00${String(minute + 1).padStart(2, '0')}.txt`;
    });
    const first = Date.UTC(2025, 4, 12, 19, 0, 6);
    expect(names.map((name) => timeFromName(name, UTC))).toEqual(names.map((_, i) => first + i * 60_000));
  });

  it.each(['+08005', '+0842', '+1430', '+1500', '-08:005', '-08:42'])(
    'takes %s, which is no offset, for none',
    (text) => expect(timeFromName(`20250512T113606${text}.txt`, UTC)).toBe(moment),
  );

  it.each([
    ['20250512_193606.pb', true],
    ['2025-05-12/goroutine-11-36-06.txt', true],
    ['20250512_193606-0800.pb', true],
    ['20250512_113606Z.pb', false],
    ['20250512_193606+0800.pb', false],
    ['1747049766.pb', false],
    ['heap.pb.gz', false],
  ])('%s hangs on the zone: %s', (name, hangs) => expect(hangsOnZone(name)).toBe(hangs));
});

describe('nameWithDay', () => {
  it.each([
    ['/home/me/sessions/x/2025-05-12/113606.482Z-pod1.txt', '2025-05-12/113606.482Z-pod1.txt'],
    ['C:\\captures\\of-20250512\\113606Z-heap.pb.gz', 'of-20250512\\113606Z-heap.pb.gz'],
    ['2025-05-12/old/heap.pb.gz', 'heap.pb.gz'],
    ['/tmp/build-120250512/heap.pb.gz', 'heap.pb.gz'],
    ['/heap.pb.gz', 'heap.pb.gz'],
    ['heap.pb.gz', 'heap.pb.gz'],
  ])('of %j is %j', (path, name) => expect(nameWithDay(path)).toBe(name));
});
