import { describe, expect, it } from 'vitest';
import { isSameKindOfUnit, percentage, scale, scaledLabel } from './measurement';

// Expected texts are what Go's fmt prints: %.2f, and %5.2g below one percent.
describe('scaledLabel', () => {
  it.each([
    [0, 'bytes', 'minimum', '0'],
    [1024, 'bytes', 'minimum', '1kB'],
    [-1536, 'bytes', 'minimum', '-1.50kB'],
    [128, 'bytes', 'kB', '0.12kB'], // a tie: 0.125, to even
    [384, 'bytes', 'kB', '0.38kB'],
    [640, 'bytes', 'kB', '0.62kB'],
    [-640, 'bytes', 'kB', '-0.62kB'],
    [1, 'bytes', 'MB', '0'],
    [1_500_000, 'nanoseconds', 'minimum', '1.50ms'],
    [500, 'count', 'count', '500'],
    [5, 'widgets', 'widgets', '5widgets'],
    [5, 'widgets', 'minimum', '5'],
    [5400, 'seconds', 'auto', '1.50hrs'],
    [3, 'ms', 'bogus', '0'],
    [2500, 'milligcu', 'auto', '2.50GCU'],
    [3, 'μs', 'auto', '3'],
  ])('%d %s in %s is %s', (value, from, to, text) => {
    expect(scaledLabel(value, from, to)).toBe(text);
  });
});

describe('percentage', () => {
  it.each([
    [0, 0, '    0%'],
    [1, 1, '  100%'],
    [9996, 10_000, '  100%'],
    [9994, 10_000, '99.94%'],
    [-1, 4, '25.00%'],
    [1, 3, '33.33%'],
    [1, 800, ' 0.12%'], // a tie: 0.125
    [3, 800, ' 0.38%'],
    [999_999, 100_000_000, '    1%'],
    [1, 1_000_000, '0.0001%'],
    [1, 3_000_000, '3.3e-05%'],
    [1, 10_000_000, '1e-05%'],
    [5, 1000, '  0.5%'],
    [12, 1, '1200.00%'],
  ])('%d of %d is %s', (value, total, text) => {
    expect(percentage(value, total)).toBe(text);
  });
});

describe('units', () => {
  it('convert within a kind and not across', () => {
    expect(scale(2, 'MB', 'bytes')).toEqual({ value: 2 * 1024 * 1024, unit: 'B' });
    expect(isSameKindOfUnit('ms', 'Nanoseconds')).toBe(true);
    expect(isSameKindOfUnit('ms', 'bytes')).toBe(false);
    expect(isSameKindOfUnit('widgets', 'widgets')).toBe(true);
  });
});
