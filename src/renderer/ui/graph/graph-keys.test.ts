import { describe, expect, it } from 'vitest';
import { chainOf, tableBox } from '../../../../test/support/graph-picture';
import { graphAction, neighboursOf, nextMatch, stepFrom } from './graph-keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey', boolean>> = {}) =>
  graphAction({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

/** 0 calls 1 (heavily) and 2, which stand side by side; 1 calls itself. */
const graph = {
  ...chainOf(['a', 'b', 'c']),
  boxes: ['a', 'b', 'c'].map((name) => tableBox(name)),
  calls: [
    { from: 0, to: 1, value: 9 },
    { from: 1, to: 1, value: 5 },
    { from: 0, to: 2, value: 1 },
  ].map((call) => ({ ...call, text: '', isInline: false, isResidual: false, weight: 1, thickness: 1 })),
  places: {
    ...chainOf(['a', 'b', 'c']).places,
    x: Float64Array.of(100, 50, 150),
    y: Float64Array.of(0, 100, 105),
  },
};

describe('graphAction', () => {
  it('knows its keys, and leaves others alone', () => {
    expect(press('ArrowDown')).toBe('callee');
    expect(press('ArrowDown', { shiftKey: true })).toBe('panDown');
    expect(press('F3', { shiftKey: true })).toBe('previousMatch');
    expect(press('C', { ctrlKey: true })).toBe('copyName');
    expect(press('=')).toBe('zoomIn');
    expect([press('ArrowDown', { altKey: true }), press('x'), press('[')]).toEqual([null, null, null]);
  });
});

describe('the selection', () => {
  it('goes along the heaviest call, and to the side on its level', () => {
    expect(stepFrom(graph, -1, 'callee')).toBe(0);
    expect(stepFrom(graph, 0, 'callee')).toBe(1);
    expect(stepFrom(graph, 1, 'callee')).toBe(1);
    expect(stepFrom(graph, 2, 'caller')).toBe(0);
    expect(stepFrom(graph, 0, 'caller')).toBe(0);
    expect(stepFrom(graph, 1, 'next')).toBe(2);
    expect(stepFrom(graph, 2, 'next')).toBe(2);
    expect(stepFrom(graph, 2, 'previous')).toBe(1);
    expect(stepFrom(graph, 2, 'first')).toBe(0);
    expect(stepFrom({ ...graph, boxes: [] }, -1, 'first')).toBe(-1);
  });

  it('goes to the nearest of a level, in whichever order they come', () => {
    const { places } = chainOf(['a', 'b', 'c']);
    const level = (...x: number[]) => ({
      ...graph,
      places: { ...places, x: Float64Array.from(x), y: new Float64Array(3) },
    });
    expect(stepFrom(level(0, 50, 90), 0, 'next')).toBe(1);
    expect(stepFrom(level(0, 90, 50), 0, 'next')).toBe(2);
    expect(stepFrom(level(90, 50, 0), 0, 'previous')).toBe(1);
  });

  it('knows who calls and who is called, itself aside', () => {
    expect(neighboursOf(graph, 1)).toEqual({ callers: [0], callees: [] });
    expect(neighboursOf(graph, 0)).toEqual({ callers: [], callees: [0, 2] });
  });

  it('goes round what the filter finds', () => {
    const wanted = Uint8Array.of(1, 0, 1);
    expect(nextMatch(wanted, -1, 1)).toBe(0);
    expect(nextMatch(wanted, 0, 1)).toBe(2);
    expect(nextMatch(wanted, 2, 1)).toBe(0);
    expect(nextMatch(wanted, -1, -1)).toBe(2);
    expect(nextMatch(wanted, 0, -1)).toBe(2);
    expect(nextMatch(Uint8Array.of(0, 0), 0, 1)).toBe(-1);
  });
});
