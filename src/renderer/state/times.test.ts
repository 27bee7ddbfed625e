import { describe, expect, it } from 'vitest';
import { formatCountdown, needSeconds, splitSpan, zoneLabel } from './times';

const say = (ms: number, most?: number): string =>
  splitSpan(ms, most)
    .map(({ value, unit }) => `${value} ${unit}`)
    .join(' ');
const DAY = 86_400_000;

describe('splitSpan', () => {
  it('takes the two largest units', () => {
    expect(say(10 * DAY + 9 * 3_600_000 + 59 * 60_000)).toBe('10 d 9 h');
    expect(say(9 * DAY + 22 * 3_600_000 + 50 * 60_000, 3)).toBe('9 d 22 h 50 min');
    expect(say(600_000)).toBe('10 min');
    expect(say(90_000)).toBe('1 min 30 s');
  });
  it('leaves a zero between out, without reaching for a smaller unit', () => {
    expect(say(DAY + 5 * 60_000)).toBe('1 d');
  });
  it('tells milliseconds only alone', () => {
    expect(say(850)).toBe('850 ms');
    expect(say(3020)).toBe('3 s');
    expect(say(0)).toBe('0 s');
    expect(say(-5)).toBe('0 s');
  });
});

describe('formatCountdown', () => {
  it('rounds up, so that 0:00 is now', () => {
    expect(formatCountdown(72_000)).toBe('1:12');
    expect(formatCountdown(1)).toBe('0:01');
    expect(formatCountdown(-500)).toBe('0:00');
    expect(formatCountdown(2 * 3_600_000 + 5 * 60_000 + 10_000)).toBe('2:05:10');
  });
});

describe('zone and seconds', () => {
  it('states the zone of a moment', () => {
    const [, sign, h, m] = /^UTC([+−])(\d\d):(\d\d)$/.exec(zoneLabel(0)) ?? [];
    const minutes = (Number(h) * 60 + Number(m)) * (sign === '−' ? -1 : 1);
    expect(minutes + new Date(0).getTimezoneOffset()).toBe(0);
  });
  it('wants seconds for what is close', () => {
    expect(needSeconds(0, 25_000)).toBe(true);
    expect(needSeconds(0, DAY)).toBe(false);
  });
});
