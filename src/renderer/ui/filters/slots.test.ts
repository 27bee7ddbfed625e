import { describe, expect, it } from 'vitest';
import { slotsOf, type KeptFilter, type Slot } from './slots';

const filters: readonly KeptFilter[] = ['a', 'b', 'c'].map((pattern, id) => ({
  ...{ kind: 'focus', pattern, enabled: true, id },
}));
const names = (slots: readonly Slot[]): string =>
  slots.map(({ filter, isGone }) => filter.pattern + (isGone ? '!' : '')).join(' ');

describe('the slots of the bar', () => {
  it('are the filters, each with its problem', () => {
    const slots = slotsOf(filters, [null, { why: 'second' }, null], null, []);
    expect(names(slots)).toBe('a b c');
    expect(slots[1]?.problem).toEqual({ why: 'second' });
  });

  it('keep one that is edited where it stands after it was removed elsewhere, until it is left', () => {
    const before = slotsOf(filters, [], 0, []);
    const after = slotsOf(filters.slice(1), [{ why: 'too-many' }], 0, before);
    expect(names(after)).toBe('a! b c');
    expect(after[1]?.problem).toEqual({ why: 'too-many' });
    const later = slotsOf(filters.slice(2), [], 0, after);
    expect(names(later)).toBe('a! c');
    expect(names(slotsOf(filters.slice(2), [], null, later))).toBe('c');
  });

  it('keep it among its neighbours', () => {
    const left = filters.filter(({ id }) => id !== 1);
    expect(names(slotsOf(left, [], 1, slotsOf(filters, [], 1, [])))).toBe('a b! c');
  });

  it('keep no other', () => {
    expect(names(slotsOf(filters.slice(1), [], 1, slotsOf(filters, [], 1, [])))).toBe('b c');
    expect(names(slotsOf([], [], 2, slotsOf(filters, [], 2, [])))).toBe('c!');
  });
});
