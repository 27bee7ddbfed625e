import { execFileSync } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { fixture as pprofFixture } from '../../../test/support/pprof-answers';
import { int64ColumnOf } from '../../../test/support/int64-column';
import { dumpBytes, dumpText } from '../../../test/support/make-dump';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { openCapture } from '../../core/inspect/inspect-capture';
import { encodeProfile } from '../../core/pprof/encode';
import type { Profile } from '../../core/pprof/profile';
import { loadFile, loadSum, type LoadOptions } from './load';
import { ReadAhead } from './read-capture';

const folder = temporaryFolder('load');
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('a large dump', () => {
  const bytes = dumpBytes(9 * 1024 * 1024);
  const whole = openCapture(bytes);
  const expected = whole.ok ? whole.value : null;

  it('is read in pieces to the same tables as at once', async () => {
    const read = await loadFile(await written('plain.txt', bytes));
    expect(read.facts).toMatchObject({ kind: 'goroutine-dump', truncated: true });
    expect(read.facts.total).toBeGreaterThan(20_000);
    expect(read).toEqual(expected);
    const { content } = await loadFile(await written('states.txt', bytes), { stacks: false });
    expect(content?.form === 'goroutines' && content.goroutines.stacks).toEqual([[]]);
  });

  it('is the same gzipped, and behind the prefixes of a log', async () => {
    expect(await loadFile(await written('dump.gz', gzipSync(bytes, { level: 1 })))).toEqual(expected);
    const logged = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(/^/gm, 'pod-1 '), 'latin1');
    expect((await loadFile(await written('log.txt', logged))).facts).toEqual(expected?.facts);
  });

  it('that turns out to be none is named as what it is', async () => {
    const none = Buffer.alloc(9 * 1024 * 1024, 'goroutine 1 [\n');
    const path = await written('none.txt', none);
    const opened = openCapture(none);
    await expect(loadFile(path)).rejects.toMatchObject({
      code: 'format',
      message: `none.txt: ${opened.ok ? '' : opened.error.message}`,
    });
  });
});

describe('a sum', () => {
  it('is of all its files, however many are decoded at once', async () => {
    const file = pprofFixture('go1.26/goroutine-2.pb.gz');
    const total = (profile: Profile): number => profile.samples.values[0]!.numbers.reduce((a, b) => a + b, 0);
    const paths = await Promise.all(
      Array.from({ length: 19 }, (_, i) => {
        // Each weighs something else: none can stand in for another.
        const values = [
          int64ColumnOf(Array.from(file.samples.values[0]!.numbers, (n) => BigInt(n) << BigInt(i))),
        ];
        return written(`${i}.pb`, encodeProfile({ ...file, samples: { ...file.samples, values } }));
      }),
    );
    const told: number[] = [];
    const sum = await loadSum(paths, ({ done }) => told.push(done));
    expect(total(sum)).toBe(total(file) * (2 ** 19 - 1));
    expect(told).toEqual([0, 8, 16]);
  });
});

describe('files that are read ahead', () => {
  /** What a file holds, or what is wrong with it. */
  const outcome = (path: string, options: LoadOptions): Promise<unknown> =>
    loadFile(path, options).catch((error: unknown) => error);

  it('are what they are one by one, whatever is wrong with some of them', async () => {
    const plain = GO_VERSIONS.map((version) => fixture(`goroutine/${version}/goroutine.debug0.pb.gz`));
    const profiles = plain.map((bytes) => gzipSync(bytes));
    const [first = Buffer.alloc(0)] = profiles;
    const paths = [
      ...(await Promise.all(profiles.map((bytes, i) => written(`${i}.pb.gz`, bytes)))),
      await written('cut.pb.gz', first.subarray(0, -20)),
      await written('empty', new Uint8Array()),
      join(folder, 'missing'),
      await written('plain.pb', plain[0] ?? first),
      await written('dump.txt', Buffer.from(dumpText({ goroutines: 50 }))),
      await written('unpacks-to-much.gz', gzipSync(dumpBytes(9 * 1024 * 1024), { level: 1 })),
      join(folder, 'link'),
      folder,
      join(folder, '0.pb.gz'),
    ];
    await symlink(join(folder, '0.pb.gz'), join(folder, 'link'));
    const ahead = new ReadAhead(paths, { noLinks: true });
    for (const path of paths) {
      const expected = await outcome(path, { noLinks: true });
      expect(await outcome(path, { noLinks: true, ahead })).toEqual(expected);
    }
  });

  it('are given only to who asks for the next one', async () => {
    const paths = await Promise.all([1, 2].map((n) => written(`n${n}`, Buffer.from(`text ${n}`))));
    const [one = '', two = ''] = paths;
    const ahead = new ReadAhead(paths);
    expect(await ahead.take(two)).toBeNull();
    expect(await ahead.take(one)).toEqual(Buffer.from('text 1'));
    expect(await ahead.take(two)).toEqual(Buffer.from('text 2'));
    expect(await ahead.take(two)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('do not include a pipe, which can be read but once', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await new ReadAhead([pipe], { noLinks: true }).take(pipe)).toBeNull();
  });
});
