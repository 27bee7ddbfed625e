import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../test/support/timeline';
import { traceRows, tracesToShow } from './shown-traces';

const timeline = makeTimeline([
  { at: 0 },
  { at: 1, kinds: 'goroutine,trace' },
  { at: 2 },
  { at: 3, kinds: 'trace', target: 't2' },
  { at: 4, kinds: 'trace' },
  { at: 5 },
]);

describe('which traces A and B stand for', () => {
  it('finds those there are', () => {
    expect(traceRows(timeline)).toEqual([1, 3, 4]);
  });
  it('takes the trace of a pin, or the one next to it', () => {
    expect(tracesToShow(timeline, 0, 5)).toEqual({ a: 1, b: 4 });
    expect(tracesToShow(timeline, 4, 1)).toEqual({ a: 4, b: 1 });
  });
  it('stays with the target of B unless A is on a trace of another', () => {
    expect(tracesToShow(timeline, 2, 5)).toEqual({ a: 1, b: 4 });
    expect(tracesToShow(timeline, 3, 5)).toEqual({ a: 3, b: 4 });
    expect(tracesToShow(timeline, 0, 3)).toEqual({ a: 1, b: 3 });
  });
  it('shows one beside no other', () => {
    const one = makeTimeline([{ at: 0 }, { at: 1, kinds: 'trace' }]);
    expect(tracesToShow(one, 1, 1)).toEqual({ a: -1, b: 1 });
    expect(tracesToShow(makeTimeline([{ at: 0 }]), 0, 0)).toEqual({ a: -1, b: -1 });
  });
});
