import { describe, expect, it } from 'vitest';
import { formatOffset, fromWall, parseZone, UTC } from './zone';

const utc = (text: string): number => Date.parse(`${text}Z`);
const read = (wall: string, zone: string): string =>
  new Date(fromWall(utc(wall), parseZone(zone) ?? UTC)).toISOString().slice(0, 16);

describe('parseZone', () => {
  it.each([
    ['+08:00', '+08:00'],
    ['-0330', '-03:30'],
    ['+14:00', '+14:00'],
    ['Z', 'UTC'],
    ['utc', 'UTC'],
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['europe/berlin', 'Europe/Berlin'],
  ])('reads %s', (text, name) => expect(parseZone(text)?.name).toBe(name));

  it.each(['', '8', '+8', '+08:60', '+14:01', '+15:00', 'CST', 'EST', 'Asia/Nowhere', 'a/b;c', '../x'])(
    'refuses %j',
    (text) => expect(parseZone(text)).toBeNull(),
  );
});

describe('formatOffset', () => {
  it('is hours and minutes east of UTC', () => {
    expect([28_800_000, -12_600_000, 0].map(formatOffset)).toEqual(['+08:00', '-03:30', '+00:00']);
  });
});

describe('fromWall', () => {
  it.each([
    ['2025-05-12T19:36', '+08:00', '2025-05-12T11:36'],
    ['2025-05-12T19:36', 'Asia/Shanghai', '2025-05-12T11:36'],
    ['2025-05-12T11:36', 'UTC', '2025-05-12T11:36'],
    // Summer time by the date that is read, not by today's.
    ['2025-01-12T12:00', 'Europe/Berlin', '2025-01-12T11:00'],
    ['2025-07-12T12:00', 'Europe/Berlin', '2025-07-12T10:00'],
    // Shown twice: the first.
    ['2025-10-26T02:30', 'Europe/Berlin', '2025-10-26T00:30'],
    // Shown never.
    ['2025-03-30T02:30', 'Europe/Berlin', '2025-03-30T01:30'],
    ['2025-03-09T02:30', 'America/New_York', '2025-03-09T07:30'],
  ])('%s in %s', (wall, zone, moment) => expect(read(wall, zone)).toBe(moment));
});
