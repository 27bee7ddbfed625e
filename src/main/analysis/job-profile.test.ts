// What the rows of the table stand for, against the names and figures of `go tool pprof -top`, which topOf is held against.
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import type { ProfileTable } from '../../contract/analysis';
import { combineProfiles } from '../../core/pprof/combine';
import { decodeProfile } from '../../core/pprof/decode';
import { encodeProfile } from '../../core/pprof/encode';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { DEFAULT_OPTIONS, GRANULARITIES } from '../../core/pprof/options';
import { topOf } from '../../core/pprof/top';
import { tableOfCapture } from './job-profile';
import { unpack } from './read-capture';

const FILE = join(FIXTURES, 'go1.26/heap-1.pb.gz');
const rowsBy = async (question: Parameters<typeof tableOfCapture>[0]): Promise<ProfileTable['rows']> =>
  (await tableOfCapture(question)).rows;
const folder = temporaryFolder('job-profile');
const whole = { files: [FILE], filters: NO_FILTERS };

describe('the table of a profile', () => {
  it.each(
    GRANULARITIES.flatMap((granularity) => [false, true].map((noInlines) => ({ granularity, noInlines }))),
  )('by $granularity, inlined into callers: $noInlines', async (rowsOf) => {
    const read = expectOk(decodeProfile(expectOk(unpack(await readFile(FILE)))));
    // Where no name is shown pprof tells apart what begins on different lines, and so lists a file many times.
    const isByFile = rowsOf.granularity === 'files';
    const startLine = isByFile ? read.functions.startLine.map(() => 0) : read.functions.startLine;
    const profile = { ...read, functions: { ...read.functions, startLine } };
    const options = { ...DEFAULT_OPTIONS, ...rowsOf };
    const expected = expectOk(topOf(expectOk(combineProfiles([profile])), options)).rows;
    const rows = await rowsBy({ ...whole, ...rowsOf });
    const named = rows.map((row) => {
      const where = { functions: '', filefunctions: row.file, files: row.file };
      const place = where[rowsOf.granularity as keyof typeof where] ?? `${row.file}:${row.line}`;
      return [row.address.padStart(row.address === '' ? 0 : 16, '0'), row.function, place]
        .filter((part) => part !== '')
        .join(' ');
    });
    // A column stands behind a line where calls at one address are told apart by it.
    expect(named).toEqual(expected.map((row) => row.function.replace(/(:\d+):\d+$/, '$1')));
    expect(rows.map(({ flat, cum }) => [flat, cum])).toEqual(expected.map(({ flat, cum }) => [flat, cum]));
  });

  it('has whose code it is by whatever its rows stand for', async () => {
    const own = async (granularity: 'functions' | 'files' | 'addresses'): Promise<readonly string[]> =>
      (await rowsBy({ ...whole, granularity }))
        .filter((row) => row.own)
        .map((row) => row.function || row.file);
    expect((await own('functions')).every((name) => name.startsWith('main.'))).toBe(true);
    expect((await own('addresses')).every((name) => name.startsWith('main.'))).toBe(true);
    const files = await own('files');
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((file) => file.endsWith('.go') && !file.includes('/src/runtime/'))).toBe(true);
  });

  it('begins a function where it begins, and shows a line where it is', async () => {
    const [byFunction, byLine] = await Promise.all([
      rowsBy(whole),
      rowsBy({ ...whole, granularity: 'lines' }),
    ]);
    const starts = new Map(byFunction.map((row) => [row.function, row.line]));
    const inner = byLine.filter((row) => row.own);
    expect(inner.length).toBeGreaterThan(2);
    for (const row of inner) expect(row.line).toBeGreaterThanOrEqual(starts.get(row.function) ?? Infinity);
    expect(inner.some((row) => row.line > (starts.get(row.function) ?? Infinity))).toBe(true);
  });

  it('tells samples without a value from no samples, whatever a filter leaves', async () => {
    const heap = expectOk(decodeProfile(expectOk(unpack(await readFile(FILE)))));
    const values = heap.samples.values.map(({ numbers }) => ({ numbers: numbers.map(() => 0), exact: null }));
    const zero = join(folder, 'zero.pb');
    await writeFile(zero, encodeProfile({ ...heap, samples: { ...heap.samples, values } }));
    const all = { rows: [], total: 0, samples: heap.samples.length };
    expect(await tableOfCapture({ ...whole, files: [zero] })).toMatchObject(all);
    const filters = { options: { focus: 'nothing at all' }, ownOnly: false };
    expect(await tableOfCapture({ files: [zero], filters })).toMatchObject(all);
  });
});
