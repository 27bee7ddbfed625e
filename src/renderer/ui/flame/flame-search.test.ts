import { describe, expect, it } from 'vitest';
import { flameOf } from '../../../../test/support/make-flame';
import { wantedFrames } from '../picture/facts';
import { findInFlames, nextFound, type SearchedHalf } from './flame-search';
import { placeOf, type FlameHalf } from './flame-selected';

const whole: FlameHalf = {
  side: 'whole',
  table: flameOf({ main: { read: 2, serve: { read: 6 } }, gc: { read: -3, sweep: 9 } }),
};
// Around `serve`: one stack of 6 holds `io` on either side.
const halves: readonly FlameHalf[] = [
  { side: 'callers', table: flameOf({ serve: { main: 4, 'io.loop': { main: 6 } } }) },
  { side: 'callees', table: flameOf({ serve: { 'io.read': { serve: 6 }, parse: 4 } }) },
];
const search = (text: string, of = halves): readonly SearchedHalf[] =>
  of.map((half) => ({ ...half, wanted: wantedFrames(half.table.frames, text) ?? new Uint8Array() }));

describe('what is found', () => {
  it('holds the net value of its stacks, each once', () => {
    expect(findInFlames(search('read', [whole]))).toMatchObject({
      boxes: 3,
      held: [{ side: 'whole', value: 5 }],
    });
    expect(findInFlames(search('s', [whole]))).toMatchObject({ boxes: 2, held: [{ value: 15 }] });
    expect(findInFlames(search('none', [whole]))).toEqual({
      boxes: 0,
      held: [{ side: 'whole', value: 0 }],
      isWhole: true,
    });
  });

  it('is not all where boxes are left out, in either half', () => {
    const table = { ...halves[1]!.table, tree: { ...halves[1]!.table.tree, left: 1 } };
    const cut = [halves[0]!, { ...halves[1]!, table }];
    expect([halves, cut].map((of) => findInFlames(search('io', of)).isWhole)).toEqual([true, false]);
    expect(findInFlames(search('serve', cut)).isWhole).toBe(false);
  });

  it('is told of each half around a function, since halves do not add up', () => {
    expect(findInFlames(search('io'))).toMatchObject({
      boxes: 2,
      held: [
        { side: 'callers', value: 6 },
        { side: 'callees', value: 6 },
      ],
    });
    expect(findInFlames(search('parse'))).toMatchObject({ boxes: 1, held: [{ side: 'callees', value: 4 }] });
    expect(findInFlames(search('none'))).toMatchObject({ boxes: 0, held: [{ side: 'whole', value: 0 }] });
  });

  it('counts the function itself once: it is in all stacks', () => {
    expect(findInFlames(search('serve'))).toMatchObject({ boxes: 2, held: [{ side: 'whole', value: 10 }] });
  });
});

describe('the way through what is found', () => {
  const walk = (text: string, step: 1 | -1, steps: number, of = halves): string[] => {
    const searched = search(text, of);
    const ways: string[] = [];
    let at = { side: searched[0]?.side ?? ('whole' as const), box: 0 };
    for (let i = 0; i < steps; i++) {
      at = nextFound(searched, at, step) ?? at;
      const half = searched.find((one) => one.side === at.side);
      ways.push(`${at.side} ${half === undefined ? '' : placeOf(half, at.box)?.names.join('>')}`);
    }
    return ways;
  };

  it('goes line by line, and around', () => {
    expect(walk('s', 1, 3, [whole])).toEqual(['whole gc>sweep', 'whole main>serve', 'whole gc>sweep']);
    expect(walk('s', -1, 2, [whole])).toEqual(['whole main>serve', 'whole gc>sweep']);
    expect(nextFound(search('none', [whole]), { side: 'whole', box: 0 }, 1)).toBeNull();
  });

  it('goes through both halves, and is at the function itself once', () => {
    const there = ['callers serve', 'callees serve>io.read>serve'];
    expect(walk('serve', 1, 3)).toEqual([...there, there[0]]);
    expect(walk('serve', -1, 2)).toEqual([...there].reverse());
    expect(walk('io', 1, 2)).toEqual(['callers serve>io.loop', 'callees serve>io.read']);
    expect(nextFound(search('io'), { side: 'callees', box: 0 }, 1)).toMatchObject({ side: 'callees' });
  });
});
