import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { ownZone, zoneOf } from './own-zone';

const JANUARY = Date.UTC(2025, 0, 1);
const JULY = Date.UTC(2025, 6, 1);
const hours = (tz: string): readonly number[] | null => {
  const zone = zoneOf(tz);
  return zone && [JANUARY, JULY].map((at) => zone.offsetMs(at) / 3_600_000);
};

describe('the zone of this machine', () => {
  const root = temporaryFolder('own-zone');
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    ['Europe/Berlin', 1, 2],
    [':Europe/Berlin', 1, 2],
    ['/usr/share/zoneinfo/Europe/Berlin', 1, 2],
    [':/usr/share/zoneinfo/posix/Europe/Berlin', 1, 2],
    ['CST6CDT', -6, -5],
    ['PRC', 8, 8],
    ['Etc/GMT-8', 8, 8],
    ['CST-8', 8, 8],
    ['<+08>-8', 8, 8],
    ['<-0330>3:30', -3.5, -3.5],
    ['EST+5', -5, -5],
    ['UTC0', 0, 0],
    ['UTC', 0, 0],
    ['', 0, 0],
  ])('of TZ=%s', (tz, january, july) => expect(hours(tz)?.map((h) => h + 0)).toEqual([january, july]));

  it.each(['CET-1CEST,M3.5.0,M10.5.0/3', 'Nowhere', '/etc/passwd', '/none', 'XYZ-23', '<+08>'])(
    'is not known of TZ=%s',
    (tz) => expect(zoneOf(tz)).toBeNull(),
  );

  it('is that of the file to which a path leads', () => {
    const folder = root;
    mkdirSync(join(folder, 'zoneinfo', 'Asia'), { recursive: true });
    writeFileSync(join(folder, 'zoneinfo', 'Asia', 'Shanghai'), '');
    symlinkSync(join(folder, 'zoneinfo', 'Asia', 'Shanghai'), join(folder, 'localtime'));
    expect(hours(join(folder, 'localtime'))).toEqual([8, 8]);
  });

  it('is UTC where it is not known, which is said only if anything hangs on it', () => {
    vi.stubEnv('TZ', 'CET-1CEST,M3.5.0,M10.5.0/3');
    const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(ownZone(false).name).toBe('UTC');
    expect(spy).not.toHaveBeenCalled();
    expect(ownZone(true).name).toBe('UTC');
    expect(spy.mock.calls.flat()).toEqual([
      expect.stringContaining('TZ=CET-1CEST,M3.5.0,M10.5.0/3 is not understood') as string,
    ]);
  });
});
