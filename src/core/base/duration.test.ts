import { describe, expect, it } from 'vitest';
import { parseDuration, parseShift } from './duration';

describe('parseDuration', () => {
  it.each([
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['3d', 259_200_000],
    ['250ms', 250],
    ['1.5s', 1_500],
    ['2w', 1_209_600_000],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', '10', 'm', '10 m', '-5s', '0s', '10m!', '1e3s', '9'.repeat(400) + 's'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe('parseShift', () => {
  it('reads a duration with a sign, or without', () => {
    expect(['8h', '+1h30m', '-5.5s'].map(parseShift)).toEqual([28_800_000, 5_400_000, -5_500]);
    expect(['', '-', '--5s', '+0s', '08:00', '5300w'].map(parseShift)).toEqual(Array(6).fill(null));
  });
});
