import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlameTable } from '../../../contract/flame-table';
import { layOutFlame } from '../../../core/layout/flame-layout';
import { flameOf } from '../../../../test/support/make-flame';
import { fitTo, WHOLE, type FlameWindow } from '../../canvas/flame-window';
import { boxAlong } from './flame-names';
import { sightOf, windowOfSight } from './flame-sight';

const before = flameOf({ main: { serve: { read: 2, write: 6 }, idle: 8 }, gc: 16 });
/** Everything has grown, by different factors, and `write` is gone. */
const after = flameOf({ gc: 40, main: { idle: 30, serve: { read: 20 } } });
const NO_LIMIT = 1e6;

const boxOf = (table: FlameTable, ...names: string[]): FlameWindow => {
  const layout = layOutFlame(table.tree);
  const box = boxAlong(table, names);
  return fitTo(layout.x0[box]!, layout.x1[box]!, 0);
};
const move = (window: FlameWindow, to = after, most = NO_LIMIT): FlameWindow =>
  windowOfSight(sightOf(layOutFlame(before.tree), before, window), layOutFlame(to.tree), to, most);

describe('what is in view', () => {
  it('is found again in the same picture, wherever it is', () => {
    const layout = layOutFlame(before.tree);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-3, max: 1, noNaN: true }),
        (from, share) => {
          const window = fitTo(from, from + (1 - from) * share, 40);
          const again = windowOfSight(sightOf(layout, before, window), layout, before, NO_LIMIT);
          expect(again.from).toBeCloseTo(window.from, 9);
          expect(again.to).toBeCloseTo(window.to, 9);
          expect(again.top).toBe(40);
        },
      ),
    );
  });

  it('is the same box in a newer picture, where it is now', () => {
    expect(move(boxOf(before, 'main', 'serve'))).toEqual(boxOf(after, 'main', 'serve'));
    expect(move(boxOf(before, 'main', 'serve', 'read'))).toEqual(boxOf(after, 'main', 'serve', 'read'));
  });

  it('is the same part of the whole where no box holds it', () => {
    const part = fitTo(0.3, 0.7, 60);
    expect(move(part)).toEqual(part);
    expect(move(WHOLE)).toEqual(WHOLE);
  });

  it('is what led there, where the box is gone', () => {
    expect(move(boxOf(before, 'main', 'serve', 'write'))).toEqual(boxOf(after, 'main', 'serve'));
  });

  it('is scrolled as far as before, and no further than one can', () => {
    expect(move({ ...WHOLE, top: 40 }).top).toBe(40);
    expect(move({ ...WHOLE, top: 40 }, after, 15).top).toBe(15);
    expect(move({ ...WHOLE, top: 40 }, after, -100).top).toBe(0);
  });
});
