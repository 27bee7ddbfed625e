import { describe, expect, it } from 'vitest';
import {
  formatFactor,
  formatBytes,
  formatCount,
  formatPercent,
  formatQuantity,
  formatRate,
  formatShare,
  formatShareOf,
  formatSigned,
  formatTime,
  joinFigure,
  pickPeriod,
  pickRate,
  sharedScale,
} from './format';
import { unitsFor } from '../../core/base/unit-scales';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('counts and bytes', () => {
  it.each([
    [0, '0'],
    [14974, '14,974'],
    [-1440, '\u22121,440'],
    [0.42, '0.42'],
    [3.67, '3.7'],
    [-0.001, '0.00'],
  ])('%d → %s', (n, text) => {
    expect(formatCount(n)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.00 KB'],
    [2.21 * 2 ** 30, '2.21 GB'],
    [167 * 1024, '167 KB'],
    [1024 * 1024 - 1, '1.00 MB'],
    [-47.3 * 2 ** 20, '\u221247.3 MB'],
  ])('%d bytes → %s', (n, text) => {
    expect(plain(joinFigure(formatBytes(n)))).toBe(text);
  });

  it('names a unit that it does not know, and none for counts', () => {
    expect(formatQuantity(1500, 'count')).toEqual({ value: '1,500', unit: '' });
    expect(formatQuantity(3, 'widgets')).toEqual({ value: '3', unit: 'widgets' });
    expect(formatQuantity(12_345_678, 'nanoseconds')).toEqual({ value: '12.3', unit: 'ms' });
  });

  it('signs what changed, and not a zero', () => {
    expect(formatSigned(41).value).toBe('+41');
    expect(formatSigned(-41).value).toBe('\u221241');
    expect(formatSigned(0).value).toBe('0');
    expect(formatSigned(2 ** 20, 'bytes')).toEqual({ value: '+1.00', unit: 'MB' });
  });

  it('shows values in the unit that is set, and tells what is too small for it from nothing', () => {
    const inMb = { of: 'bytes', in: 'MB' };
    const texts = [3 * 2 ** 30, 512 * 2 ** 10, 20, -20, 0].map((n) =>
      plain(joinFigure(formatQuantity(n, inMb))),
    );
    expect(texts).toEqual(['3,072 MB', '0.50 MB', '<0.01 MB', '>\u22120.01 MB', '0 MB']);
    expect([20, -20].map((n) => formatSigned(n, inMb).value)).toEqual(['<+0.01', '>\u22120.01']);
    expect(formatQuantity(1500, { of: 'nanoseconds', in: 'ns' })).toEqual({ value: '1,500', unit: 'ns' });
    // Of another kind of unit it says nothing.
    expect(formatQuantity(1500, { of: 'nanoseconds', in: 'MB' })).toEqual({ value: '1.50', unit: 'µs' });
    const column = sharedScale(3 * 2 ** 30, { of: 'bytes', in: 'GB' });
    expect([column.unit, column.show(3 * 2 ** 30), column.show(5)]).toEqual(['GB', '3.00', '<0.01']);
  });

  it('scales times in whatever unit a profile has them', () => {
    const texts = ['microseconds', 'milliseconds', 'seconds', 'us'].map((unit) =>
      joinFigure(formatQuantity(247_000, unit)),
    );
    expect(texts.map(plain)).toEqual(['247 ms', '247 s', '247,000 s', '247 ms']);
    expect(plain(joinFigure(formatQuantity(3, 'microseconds')))).toBe('3 µs');
    expect(plain(joinFigure(formatQuantity(3, { of: 'microseconds', in: 'ns' })))).toBe('3,000 ns');
    const column = sharedScale(247_000, 'microseconds');
    expect([column.unit, column.exactUnit, column.show(107_000)]).toEqual(['ms', 'microseconds', '107.0']);
    expect(formatQuantity(7, 'constructor')).toEqual({ value: '7', unit: 'constructor' });
  });

  it('knows which units there are of one', () => {
    expect(unitsFor('bytes')).toEqual(['B', 'KB', 'MB', 'GB', 'TB', 'PB']);
    expect(unitsFor('nanoseconds')).toEqual(['ns', 'µs', 'ms', 's']);
    expect(unitsFor('count')).toEqual([]);
  });

  it('keeps one unit in a column', () => {
    const { unit, show, showSigned } = sharedScale(2588 * 2 ** 20, 'bytes');
    expect(unit).toBe('MB');
    expect(show(17 * 2 ** 20)).toBe('17.0');
    // What is there is told from what is not.
    expect([show(0), showSigned(0)]).toEqual(['0', '0']);
    expect([show(1024), showSigned(1024), showSigned(-1024)]).toEqual(['<0.1', '<+0.1', '>\u22120.1']);
    expect([show(0.05 * 2 ** 20), showSigned(0.06 * 2 ** 20)]).toEqual(['0.1', '+0.1']);
    expect(showSigned(2588 * 2 ** 20)).toBe('+2,588.0');
    expect(showSigned(-(2 ** 20))).toBe('\u22121.0');
    expect(sharedScale(20 * 2 ** 30, 'bytes').show(2 ** 29)).toBe('0.50');
    expect(sharedScale(30103, 'count').show(14974)).toBe('14,974');
  });
});

describe('shares', () => {
  it.each([
    [0, '0 %'],
    [0.5, '50 %'],
    [0.983, '98.3 %'],
    [0.004, '0.4 %'],
    [0.00996, '1.0 %'],
    [0.000724, '0.072 %'],
    [0.0001, '0.01 %'],
    [1e-6, '< 0.001 %'],
    [-1e-6, '> \u22120.001 %'],
    [-0.000724, '\u22120.072 %'],
    [0.99999, '> 99.9 %'],
    [1, '100 %'],
  ])('%d → %s', (share, text) => {
    expect(plain(formatShare(share))).toBe(text);
  });

  it('has the sign of the part, and nothing of nothing', () => {
    expect(plain(formatShareOf(-24, 40))).toBe('−60 %');
    expect(plain(formatShareOf(3, 0))).toBe('0 %');
  });

  it('prints percentages like pprof', () => {
    expect(formatPercent(14975, 30120)).toBe('49.72%');
    expect(formatPercent(5, 5)).toBe('100%');
    expect(formatPercent(5, 0)).toBe('0%');
    expect(formatPercent(0, 5)).toBe('0%');
    expect([formatPercent(99.94, 100), formatPercent(99.96, 100)]).toEqual(['99.94%', '100%']);
    expect(formatPercent(35.2, 530_432)).toBe('0.0066%');
    expect(formatPercent(-9.25, 530_432)).toBe('\u22120.0017%');
    expect(formatPercent(0.524, 100)).toBe('0.52%');
    expect(formatPercent(7, 1)).toBe('700.00%');
  });
});

describe('rates', () => {
  it('tells two a minute as that, and slow ones by the day', () => {
    expect(pickRate(120, 'count', 1)).toEqual({ amount: 2, per: 'minute' });
    expect(pickRate(0.2, 'count', 200)).toEqual({ amount: 0.2 * 24, per: 'day' });
    expect(pickRate(10, 'count', 1).per).toBe('hour');
    expect(formatRate(2).value).toBe('2.0');
    expect(formatRate(1440).value).toBe('1,440');
  });

  it('tells bytes by the day where a day was watched', () => {
    const perHour = (212 * 2 ** 20) / 24;
    const rate = pickRate(perHour, 'bytes', 200);
    expect(rate.per).toBe('day');
    expect(plain(joinFigure(formatRate(rate.amount, 'bytes')))).toBe('212 MB');
    expect(pickRate(perHour, 'bytes', 5).per).toBe('hour');
    expect(pickRate(perHour, 'bytes', 0.01).per).toBe('minute');
  });

  it('gives a column one period', () => {
    expect(pickPeriod(60, 240)).toBe('day');
    expect(pickPeriod(60, 5)).toBe('hour');
    expect(pickPeriod(60, 0.1)).toBe('minute');
    expect(pickPeriod(7_200, 240)).toBe('hour');
    expect(pickPeriod(7_200_000, 240)).toBe('minute');
    expect(pickPeriod(0, 240)).toBe('day');
  });
});

describe('formatTime', () => {
  it('shows the year only where it is not plain', () => {
    const ms = new Date(2025, 4, 1, 23, 10, 7).getTime();
    expect(formatTime(ms)).toBe('05-01 23:10');
    expect(formatTime(ms, { seconds: true })).toBe('05-01 23:10:07');
    expect(formatTime(ms, { nowMs: new Date(2025, 11, 1).getTime() })).toBe('05-01 23:10');
    expect(formatTime(ms, { nowMs: new Date(2026, 0, 1).getTime() })).toBe('2025-05-01 23:10');
    expect(formatTime(Number.NaN)).toBe('–');
  });
});

describe('formatFactor', () => {
  it('keeps what says something', () => {
    expect([1, 1.2345, 26.4, 0.5, 0.0412, 0].map(formatFactor)).toEqual([
      '1.00',
      '1.23',
      '26.4',
      '0.50',
      '0.041',
      '0',
    ]);
  });
});
