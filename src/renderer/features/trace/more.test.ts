import { describe, expect, it } from 'vitest';
import type { CensusRow } from '../../../core/trace/census-rows';
import { isMixed, moreRows, sayMore } from './more';

const row = (
  startFunction: string | null,
  site: string,
  line: number,
  count: number,
  state = 'chan receive',
): CensusRow => ({ startFunction, site: { function: site, file: 'x.go', line }, state, count });

const A = [row('main.Watch', 'main.wait', 7, 820), row('net.serve', 'net.read', 3, 58, 'IO wait')];
const B = [
  row('main.Watch', 'main.wait', 7, 9000),
  row('main.Watch', 'main.stop', 9, 594, 'select'),
  row('net.serve', 'net.read', 3, 41, 'IO wait'),
  row(null, 'main.wait', 7, 2),
];

describe('what is more', () => {
  it('adds up by start function, and says where most of them are', () => {
    expect(moreRows(A, B, 'start')).toEqual([
      {
        key: 'main.Watch',
        startFunction: 'main.Watch',
        site: B[0]!.site,
        state: 'chan receive',
        a: 820,
        b: 9594,
      },
      { key: 'net.serve', startFunction: 'net.serve', site: B[2]!.site, state: 'IO wait', a: 58, b: 41 },
      { key: '', startFunction: '', site: B[3]!.site, state: 'chan receive', a: 0, b: 2 },
    ]);
  });
  it('tells sites of one start function apart', () => {
    expect(moreRows(A, B, 'site').map(({ site, state, a, b }) => [site?.function, state, a, b])).toEqual([
      ['main.wait', 'chan receive', 820, 9000],
      ['main.stop', 'select', 0, 594],
      ['net.read', 'IO wait', 58, 41],
      ['main.wait', 'chan receive', 0, 2],
    ]);
  });
  it('is said in as few start functions as make it up', () => {
    expect(sayMore(moreRows(A, B, 'start'))).toMatchObject({ a: 878, b: 9637, in: 1, restA: 58, restB: 43 });
    expect(sayMore(moreRows(B, A, 'start'))).toMatchObject({ a: 9637, b: 878, in: 1, restA: 43, restB: 58 });
    expect(sayMore(moreRows(A, A, 'start'))).toMatchObject({ a: 878, b: 878, in: 0, restA: 878, restB: 878 });
    expect(sayMore([])).toMatchObject({ a: 0, b: 0, in: 0, restA: 0, restB: 0 });
  });
  it('is no net difference where much came and much went', () => {
    const before = [row('main.old', 'main.wait', 7, 900), row('net.serve', 'net.read', 3, 50)];
    const after = [row('main.new', 'main.wait', 7, 1000), row('net.serve', 'net.read', 3, 52)];
    const said = sayMore(moreRows(before, after, 'start'));
    expect(said).toMatchObject({ up: 1002, down: 900 });
    expect(isMixed(said)).toBe(true);
    expect(isMixed(sayMore(moreRows(A, B, 'start')))).toBe(false);
  });
});
