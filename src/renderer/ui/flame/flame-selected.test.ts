import { describe, expect, it } from 'vitest';
import { flameOf } from '../../../../test/support/make-flame';
import { boxAlong } from './flame-names';
import { placeOf, selectedBox, type FlameHalf } from './flame-selected';

const whole: FlameHalf = {
  side: 'whole',
  table: flameOf({ main: { read: 2, serve: { read: 6 } }, gc: { read: 1, gc: 9 } }),
};
const pathOf = (halves: readonly FlameHalf[], ...asked: [string, ReturnType<typeof placeOf>]) => {
  const found = selectedBox(halves, ...asked);
  return found === null ? null : { ...placeOf(found, found.box), isPicked: found.isPicked };
};

describe('the selected box', () => {
  it('is the one that was picked, wherever it is the largest', () => {
    for (let box = 1; box < whole.table.tree.length; box++) {
      const place = placeOf(whole, box);
      expect(pathOf([whole], place?.names.at(-1) ?? '', place)).toEqual({ ...place, isPicked: true });
    }
  });

  it('is the largest of its function, of two as large the outermost', () => {
    const largest = (name: string) => pathOf([whole], name, null)?.names;
    expect(largest('read')).toEqual(['main', 'serve', 'read']);
    expect(largest('gc')).toEqual(['gc']);
    expect(pathOf([whole], 'read', { side: 'whole', names: ['serve', 'read'] })).toEqual({
      side: 'whole',
      names: ['main', 'serve', 'read'],
      isPicked: false,
    });
  });

  it('is none where the function is in no stack, or none is selected', () => {
    expect(selectedBox([whole], 'write', null)).toBeNull();
    expect(selectedBox([whole], '', placeOf(whole, 1))).toBeNull();
    expect(selectedBox([], 'read', null)).toBeNull();
    expect(placeOf(whole, 0)).toBeNull();
  });

  it('is in either half around a function', () => {
    const callers: FlameHalf = { side: 'callers', table: flameOf({ serve: { main: 6 } }) };
    const callees: FlameHalf = { side: 'callees', table: flameOf({ serve: { read: { serve: 6 } } }) };
    const halves = [callers, callees];
    expect(pathOf(halves, 'read', null)?.side).toBe('callees');
    expect(pathOf(halves, 'serve', null)).toMatchObject({ side: 'callers', names: ['serve'] });
    const place = placeOf(callees, boxAlong(callees.table, ['serve', 'read', 'serve']));
    expect(pathOf(halves, 'serve', place)).toEqual({ ...place, isPicked: true });
  });
});
