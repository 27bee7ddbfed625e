// How far the stretch reaches in which processes take turns, and what is said of it.
import { describe, expect, it } from 'vitest';
import type { LifeEvidence } from './life-evidence';
import { livesOf } from './lives';

const NOTHING: LifeEvidence = {
  ...{ memory: null, clockAheadMs: null, buildId: null, heap: null, severalSinceMs: null },
};
const times = (n: number, start: number): number[] => Array<number>(n).fill(start);
const starts = (list: readonly number[], more: Partial<LifeEvidence> = {}): LifeEvidence[] =>
  list.map((start) => ({ ...NOTHING, memory: { processStartMs: start * 60_000 }, ...more }));
const stretch = (list: readonly number[]): (readonly [number, number])[] =>
  livesOf(starts(list))
    .lives.filter(({ mixed }) => mixed)
    .map(({ from, to }) => [from, to]);

describe('the stretch of turns', () => {
  it('leaves out a calm of eight snapshots, not one of seven', () => {
    expect(stretch([...times(7, 1), 5, 1, 5])).toEqual([[0, 9]]);
    expect(stretch([...times(8, 1), 5, 1, 5])).toEqual([[8, 10]]);
    expect(stretch([5, 1, 5, ...times(7, 1)])).toEqual([[0, 9]]);
    expect(stretch([5, 1, 5, ...times(8, 1)])).toEqual([[0, 2]]);
  });

  it('leaves out a calm of more than twice the longest turn', () => {
    const turns = [...times(5, 5), ...times(5, 1), 5];
    expect(stretch([...times(10, 1), ...turns])).toEqual([[0, 20]]);
    expect(stretch([...times(11, 1), ...turns])).toEqual([[11, 21]]);
  });

  it('says nothing of one process: no build, no start, no part of the first snapshot', () => {
    const list = starts([...times(8, 1), 5, 1, 5], { severalSinceMs: 0, buildId: 'a' });
    expect(livesOf(list).lives[1]).toMatchObject({
      ...{ mixed: true, unknown: false, startMs: null, buildId: null, firstOwn: null, began: 'start-time' },
    });
    const builds = [...'ababa'].map((buildId) => ({ ...NOTHING, buildId }));
    expect(livesOf(builds).lives).toMatchObject([
      { mixed: true, unknown: false, buildId: null, began: null },
    ]);
  });

  it('tells up to eight processes apart by their heap records', () => {
    const heaps = (processes: number, n: number): LifeEvidence[] =>
      Array.from({ length: n }, (_, i) => ({
        ...NOTHING,
        heap: { chain: i % processes, allocObjects: 0, compared: true },
      }));
    expect(livesOf(heaps(5, 100)).several?.processes).toBe(5);
    expect(livesOf(heaps(8, 400)).several?.processes).toBe(8);
    expect(livesOf(heaps(9, 900)).several).toBeNull();
  });

  it('is none in a service that idles, and restarts once', () => {
    const list = [...times(10, 100), ...times(10, 5)];
    const counters = list.map((totalAllocBytes) => ({ ...NOTHING, memory: { totalAllocBytes } }));
    expect(livesOf(counters)).toMatchObject({ several: null, lives: [{ to: 9 }, { from: 10 }] });
  });
});

it('a life keeps the Go version that one of its snapshots says', () => {
  const list = [{ goVersion: 'go1.26' }, { numGc: 1 }].map((memory) => ({ ...NOTHING, memory }));
  expect(livesOf(list).lives).toMatchObject([{ goVersion: 'go1.26' }]);
});
