import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { unpackFlame } from '../../contract/flame-table';
import { decodeProfile } from '../../core/pprof/decode';
import { encodeProfile } from '../../core/pprof/encode';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { flameValue } from '../../core/pprof/flame-tree';
import type { Profile } from '../../core/pprof/profile';
import { compareCaptures } from './job-compare';
import { flameOfTwo } from './job-flame';

const folder = temporaryFolder('job-flame');
const heap = expectOk(decodeProfile(captureBytes('go1.26', 'heap-2.pb.gz')));

function write(name: string, profile: Profile): string {
  const path = join(folder, name);
  writeFileSync(path, encodeProfile(profile));
  return path;
}
/** The same bytes, in kilobytes: what another writer of the same profile may do. */
const inKilobytes: Profile = {
  ...heap,
  sampleTypes: heap.sampleTypes.map(({ type, unit }) => ({
    type,
    unit: unit === 'bytes' ? 'kilobytes' : unit,
  })),
  samples: {
    ...heap.samples,
    values: heap.samples.values.map((column, i) =>
      heap.sampleTypes[i]?.unit === 'bytes'
        ? { numbers: column.numbers.map((n) => Math.round(n / 1024)), exact: null }
        : column,
    ),
  },
};
const question = {
  filters: NO_FILTERS,
  order: 'callees',
  pivot: null,
  normalize: false,
  only: 'all',
} as const;

describe('two profiles that count in different units', () => {
  const files = { fileA: write('a.pb', inKilobytes), fileB: write('b.pb', heap) };

  it('are subtracted in one, as a flame graph and as a table', async () => {
    const flame = await flameOfTwo({ ...files, ...question });
    const { tree } = unpackFlame(flame.bytes);
    expect(flame.sampleType).toEqual({ type: 'inuse_space', unit: 'bytes' });
    expect(flame.totalA / flame.totalB).toBeCloseTo(1, 2);
    expect(Math.abs(flameValue(tree, 0)) / flame.totalB).toBeLessThan(0.01);
    const table = await compareCaptures({ ...files, kind: 'heap', filters: NO_FILTERS });
    expect(table.totalA / table.totalB).toBeCloseTo(1, 2);
  });

  it('are refused in a sentence where they measure nothing in common', async () => {
    const other = write('other.pb', expectOk(decodeProfile(captureBytes('go1.26', 'goroutine-2.pb.gz'))));
    await expect(flameOfTwo({ ...question, fileA: other, fileB: files.fileB })).rejects.toThrow(
      'These two cannot be compared: the profiles have no sample type in common',
    );
  });
});
