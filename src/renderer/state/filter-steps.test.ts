import { describe, expect, it } from 'vitest';
import { MAX_FILTERS } from '../../core/pprof/filter/filters';
import { takeBackStep, type ListedFilter } from './filter-steps';

const hide = (id: number): ListedFilter => ({ id, kind: 'hide', pattern: `f${id}`, enabled: true });

describe('a change of filters that is taken back', () => {
  it('brings back what it removed, and nothing that another window has removed since', () => {
    expect(takeBackStep([], [hide(1), hide(2)], [hide(1)])).toEqual([hide(2)]);
    expect(takeBackStep([hide(3)], [hide(1), hide(2)], [hide(1)])).toEqual([hide(3), hide(2)]);
  });

  it('cannot be where there would be too many then', () => {
    const full = Array.from({ length: MAX_FILTERS }, (_, id) => hide(id));
    const [removed, ...kept] = full;
    expect(takeBackStep(kept, full, kept)).toEqual([removed, ...kept]);
    expect(takeBackStep([...kept, hide(MAX_FILTERS)], full, kept)).toBeNull();
  });
});
