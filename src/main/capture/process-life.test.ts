import { describe, expect, it } from 'vitest';
import { livesOf, type LifeEvidence } from './process-life';

const series = (memories: LifeEvidence['memory'][]): LifeEvidence[] =>
  memories.map((memory, n) => ({ timeMs: n * 1000, memory }));

describe('livesOf', () => {
  it('is one life while nothing contradicts it', () => {
    expect(livesOf(series([null, null, { numGc: 3 }, null])).lives).toEqual([
      { life: '1', from: 0, to: 3, startMs: null },
    ]);
    expect(livesOf([])).toEqual({ lives: [], lifeOf: [] });
  });

  it('begins a life where the start time changes by more than two seconds', () => {
    const { lives, lifeOf } = livesOf(
      series([
        { processStartMs: 1_000_000 },
        { processStartMs: 1_001_900 },
        null,
        { processStartMs: 1_060_000 },
        { processStartMs: 1_060_000 },
      ]),
    );
    expect(lives).toEqual([
      { life: '1', from: 0, to: 2, startMs: 1_000_000 },
      { life: '2', from: 3, to: 4, startMs: 1_060_000 },
    ]);
    expect(lifeOf).toEqual([0, 0, 0, 1, 1]);
  });

  it('follows a start time that creeps with the clock', () => {
    const memories = Array.from({ length: 50 }, (_, n) => ({ processStartMs: 1_000_000 + n * 500 }));
    expect(livesOf(series(memories)).lives).toHaveLength(1);
  });

  it.each(['numGc', 'totalAllocBytes', 'mallocs'] as const)('begins a life where %s falls', (counter) => {
    const { lifeOf } = livesOf(
      series([{ [counter]: 5 }, { [counter]: 9 }, null, {}, { [counter]: 8 }, { [counter]: 9 }]),
    );
    expect(lifeOf).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('knows nothing of the old life in the new one', () => {
    const { lifeOf } = livesOf(
      series([{ numGc: 100, mallocs: 1e6 }, { numGc: 2 }, { mallocs: 500 }, { numGc: 3, mallocs: 600 }]),
    );
    expect(lifeOf).toEqual([0, 1, 1, 1]);
  });
});
