import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../test/support/timeline';
import {
  endRow,
  isLatestOfTarget,
  nearestRow,
  neighbourRow,
  newestRow,
  oldestRowBeside,
  rowsBetween,
} from './pins';

const mixed = makeTimeline([
  { at: 0, target: 't2' },
  { at: 10, failed: true },
  { at: 20 },
  { at: 30, delta: true },
  { at: 40 },
  { at: 50, failed: true },
  { at: 60, delta: true },
]);

describe('defaults', () => {
  it('B is the newest that shows what is there', () => {
    expect(newestRow(mixed)).toBe(4);
  });
  it('A is the first of the same target', () => {
    expect(oldestRowBeside(mixed, newestRow(mixed))).toBe(2);
  });
  it('A is of the process life of B, unless B alone is', () => {
    const restarted = makeTimeline([{ at: 0 }, { at: 1 }, { at: 2, life: '2' }, { at: 3, life: '2' }]);
    expect(oldestRowBeside(restarted, 3)).toBe(2);
    expect(oldestRowBeside(restarted, 1)).toBe(0);
    const fresh = makeTimeline([{ at: 0 }, { at: 1 }, { at: 2, life: '2' }]);
    expect(oldestRowBeside(fresh, 2)).toBe(0);
  });
  it('takes deltas where there is nothing else', () => {
    const deltas = makeTimeline([
      { at: 0, delta: true },
      { at: 1, delta: true },
    ]);
    expect(newestRow(deltas)).toBe(1);
    expect(oldestRowBeside(deltas, 1)).toBe(0);
  });
  it('passes over traces and CPU profiles, which are of seconds, unless there is nothing else', () => {
    const traced = makeTimeline([
      { at: 0 },
      { at: 1 },
      { at: 2, kinds: 'profile,trace' },
      { at: 3, kinds: 'trace' },
    ]);
    expect(newestRow(traced)).toBe(1);
    expect(oldestRowBeside(traced, 1)).toBe(0);
    const traces = makeTimeline([
      { at: 0, kinds: 'trace' },
      { at: 1, kinds: 'trace' },
    ]);
    expect(newestRow(traces)).toBe(1);
    expect(oldestRowBeside(traces, 1)).toBe(0);
  });
  it('stays with one target of several that are captured in turns', () => {
    const turns = makeTimeline([{ at: 0 }, { at: 1, target: 't2' }, { at: 10 }, { at: 11, target: 't2' }]);
    expect(newestRow(turns, ['t1', 't2'], 20)).toBe(2);
    expect(newestRow(turns, ['t2', 't1'], 20)).toBe(3);
    // t1 has not answered for longer than a round.
    expect(newestRow(turns, ['t1', 't2'], 0)).toBe(3);
    expect(newestRow(turns, ['gone'], 20)).toBe(3);
  });
  it('has none where nothing came, and no A for one snapshot', () => {
    expect(newestRow(makeTimeline([{ at: 0, failed: true }]))).toBe(-1);
    expect(newestRow(makeTimeline([]))).toBe(-1);
    expect(oldestRowBeside(makeTimeline([{ at: 0 }]), 0)).toBe(-1);
  });
});

describe('what a snapshot says', () => {
  it('is of now until its target was asked again, be it in vain', () => {
    const rows = makeTimeline([{ at: 0 }, { at: 1 }]);
    expect([0, 1].map((row) => isLatestOfTarget(rows, row))).toEqual([false, true]);
    expect(isLatestOfTarget(makeTimeline([{ at: 0 }, { at: 1, failed: true }]), 0)).toBe(false);
    expect(isLatestOfTarget(makeTimeline([{ at: 0 }, { at: 1, kinds: 'heap' }]), 0)).toBe(false);
  });
  it('is of now whatever became of other targets since', () => {
    const rows = makeTimeline([{ at: 0 }, { at: 1, target: 't2', failed: true }, { at: 2, target: null }]);
    expect([0, 1, 2].map((row) => isLatestOfTarget(rows, row))).toEqual([true, true, true]);
  });
});

describe('stepping and pointing', () => {
  it('steps over failures', () => {
    expect(neighbourRow(mixed, 2, -1)).toBe(0);
    expect(neighbourRow(mixed, 4, 1)).toBe(6);
    expect(neighbourRow(mixed, 6, 1)).toBe(-1);
  });
  it('ends at the first and the last that hold something, past what failed', () => {
    const ends = makeTimeline([{ at: 0, failed: true }, { at: 1 }, { at: 2 }, { at: 3, failed: true }]);
    expect([endRow(ends, -1), endRow(ends, 1)]).toEqual([1, 2]);
    expect(endRow(makeTimeline([{ at: 0, failed: true }]), 1)).toBe(-1);
  });
  it('stays with one target where asked to', () => {
    const turns = makeTimeline([{ at: 0 }, { at: 1, target: 't2' }, { at: 10 }, { at: 11, target: 't2' }]);
    expect(neighbourRow(turns, 0, 1, 't1')).toBe(2);
    expect(neighbourRow(turns, 1, -1, 't2')).toBe(-1);
    expect(nearestRow(turns, 10, 't2')).toBe(3);
    expect(nearestRow(turns, 99, 't1')).toBe(2);
  });
  it('takes what lies between two, of the target of the second', () => {
    expect(rowsBetween(mixed, 2, 6)).toEqual([2, 3, 4, 6]);
    expect(rowsBetween(mixed, 4, 2)).toEqual([4, 3, 2]);
    expect(rowsBetween(mixed, 4, 0)).toEqual([0]);
  });
  it('finds the nearest that holds something, the later of two equally near', () => {
    expect(nearestRow(mixed, -100)).toBe(0);
    expect(nearestRow(mixed, 9)).toBe(0);
    expect(nearestRow(mixed, 10)).toBe(2);
    expect(nearestRow(mixed, 24)).toBe(2);
    expect(nearestRow(mixed, 25)).toBe(3);
    expect(nearestRow(mixed, 1e9)).toBe(6);
    expect(nearestRow(makeTimeline([]), 5)).toBe(-1);
    expect(nearestRow(makeTimeline([{ at: 5, failed: true }]), 5)).toBe(-1);
  });
});
