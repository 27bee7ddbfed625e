import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../test/support/goroutine-fixtures';
import { randomFrom } from '../../../test/support/random';
import { stacksOfAllAges } from './ages';
import type { Goroutines } from './goroutines';
import { parseDump } from './parse-dump';

const DAY = 1440;

/** By function and state, how many whole minutes each of its goroutines has waited. */
function dump(places: Readonly<Record<string, readonly number[]>>, state = 'chan receive'): Goroutines {
  let goid = 1;
  const text = Object.entries(places).flatMap(([name, waits]) =>
    waits.map((minutes) => {
      const wait = minutes > 0 ? `, ${minutes} minutes` : '';
      const words = name.startsWith('net.') ? 'IO wait' : state;
      return `goroutine ${goid++} [${words}${wait}]:\n${name}()\n\t/src/a.go:7 +0x1d\n`;
    }),
  );
  const parsed = parseDump(bytesOf(text.join('\n')));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
const accused = (g: Goroutines, minutes: number | null): string[] =>
  stacksOfAllAges(g, minutes).map(({ stack }) => stack[0]?.function ?? '');
const evenly = (n: number, over: number): number[] =>
  Array.from({ length: n }, (_, i) => Math.round(((i + 0.5) * over) / n));

describe('stacks of all ages', () => {
  it('are those of a leak over the whole life of the process, with how old they are', () => {
    const g = dump({ 'main.leak': evenly(40, DAY), 'main.work': new Array<number>(30).fill(0) });
    expect(stacksOfAllAges(g, DAY)).toEqual([
      {
        stack: [{ function: 'main.leak', file: '/src/a.go', line: 7 }],
        ...{ count: 40, state: 'chan receive', aged: 40, old: 20, young: 10, oldestMinutes: 1422 },
      },
    ]);
  });

  it.each<[string, number[]]>([
    ['was filled at the start', new Array<number>(50).fill(DAY - 2)],
    ['works on requests', evenly(50, 20)],
    ['began to leak in the second half of the life', evenly(50, DAY / 2 - 10)],
    ['has nine goroutines that wait', evenly(9, DAY)],
  ])('are not one that %s', (_, waits) => {
    expect(accused(dump({ 'main.some': waits }), DAY)).toEqual([]);
  });

  it('are not connections, nor what stands beside each of them', () => {
    const waits = evenly(40, DAY);
    expect(accused(dump({ 'net.read': waits, 'main.write': waits }), DAY)).toEqual([]);
    expect(accused(dump({ 'net.read': waits.slice(10), 'main.write': waits }), DAY)).toEqual(['main.write']);
  });

  it('say nothing of a young process, nor of a dump that is cut off', () => {
    const g = dump({ 'main.leak': evenly(40, 59) });
    expect(accused(g, 59)).toEqual([]);
    const whole = dump({ 'main.leak': evenly(40, DAY) });
    expect(accused({ ...whole, truncated: true }, DAY)).toEqual([]);
  });

  it('go by the wait of goroutine 1 where the start of the process is not known', () => {
    const leak = evenly(40, DAY);
    expect(accused(dump({ 'main.main': [DAY], 'main.leak': leak }), null)).toEqual(['main.leak']);
    expect(accused(dump({ 'main.pool': [0], 'main.leak': leak, 'main.other': [DAY] }), null)).toEqual([]);
    expect(accused(dump({ 'main.main': [DAY], 'main.some': evenly(40, DAY / 10) }), null)).toEqual([]);
  });

  it('hold what is measured: leaks of 20 in 98 of 100 and more, short connections and pools never', () => {
    const next = randomFrom(41);
    const some = (n: number, wait: () => number): number[] =>
      Array.from({ length: n }, () => Math.floor(Math.min(DAY, wait())));
    const share = (wait: () => number, n = 20): number => {
      let found = 0;
      for (let i = 0; i < 200; i++) found += accused(dump({ 'main.some': some(n, wait) }), DAY).length;
      return found / 200;
    };
    expect(share(() => next() * DAY)).toBeGreaterThanOrEqual(0.95);
    expect(share(() => -Math.log(1 - next()) * (DAY / 10))).toBe(0);
    expect(share(() => DAY - next() * 10)).toBe(0);
  });
});
