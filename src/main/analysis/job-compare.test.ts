import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { compareCaptures } from './job-compare';

const folder = temporaryFolder('compare-dumps');
function dump(name: string, goids: readonly number[]): string {
  const path = join(folder, name);
  const block = (goid: number): string =>
    `goroutine ${goid} [chan receive]:\nmain.leak()\n\t/src/a.go:7 +0x1d\n`;
  writeFileSync(path, goids.map(block).join('\n'));
  return path;
}

it('two dumps tell who is in both, unless a filter leaves some out', async () => {
  const files = { fileA: dump('a.txt', [1, 2, 3]), fileB: dump('b.txt', [2, 3, 4, 5]) };
  const of = async (filters: typeof NO_FILTERS) =>
    (await compareCaptures({ ...files, kind: 'goroutine-dump', filters })).stacks.map(({ a, b, flow }) => ({
      a,
      b,
      flow,
    }));
  const flow = { stayed: 2, born: 2, gone: 1, came: 0, left: 0 };
  expect(await of(NO_FILTERS)).toEqual([{ a: 3, b: 4, flow }]);
  expect(await of({ ...NO_FILTERS, options: { focus: 'leak' } })).toEqual([{ a: 3, b: 4, flow: null }]);
});
