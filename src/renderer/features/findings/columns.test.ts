import { describe, expect, it } from 'vitest';
import { intervalText, rateOf } from './columns';

const MB = 1024 ** 2;
const row = (perHour: number, interval: [number, number] | null, unit = 'bytes') => ({
  perHour,
  interval,
  unit,
});

describe('a rate and its bounds', () => {
  it('stand in one unit, that of the largest, also around nothing', () => {
    expect(rateOf(row(0, [-1.7 * MB, 1.1 * MB]), 'hour')).toEqual({ value: '0', unit: 'MB' });
    expect(intervalText(row(0, [-1.7 * MB, 1.1 * MB]), 'hour')).toBe('−1.7 … 1.1');
    expect(rateOf(row(900 * 1024, [700 * 1024, 1.1 * MB]), 'hour')).toEqual({ value: '+0.88', unit: 'MB' });
    expect(rateOf(row(45.4 * MB, [39.7 * MB, 51.7 * MB]), 'hour')).toEqual({ value: '+45.4', unit: 'MB' });
    expect(rateOf(row(2.5 * MB, null), 'day')).toEqual({ value: '+60.0', unit: 'MB' });
  });

  it('of counts have no unit', () => {
    expect(rateOf(row(60, [59, 61], 'count'), 'day')).toEqual({ value: '+1,440', unit: '' });
    expect(intervalText(row(60, [59, 61], 'count'), 'day')).toBe('1,416 … 1,464');
  });
});
