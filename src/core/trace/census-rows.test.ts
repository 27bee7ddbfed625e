import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { openLeakRecording } from '../../../test/support/leak-traces';
import { censusAtEnd } from './census';
import { censusRows, compareCensus, type CensusRow } from './census-rows';
import { lanesOf } from './lanes';
import { readTrace } from './read-trace';

const row = (
  startFunction: string,
  at: string,
  line: number,
  count: number,
  state = 'chan receive',
): CensusRow => ({
  startFunction,
  site: { function: at, file: `/src/${at}.go`, line },
  state,
  count,
});
const told = (a: readonly CensusRow[], b: readonly CensusRow[]) =>
  compareCensus(a, b).map((one) => [one.startFunction, one.site?.function, one.site?.line, one.a, one.b]);

describe('what is more', () => {
  it('comes first, whichever way it went', () => {
    const a = [row('f', 'same', 1, 500), row('g', 'gone', 2, 40), row('h', 'grown', 3, 1)];
    const b = [row('f', 'same', 1, 501), row('h', 'grown', 3, 100), row('i', 'new', 4, 2)];
    expect(told(a, b)).toEqual([
      ['h', 'grown', 3, 1, 100],
      ['g', 'gone', 2, 40, 0],
      ['i', 'new', 4, 0, 2],
      ['f', 'same', 1, 500, 501],
    ]);
  });

  it('adds up states, and keeps apart who began elsewhere', () => {
    const a = [row('f', 'x', 1, 2, 'select'), row('g', 'x', 1, 3)];
    expect(told(a, [row('f', 'x', 1, 1), row('f', 'x', 1, 4, 'running')])).toEqual(
      [
        ['f', 'x', 1, 2, 5],
        ['g', 'x', 1, 3, 0],
      ].toSorted(
        (p, q) =>
          Math.abs(Number(q[4]) - Number(q[3])) - Math.abs(Number(p[4]) - Number(p[3])) ||
          Number(q[4]) - Number(p[4]),
      ),
    );
  });

  it('takes a line for itself where both traces know the function by one of its lines', () => {
    const a = [row('f', 'x', 10, 1), row('f', 'x', 20, 1)];
    const b = [row('f', 'x', 10, 1), row('f', 'x', 30, 7)];
    expect(told(a, b)).toEqual([
      ['f', 'x', 30, 0, 7],
      ['f', 'x', 20, 1, 0],
      ['f', 'x', 10, 1, 1],
    ]);
  });

  it('takes a function as one where its lines have moved with a new build, and says the newer line', () => {
    expect(
      told([row('f', 'x', 10, 3), row('f', 'x', 20, 1)], [row('f', 'x', 12, 9), row('f', 'x', 22, 1)]),
    ).toEqual([['f', 'x', 12, 4, 10]]);
  });

  it('holds what has no site', () => {
    const nowhere: CensusRow = { startFunction: null, site: null, state: 'waiting', count: 5 };
    expect(told([nowhere], [{ ...nowhere, count: 9 }])).toEqual([[null, undefined, undefined, 5, 9]]);
  });
});

describe('two traces of a service that leaks', () => {
  it('put the two places of the leak first, by far', async () => {
    const { captures, timeScale } = openLeakRecording();
    const traces = captures.filter(({ file }) => file.includes('trace'));
    const [early = [], late = []] = await Promise.all(
      traces.map(async ({ bytes }) => {
        const trace = expectOk(await readTrace([bytes]));
        const lanes = lanesOf(trace);
        return censusRows(trace, lanes, censusAtEnd(trace, lanes));
      }),
    );
    const compared = compareCensus(early, late);
    const [first, second, third] = compared;
    expect([first?.startFunction, second?.startFunction].sort()).toEqual([
      'example.org/collect/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1',
      'example.org/sdk/trpc-config-rainbow.(*KV).Watch.func1',
    ]);
    // A pair a minute of the service's clock.
    const minutes = (((traces[1]?.timeMs ?? 0) - (traces[0]?.timeMs ?? 0)) * timeScale) / 60_000;
    for (const row of [first, second]) {
      expect(row?.site?.function).toBe(row?.startFunction);
      expect((row?.b ?? 0) - (row?.a ?? 0)).toBeGreaterThan(0.9 * minutes);
      expect((row?.b ?? 0) - (row?.a ?? 0)).toBeLessThan(1.1 * minutes);
    }
    expect(Math.abs((third?.b ?? 0) - (third?.a ?? 0))).toBeLessThan(0.02 * minutes);
  });
});
