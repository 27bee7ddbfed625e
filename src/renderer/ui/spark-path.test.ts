import { describe, expect, it } from 'vitest';
import { sparkArea, sparkPath } from './spark-path';

describe('sparkPath', () => {
  it('spans the box from the least to the greatest', () => {
    expect(sparkPath([0, 5, 10], 63, 20)).toBe('M1.5 18.0L31.5 10.0L61.5 2.0');
  });
  it('lifts the line over a gap', () => {
    expect(sparkPath([0, Number.NaN, 10], 63, 20)).toBe('M1.5 18.0M61.5 2.0');
  });
  it('lays a level series at half height', () => {
    expect(sparkPath([7, 7], 63, 20)).toBe('M1.5 10.0L61.5 10.0');
  });
  it('draws nothing for nothing, and a dash for one value', () => {
    expect(sparkPath([], 63, 20)).toBe('');
    expect(sparkPath([Number.NaN], 63, 20)).toBe('');
    expect(sparkPath([3], 63, 20)).toBe('M1.5 10H61.5');
  });
});

describe('sparkArea', () => {
  it('closes at the bottom, and only without gaps', () => {
    expect(sparkArea([0, 10], 63, 20)).toBe('M1.5 18.0L61.5 2.0L61.5 19L1.5 19Z');
    expect(sparkArea([0, Number.NaN, 10], 63, 20)).toBe('');
  });
});
