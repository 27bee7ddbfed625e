import { describe, expect, it } from 'vitest';
import { flameOf } from '../../../../test/support/make-flame';
import { graphFacts } from '../graph/graph-facts';
import { boxAlong } from './flame-names';
import { flameFacts } from './flame-facts';

const plain = { growth: null, isOfCallers: false };

describe('the share of a box', () => {
  // As `go tool pprof` reads it: all magnitudes are the whole, of which a part is what is left of it.
  const table = { ...flameOf({ main: { alloc: 8, free: -32 } }), total: 40 };
  it('is that of its net value, with its sign, in flame graph and call graph', () => {
    const box = boxAlong(table, ['main']);
    const share = flameFacts(table, box, 'count', plain).find((fact) => fact.name === 'share');
    expect(share?.value).toBe('−60\u00a0%');
    const graphBox = { flat: 0, cum: -24, before: null } as Parameters<typeof graphFacts>[1];
    expect(graphFacts(40, graphBox, 'count').find((fact) => fact.name === 'share')).toEqual(share);
  });
});

describe('the flat of a box', () => {
  it('is not told of what leads to a function: nothing is spent there', () => {
    const table = flameOf({ main: { alloc: 8 } });
    const named = (isOfCallers: boolean): readonly string[] =>
      flameFacts(table, boxAlong(table, ['main']), 'count', { growth: null, isOfCallers }).map(
        ({ name }) => name,
      );
    expect(named(false)).toEqual(['cum', 'share', 'self']);
    expect(named(true)).toEqual(['cum', 'share']);
  });
});
