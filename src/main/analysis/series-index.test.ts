import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../core/base/frame';
import { SeriesIndex } from './series-index';

const stack = (...names: string[]): Stack =>
  names.map((name, i) => ({ function: name, file: `/src/${name}.go`, line: 10 + i }));
const park = stack('runtime.gopark', 'main.wait');
const serve = stack('net/http.(*conn).serve');

function filled(): SeriesIndex {
  const index = new SeriesIndex();
  index.add('a.pb.gz', 'sha-a', [park, serve], Float64Array.of(3, 40), Float64Array.of(0, 0), 1);
  index.add('b.pb.gz', 'sha-b', [serve], Float64Array.of(2 ** 40), Float64Array.of(7), 524288);
  return index;
}

describe('SeriesIndex', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'series-index-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('comes back from disk as it was', async () => {
    const path = join(folder, '.index', 'goroutine');
    const index = filled();
    await index.save(path);
    const again = await SeriesIndex.load(path);
    expect(again.stacks).toEqual(index.stacks);
    expect(again.get('a.pb.gz', 'sha-a')).toEqual(index.get('a.pb.gz', 'sha-a'));
    expect(again.get('b.pb.gz', 'sha-b')).toEqual(index.get('b.pb.gz', 'sha-b'));
    expect(await readdir(join(folder, '.index'))).toEqual(['goroutine']);
  });

  it('shares a stack between captures', () => {
    const index = filled();
    expect(index.stacks).toHaveLength(2);
    expect(Array.from(index.get('b.pb.gz', 'sha-b')?.stack ?? [])).toEqual([1]);
  });

  it('does not know a capture whose bytes changed', () => {
    expect(filled().get('a.pb.gz', 'other')).toBeUndefined();
  });

  it('starts empty where the file is missing, cut at any byte, or of another version', async () => {
    expect((await SeriesIndex.load(join(folder, 'none'))).size).toBe(0);
    const bytes = filled().encode();
    for (let length = 0; length < bytes.length; length++) {
      expect(SeriesIndex.decode(Buffer.from(bytes.subarray(0, length)))).toBeNull();
    }
    expect(SeriesIndex.decode(Buffer.concat([Buffer.from('PLSERIE9'), bytes.subarray(8)]))).toBeNull();
  });

  it('starts empty where a value was changed by hand', async () => {
    const path = join(folder, '.index', 'goroutine');
    const index = filled();
    await index.save(path);
    expect((await SeriesIndex.load(path)).size).toBe(2);
    const bytes = await readFile(path);
    const at = bytes.indexOf(Buffer.from(Float64Array.of(2 ** 40).buffer));
    bytes.writeDoubleLE(2 ** 41, at);
    await writeFile(path, bytes);
    expect((await SeriesIndex.load(path)).size).toBe(0);
  });

  it('refuses rows that point outside its tables', () => {
    const bytes = filled().encode();
    bytes.writeInt32LE(99, bytes.length - 4);
    expect(SeriesIndex.decode(bytes)).toBeNull();
  });
});
