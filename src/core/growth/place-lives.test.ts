import { describe, expect, it } from 'vitest';
import type { LifeEvidence } from './life-evidence';
import { isSameLife, livesOf, type TargetLives } from './lives';
import { placeLives } from './place-lives';

const NOTHING: LifeEvidence = {
  ...{ memory: null, clockAheadMs: null, buildId: null, heap: null, severalSinceMs: null },
};
/** Lives as heap records tell them. */
const chains = (list: readonly number[]): LifeEvidence[] =>
  list.map((chain) => ({ ...NOTHING, heap: { chain, allocObjects: 0, compared: true } }));

/** The snapshots taken at 0, 1, 2, … of these lives, some given another time. */
function place(
  evidence: readonly LifeEvidence[],
  moves: Readonly<Record<number, number>>,
  empty: readonly number[] = [],
): TargetLives {
  const shown = evidence
    .map((_, taken) => ({
      ...{ taken, moved: taken in moves, empty: empty.includes(taken) },
      at: moves[taken] ?? taken,
    }))
    .sort((a, b) => a.at - b.at);
  return placeLives(livesOf(evidence), shown);
}
const spans = ({ lives }: TargetLives): number[][] => lives.map(({ from, to }) => [from, to]);

describe('lives of snapshots that were moved in time', () => {
  const two = chains([0, 0, 0, 0, 1, 1, 1]);

  it('are those that were taken, where nothing was moved', () => {
    expect(place(two, {})).toEqual(livesOf(two));
    expect(place([], {})).toEqual(livesOf([]));
  });

  it.each([
    ['one at the end', { 6: 7 }],
    ['the first after the restart', { 4: 4.3 }],
    ['the first after the restart, towards it', { 4: 3.3 }],
    ['the last before the restart', { 3: 3.9 }],
    ['one within its life', { 1: 2.5 }],
    ['all of the first life', { 0: -5, 1: -4, 2: -3, 3: -2 }],
    ['all of the second life', { 4: 3.1, 5: 3.2, 6: 3.3 }],
    ['all', { 0: 10, 1: 11, 2: 12, 3: 13, 4: 14, 5: 15, 6: 16 }],
    ['some at either side of the border', { 2: 3.7, 3: 3.5, 4: 3.8 }],
  ])('keep their border where their order is kept: %s', (_, moves) => {
    const told = place(two, moves);
    expect(spans(told)).toEqual([
      [0, 3],
      [4, 6],
    ]);
    expect(told.lives.map(({ began }) => began)).toEqual([null, 'heap-record']);
    expect(told.strays).toEqual(new Set());
  });

  it.each([
    ['its first', { 6: 3.5 }],
    ['some', { 6: 3.5, 7: 3.6 }],
    ['all of it', { 6: 3.2, 7: 3.3, 8: 3.4 }],
  ])('keep a life that was moved past attempts from which nothing came: %s', (_, moves) => {
    // Four of one process, two failed attempts, three of the next.
    const told = place([...chains([0, 0, 0, 0]), NOTHING, NOTHING, ...chains([1, 1, 1])], moves, [4, 5]);
    expect(told.strays).toEqual(new Set());
    expect(told.lives.map(({ began }) => began)).toEqual([null, 'heap-record']);
    expect(told.lifeOf.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(told.lifeOf.slice(4).includes(0)).toBe(false);
    expect(spans(told).at(-1)?.[1]).toBe(8);
  });

  it('are one of attempts alone, where nothing ever came', () => {
    const told = place([NOTHING, NOTHING], { 1: -1 }, [0, 1]);
    expect([spans(told), told.lifeOf, told.strays.size]).toEqual([[[0, 1]], [0, 0], 0]);
  });

  it('keep a life of one snapshot that was moved', () => {
    const told = place(chains([0, 0, 0, 1]), { 3: 4 });
    expect(spans(told)).toEqual([
      [0, 2],
      [3, 3],
    ]);
  });

  it('leave out what was moved among those of another process, and begin no life there', () => {
    const later = place(two, { 1: 5.5 });
    expect(later.strays).toEqual(new Set([5]));
    expect(later.lifeOf).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(spans(later)).toEqual([
      [0, 2],
      [3, 6],
    ]);
    expect(isSameLife(later, 4, 5)).toBe(false);
    expect(isSameLife(later, 4, 6)).toBe(true);
    const earlier = place(two, { 5: 1.5, 6: -1 });
    expect(earlier.strays).toEqual(new Set([0, 3]));
    // What is left out at an end of a life is no part of its time.
    expect(spans(earlier)).toEqual([
      [1, 5],
      [6, 6],
    ]);
    expect(earlier.several).toBeNull();
  });

  it('never leave out what was not moved, however many were', () => {
    const told = place(two, { 0: 5.1, 1: 5.2, 2: 5.3 });
    expect(told.strays).toEqual(new Set([3, 4, 5]));
    expect(spans(told)).toEqual([
      [0, 0],
      [1, 6],
    ]);
  });

  it('keep most of what contradicts, where all were moved', () => {
    const told = place(two, { 0: 10, 1: 11, 2: 12, 3: 13, 4: 0, 5: 1, 6: 2 });
    expect(told.strays).toEqual(new Set([0, 1, 2]));
    expect(told.lives).toMatchObject([{ id: '1', from: 3, to: 6 }]);
    expect(told.lifeOf).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('number the lives that are left', () => {
    const told = place(chains([0, 0, 1, 2, 2]), { 2: 4.5 });
    expect(told.lives).toMatchObject([{ id: '1' }, { id: '2', from: 2, to: 3 }]);
    expect(told.lifeOf).toEqual([0, 0, 1, 1, 1]);
    expect(told.strays).toEqual(new Set([4]));
  });

  it('leave to the first snapshot of a life what is its own, wherever it stands', () => {
    const taken = two.map((one, i) => ({ ...one, severalSinceMs: i }));
    expect(place(taken, { 4: 5.5 }).lives[1]?.firstOwn).toMatchObject({ at: 5, heap: true, memory: false });
    expect(place(taken, {}).lives[1]?.firstOwn).toMatchObject({ at: 4 });
  });

  it('keep several processes apart from the calm after them', () => {
    const turns = chains([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const told = livesOf(turns);
    expect(told.lives.map(({ mixed }) => mixed)).toEqual([true, false]);
    const last = turns.length - 1;
    const moved = place(turns, { 2: last - 0.5 });
    expect(moved.strays).toEqual(new Set([last - 1]));
    expect(moved.several).toEqual(told.several);
  });
});
