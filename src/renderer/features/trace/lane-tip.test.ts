import { describe, expect, it } from 'vitest';
import { layOutRanges } from '../../../core/layout/range-layout';
import { NOT_THERE, type Spans } from '../../../core/trace/spans';
import type { LaneGroup, LaneSheet, TraceSeries } from '../../workers/trace-answers';
import type { LaneRow, Segment } from './lane-rows';
import { tipOf, type TipQuestion } from './lane-tip';

const spans: Spans = {
  states: ['running', 'select'],
  start: Uint32Array.from([0, 3, 7]),
  from: Float64Array.from([0, 1000, 5000, 0, 10, 20, 30]),
  state: Uint8Array.from([0, 1, NOT_THERE, 0, 1, 0, 1]),
  end: Float64Array.from([6000, 1000]),
};
const sheet: LaneSheet = {
  spans,
  ran: null,
  ids: new Float64Array(2),
};
const none = { time: new Float64Array(), value: new Float64Array() };
const series: TraceSeries = {
  heap: { time: Float64Array.from([0, 500]), value: Float64Array.from([1024, 2048]) },
  goal: none,
  goroutines: { time: Float64Array.from([0]), value: Float64Array.from([7]) },
  gc: { from: new Float64Array(), to: new Float64Array(), name: new Uint8Array(), names: [] },
  stw: { from: Float64Array.of(100), to: Float64Array.of(200), name: Uint8Array.of(0), names: ['GC mark'] },
};
const group: LaneGroup = { name: 'main.work', own: true, lanes: Uint32Array.of(0), atEnd: 1, most: 1 };
const t = (key: string, values: object = {}): string => `${key} ${JSON.stringify(values)}`;

function tip(
  kind: Segment['kind'],
  time: number,
  more: Partial<TipQuestion> & { lane?: number } = {},
): string[] {
  const { lane = -1, ...rest } = more;
  const segment: Segment = { kind, top: 0, height: 20, count: 1, group, lanes: new Uint32Array() };
  const row: LaneRow = { segment, top: 0, height: 20, lane };
  const layout = layOutRanges(Float64Array.of(0, 50), Float64Array.of(90, 60));
  const user = [{ kind: 'task' as const, name: 'load', layout }];
  return tipOf({
    t,
    row,
    time,
    nsPerPx: 1,
    trace: { series, user, states: spans.states },
    sheet,
    density: undefined,
    level: 1,
    ...rest,
  });
}

describe('what is said of a place', () => {
  it('is nothing of a lane that is not there yet', () => {
    expect(tip('lanes', 3000, { lane: 0, sheet: null })).toEqual([]);
  });
  it('is the stretch of a lane, or that nothing is there', () => {
    expect(tip('lanes', 3000, { lane: 0 })).toEqual(['select', '4\u00a0µs']);
    expect(tip('lanes', 5500, { lane: 0 })).toEqual(['trace.lanes.nothing {}']);
    expect(tip('lanes', -10, { lane: 0 })).toEqual(['trace.lanes.nothing {}']);
  });
  it('is what a pixel holds where that is more than one can point at', () => {
    const [spanCount, mostly] = tip('lanes', 20, { lane: 1, nsPerPx: 100 });
    expect(spanCount).toContain('"count":"4"');
    expect(mostly).toContain('"state":"select"');
  });
  it('is how many of a group are in which state then', () => {
    const density = { from: 0, nsPerColumn: 10, columns: 2, counts: Float32Array.of(0, 1.5, 3, 1) };
    expect(tip('group', 15, { density })).toEqual([
      'main.work',
      'trace.lanes.average {"count":"1.5","state":"running"}',
      'trace.lanes.average {"count":"1","state":"select"}',
    ]);
    expect(tip('group', 5, { density })).toEqual([
      'main.work',
      'trace.lanes.average {"count":"3","state":"select"}',
    ]);
    expect(tip('group', 500, { density })).toEqual(['main.work']);
  });
  it('is the heap, the count, the pause or the innermost task of that moment', () => {
    expect(tip('heap', 400)).toEqual(['1.00\u00a0KB']);
    expect(tip('heap', 600)).toEqual(['2.00\u00a0KB']);
    expect(tip('count', 1)[0]).toContain('"count":"7"');
    expect(tip('stw', 150)).toEqual(['GC mark', '100\u00a0ns']);
    expect(tip('stw', 500)).toEqual([]);
    expect(tip('user', 55, { lane: 0 })).toEqual(['load', '10\u00a0ns']);
    expect(tip('user', 55, { lane: 0, level: 0 })).toEqual(['load', '90\u00a0ns']);
    expect(tip('user', 70, { lane: 0 })).toEqual([]);
  });
});
