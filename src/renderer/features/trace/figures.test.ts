import { describe, expect, it } from 'vitest';
import type { RuntimeFigures } from '../../workers/runtime-figures';
import { figureRows, stateRows, type Figures } from './figures';

const runtime: RuntimeFigures = {
  ...{ created: 5, ended: 4, goroutinesMost: 9, gcs: 2, gcNs: 500, stws: 3, stwTotal: 30, stwLongest: 20 },
  ...{ heapFirst: null, heapLast: null, heapMost: null, unblocks: 7 },
  ...{ latency50: 1, latency99: 2, latencyMost: 3 },
};
const a: Figures = {
  facts: { durationNs: 1000, events: 10 },
  states: ['running', 'select', 'sleep'],
  stateNs: [500, 2000, 0],
  runtime,
};
const b: Figures = {
  facts: { durationNs: 2000, events: 30 },
  states: ['running', 'chan receive', 'select'],
  stateNs: [1000, 20_000, 3000],
  runtime: { ...runtime, gcs: 5, gcNs: 400, stwLongest: null },
};

describe('figures of two traces', () => {
  it('are goroutines per state on average, whatever the length, the largest difference first', () => {
    expect(stateRows(a, b).map((row) => [row.key, row.a, row.b])).toEqual([
      ['chan receive', 0, 10],
      ['select', 2, 1.5],
      ['running', 0.5, 0.5],
    ]);
  });
  it('are what the runtime did, with nothing where a trace says nothing', () => {
    const rows = new Map(figureRows(a, b).map((row) => [row.key, [row.a, row.b]]));
    expect(rows.get('duration')).toEqual([1000, 2000]);
    expect(rows.get('gcs')).toEqual([2, 5]);
    expect(rows.get('gcShare')).toEqual([0.5, 0.2]);
    expect(rows.get('stwLongest')).toEqual([20, null]);
    expect(rows.get('heapMost')).toEqual([null, null]);
  });
});
