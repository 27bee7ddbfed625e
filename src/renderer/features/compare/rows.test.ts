import { describe, expect, it } from 'vitest';
import type { CompareReport } from '../../../contract/analysis';
import { commonKinds, filterRows, functionRows, stackRows, sumSides } from './rows';

const frame = (name: string, line = 1) => ({ function: name, file: '/b/rainbow.go', line });
const report: CompareReport = {
  kind: 'goroutine',
  sampleTypes: [{ type: 'goroutine', unit: 'count' }],
  sampleType: { type: 'goroutine', unit: 'count' },
  totalA: 14,
  filtered: null,
  totalB: 40,
  hasTree: true,
  distanceSeconds: 3600,
  isGrowth: true,
  slowestVisiblePerHour: 5,
  warnings: [],
  rows: [{ function: 'f', file: 'f.go', line: 3, own: true, flatA: 10, flatB: 4, cumA: 12, cumB: 20 }],
  stacks: [
    {
      site: frame('Watch', 72),
      ownSite: frame('Watch', 72),
      state: 'chan receive',
      stack: [frame('gopark'), frame('Watch', 72)],
      a: 4,
      b: 36,
      flow: { stayed: 4, born: 32, gone: 0, came: 0, left: 0 },
    },
    { site: frame('serve'), ownSite: null, state: null, stack: [frame('serve')], a: 10, b: 4, flow: null },
    { site: frame('main'), ownSite: null, state: null, stack: [frame('main')], a: 1, b: 1, flow: null },
  ],
};

describe('rows', () => {
  it('of stacks and of functions have one shape', () => {
    expect(stackRows(report).map((r) => r.delta)).toEqual([32, -6, 0]);
    expect(functionRows(report)).toMatchObject([{ a: 10, b: 4, delta: -6, cumA: 12, cumB: 20, own: true }]);
    expect(new Set(stackRows(report).map((r) => r.key)).size).toBe(3);
  });
  it('are filtered by any frame, and by own code anywhere on the stack', () => {
    expect(filterRows(stackRows(report), 'gopark')).toHaveLength(1);
    expect(filterRows(stackRows(report), 'rainbow.go:72')).toHaveLength(1);
  });
});

describe('sumSides', () => {
  it('keeps what rose apart from what fell', () => {
    expect(sumSides(stackRows(report))).toEqual({ up: 32, ups: 1, down: -6, downs: 1 });
    expect(sumSides([])).toEqual({ up: 0, ups: 0, down: 0, downs: 0 });
  });
});

describe('commonKinds', () => {
  it('are what both hold, goroutines first', () => {
    expect(
      commonKinds(['heap', 'block', 'goroutine', 'trace'], ['goroutine', 'heap', 'trace', 'mutex']),
    ).toEqual(['goroutine', 'heap', 'trace']);
    expect(commonKinds(['', 'heap'], [''])).toEqual([]);
  });
});
