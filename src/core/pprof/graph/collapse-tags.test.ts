import { expect, it } from 'vitest';
import { collapseTags } from './collapse-tags';
import type { Tag } from './node-tags';

const bytes = (value: bigint, flat: bigint): Tag => ({
  name: '',
  unit: 'bytes',
  value,
  flat,
  cum: flat,
  flatDivisor: 0n,
  cumDivisor: 0n,
});
const ranges = (...tags: Tag[]): string[] => collapseTags(tags, 1, true).map(({ name }) => name);

it('names a range by its ends', () => {
  expect(ranges(bytes(1024n, 9n), bytes(4096n, 1n), bytes(64n, 1n))).toEqual(['64B..4kB']);
});

it('takes the largest int64, which no double holds, for the least, as pprof does', () => {
  const most = (1n << 63n) - 1n;
  expect(ranges(bytes(64n * 1024n, 9n), bytes(most, 1n))).toEqual(['8192PB..64kB']);
});
