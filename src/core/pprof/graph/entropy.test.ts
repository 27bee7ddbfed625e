import { describe, expect, it } from 'vitest';
import { entropyScores, goLog2 } from './entropy';
import { GraphEdges } from './graph-edges';

const column = (...numbers: number[]) => ({ numbers: Float64Array.from(numbers), exact: null });

function edges(...calls: readonly (readonly [number, number, number])[]): GraphEdges {
  const weight = column(...calls.map(([, , value]) => value));
  return new GraphEdges({
    length: calls.length,
    from: Uint32Array.from(calls, ([from]) => from),
    to: Uint32Array.from(calls, ([, to]) => to),
    weight,
    shownWeight: weight,
    isInline: new Uint8Array(calls.length),
    isResidual: new Uint8Array(calls.length),
  });
}

describe('entropyScores', () => {
  it('gives least to what only hands on, most to where ways meet or part', () => {
    // 0 calls 1, which calls 2, which calls 3 and 4 alike.
    const calls = edges([0, 1, 8], [1, 2, 8], [2, 3, 4], [2, 4, 4]);
    const scores = entropyScores(5, column(0, 0, 0, 4, 4), column(8, 8, 8, 4, 4), calls);
    expect([...scores]).toEqual([8n, 0n, 8n, 8n, 8n]);
  });

  it('puts what cannot be scored by its own value, exactly', () => {
    const scores = entropyScores(2, column(3, -5), column(1, 1), edges([0, 1, 0], [1, 0, 0], [0, 1, -1]));
    expect(scores[0]).toBe(2n ** 63n - 3n);
  });
});

describe('goLog2', () => {
  it('is exact for powers of two, and is what Go says for others', () => {
    for (let power = -1070; power < 1000; power += 13) expect(goLog2(2 ** power)).toBe(power);
    // math.Log2 of Go 1.26.
    expect(goLog2(0.3)).toBe(-1.736965594166206);
    expect(goLog2(1 / 3)).toBe(-1.5849625007211563);
    expect(goLog2(0.9999)).toBe(-0.00014427671804501932);
  });
});
