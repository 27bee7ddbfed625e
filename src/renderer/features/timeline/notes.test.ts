import { describe, expect, it } from 'vitest';
import type { Annotated, Annotation } from '../../../contract/annotations';
import { MARK, placeNotes } from './notes';

const note = (id: string, on: Annotated): Annotation => ({
  ...{ id, on, text: id, tags: [], flag: null, createdMs: 0, changedMs: 0 },
});
const at = (id: string, timeMs: number): Annotation => note(id, { type: 'moment', timeMs });
const range = (id: string, fromMs: number, toMs: number): Annotation =>
  note(id, { type: 'range', fromMs, toMs });
const axis = { xOf: (ms: number) => ms, left: 100, right: 900 };
const place = (...notes: Annotation[]) => placeNotes(notes, (id) => (id === 's1' ? 300 : null), axis);

describe('notes on the timeline', () => {
  it('stand at their time; those on stacks, on snapshots that are gone, and out of sight do not', () => {
    const { marks, brackets } = place(
      at('late', 600),
      note('snapshot', { type: 'snapshot', snapshotId: 's1' }),
      note('gone', { type: 'snapshot', snapshotId: 's2' }),
      note('stack', { type: 'stack', functions: ['main.f'] }),
      at('before', 99),
      at('after', 901),
    );
    expect(marks.map(({ x, notes }) => [x, ...notes.map(({ id }) => id)])).toEqual([
      [300, 'snapshot'],
      [600, 'late'],
    ]);
    expect(brackets).toEqual([]);
  });

  it('two hundred of them are gathered where they would cover one another, and none is lost', () => {
    const many = Array.from({ length: 200 }, (_, i) => at(`n${i}`, 100 + i * 4));
    const { marks } = place(...many);
    expect(marks.reduce((sum, mark) => sum + mark.notes.length, 0)).toBe(200);
    expect(marks.length).toBeLessThanOrEqual(800 / MARK + 1);
    expect(marks.length).toBeGreaterThan(20);
    for (const [i, mark] of marks.entries()) {
      if (i > 0) expect(mark.x - (marks[i - 1]?.x ?? 0)).toBeGreaterThan(MARK / 2);
    }
  });

  it('ranges are brackets, cut at the window, below one another where they overlap', () => {
    const { marks, brackets } = place(range('a', 50, 300), range('b', 200, 400), range('c', 500, 2000));
    expect(brackets).toEqual([
      { id: 'a', left: 100, right: 300, begins: false, ends: true, lane: 0 },
      { id: 'b', left: 200, right: 400, begins: true, ends: true, lane: 1 },
      { id: 'c', left: 500, right: 900, begins: true, ends: false, lane: 0 },
    ]);
    expect(marks.map(({ x }) => x)).toEqual([200, 300, 700]);
  });
});
