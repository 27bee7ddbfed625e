import { describe, expect, it } from 'vitest';
import { resolveTokens } from './chart-option';

const look = (token: string): string => `<${token}>`;

describe('resolveTokens', () => {
  it('replaces tokens at any depth and leaves other strings', () => {
    const option = {
      color: 'var(--series-1)',
      series: [{ lineStyle: { color: 'var(--grow-line)' }, name: 'var' }],
    };
    expect(resolveTokens(option, look)).toEqual({
      color: '<--series-1>',
      series: [{ lineStyle: { color: '<--grow-line>' }, name: 'var' }],
    });
  });

  it('passes columns and functions on without a copy', () => {
    const data = [
      [1, 2],
      [3, 4],
    ];
    const times = new Float64Array([1, 2]);
    const formatter = (): string => 'var(--text-1)';
    const resolved = resolveTokens({ data, times, formatter }, look);
    expect(resolved.data).toBe(data);
    expect(resolved.times).toBe(times);
    expect(resolved.formatter).toBe(formatter);
  });

  it('does not change what it was given', () => {
    const option = { a: ['var(--x)'] };
    resolveTokens(option, look);
    expect(option).toEqual({ a: ['var(--x)'] });
  });
});
