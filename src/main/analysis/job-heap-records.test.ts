// On recorded profiles of two services, whose records tell them apart.
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  Function as PprofFunction,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { standHeapRecords, type HeapCapture, type HeapStandings } from './job-heap-records';

const FIXTURES = resolve(import.meta.dirname, '../../../test/fixtures/services');
const folder = temporaryFolder('heap-records');

const capture = (service: string, number: number, more: Partial<HeapCapture> = {}): HeapCapture => {
  const version = readdirSync(join(FIXTURES, service))[0] ?? '';
  const name = `${String(number).padStart(2, '0')}-heap.pb.gz`;
  return {
    captureId: `${service}/${number}`,
    path: join(FIXTURES, service, version, name),
    sha256: `${service}/${number}`,
    isWhole: true,
    ...more,
  };
};
const chains = (captures: readonly HeapCapture[], standings: HeapStandings): (number | undefined)[] =>
  captures.map(({ captureId }) => standings[captureId]?.chain);
/** A heap profile with these counts of allocated objects, a function each. */
async function written(name: string, records: Readonly<Record<string, number>>): Promise<HeapCapture> {
  const stringTable = new StringTable();
  const type = (text: string, unit: string): ValueType =>
    new ValueType({ type: stringTable.dedup(text), unit: stringTable.dedup(unit) });
  const named = Object.keys(records).map((text) => stringTable.dedup(text));
  const profile = new Profile({
    sampleType: [type('alloc_objects', 'count'), type('inuse_space', 'bytes')],
    function: named.map((text, i) => new PprofFunction({ id: i + 1, name: text, systemName: text })),
    location: named.map(
      (_, i) => new Location({ id: i + 1, line: [new Line({ functionId: i + 1, line: 1 })] }),
    ),
    sample: Object.values(records).map((count, i) => new Sample({ locationId: [i + 1], value: [count, 0] })),
    stringTable,
    periodType: type('space', 'bytes'),
    period: 512 * 1024,
  });
  const path = join(folder, `${name}.pb`);
  await writeFile(path, profile.encode());
  return { captureId: name, path, sha256: name, isWhole: true };
}
const gone = (one: HeapCapture): HeapCapture => ({ ...one, path: join(folder, 'gone') });

describe('standHeapRecords', () => {
  it('lays profiles of one process in one chain, and those of two in two, also where they come by turns', async () => {
    const captures = [0, 1, 2, 3].flatMap((i) => [capture('collectsvr', i), capture('steady', i)]);
    const standings = await standHeapRecords({
      indexPath: null,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: captures }],
    });
    expect(chains(captures, standings)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(standings['collectsvr/0']?.compared).toBe(false);
    expect(standings['steady/0']?.compared).toBe(true);
    expect(standings['steady/3']?.allocObjects).toBeGreaterThan(standings['steady/0']?.allocObjects ?? NaN);
  });

  it('lays a profile that may follow several processes with the one whose records it keeps', async () => {
    // The young process has nothing that the old one lacks.
    const old = [
      { shared: 3, start: 1, config: 7 },
      { shared: 3, start: 1, config: 7 },
      { shared: 4, start: 1, config: 7 },
    ];
    const captures: HeapCapture[] = [];
    for (const [i, records] of old.entries()) {
      captures.push(await written(`old-${i}`, records), await written(`young-${i}`, { shared: i + 1 }));
    }
    const standings = await standHeapRecords({
      indexPath: null,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: captures }],
    });
    expect(chains(captures, standings)).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('begins a chain where time ran backwards', async () => {
    const captures = [
      capture('heapmap', 28),
      capture('heapmap', 29),
      capture('heapmap', 0),
      capture('heapmap', 1),
    ];
    const standings = await standHeapRecords({
      indexPath: null,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: captures }],
    });
    expect(chains(captures, standings)).toEqual([0, 0, 1, 1]);
  });

  it('reads only what it has not judged, and the one before it', async () => {
    const indexPath = join(folder, '.index', 'heap-records');
    const first = [0, 1, 2, 3].map((i) => capture('steady', i));
    const before = await standHeapRecords({
      indexPath,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: first }],
    });
    const [a, b, c, d] = first;
    if (a === undefined || b === undefined || c === undefined || d === undefined)
      throw new Error('no captures');
    const more = [gone(a), gone(b), gone(c), d, capture('steady', 4)];
    const after = await standHeapRecords({
      indexPath,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: more }],
    });
    expect(chains(more, after)).toEqual([0, 0, 0, 0, 0]);
    expect(after).toMatchObject(before);
    // Other bytes under the same name: what came after it is judged anew.
    const changed = [a, { ...capture('collectsvr', 1), captureId: b.captureId }, c, d];
    const anew = await standHeapRecords({
      indexPath,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: changed }],
    });
    expect(chains(changed, anew)).toEqual([0, 1, 0, 0]);
  });

  it('passes over what cannot be read, and over a damaged index', async () => {
    const indexPath = join(folder, 'damaged', 'heap-records');
    await mkdir(dirname(indexPath), { recursive: true });
    await writeFile(indexPath, '{"formatVersion":1,"targets":[[["a"');
    const captures = [capture('steady', 0), gone(capture('steady', 1)), capture('steady', 2)];
    const standings = await standHeapRecords({
      indexPath,
      keepIndex: true,
      noLinks: true,
      targets: [{ captures: captures }],
    });
    expect(chains(captures, standings)).toEqual([0, undefined, 0]);
  });
});
