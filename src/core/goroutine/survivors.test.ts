import { describe, expect, it } from 'vitest';
import { bytesOf, fixture } from '../../../test/support/goroutine-fixtures';
import { groupGoroutines } from './group';
import { ownCodeOf, type Goroutines } from './goroutines';
import { parseCounts } from './parse-counts';
import { parseDump } from './parse-dump';
import { flowBetween, isStaying } from './survivors';

const read = (text: string | Uint8Array): Goroutines => {
  const parsed = parseDump(typeof text === 'string' ? bytesOf(text) : text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
/** Goroutines by the function that they wait in. */
const dump = (places: Readonly<Record<string, readonly number[]>>): Goroutines =>
  read(
    Object.entries(places)
      .flatMap(([name, goids]) =>
        goids.map((goid) => `goroutine ${goid} [chan receive]:\n${name}()\n\t/src/a.go:7 +0x1d\n`),
      )
      .join('\n'),
  );
const keyOf = (name: string): string => `${name} /src/a.go:7`;

describe('goroutines of two dumps', () => {
  it('stayed, are new, are gone, or went elsewhere', () => {
    const a = dump({ 'main.leak': [1, 2, 3, 4], 'main.work': [10, 11], 'main.idle': [20] });
    const b = dump({ 'main.leak': [1, 2, 3, 5, 6], 'main.work': [12, 20], 'main.late': [11] });
    expect(Object.fromEntries(flowBetween(a, b) ?? [])).toEqual({
      [keyOf('main.leak')]: { stayed: 3, born: 2, gone: 1, came: 0, left: 0 },
      [keyOf('main.work')]: { stayed: 0, born: 1, gone: 1, came: 1, left: 1 },
      [keyOf('main.late')]: { stayed: 0, born: 0, gone: 0, came: 1, left: 0 },
      [keyOf('main.idle')]: { stayed: 0, born: 0, gone: 0, came: 0, left: 1 },
    });
  });

  it('make up the counts of both, stack by stack', () => {
    const real = read(fixture('goroutine/go1.26/debug-flags/goroutine.debug2.txt'));
    const a = dump({ 'main.leak': [1, 2, 3], 'main.work': [10, 11] });
    for (const [one, other] of [
      [a, dump({ 'main.leak': [2, 3, 4, 5], 'main.late': [11] })],
      [real, real],
    ] as const) {
      const flows = flowBetween(one, other);
      const [groupsA, groupsB] = [one, other].map(
        (g) => new Map(groupGoroutines(g, 'stack', ownCodeOf(g)).map(({ key, count }) => [key, count])),
      );
      for (const [key, { stayed, born, gone, came, left }] of flows ?? []) {
        expect(stayed + gone + left).toBe(groupsA?.get(key) ?? 0);
        expect(stayed + born + came).toBe(groupsB?.get(key) ?? 0);
      }
      expect(flows?.size).toBe(new Set([...(groupsA ?? []), ...(groupsB ?? [])].map(([key]) => key)).size);
    }
  });

  it('are not told apart where a side does not say who is in it', () => {
    const whole = dump({ 'main.leak': [1, 2] });
    const cut = { ...whole, truncated: true };
    expect(flowBetween(whole, cut)).toBeNull();
    expect(flowBetween(cut, whole)).toBeNull();
    const counts = parseCounts(
      bytesOf('goroutine profile: total 2\n2 @ 0x1\n#\t0x1\tmain.leak+0x1\t/src/a.go:7\n\n'),
    );
    if (!counts.ok) throw new Error(counts.error.message);
    expect(flowBetween(whole, counts.value)).toBeNull();
    const twice = dump({ 'main.leak': [1, 2], 'main.work': [2] });
    expect(flowBetween(whole, twice)).toBeNull();
    expect(flowBetween(twice, whole)).toBeNull();
  });

  it('are not told apart where their ids are of two processes: they only rise in one', () => {
    const old = dump({ 'main.leak': [1, 2, 90_000], 'main.work': [100_000] });
    const later = dump({ 'main.leak': [1, 2, 90_000, 99_990], 'main.work': [100_500] });
    const other = dump({ 'main.leak': [1, 2, 3, 4, 100_100] });
    expect(flowBetween(old, later)?.get(keyOf('main.leak'))).toMatchObject({ stayed: 3, born: 1 });
    expect(flowBetween(later, old)?.get(keyOf('main.leak'))).toMatchObject({ stayed: 3, gone: 1 });
    expect(flowBetween(old, other)).toBeNull();
  });
});

describe('goroutines that stay', () => {
  const flow = (stayed: number, born: number, gone = 0, left = 0) => ({ stayed, born, gone, left, came: 0 });

  it.each([
    ['all of them, and ten more have come', flow(30, 10), true],
    ['19 of 20', flow(19, 30, 1), true],
    ['only 18 of 20', flow(18, 30, 2), false],
    ['all, but only nine have come: chance in a thousand', flow(30, 9), false],
    ['all, of too few', flow(4, 30), false],
    ['nobody', flow(0, 30), false],
    ['most, but as many went elsewhere', flow(100, 12, 0, 5), false],
    ['as many come as go', flow(1000, 30, 25), false],
  ])('are there where there stayed %s', (_, of, is) => {
    expect(isStaying(of)).toBe(is);
  });
});
