import { describe, expect, it } from 'vitest';
import type { LaneGroup } from '../../workers/trace-answers';
import {
  bandHeight,
  goroutinesPerPixel,
  heightOf,
  rowAt,
  rowOfGroup,
  rowOfLane,
  rowsBetween,
  segmentsOf,
  stepFrom,
  type RowsOptions,
} from './lane-rows';

const group = (name: string, lanes: number[], atEnd = lanes.length): LaneGroup => ({
  name,
  own: false,
  lanes: Uint32Array.from(lanes),
  atEnd,
  most: lanes.length,
});
const groups = [group('few', [5, 6]), group('many', [0, 1, 2, 3]), group('gone', [4])];
const weights = {
  blockedNs: Float64Array.from([1, 2, 3, 4, 50, 5, 6]),
  lifetimeNs: Float64Array.from([1, 1, 1, 1, 1, 9, 8]),
};
const options: RowsOptions = {
  fixed: ['gc', 'heap'],
  groups,
  lone: new Uint32Array(),
  user: [],
  weights,
  sort: 'count',
  opened: new Set(),
  found: null,
  perPixel: 1,
};
const told = (more: Partial<RowsOptions>): string[] =>
  segmentsOf({ ...options, ...more }).map(({ kind, group: of, lanes }) =>
    kind === 'lanes' ? lanes.join(' ') : (of?.name ?? kind),
  );

describe('rows of a pane', () => {
  it('are groups by what they are sorted by, with the lanes of those that are open', () => {
    expect(told({})).toEqual(['gc', 'heap', 'many', 'few', 'gone']);
    const ended = [
      group('begun and ended', [0, 1, 2, 3], 0),
      group('there', [4]),
      group('there, and more', [5, 6], 1),
    ];
    expect(told({ fixed: [], groups: ended })).toEqual(['there, and more', 'there', 'begun and ended']);
    expect(told({ sort: 'name', opened: new Set(['few']) })).toEqual([
      'gc',
      'heap',
      'few',
      '5 6',
      'gone',
      'many',
    ]);
    expect(told({ sort: 'blocked', opened: new Set(['few']) })).toEqual([
      'gc',
      'heap',
      'gone',
      'few',
      '6 5',
      'many',
    ]);
    expect(told({ sort: 'lifetime', opened: new Set(['few']) })).toEqual([
      'gc',
      'heap',
      'few',
      '5 6',
      'many',
      'gone',
    ]);
  });

  it('are only what is looked for, all of it where it is little', () => {
    const found = Uint8Array.from([0, 0, 1, 0, 0, 1, 0]);
    expect(told({ fixed: [], found })).toEqual(['few', '5', 'many', '2']);
    const lanes = Array.from({ length: 300 }, (_, i) => i);
    const all = { fixed: [], groups: [group('all', lanes)], found: new Uint8Array(300).fill(1) } as const;
    expect(told({ ...all })).toEqual(['all']);
  });

  it('are lanes alone where they are of no group', () => {
    expect(told({ fixed: ['gc'], groups: [], lone: Uint32Array.from([0, 1, 2]) })).toEqual(['gc', '0 1 2']);
  });

  it('are tasks and regions, as high as they lie one above the other', () => {
    const segments = segmentsOf({ ...options, groups: [], user: [20, 34] });
    expect(
      rowsBetween(segments, 0, 999).map(({ segment, lane, height }) => [segment.kind, lane, height]),
    ).toEqual([
      ['gc', -1, 20],
      ['heap', -1, 30],
      ['user', 0, 20],
      ['user', 1, 34],
    ]);
    expect(rowOfLane(segments, 1)?.top).toBe(70);
  });

  it('lie without gaps, and are found by place and by lane', () => {
    const segments = segmentsOf({ ...options, opened: new Set(['many']) });
    expect(heightOf(segments)).toBe(20 + 30 + 20 + 4 * 20 + 20 + 20);
    const all = rowsBetween(segments, 0, heightOf(segments));
    expect(all.map(({ top }) => top)).toEqual([0, 20, 50, 70, 90, 110, 130, 150, 170]);
    for (const row of all) {
      expect(rowAt(segments, row.top)).toEqual(row);
      expect(rowAt(segments, row.top + row.height - 1)).toEqual(row);
    }
    expect(rowAt(segments, heightOf(segments))).toBeNull();
    expect(rowAt(segments, -1)).toBeNull();
    expect(rowsBetween(segments, 95, 131).map(({ lane }) => lane)).toEqual([1, 2, 3]);
    expect(rowOfLane(segments, 2)?.top).toBe(110);
    expect(rowOfLane(segments, 5)).toBeNull();
    expect(rowOfGroup(segments, 'few')?.top).toBe(150);
    expect(rowOfGroup(segments, 'none')).toBeNull();
  });

  it('are walked over what can be chosen', () => {
    const segments = segmentsOf({ ...options, opened: new Set(['gone']) });
    const walk: (string | number)[] = [];
    let row = stepFrom(segments, null, 1);
    while (row !== null) {
      walk.push(row.lane >= 0 ? row.lane : (row.segment.group?.name ?? ''));
      row = stepFrom(segments, row, 1);
    }
    expect(walk).toEqual(['many', 'few', 'gone', 4]);
    const last = rowOfLane(segments, 4);
    expect(stepFrom(segments, last, -1)?.segment.group?.name).toBe('gone');
    expect(stepFrom(segments, stepFrom(segments, null, 1), -1)).toBeNull();
  });

  it('are as high as they have goroutines, to one scale', () => {
    expect(goroutinesPerPixel(groups)).toBe(1);
    expect(bandHeight(58, 1)).toBe(20);
    const leak = [
      group(
        'leak',
        Array.from({ length: 9594 }, (_, i) => i),
      ),
    ];
    const perPixel = goroutinesPerPixel(leak);
    expect(perPixel).toBe(150);
    expect(bandHeight(9594, perPixel)).toBe(64);
    expect(bandHeight(820, perPixel)).toBe(20);
  });
});
