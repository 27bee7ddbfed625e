import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { formatTime } from './format-time';
import { abbreviationIn } from './zone-abbreviation';

const zoneinfo = '/usr/share/zoneinfo';
const before = process.env['TZ'];
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

const MAY = 1_747_049_766_482_000_000n; // 2025-05-12T11:36:06.482Z
const JANUARY = 1_736_942_400_000_000_000n; // 2025-01-15T12:00:00Z

describe('formatTime', () => {
  it('prints UTC without a tz database', () => {
    process.env['TZ'] = 'UTC';
    expect(formatTime(MAY)).toBe('2025-05-12 11:36:06 UTC');
    expect(formatTime(-1n)).toBe('1969-12-31 23:59:59 UTC');
  });
});

// Expected is what Go 1.26 prints.
describe.skipIf(!existsSync(`${zoneinfo}/Asia/Shanghai`))('formatTime with the tz database', () => {
  it.each([
    ['Asia/Shanghai', MAY, '2025-05-12 19:36:06 CST'],
    ['Europe/Berlin', MAY, '2025-05-12 13:36:06 CEST'],
    ['Europe/Berlin', JANUARY, '2025-01-15 13:00:00 CET'],
    ['America/New_York', MAY, '2025-05-12 07:36:06 EDT'],
    ['America/Sao_Paulo', MAY, '2025-05-12 08:36:06 -03'],
    ['Asia/Kolkata', MAY, '2025-05-12 17:06:06 IST'],
    ['Europe/Berlin', 4_102_444_800_000_000_000n, '2100-01-01 01:00:00 CET'],
  ])('in %s', (zone, time, text) => {
    process.env['TZ'] = zone;
    expect(formatTime(time)).toBe(text);
  });

  it('takes a file that is cut for none', () => {
    const whole = readFileSync(`${zoneinfo}/Europe/Berlin`);
    expect(abbreviationIn(whole, 1_736_942_400, 3600)).toBe('CET');
    for (let length = 0; length < whole.length; length += 7) {
      const name = abbreviationIn(whole.subarray(0, length), 1_736_942_400, 3600);
      if (name !== null) expect(name).toBe('CET');
    }
  });
});
