import { describe, expect, it } from 'vitest';
import { layOutRanges } from '../../../core/layout/range-layout';
import { NOT_THERE } from '../../../core/trace/spans';
import type { LaneSheet } from '../../workers/trace-answers';
import { stretchAt, stretchBeside } from './lane-stretches';

const sheet: LaneSheet = {
  spans: {
    states: ['running', 'select'],
    start: Uint32Array.from([0, 4, 4]),
    from: Float64Array.from([0, 10, 20, 30]),
    state: Uint8Array.from([0, NOT_THERE, 1, 0]),
    end: Float64Array.from([40, 0]),
  },
  ran: null,
  ids: new Float64Array(2),
};
const layout = layOutRanges(Float64Array.of(0, 5, 50), Float64Array.of(40, 30, 60));
const trace = {
  sheets: { get: () => sheet },
  user: [{ kind: 'task' as const, name: 'load', layout }],
};
const place = (time: number, more = {}) => ({ sheet: 'goroutines' as const, lane: 0, time, ...more });

describe('the stretch at a place', () => {
  it('is that of the lane then, to its end', () => {
    expect(stretchAt(trace, place(25))).toEqual({ index: 2, from: 20, to: 30, level: 0 });
    expect(stretchAt(trace, place(35))).toMatchObject({ from: 30, to: 40 });
    expect(stretchAt(trace, place(99))).toBeNull();
    expect(stretchAt(trace, place(0, { lane: 1 }))).toBeNull();
  });
  it('is not known before its lanes are there', () => {
    const early = { ...trace, sheets: { get: () => null } };
    expect(stretchAt(early, place(25))).toBeNull();
    expect(stretchBeside(early, place(25), 1)).toBeNull();
  });
  it('has others beside it, over what is not there', () => {
    expect(stretchBeside(trace, place(5), 1)).toMatchObject({ from: 20, to: 30 });
    expect(stretchBeside(trace, place(25), -1)).toMatchObject({ from: 0, to: 10 });
    expect(stretchBeside(trace, place(35), 1)).toBeNull();
    expect(stretchBeside(trace, place(5), -1)).toBeNull();
    expect(stretchBeside(trace, place(0, { lane: 1 }), 1)).toBeNull();
  });
  it('is the task of the level, and the next is the one that began next', () => {
    const task = (time: number, level: number) => ({ sheet: 'tasks' as const, lane: 0, time, level });
    expect(stretchAt(trace, task(10, 0))).toMatchObject({ from: 0, to: 40, level: 0 });
    expect(stretchAt(trace, task(10, 1))).toMatchObject({ from: 5, to: 30, level: 1 });
    expect(stretchBeside(trace, task(10, 1), 1)).toMatchObject({ from: 50, to: 60, level: 0 });
    expect(stretchBeside(trace, task(10, 0), -1)).toBeNull();
    expect(stretchAt(trace, task(45, 0))).toBeNull();
  });
});
