import { describe, expect, it } from 'vitest';
import { flameOf } from '../../../../test/support/make-flame';
import { boxAlong, namesTo, reach } from './flame-names';

const table = flameOf({ a: { b: 5, c: 4 }, d: { b: 3 } });

describe('boxes by name', () => {
  it('are found again by the functions that lead to them', () => {
    for (let box = 0; box < table.tree.length; box++) expect(boxAlong(table, namesTo(table, box))).toBe(box);
    expect(namesTo(table, 0)).toEqual([]);
    expect(namesTo(table, boxAlong(table, ['d', 'b']))).toEqual(['d', 'b']);
  });

  it('are none where a function is missing, and reached as far as there is a way', () => {
    expect(boxAlong(table, ['d', 'c'])).toBe(0);
    expect(boxAlong(table, ['a', 'b', 'b'])).toBe(0);
    expect(boxAlong(table, ['x'])).toBe(0);
    expect(reach(table, ['d', 'c'])).toEqual({ box: boxAlong(table, ['d']), isThere: false });
  });
});
