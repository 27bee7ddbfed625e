import { describe, expect, it } from 'vitest';
import { memoryLife, type MemoryLifeOptions } from '../../test/support/memory-life';
import type { MemoryGrowth } from '../contract/memory';
import { accountMemory, type AccountRow } from '../core/memory/account';
import { accountGrowth } from '../core/memory/account-growth';
import { describeMemory } from './describe-memory';

function grown(rows: readonly AccountRow[], life = '1'): MemoryGrowth {
  const growth = accountGrowth({ target: 'pod1', life }, accountMemory(rows));
  if (growth === null) throw new Error('nothing is known');
  return growth;
}
const rows = (options: Partial<MemoryLifeOptions>): AccountRow[] =>
  memoryLife({ seed: 1, snapshots: 432, ...options });

describe('memory in words', () => {
  it('says which part grows, what it explains, and when the container is full', () => {
    const [line, limit] = describeMemory([
      grown(rows({}), '1'),
      grown(rows({ outsideLeak: 20, containerLimit: 3900 }), '2'),
    ]);
    expect(line).toBe(
      'memory of pod1: RSS 1.63GB, +19.82MB per hour; of its growth outside Go 102%; proven to grow: outside Go',
    );
    expect(limit).toMatch(
      /^if this goes on, RSS reaches the container’s 3\.81GB about 1970-01-08 .*Z \(± [\d.]+ h\)$/,
    );
  });

  it('says what is not known, and that a level heap proves nothing at GOMEMLIMIT', () => {
    const noRss = rows({}).map((row) => ({ ...row, memory: { ...row.memory, rssBytes: undefined } }));
    expect(describeMemory([grown(noRss)])).toEqual([
      'memory of pod1: RSS is not known, nor what is outside Go',
    ]);
    const tight = grown(rows({ snapshots: 60, liveLeak: 5, gogc: 1000, gomemlimit: 420 }));
    expect(describeMemory([tight]).at(-1)).toMatch(/^Go holds all that GOMEMLIMIT allows/);
    expect(describeMemory([])).toEqual([]);
  });
});
