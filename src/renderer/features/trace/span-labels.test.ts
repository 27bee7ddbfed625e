import { describe, expect, it } from 'vitest';
import type { LaneGroup, LaneSheet } from '../../workers/trace-answers';
import { labelOfSpans } from './span-labels';

const sheetOf = (
  states: readonly string[],
  state: readonly number[],
  ran: Int32Array | null = null,
): LaneSheet => ({
  spans: {
    states,
    start: Uint32Array.of(0, state.length),
    from: Float64Array.from(state.keys()),
    state: Uint8Array.from(state),
    end: Float64Array.of(state.length),
  },
  ran,
  ids: Float64Array.of(1),
});
const group = (name: string, ...lanes: number[]): LaneGroup => ({
  name,
  own: true,
  lanes: Uint32Array.from(lanes),
  atEnd: 1,
  most: 1,
});
const goroutines = {
  ids: Float64Array.of(7, 4711, 18),
  groups: [group('example.com/shop/cart.(*Cart[go.shape.int]).Fill.func1', 0, 2), group('', 1)],
};

describe('a stretch of a goroutine', () => {
  const label = labelOfSpans(sheetOf(['running', 'chan receive'], [0, 1]), goroutines);
  it('has its state written on it, as far as there is room', () => {
    expect([label(0, 7), label(1, 40), label(1, 12)]).toEqual(['running', 'chan receive', 'chan receive']);
    expect(label(1, 6)).toBe('chan …');
  });
  it('has nothing where there is room for nothing that tells states apart', () => {
    expect([label(0, 3), label(1, 3)]).toEqual(['', '']);
  });
});

describe('a stretch of a P', () => {
  const procs = sheetOf(['running'], [0, 0, 0, 0], Int32Array.of(0, 1, -1, 2));
  const label = labelOfSpans(procs, goroutines);
  it('has the function of the one that ran, shorter where there is less room', () => {
    expect(label(0, 99)).toBe('example.com/shop/cart.(*Cart[go.shape.int]).Fill.func1');
    expect(label(0, 36)).toBe('…/shop/cart.(*Cart[…]).Fill.func1');
    expect(label(0, 11)).toBe('…Fill.func1');
    expect(label(3, 11)).toBe('…Fill.func1');
  });
  it('has the goid where the function is not known, or does not fit', () => {
    expect([label(1, 99), label(1, 6), label(1, 5)]).toEqual(['g 4711', 'g 4711', '']);
    expect([label(0, 10), label(0, 3), label(0, 2)]).toEqual(['g 7', 'g 7', '']);
    expect(label(3, 10)).toBe('g 18');
  });
  it('has nothing where no one ran', () => {
    expect(label(2, 99)).toBe('');
  });
});
