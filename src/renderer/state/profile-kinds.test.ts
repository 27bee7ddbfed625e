import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../test/support/timeline';
import { holdersByKind, kindToShow } from './profile-kinds';

describe('kinds of profiles', () => {
  const timeline = makeTimeline([
    { at: 0, kinds: 'goroutine,heap' },
    { at: 1, failed: true },
    { at: 2, kinds: 'goroutine-dump,heap,trace' },
    { at: 3, kinds: 'goroutine' },
  ]);

  it('are those that any of the rows holds', () => {
    expect([...holdersByKind(timeline, [0, 1, 2, 3])]).toEqual([
      ['goroutine', [0, 3]],
      ['heap', [0, 2]],
      ['trace', [2]],
    ]);
    expect([...holdersByKind(timeline, [3, 2, 0])]).toEqual([
      ['goroutine', [3, 0]],
      ['heap', [2, 0]],
      ['trace', [2]],
    ]);
    expect(holdersByKind(timeline, [1]).size).toBe(0);
  });

  it('are shown as wanted, else the heap, else what there is', () => {
    expect(kindToShow(['goroutine', 'heap'], 'goroutine')).toBe('goroutine');
    expect(kindToShow(['goroutine', 'heap'], 'mutex')).toBe('heap');
    expect(kindToShow(['goroutine', 'mutex'], null)).toBe('goroutine');
    expect(kindToShow([], 'heap')).toBeNull();
  });
});
