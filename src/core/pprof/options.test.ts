import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, readOptions } from './options';

const read = (given: Record<string, string>): unknown => {
  const answer = readOptions(given);
  return answer.ok ? answer.value : answer.error.message;
};

describe('readOptions', () => {
  it('has the defaults of pprof', () => {
    expect(read({})).toEqual({ options: DEFAULT_OPTIONS, ignored: [] });
  });

  it("reads numbers and switches as Go's flags", () => {
    expect(
      read({ nodecount: '0x10', nodefraction: '.5', trim: 'F', lines: '1', cum: 'true', flat: 'false' }),
    ).toEqual({
      options: {
        ...DEFAULT_OPTIONS,
        nodeCount: 16,
        nodeFraction: 0.5,
        trim: false,
        granularity: 'lines',
        sort: 'cum',
      },
      ignored: [],
    });
    for (const [value, number] of [
      ['010', 8],
      ['-0o1_7', -15],
      ['0b11', 3],
      ['1_0', 10],
      ['0x_f', 15],
      ['0', 0],
      ['9223372036854775807', 2 ** 63],
      ['-9223372036854775808', -(2 ** 63)],
    ] as const) {
      expect(read({ nodecount: value }), value).toMatchObject({ options: { nodeCount: number } });
    }
    for (const [value, number] of [
      ['inf', Infinity],
      ['-Infinity', -Infinity],
      ['NaN', NaN],
      ['010', 10],
      ['1_0.5e1', 105],
      ['0x1p1', 2],
      ['-0X_1.8P-1', -0.75],
      ['0x.8p1', 1],
      ['0x1fffffffffffff8p0', 2 ** 57],
    ] as const) {
      expect(read({ divide_by: value }), value).toMatchObject({ options: { divideBy: number } });
    }
    for (const [name, value] of [
      ['nodecount', '1.5'],
      ['nodecount', '08'],
      ['nodecount', '1__0'],
      ['nodecount', '_1'],
      ['nodecount', '0b'],
      ['nodecount', '9223372036854775808'],
      ['divide_by', '0x1'],
      ['divide_by', '0xp1'],
      ['divide_by', '0x1p9999'],
      ['nodefraction', '+nan'],
      ['nodefraction', '1_'],
      ['nodefraction', 'x'],
      ['divide_by', ''],
      ['divide_by', '0'],
      ['cum', 'yes'],
      ['nonsense', '1'],
    ] as const) {
      expect(readOptions({ [name]: value }).ok, `${name}=${value}`).toBe(false);
    }
  });

  it('takes the short spellings of a sample type, the first that is given', () => {
    expect(read({ mean_delay: 'true' })).toMatchObject({ options: { sampleIndex: 'delay', mean: true } });
    expect(read({ alloc_space: 'true', inuse_space: 'true' })).toMatchObject({
      options: { sampleIndex: 'inuse_space' },
      ignored: ['alloc_space'],
    });
    expect(read({ sample_index: '1', contentions: 'true' })).toMatchObject({
      options: { sampleIndex: '1' },
      ignored: ['contentions'],
    });
  });

  it('refuses two orders and two granularities', () => {
    expect(read({ cum: 'true', flat: 'true' })).toBe('conflicting options: -cum, -flat');
    expect(read({ lines: 'true', files: 'true' })).toBe('conflicting options: -lines, -files');
  });
});
