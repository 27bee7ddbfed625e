import { describe, expect, it } from 'vitest';
import { parseMoment } from './moment';
import { formatTime } from './print';

describe('parseMoment', () => {
  it.each([
    ['2025-05-12T11:36:06Z', '2025-05-12T11:36:06.000Z'],
    ['2025-05-12 11:36:06z', '2025-05-12T11:36:06.000Z'],
    ['2025-05-12T11:36:06.4829Z', '2025-05-12T11:36:06.482Z'],
    ['2025-05-12 19:36+08:00', '2025-05-12T11:36:00.000Z'],
    ['2025-05-12 19:36 +0800', '2025-05-12T11:36:00.000Z'],
    [' 2025-05-12T06:06-05:30 ', '2025-05-12T11:36:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(parseMoment(text)).toBe(Date.parse(iso));
  });

  it('reads what the commands print', () => {
    const ms = Date.parse('2025-05-12T11:36:06Z');
    expect(parseMoment(formatTime(ms))).toBe(ms);
  });

  it('takes a time without a zone, and a day, for those of this machine', () => {
    expect(parseMoment('2025-05-12 11:36')).toBe(new Date(2025, 4, 12, 11, 36).getTime());
    expect(parseMoment('2025-05-12')).toBe(new Date(2025, 4, 12).getTime());
  });

  it.each([
    '',
    'now',
    '11:36',
    '2025-13-01',
    '2025-02-30T10:00Z',
    '2025-05-12T25:00Z',
    '1960-01-01T00:00Z',
    '12.5.2025',
  ])('answers null for %j', (text) => {
    expect(parseMoment(text)).toBeNull();
  });
});
